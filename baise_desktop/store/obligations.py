"""Who owes which form when, as the task packs held say."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from baise_desktop.store import journal
from baise_desktop.store.database import Store
from baise_desktop.store.rows import put_row
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True)
class Obligation:
    """One form that one unit owes for one period."""

    unit: str
    plan: str
    period: str
    form: str
    due: date
    """Last day, inclusive."""


def list_obligations(store: Store, unit: str = "") -> tuple[Obligation, ...]:
    """What a unit owes, or every unit for '', by unit, plan, period and form."""
    sql = "SELECT unit, plan, period, form, due FROM obligation WHERE ? IN ('', unit) ORDER BY 1, 2, 3, 4"
    rows = store.query(sql, (unit,))
    return tuple(
        Obligation(unit, plan, period, form, date.fromisoformat(due)) for unit, plan, period, form, due in rows
    )


def list_owed_forms(store: Store, unit: str, plan: str, period: str) -> tuple[str, ...]:
    """The forms of one submission, sorted."""
    sql = "SELECT form FROM obligation WHERE unit = ? AND period = ? AND plan = ? ORDER BY form"
    return tuple(form for (form,) in store.query(sql, (unit, period, plan)))


def has_obligations(store: Store, plan: str) -> bool:
    """Whether a task pack of the plan said who owes what."""
    return bool(store.query("SELECT 1 FROM obligation WHERE plan = ? LIMIT 1", (plan,)))


def put_obligations(store: Store, plan: str, obligations: Iterable[Obligation], actor: str, now: datetime) -> None:
    """Put the obligations of one plan in the place of those held for it.

    Args:
        store: of the city or a unit.
        plan: of all the obligations.
        obligations: the whole table of the task pack.
        actor: who opened or issued the pack.
        now: aware.
    """
    with store.write() as connection:
        replace_obligations(connection, plan, obligations, actor, now)


def replace_obligations(
    connection: sqlite3.Connection, plan: str, obligations: Iterable[Obligation], actor: str, now: datetime
) -> None:
    """As `put_obligations`, as part of a change."""
    connection.execute("DELETE FROM obligation WHERE plan = ?", (plan,))
    count = 0
    for owed in obligations:
        key = {"unit": owed.unit, "period": owed.period, "plan": plan, "form": owed.form}
        put_row(connection, "obligation", {**key, "due": owed.due.isoformat()})
        count += 1
    journal.append(connection, actor, say("store.act_obligations"), {"plan": plan, "rows": count}, now)
