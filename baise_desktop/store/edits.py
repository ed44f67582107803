"""Who changed which row in which act of a draft: kept for good, through undo and signatures, and never sent."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from baise_desktop.store.database import Store
from baise_desktop.store.instant import to_text
from baise_desktop.store.rows import put_rows

CLERK_NAME = "clerk_name"
"""Name of the setting that says who fills in forms at this desk."""
Key = tuple[str, str, str, str]
"""Unit, period, plan and form."""
_SHEET_COLUMNS = ("unit", "period", "plan", "form")
_SHEET = "unit = ? AND period = ? AND plan = ? AND form = ?"
_WRONG, _BODY = 2, 3
"""Where an entry's columns stand in its state."""
State = Sequence[str | int] | None
"""The columns of an entry after its key; None when there is no such row."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What one act did to one row."""

    number: int
    version: int
    """That was being written."""
    clerk: str
    """Empty while nobody had said who works here."""
    act: str
    at: str
    """ISO 8601 UTC."""
    is_new: bool
    """Whether the row was not there before."""
    values: Mapping[str, Any]
    """By key of a field that changed: what it held, as in the canonical line; None for blank."""
    wrong: Mapping[str, str]
    """By key of a field that changed: what stood there and could not be read."""


def keep_edits(
    connection: sqlite3.Connection, key: Key, changes: Iterable[tuple[str, State, State]], act: str, now: datetime
) -> None:
    """Remember what an act did to rows, as part of its change and after its line in the journal.

    Args:
        connection: inside a change.
        key: of the sheet.
        changes: row, what it was and what it is.
        act: as the journal calls it.
        now: aware.
    """
    (number,) = connection.execute("SELECT coalesce(max(number), 0) FROM journal").fetchone()
    clerk = connection.execute("SELECT value FROM setting WHERE name = ?", (CLERK_NAME,)).fetchone()
    sql = "SELECT version FROM submission WHERE unit = ? AND period = ? AND plan = ?"
    version = connection.execute(sql, key[:3]).fetchone()
    told = {"number": number, "version": version[0] if version else 1, "act": act, "at": to_text(now)}
    told |= dict(zip(_SHEET_COLUMNS, key, strict=True)) | {"clerk": clerk[0] if clerk else ""}
    rows = (told | {"row_id": row, "before": _tell_before(before, after)} for row, before, after in changes)
    put_rows(connection, "edit", rows)


def list_edits(store: Store, key: Key, row_id: str) -> tuple[Edit, ...]:
    """What was done to a row in a submission, the latest first."""
    sql = f"""
        SELECT number, version, clerk, act, at, before FROM edit WHERE {_SHEET} AND row_id = ? ORDER BY number DESC
    """  # noqa: S608 - constant text
    return tuple(_edit(*row) for row in store.query(sql, (*key, row_id)))


def list_touched(store: Store, key: Key, clerk: str) -> frozenset[str]:
    """The rows of a sheet that somebody of this name changed, deleted ones too."""
    sql = f"SELECT DISTINCT row_id FROM edit WHERE {_SHEET} AND clerk = ?"  # noqa: S608 - constant text
    return frozenset(row_id for (row_id,) in store.query(sql, (*key, clerk)))


def list_clerks(store: Store) -> tuple[str, ...]:
    """Every name that changed something here."""
    return tuple(name for (name,) in store.query("SELECT DISTINCT clerk FROM edit WHERE clerk <> '' ORDER BY clerk"))


def _edit(number: int, version: int, clerk: str, act: str, at: str, before: str) -> Edit:
    held = json.loads(before)
    parts = held or {"values": {}, "wrong": {}}
    return Edit(number, version, clerk, act, at, held is None, parts["values"], parts["wrong"])


def _tell_before(before: State, after: State) -> str:
    if before is None:
        return "null"
    old, new = _contents(before), _contents(after)
    changed = [key for key in {**old[0], **old[1], **new[0], **new[1]} if _at(old, key) != _at(new, key)]
    values = {key: old[0].get(key) for key in changed}
    told = {"values": values, "wrong": {key: old[1][key] for key in changed if key in old[1]}}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _contents(state: State) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """Values and unreadable texts of an entry."""
    if state is None:
        return {}, {}
    return json.loads(str(state[_BODY])).get("values", {}), json.loads(str(state[_WRONG]))


def _at(contents: tuple[Mapping[str, Any], Mapping[str, str]], key: str) -> tuple[Any, str | None]:
    values, wrong = contents
    return values.get(key), wrong.get(key)
