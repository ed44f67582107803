"""本期无变化: forms of a submission that the unit states to be as they were in the period before."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from baise_desktop.store import journal
from baise_desktop.store.database import Store
from baise_desktop.store.entries import Sheet
from baise_desktop.store.instant import from_text, to_text
from baise_desktop.store.locks import refuse_locked
from baise_desktop.store.rows import Row, put_row
from baise_desktop.texts import say

_PREFIX = "unchanged"
"""Begins the names of the settings that hold the statements: there are few, and none outlives its submission's form."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A form is stated to be unchanged."""

    by: str
    at: datetime
    """UTC."""


def list_unchanged(store: Store, unit: str, plan: str, period: str) -> Mapping[str, Unchanged]:
    """The statements of a submission, by form."""
    start = _name(Sheet(unit, plan, period, ""))
    rows = store.query("SELECT name, value FROM setting WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name", (start,))
    stated = {name.removeprefix(start): json.loads(value) for name, value in rows}
    return {form: Unchanged(value["by"], from_text(value["at"])) for form, value in stated.items()}


def put_unchanged(store: Store, sheet: Sheet, by: str, now: datetime) -> None:
    """State that a form is unchanged. Raises: BaiseError LOCKED once someone has signed."""
    value = json.dumps({"at": to_text(now), "by": by}, ensure_ascii=False, sort_keys=True)
    with store.write() as connection:
        refuse_locked(connection, sheet.unit, sheet.plan, sheet.period)
        put_row(connection, "setting", {"name": _name(sheet), "value": value})
        journal.append(connection, by, say("store.act_unchanged"), _detail(sheet), now)


def drop_unchanged(store: Store, sheet: Sheet, by: str, now: datetime) -> None:
    """Take a statement back; nothing happens where there is none. Raises: BaiseError LOCKED."""
    with store.write() as connection:
        refuse_locked(connection, sheet.unit, sheet.plan, sheet.period)
        if connection.execute("DELETE FROM setting WHERE name = ?", (_name(sheet),)).rowcount:
            journal.append(connection, by, say("store.act_unchanged_back"), _detail(sheet), now)


def _name(sheet: Sheet) -> str:
    return f"{_PREFIX}:{sheet.unit}:{sheet.plan}:{sheet.period}:{sheet.form}"


def _detail(sheet: Sheet) -> Row:
    return {"unit": sheet.unit, "plan": sheet.plan, "period": sheet.period, "form": sheet.form}
