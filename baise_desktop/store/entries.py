"""The rows a unit is filling in. Each change is durable when the call returns."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime

from baise_desktop.errors import BaiseError
from baise_desktop.form import canonical
from baise_desktop.form.definition import Form
from baise_desktop.form.record import Record, from_line, to_line
from baise_desktop.store import figure_cache, journal, steps
from baise_desktop.store.database import Store
from baise_desktop.store.instant import to_text
from baise_desktop.store.locks import refuse_locked
from baise_desktop.store.rows import digest_entry

_KEY = "unit = ? AND period = ? AND plan = ? AND form = ?"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form of one submission."""

    unit: str
    plan: str
    period: str
    form: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """As the tables order it."""
        return self.unit, self.period, self.plan, self.form


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as far as it has been filled in."""

    record: Record
    wrong: Mapping[str, str]
    """By field key: what the clerk typed that cannot be read."""


def list_entries(store: Store, sheet: Sheet, form: Form) -> tuple[Entry, ...]:
    """The live rows of a sheet in the order of their row ids, which is the order of their making."""
    sql = f"SELECT body, wrong FROM entry WHERE {_KEY} AND deleted = 0 ORDER BY row_id"  # noqa: S608 - constant text
    return tuple(entry_of(row, {form.id: form}) for row in store.query(sql, sheet.key))


def read_entry(store: Store, sheet: Sheet, form: Form, row_id: str) -> Entry:
    """One live row. Raises: BaiseError ENTRY_UNKNOWN."""
    sql = f"SELECT body, wrong FROM entry WHERE {_KEY} AND row_id = ? AND deleted = 0"  # noqa: S608 - constant text
    rows = store.query(sql, (*sheet.key, row_id))
    if not rows:
        raise BaiseError("ENTRY_UNKNOWN", form=form.title, row_id=row_id)
    return entry_of(rows[0], {form.id: form})


def list_chosen_entries(store: Store, sheet: Sheet, form: Form, row_ids: Iterable[str]) -> tuple[Entry, ...]:
    """Those of some rows that are live, by row id."""
    sql = f"""
        SELECT body, wrong FROM entry WHERE {_KEY} AND deleted = 0
        AND row_id IN (SELECT value FROM json_each(?)) ORDER BY row_id
    """  # noqa: S608 - constant text
    rows = store.query(sql, (*sheet.key, json.dumps(list(row_ids))))
    return tuple(entry_of(row, {form.id: form}) for row in rows)


def list_submission_entries(
    store: Store, unit: str, plan: str, period: str, forms: Mapping[str, Form]
) -> tuple[Entry, ...]:
    """The live rows of several forms of a submission, by form and row id."""
    sql = """
        SELECT body, wrong FROM entry WHERE unit = ? AND period = ? AND plan = ? AND deleted = 0
        AND form IN (SELECT value FROM json_each(?)) ORDER BY form, row_id
    """
    rows = store.query(sql, (unit, period, plan, json.dumps(list(forms))))
    return tuple(entry_of(row, forms) for row in rows)


def newest_row(store: Store, sheet: Sheet) -> str:
    """The greatest row id of a sheet, taken out or not; empty without one."""
    ((row_id,),) = store.query(f"SELECT max(row_id) FROM entry WHERE {_KEY}", sheet.key)  # noqa: S608 - constant text
    return row_id or ""


def count_entries(store: Store, unit: str) -> dict[tuple[str, str, str], int]:
    """How many live rows a unit has, by (plan, period, form)."""
    sql = "SELECT plan, period, form, count(*) FROM entry WHERE unit = ? AND deleted = 0 GROUP BY period, plan, form"
    return {(plan, period, form): count for plan, period, form, count in store.query(sql, (unit,))}


def put_entry(store: Store, entry: Entry, form: Form, actor: str, act: str, now: datetime) -> None:
    """Keep one row as it now stands. Raises: BaiseError LOCKED once someone has signed."""
    put_entries(store, (entry,), form, actor, act, now)


def put_entries(
    store: Store,
    entries: Sequence[Entry],
    form: Form,
    actor: str,
    act: str,
    now: datetime,
    *,
    field: str = "",
    is_step: bool = True,
) -> None:
    """Keep several rows of one form, all or none; a row that was deleted comes back.

    Args:
        store: of the unit.
        entries: of one form; any units, plans and periods.
        form: of the entries.
        actor: who acts.
        act: what the journal calls it.
        now: aware.
        field: key of the one field that changes.
        is_step: it can be taken back.

    Raises:
        BaiseError: LOCKED once someone has signed.
    """
    if not entries:
        return
    with store.write() as connection, ExitStack() as records:
        if is_step:
            for place, rows in _by_place(entries):
                records.enter_context(steps.recorded(connection, place, rows, act, now, field))
        write_entries(connection, entries, form, actor, act, now)


def write_entries(
    connection: sqlite3.Connection, entries: Sequence[Entry], form: Form, actor: str, act: str, now: datetime
) -> None:
    """As `put_entries`, as part of a change; there is at least one entry."""
    rows = [_row(entry, form) for entry in entries]
    for unit, plan, period in {(entry.record.unit, entry.record.plan, entry.record.period) for entry in entries}:
        refuse_locked(connection, unit, plan, period)
    connection.executemany(_PUT, rows)
    _record(connection, form.id, [entry.record.row_id for entry in entries], actor, act, now)


def delete_entries(store: Store, sheet: Sheet, row_ids: Iterable[str], actor: str, act: str, now: datetime) -> None:
    """Take rows out of a sheet; one that the city may know leaves a tombstone, others vanish.

    Args:
        store: of the unit.
        sheet: that the rows are in.
        row_ids: rows that are not there are passed over.
        actor: who acts.
        act: what the journal calls it.
        now: aware.

    Raises:
        BaiseError: LOCKED once someone has signed.
    """
    chosen = sorted(set(row_ids))
    if not chosen:
        return
    place = steps.Place(sheet.unit, sheet.plan, sheet.period, sheet.form)
    with store.write() as connection, steps.recorded(connection, place, chosen, act, now):
        erase_entries(connection, sheet, chosen, actor, act, now)


def erase_entries(
    connection: sqlite3.Connection, sheet: Sheet, row_ids: Sequence[str], actor: str, act: str, now: datetime
) -> None:
    """As `delete_entries`, as part of a change; there is at least one row id."""
    refuse_locked(connection, sheet.unit, sheet.plan, sheet.period)
    for row_id in row_ids:
        _delete(connection, sheet, row_id, now)
    _record(connection, sheet.form, row_ids, actor, act, now)


# A row that was carried over stays one, whoever writes it again.
_PUT = """
    INSERT INTO entry (unit, period, plan, form, row_id, deleted, carried, wrong, body, digest)
    VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?)
    ON CONFLICT (unit, period, plan, form, row_id) DO UPDATE SET
        deleted = excluded.deleted, wrong = excluded.wrong, body = excluded.body,
        digest = digest_entry(excluded.body, excluded.wrong, carried)
"""


def _by_place(entries: Sequence[Entry]) -> Iterator[tuple[steps.Place, list[str]]]:
    places: dict[steps.Place, list[str]] = {}
    for record in (entry.record for entry in entries):
        place = steps.Place(record.unit, record.plan, record.period, record.form)
        places.setdefault(place, []).append(record.row_id)
    yield from places.items()


def _row(entry: Entry, form: Form) -> tuple[str | int, ...]:
    record = entry.record
    body = to_line(record, form).decode()
    wrong = canonical.dump(dict(entry.wrong)).decode()
    key = (record.unit, record.period, record.plan, record.form, record.row_id)
    return (*key, int(record.deleted), wrong, body, digest_entry(body, wrong, 0))


def _delete(connection: sqlite3.Connection, sheet: Sheet, row_id: str, now: datetime) -> None:
    where = f"{_KEY} AND row_id = ?"
    key = (*sheet.key, row_id)
    sql = f"SELECT body, carried FROM entry WHERE {where} AND deleted = 0"  # noqa: S608 - constant text
    found = connection.execute(sql, key).fetchone()
    if found is None:
        return
    body, carried = found
    if not carried and not _was_sealed(connection, sheet, row_id):
        connection.execute(f"DELETE FROM entry WHERE {where}", key)  # noqa: S608 - constant text
        return
    tombstone = _tombstone(body, now)
    connection.execute(
        f"UPDATE entry SET deleted = 1, wrong = '{{}}', body = ?, digest = ? WHERE {where}",  # noqa: S608 - constant
        (tombstone, digest_entry(tombstone, "{}", carried), *key),
    )


def _tombstone(body: str, now: datetime) -> str:
    line = canonical.load_canonical(body.encode())
    if not isinstance(line, dict):
        raise TypeError("an entry is a JSON object")
    line.pop("evidence", None)
    return canonical.dump({**line, "deleted": True, "values": {}, "updated_at": to_text(now)}).decode()


def _was_sealed(connection: sqlite3.Connection, sheet: Sheet, row_id: str) -> bool:
    sql = """
        SELECT 1 FROM package JOIN revision ON revision.package = package.id
        WHERE package.unit = ? AND package.period = ? AND package.plan = ? AND form = ? AND row_id = ? LIMIT 1
    """
    return connection.execute(sql, (*sheet.key, row_id)).fetchone() is not None


def _record(
    connection: sqlite3.Connection, form: str, row_ids: Sequence[str], actor: str, act: str, now: datetime
) -> None:
    figure_cache.forget_registers(connection, (form,))
    journal.append(connection, actor, act, {"form": form, "rows": len(row_ids), "first": row_ids[0]}, now)


def entry_of(row: tuple[str, str], forms: Mapping[str, Form]) -> Entry:
    """The entry of a canonical line and its unaccepted texts, as the table holds them."""
    body, wrong = row
    return Entry(from_line(body.encode(), forms), json.loads(wrong))
