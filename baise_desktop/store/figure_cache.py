"""Figures computed before, so that a table of them opens at once; never older than what they rest on."""

import json
import sqlite3
from collections.abc import Iterable

from baise_desktop.store.database import Store
from baise_desktop.store.rows import Row, put_row


def read_stamp(store: Store) -> int:
    """A number that rises with every change of the store; taken before a figure is computed."""
    rows = store.query("SELECT max(number) FROM journal")
    return rows[0][0] or 0


def get_figure(store: Store, indicator: str, unit: str, as_of: str, accepted_only: bool) -> str | None:
    """The text kept for a figure, or None when it must be computed."""
    sql = "SELECT body FROM figure WHERE indicator = ? AND unit = ? AND as_of = ? AND accepted_only = ?"
    rows = store.query(sql, (indicator, unit, as_of, int(accepted_only)))
    return str(rows[0][0]) if rows else None


def put_figure(
    store: Store,
    key: tuple[str, str, str, bool],
    registers: Iterable[str],
    body: str,
    stamp: int,
) -> None:
    """Keep a computed figure, unless the store has changed since `stamp`.

    Args:
        store: that it was computed from.
        key: indicator, unit ('' for the city's own), as-of date, accepted only.
        registers: every register it rests on.
        body: the figure in the caller's words.
        stamp: `read_stamp` from before it was computed.
    """
    indicator, unit, as_of, accepted_only = key
    row: Row = {
        "indicator": indicator,
        "unit": unit,
        "as_of": as_of,
        "accepted_only": int(accepted_only),
        "registers": json.dumps(sorted(registers)),
        "body": body,
    }
    with store.write() as connection:
        if (connection.execute("SELECT max(number) FROM journal").fetchone()[0] or 0) == stamp:
            put_row(connection, "figure", row)


def forget_registers(connection: sqlite3.Connection, registers: Iterable[str]) -> None:
    """Drop the figures that rest on a register, as part of the change that touched it.

    Of every unit: a row counts for the unit in its scope column, whoever reported it.
    """
    connection.execute(
        "DELETE FROM figure WHERE EXISTS "
        "(SELECT 1 FROM json_each(figure.registers) WHERE value IN (SELECT value FROM json_each(?)))",
        (json.dumps(sorted(registers)),),
    )


def forget_all(connection: sqlite3.Connection) -> None:
    """Drop every figure, as part of a change that may touch any, such as a decision about a package."""
    connection.execute("DELETE FROM figure")
