"""What the packages say, row by row: one contiguous run for each package."""

import sqlite3
from collections.abc import Iterable
from itertools import chain, islice

from baise_desktop.store.database import Store

_INSERT = "INSERT INTO revision (package, form, row_id, deleted, body, digest) VALUES "
_ROW = "(?1, ?, ?, ?, CAST(? AS TEXT), ?)"
_AT_ONCE = 256
"""Rows of one statement: to run a statement costs as much as to insert a row."""

RevisionLine = tuple[str, str, int, bytes | bytearray, bytes | bytearray]
"""Form, row id, 1 for a tombstone and 0 for any other, canonical line, SHA-256 of the line."""


def insert_revisions(connection: sqlite3.Connection, number: int, lines: Iterable[RevisionLine]) -> None:
    """Add the rows of one package, by form and row id, as part of a change."""
    rest = iter(lines)
    while batch := tuple(islice(rest, _AT_ONCE)):
        connection.execute(_INSERT + ", ".join([_ROW] * len(batch)), (number, *chain.from_iterable(batch)))


def find_earlier(connection: sqlite3.Connection, unit: str, plan: str, period: str, version: int) -> int | None:
    """The held package of the next lower version, by its number in this store.

    Of two with one version it is the one with the lower identity, so that the order of arrival does not matter.
    """
    sql = """
        SELECT id FROM package
        WHERE unit = ? AND period = ? AND plan = ? AND version < ? AND kind = 'submission'
        ORDER BY version DESC, identity LIMIT 1
    """
    found = connection.execute(sql, (unit, period, plan, version)).fetchone()
    return found and int(found[0])


def count_differences(connection: sqlite3.Connection, new: int, old: int) -> tuple[int, int, int, int]:
    """How many rows of package `new` are added, changed, removed and unchanged against package `old`."""
    row = connection.execute(_DIFFERENCES, {"new": new, "old": old}).fetchone()
    (gone,) = connection.execute(_GONE, {"new": new, "old": old}).fetchone()
    added, changed, removed, unchanged = (count or 0 for count in row)
    return added, changed, removed + gone, unchanged


_DIFFERENCES = """
    SELECT
        sum(new.deleted = 0 AND coalesce(old.deleted, 1) = 1),
        sum(new.deleted = 0 AND old.deleted = 0 AND new.digest <> old.digest),
        sum(new.deleted = 1 AND old.deleted = 0),
        sum(new.deleted = 0 AND old.deleted = 0 AND new.digest = old.digest)
    FROM revision AS new
    LEFT JOIN revision AS old ON old.package = :old AND old.form = new.form AND old.row_id = new.row_id
    WHERE new.package = :new
"""

# Rows that the new version should have kept a tombstone of.
_GONE = """
    SELECT count(*) FROM revision AS old
    LEFT JOIN revision AS new ON new.package = :new AND new.form = old.form AND new.row_id = old.row_id
    WHERE old.package = :old AND old.deleted = 0 AND new.row_id IS NULL
"""


def list_revisions(store: Store, identity: str) -> list[tuple[str, str, bytes]]:
    """Form, row id and canonical line of every row of a package, by form and row id."""
    sql = """
        SELECT form, row_id, body FROM revision WHERE package = (SELECT id FROM package WHERE identity = ?)
        ORDER BY form, row_id
    """
    return [(form, row_id, body.encode()) for form, row_id, body in store.query(sql, (identity,))]


def list_form_revisions(store: Store, identity: str, form: str) -> dict[str, bytes]:
    """Canonical line of every live row of one form in a package, by row id."""
    sql = """
        SELECT row_id, body FROM revision
        WHERE package = (SELECT id FROM package WHERE identity = ?) AND form = ? AND deleted = 0 ORDER BY row_id
    """
    return {row_id: body.encode() for row_id, body in store.query(sql, (identity, form))}


def list_revised_forms(store: Store, identity: str) -> dict[str, int]:
    """How many live rows a package has of each form of which it has any."""
    sql = """
        SELECT form, count(*) FROM revision
        WHERE package = (SELECT id FROM package WHERE identity = ?) AND deleted = 0 GROUP BY form ORDER BY form
    """
    return dict(store.query(sql, (identity,)))


def read_revision(store: Store, identity: str, form: str, row_id: str) -> bytes | None:
    """The canonical line of one row in a package, a tombstone's too; None when it is not there."""
    sql = """
        SELECT body FROM revision
        WHERE package = (SELECT id FROM package WHERE identity = ?) AND form = ? AND row_id = ?
    """
    rows = store.query(sql, (identity, form, row_id))
    return rows[0][0].encode() if rows else None
