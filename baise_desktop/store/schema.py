"""The schema of the store: its text, its fingerprint, and how an older store becomes a newer one."""

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from baise_desktop.store.instant import to_text
from baise_desktop.store.rows import put_row

APPLICATION_ID = 0x62616973
"""`bais`: marks the file as a store of this program."""
_NAME = re.compile(r"([0-9]{4})_([a-z0-9_]+)\.sql")
_DEFINITIONS = {getattr(sqlite3, name) for name in dir(sqlite3) if name.startswith(("SQLITE_CREATE_", "SQLITE_DROP_"))}
_DENIED = _DEFINITIONS | {sqlite3.SQLITE_ALTER_TABLE, sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH}


@dataclass(frozen=True, slots=True)
class Migration:
    """One change of the schema."""

    number: int
    """The schema version it leads to; from 2."""
    name: str
    sql: str


def list_migrations(database_folder: Path) -> tuple[Migration, ...]:
    """The migrations in order.

    Raises:
        ValueError: a badly named file or a gap in the numbers; a bug.
    """
    found = []
    for number, path in enumerate(sorted((database_folder / "migrations").glob("*.sql")), start=2):
        match = _NAME.fullmatch(path.name)
        if match is None or int(match[1]) != number:
            raise ValueError(f"migration {path.name} does not follow")
        found.append(Migration(number, match[2], path.read_text("utf-8")))
    return tuple(found)


def current_version(database_folder: Path) -> int:
    """The schema version that this program writes."""
    return 1 + len(list_migrations(database_folder))


def create_tables(connection: sqlite3.Connection, database_folder: Path, now: datetime) -> None:
    """Lay the whole current schema; inside a transaction of the caller."""
    run_script(connection, (database_folder / "schema.sql").read_text("utf-8"))
    version = current_version(database_folder)
    put_row(connection, "migration", {"number": version, "name": "schema", "at": to_text(now)})
    _mark(connection, version)


def migrate(connection: sqlite3.Connection, database_folder: Path, now: datetime) -> None:
    """Bring an older store to the current version, each step recorded in its own transaction."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    for migration in list_migrations(database_folder)[version - 1 :]:
        connection.execute("BEGIN IMMEDIATE")
        try:
            run_script(connection, migration.sql)
            put_row(connection, "migration", {"number": migration.number, "name": migration.name, "at": to_text(now)})
            _mark(connection, migration.number)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def run_script(connection: sqlite3.Connection, script: str) -> None:
    """Run statements one by one within the caller's transaction; `executescript` would commit it."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""


def read_fingerprint(connection: sqlite3.Connection) -> str:
    """SHA-256 hex over the definitions of every table, index and trigger, without spacing and comments."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'")
    lines = sorted(f"{kind} {name} {_bare(sql)}" for kind, name, sql in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@cache
def expected_fingerprint(database_folder: Path) -> str:
    """The fingerprint of a store freshly made from `schema.sql`."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        run_script(connection, (database_folder / "schema.sql").read_text("utf-8"))
        return read_fingerprint(connection)
    finally:
        connection.close()


def deny_definitions(connection: sqlite3.Connection) -> None:
    """From now on refuse to create, drop or alter anything, and to attach other databases."""
    connection.set_authorizer(_authorize)


@contextmanager
def allow_definitions(connection: sqlite3.Connection) -> Iterator[None]:
    """Lift the refusal for a migration."""
    connection.set_authorizer(None)
    try:
        yield
    finally:
        deny_definitions(connection)


def _authorize(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    if action in _DENIED or (action == sqlite3.SQLITE_PRAGMA and first == "writable_schema" and second is not None):
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def _mark(connection: sqlite3.Connection, version: int) -> None:
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {version}")


def _bare(sql: str) -> str:
    """ALTER TABLE keeps a column's text but not the layout around it."""
    without_comments = re.sub(r"--[^\n]*", "", sql)
    return re.sub(r"\s*([(),])\s*", r"\1", re.sub(r"\s+", " ", without_comments)).strip()
