"""Whether a submission may still be changed."""

import sqlite3

from baise_desktop.errors import BaiseError
from baise_desktop.store.settings import refuse_handed_over


def is_locked(connection: sqlite3.Connection, unit: str, plan: str, period: str) -> bool:
    """Whether someone has signed."""
    sql = "SELECT 1 FROM statement WHERE unit = ? AND period = ? AND plan = ? LIMIT 1"
    return connection.execute(sql, (unit, period, plan)).fetchone() is not None


def refuse_locked(connection: sqlite3.Connection, unit: str, plan: str, period: str) -> None:
    """Refuse a change of content after a statement or a handover. Raises: BaiseError LOCKED, HANDED_OVER."""
    refuse_handed_over(connection)
    if is_locked(connection, unit, plan, period):
        raise BaiseError("LOCKED", plan=plan, period=period)
