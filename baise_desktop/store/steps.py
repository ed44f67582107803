"""Acts of a clerk that can be taken back and done again: for every row, what it is now and its other state.

A step is written in the same transaction as its act. Taking it back swaps the two states of each row, byte for byte, so
that undo and redo are one operation.
"""

import json
import sqlite3
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from baise_desktop.errors import BaiseError
from baise_desktop.store import edits, figure_cache, journal
from baise_desktop.store.database import Store
from baise_desktop.store.instant import to_text
from baise_desktop.store.locks import refuse_locked
from baise_desktop.store.rows import Row, put_row

MOST_STEPS = 200
"""Of one submission."""
MOST_BYTES = 32 * 2**20
"""Of the steps of one submission together; the newest is kept however big it is."""
_QUICK = 1
State = list[str | int] | None
"""The columns of a row after its key, the digest last; None when there is no such row."""
Swap = tuple[str, str, State]
"""Row, digest of what it is now (empty when it is not there), and its other state."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a step is about."""

    unit: str
    plan: str
    period: str
    form: str = ""
    """Empty for explanations, whose rows are findings."""

    @property
    def key(self) -> tuple[str, str, str]:
        """As the tables order it."""
        return self.unit, self.period, self.plan


@dataclass(frozen=True, slots=True)
class Step:
    """One act."""

    number: int
    place: Place
    row_id: str
    field: str
    name: str
    undone: bool


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    keys: tuple[str, ...]
    """After those of the submission."""
    columns: tuple[str, ...]

    @property
    def where(self) -> str:
        """The one row."""
        return " AND ".join((_SUBMISSION, *(f"{key} = ?" for key in self.keys)))

    def read(self, connection: sqlite3.Connection, key: Sequence[str]) -> State:
        sql = f"SELECT {', '.join(self.columns)} FROM {self.name} WHERE {self.where}"  # noqa: S608 - constant text
        found = connection.execute(sql, key).fetchone()
        return None if found is None else list(found)

    def write(self, connection: sqlite3.Connection, key: Sequence[str], state: State) -> None:
        if state is None:
            connection.execute(f"DELETE FROM {self.name} WHERE {self.where}", key)  # noqa: S608 - constant text
            return
        columns = ("unit", "period", "plan", *self.keys, *self.columns)
        marks = ", ".join("?" * len(columns))
        sql = f"REPLACE INTO {self.name} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - constant text
        connection.execute(sql, (*key, *state))


_SUBMISSION = "unit = ? AND period = ? AND plan = ?"
_ENTRY = _Table("entry", ("form", "row_id"), ("deleted", "carried", "wrong", "body", "digest"))
_EXPLANATION = _Table("explanation", ("finding",), ("text", "by", "at", "digest"))


@contextmanager
def recorded(
    connection: sqlite3.Connection, place: Place, rows: Sequence[str], name: str, now: datetime, field: str = ""
) -> Iterator[None]:
    """Remember what the body of a `with` does to some rows; whatever was undone can no longer be done again.

    Args:
        connection: inside a change.
        place: of the rows.
        rows: ids of rows, or of findings; there is at least one.
        name: of the act, as the journal has it.
        now: aware.
        field: of the one cell that changes.
    """
    chosen = list(dict.fromkeys(rows))
    before = [_read(connection, place, row) for row in chosen]
    yield
    changes = [
        (row, old, after)
        for row, old in zip(chosen, before, strict=True)
        if (after := _read(connection, place, row)) != old
    ]
    if not changes:
        return
    if place.form:
        edits.keep_edits(connection, (*place.key, place.form), changes, name, now)
    swaps = [(row, _digest(after), old) for row, old, after in changes]
    connection.execute(f"DELETE FROM step WHERE {_SUBMISSION} AND undone = 1", place.key)  # noqa: S608 - constant text
    (last,) = connection.execute("SELECT coalesce(max(number), 0) FROM step").fetchone()
    _put(connection, Step(last + 1, place, swaps[0][0], field, name, undone=False), swaps, now)
    connection.execute(_PRUNE, (*place.key, MOST_STEPS, MOST_BYTES))


def next_undo(store: Store, place: Place) -> Step | None:
    """The act that is taken back next in a submission."""
    return _next(store, place, undone=False)


def next_redo(store: Store, place: Place) -> Step | None:
    """The act that is done again next in a submission."""
    return _next(store, place, undone=True)


def swap(store: Store, step: Step, actor: str, act: str, now: datetime) -> tuple[str, ...]:
    """Take a step back, or do it again if it was taken back; all of it or nothing.

    Args:
        store: of the unit.
        step: of `next_undo` or `next_redo`.
        actor: who acts.
        act: what the journal calls it.
        now: aware.

    Returns:
        The rows that are there afterwards.

    Raises:
        BaiseError: LOCKED once someone has signed; STEP_GONE when somebody was quicker; STEP_CHANGED when a row is not
            what the step left, and ATTACHMENT_MISSING when a file that a row named was swept away: the step is
            forgotten then, and nothing else has changed.
    """
    try:
        with store.write() as connection:
            refuse_locked(connection, step.place.unit, step.place.plan, step.place.period)
            swaps = _states(connection, step)
            turned = [_turn(connection, step, each) for each in swaps]
            _put(connection, replace(step, undone=not step.undone), turned, now)
            figure_cache.forget_registers(connection, (step.place.form,))
            detail: Row = {"form": step.place.form, "rows": len(swaps), "first": swaps[0][0]}
            journal.append(connection, actor, act, detail, now)
            if step.place.form:
                changes = [(old[0], new[2], old[2]) for old, new in zip(swaps, turned, strict=True)]
                edits.keep_edits(connection, (*step.place.key, step.place.form), changes, act, now)
    except BaiseError as error:
        if error.code in ("STEP_CHANGED", "ATTACHMENT_MISSING"):
            with store.write() as connection:
                connection.execute("DELETE FROM step WHERE number = ?", (step.number,))
        raise
    return tuple(row for row, digest, _ in turned if digest)


def forget(connection: sqlite3.Connection, unit: str, plan: str, period: str) -> None:
    """Nothing done so far in a submission can be taken back any more, as part of a change."""
    connection.execute(f"DELETE FROM step WHERE {_SUBMISSION}", (unit, period, plan))  # noqa: S608 - constant text


_PRUNE = f"""
    DELETE FROM step WHERE number IN (
        SELECT number FROM (
            SELECT number, row_number() OVER newest AS place, sum(size) OVER newest AS total
            FROM step WHERE {_SUBMISSION} WINDOW newest AS (ORDER BY number DESC)
        ) WHERE place > ? OR (total > ? AND place > 1)
    )
"""  # noqa: S608 - constant text
_NEXT = f"""
    SELECT number, form, row_id, field, name FROM step WHERE {_SUBMISSION} AND undone = ?
    ORDER BY number
"""  # noqa: S608 - constant text


def _next(store: Store, place: Place, *, undone: bool) -> Step | None:
    order = "ASC" if undone else "DESC"
    rows = store.query(f"{_NEXT} {order} LIMIT 1", (*place.key, int(undone)))
    if not rows:
        return None
    number, form, row_id, field, name = rows[0]
    return Step(number, Place(place.unit, place.plan, place.period, form), row_id, field, name, undone)


def _table(place: Place) -> _Table:
    return _ENTRY if place.form else _EXPLANATION


def _key(place: Place, row: str) -> tuple[str, ...]:
    return (*place.key, place.form, row) if place.form else (*place.key, row)


def _read(connection: sqlite3.Connection, place: Place, row: str) -> State:
    return _table(place).read(connection, _key(place, row))


def _digest(state: State) -> str:
    return "" if state is None else str(state[-1])


def _turn(connection: sqlite3.Connection, step: Step, each: Swap) -> Swap:
    row, expected, other = each
    current = _read(connection, step.place, row)
    if _digest(current) != expected:
        raise BaiseError("STEP_CHANGED", name=step.name)
    _require_files(connection, other)
    _table(step.place).write(connection, _key(step.place, row), other)
    return row, _digest(other), current


def _require_files(connection: sqlite3.Connection, state: State) -> None:
    """A row must not name again a file that was swept away meanwhile."""
    for cell in state or ():
        if isinstance(cell, str) and '"sha256"' in cell:
            sql = """
                SELECT tree.atom FROM json_tree(?) AS tree WHERE tree.key = 'sha256'
                AND tree.atom NOT IN (SELECT sha256 FROM attachment)
            """
            for (sha256,) in connection.execute(sql, (cell,)):
                raise BaiseError("ATTACHMENT_MISSING", sha256=sha256)


def _put(connection: sqlite3.Connection, step: Step, swaps: Sequence[Swap], now: datetime) -> None:
    packed = json.dumps(swaps, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    states = b64encode(zlib.compress(packed, _QUICK)).decode()
    place = step.place
    row: dict[str, str | int] = {"number": step.number, "unit": place.unit, "period": place.period, "plan": place.plan}
    row |= {"form": place.form, "row_id": step.row_id, "field": step.field, "name": step.name, "at": to_text(now)}
    put_row(connection, "step", row | {"undone": int(step.undone), "size": len(states), "states": states})


def _states(connection: sqlite3.Connection, step: Step) -> list[Swap]:
    sql = "SELECT states FROM step WHERE number = ? AND undone = ?"
    found = connection.execute(sql, (step.number, int(step.undone))).fetchone()
    if found is None:
        raise BaiseError("STEP_GONE", name=step.name)
    swaps: list[Swap] = json.loads(zlib.decompress(b64decode(found[0])))
    return swaps
