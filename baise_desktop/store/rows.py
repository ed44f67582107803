"""Rows that carry a digest of themselves, so that a change from outside the program is found."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

Cell = str | int
Row = Mapping[str, Cell]
"""Cells by column."""

SEALED_TABLES = (
    *("office", "setting", "obligation", "carry", "submission", "statement", "explanation"),
    *("package", "package_attachment", "attachment", "decision", "decision_detail"),
    *("figure", "migration", "step", "note", "edit", "paper"),
)
"""The tables whose `digest` covers every other column."""


def put_row(connection: sqlite3.Connection, table: str, row: Row) -> None:
    """Insert a row, or replace the one with the same key.

    Args:
        connection: inside a change.
        table: one of `SEALED_TABLES`.
        row: every column but `digest`.
    """
    columns = ", ".join(row)
    marks = ", ".join("?" * (len(row) + 1))
    sql = f"REPLACE INTO {table} ({columns}, digest) VALUES ({marks})"  # noqa: S608 - names come from the program
    connection.execute(sql, (*row.values(), digest_row(row)))


def put_rows(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    """As `put_row` for many rows, all with the same columns in the same order."""
    rest = iter(rows)
    first = next(rest, None)
    if first is None:
        return
    columns = ", ".join(first)
    marks = ", ".join("?" * (len(first) + 1))
    sql = f"REPLACE INTO {table} ({columns}, digest) VALUES ({marks})"  # noqa: S608 - names come from the program
    connection.executemany(sql, ((*row.values(), digest_row(row)) for row in chain((first,), rest)))


def digest_row(row: Row) -> str:
    """SHA-256 hex over the columns of a row by name."""
    return _digest(dict(row))


def digest_entry(body: str, wrong: str, carried: int) -> str:
    """SHA-256 hex over what an entry holds; SQL knows it by the same name."""
    return _digest([body, wrong, carried])


def digest_text(text: str) -> bytes:
    """SHA-256 of a text, 32 bytes; SQL knows it by the same name."""
    return hashlib.sha256(text.encode()).digest()


def find_broken_rows(connection: sqlite3.Connection, table: str) -> Iterator[str]:
    """The rows whose digest does not fit, each told by its first columns."""
    cursor = connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - the name comes from the program
    columns = [description[0] for description in cursor.description]
    for cells in cursor:
        row = dict(zip(columns, cells, strict=True))
        if row.pop("digest") != digest_row(row):
            yield " ".join(str(cell) for cell in list(row.values())[:4])


def _digest(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
