"""Figures computed before, so that a table of them opens at once; never older than what they rest on."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from baise_desktop.store.database import Store
from baise_desktop.store.rows import Row, put_row


def read_stamp(store: Store) -> int:
    """A number that rises with every change of the store; taken before a figure is computed."""
    rows = store.query("SELECT max(number) FROM journal")
    return rows[0][0] or 0


def list_figures(store: Store, as_of: str, accepted_only: bool) -> dict[tuple[str, str], str]:
    """The texts kept for the figures of a day, by indicator and unit."""
    sql = "SELECT indicator, unit, body FROM figure WHERE as_of = ? AND accepted_only = ?"
    return {(indicator, unit): body for indicator, unit, body in store.query(sql, (as_of, int(accepted_only)))}


@dataclass(frozen=True, slots=True)
class CachedFigure:
    """One figure as it is kept."""

    indicator: str
    """What is counted, in the caller's words: one text for one way of counting."""
    unit: str
    """Empty for the city's own."""
    as_of: str
    """Date."""
    accepted_only: bool
    registers: frozenset[str]
    """Every register it rests on."""
    body: str
    """The figure in the caller's words."""


def put_figures(store: Store, figures: Iterable[CachedFigure], stamp: int) -> None:
    """Keep computed figures, unless the store has changed since `stamp`.

    Args:
        store: that they were computed from.
        figures: computed.
        stamp: `read_stamp` from before they were computed.
    """
    with store.write() as connection:
        if (connection.execute("SELECT max(number) FROM journal").fetchone()[0] or 0) != stamp:
            return
        for figure in figures:
            registers = json.dumps(sorted(figure.registers))
            row: Row = {
                "indicator": figure.indicator,
                "unit": figure.unit,
                "as_of": figure.as_of,
                "accepted_only": int(figure.accepted_only),
                "registers": registers,
                "body": figure.body,
            }
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
