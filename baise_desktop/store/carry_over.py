"""Registers live on: a period opens with the rows that were live at the end of the one before."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from baise_desktop.form.definition import Form
from baise_desktop.form.period import parse_period
from baise_desktop.store import figure_cache, journal
from baise_desktop.store.database import Store
from baise_desktop.store.locks import is_locked
from baise_desktop.store.rows import Row, put_row
from baise_desktop.texts import say


def carry_over(store: Store, unit: str, plan: str, period: str, registers: Iterable[Form], now: datetime) -> int:
    """Start each register with the live rows of its latest earlier period, once; rows keep their ids.

    A register of both plans goes on across plans. Nothing happens to a period that someone has signed.

    Args:
        store: of the unit.
        unit: whose registers.
        plan: of the period being opened.
        period: being opened.
        registers: that the unit owes in it.
        now: aware.

    Returns:
        How many rows were carried.
    """
    with store.write() as connection:
        if is_locked(connection, unit, plan, period):
            return 0
        done = _carried_forms(connection, unit, plan, period)
        fresh = [register for register in registers if register.id not in done]
        count = sum(_carry(connection, unit, plan, period, register) for register in fresh)
        if count:
            detail: Row = {"unit": unit, "plan": plan, "period": period, "rows": count}
            journal.append(connection, unit, say("store.act_carry_over"), detail, now)
    return count


def _carried_forms(connection: sqlite3.Connection, unit: str, plan: str, period: str) -> set[str]:
    sql = "SELECT form FROM carry WHERE unit = ? AND period = ? AND plan = ?"
    return {form for (form,) in connection.execute(sql, (unit, period, plan))}


# The row's JSON changes in two members that stand in it already; json_set keeps their order and every other byte.
_COPY = """
    INSERT OR IGNORE INTO entry (unit, period, plan, form, row_id, deleted, carried, wrong, body, digest)
    SELECT unit, :period, :plan, form, row_id, 0, 1, wrong, carried_body, digest_entry(carried_body, wrong, 1)
    FROM (
        SELECT *, json_set(body, '$.period', :period, '$.plan', :plan) AS carried_body FROM entry
        WHERE unit = :unit AND period = :from_period AND plan = :from_plan AND form = :form AND deleted = 0
    )
"""


def _carry(connection: sqlite3.Connection, unit: str, plan: str, period: str, register: Form) -> int:
    source = _find_source(connection, unit, plan, period, register)
    if source is None:
        return 0
    row = {
        "unit": unit,
        "period": period,
        "plan": plan,
        "form": register.id,
        "from_plan": source[0],
        "from_period": source[1],
    }
    put_row(connection, "carry", row)
    count = connection.execute(_COPY, row).rowcount
    if count:
        figure_cache.forget_registers(connection, (register.id,))
    return count


def _find_source(
    connection: sqlite3.Connection, unit: str, plan: str, period: str, register: Form
) -> tuple[str, str] | None:
    """Plan and period of the latest earlier rows."""
    sql = "SELECT DISTINCT plan, period FROM entry WHERE unit = ? AND form = ?"
    end = parse_period(period).end
    earlier = [
        (parse_period(found_period).end, found_plan == plan, found_plan, found_period)
        for found_plan, found_period in connection.execute(sql, (unit, register.id))
    ]
    latest = max((source for source in earlier if source[0] < end), default=None)
    return latest and latest[2:]
