"""One installation's database: opened, and written to through one door."""

import sqlite3
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.store import schema
from baise_desktop.store.failure import told, told_unreadable
from baise_desktop.store.rows import digest_entry, digest_text

if TYPE_CHECKING:
    import sqlite_utils

FILE_NAME = "baise.sqlite3"
_MAGIC = b"SQLite format 3\x00"
_BUSY_SECONDS = 5.0
# With recursive triggers REPLACE, too, runs the trigger that keeps the journal whole.
_PRAGMAS = (
    # KB: of a change that does not fit, pages are put aside in its middle and read again.
    "cache_size = -16000",
    "trusted_schema = OFF",
    "foreign_keys = ON",
    "cell_size_check = ON",
    "recursive_triggers = ON",
)


class Store:
    """An opened installation: the database, and the folders of files beside it."""

    def __init__(self, folder: Path, database_folder: Path, connection: sqlite3.Connection) -> None:
        """Made by `open_store` only."""
        self.folder = folder
        self.database_folder = database_folder
        self.connection = connection

    @property
    def file(self) -> Path:
        """The database file."""
        return self.folder / FILE_NAME

    @property
    def attachments(self) -> Path:
        """Folder of the attachments, `ab/<sha256>`."""
        return self.folder / "attachments"

    @property
    def packages(self) -> Path:
        """Folder of every package sent or received, `<identity>.asice`."""
        return self.folder / "packages"

    @property
    def keys(self) -> Path:
        """Folder of the keys."""
        return self.folder / "keys"

    @cached_property
    def writer(self) -> ThreadPoolExecutor:
        """One thread that writes files beside a change."""
        return ThreadPoolExecutor(1, "files")

    @cached_property
    def tables(self) -> "sqlite_utils.Database":
        """The same connection seen through sqlite-utils, to query and inspect; never to create or insert."""
        import sqlite_utils

        return sqlite_utils.Database(self.connection, execute_plugins=False)

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """The one door for changes: everything inside is kept together, or nothing is.

        Raises:
            BaiseError: STORE_BUSY and the other codes of `failure.told`.
            RuntimeError: called inside another `write`; a bug.
        """
        if self.connection.in_transaction:
            raise RuntimeError("a change inside a change")
        with told(self.file):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            finally:
                self._give_up()

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """Several reads that see one state of the store."""
        with told(self.file):
            if self.connection.in_transaction:
                yield self.connection
                return
            self.connection.execute("BEGIN")
            try:
                yield self.connection
            finally:
                self.connection.execute("ROLLBACK")

    def _give_up(self) -> None:
        # After COMMIT nothing is open; on a full disk SQLite may have rolled back by itself.
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")

    def query(self, sql: str, values: Sequence[object] | dict[str, object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a read. Raises: BaiseError as `failure.told`."""
        with told(self.file):
            return self.connection.execute(sql, values).fetchall()

    def query_text(self, name: str) -> str:
        """The SQL of `db/queries/<name>.sql`."""
        return (self.database_folder / "queries" / f"{name}.sql").read_text("utf-8")

    def close(self) -> None:
        """Close the database; the last to close takes the write-ahead log in."""
        self.writer.shutdown()
        self.connection.close()


def open_store(folder: Path, database_folder: Path, read_only: bool = False, now: datetime | None = None) -> Store:
    """Open the store of an installation, bringing an older one up to date.

    Args:
        folder: of the installation.
        database_folder: the product's `db/`.
        read_only: nothing is written, not even a migration.
        now: aware; the time that a migration is recorded with.

    Raises:
        BaiseError: STORE_MISSING, STORE_EMPTY, STORE_NOT_DATABASE, STORE_OTHER, STORE_NEWER, STORE_OLDER (read-only),
            STORE_DAMAGED, STORE_SCHEMA, STORE_READ_ONLY, STORE_BUSY.
    """
    file = folder / FILE_NAME
    _refuse_foreign(folder, file)
    with told(file):
        connection = _connect(file, read_only)
        try:
            _check_version(connection, database_folder, file, read_only, now)
            _check_schema(connection, database_folder, file)
            schema.deny_definitions(connection)
        except BaseException:
            connection.close()
            raise
    return Store(folder, database_folder, connection)


def _refuse_foreign(folder: Path, file: Path) -> None:
    try:
        if not file.is_file():
            raise BaiseError("STORE_MISSING", folder=folder)
        with file.open("rb") as content:
            start = content.read(len(_MAGIC))
    except OSError as error:
        raise BaiseError("STORE_READ_ONLY", file=file, reason=disk_reason(error)) from error
    if not start:
        raise BaiseError("STORE_EMPTY", file=file)
    if start != _MAGIC:
        raise BaiseError("STORE_NOT_DATABASE", file=file)


def _connect(file: Path, read_only: bool) -> sqlite3.Connection:
    if read_only:
        # Without a write-ahead log nobody writes; SQLite then needs no shared memory, which a read-only disk refuses.
        log = file.with_name(f"{file.name}-wal")
        mode = "mode=ro" if log.exists() else "mode=ro&immutable=1"
        address = f"{file.resolve().as_uri()}?{mode}"
        connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=_BUSY_SECONDS)
        pragmas = ["query_only = ON"]
    else:
        connection = sqlite3.connect(file, isolation_level=None, timeout=_BUSY_SECONDS)
        pragmas = ["journal_mode = WAL", "synchronous = FULL"]
    try:
        for pragma in (*_PRAGMAS, *pragmas):
            _read(connection, f"PRAGMA {pragma}", file)
    except BaseException:
        connection.close()
        raise
    connection.create_function("digest_entry", 3, digest_entry, deterministic=True)
    connection.create_function("digest_text", 1, digest_text, deterministic=True)
    return connection


def _check_version(
    connection: sqlite3.Connection, database_folder: Path, file: Path, read_only: bool, now: datetime | None
) -> None:
    if _read(connection, "PRAGMA application_id", file) != schema.APPLICATION_ID:
        raise BaiseError("STORE_OTHER", file=file)
    found = _read(connection, "PRAGMA user_version", file)
    known = schema.current_version(database_folder)
    if found > known:
        raise BaiseError("STORE_NEWER", file=file, found=found, known=known)
    if found < 1:
        raise BaiseError("STORE_SCHEMA", file=file)
    if found < known:
        if read_only or now is None:
            raise BaiseError("STORE_OLDER", file=file, found=found, known=known)
        _keep_copy(connection, file.with_name(f"{file.name}.before-{known}"))
        schema.migrate(connection, database_folder, now)


def _check_schema(connection: sqlite3.Connection, database_folder: Path, file: Path) -> None:
    with told_unreadable(file):
        found = schema.read_fingerprint(connection)
    if found != schema.expected_fingerprint(database_folder):
        raise BaiseError("STORE_SCHEMA", file=file)


def _read(connection: sqlite3.Connection, sql: str, file: Path) -> int:
    """The first value of the first row, or 0."""
    with told_unreadable(file):
        row = connection.execute(sql).fetchone()
    return int(row[0]) if row and isinstance(row[0], int) else 0


def _keep_copy(connection: sqlite3.Connection, target: Path) -> None:
    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        connection.backup(copy)
