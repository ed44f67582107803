"""What a disk or another program does to the database, told as a `BaiseError`; bugs pass through."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.texts import say

_CODES = {
    sqlite3.SQLITE_BUSY: "STORE_BUSY",
    sqlite3.SQLITE_LOCKED: "STORE_BUSY",
    sqlite3.SQLITE_FULL: "STORE_FULL",
    sqlite3.SQLITE_READONLY: "STORE_READ_ONLY",
    sqlite3.SQLITE_CANTOPEN: "STORE_READ_ONLY",
    sqlite3.SQLITE_PERM: "STORE_READ_ONLY",
    sqlite3.SQLITE_IOERR: "STORE_IO",
    sqlite3.SQLITE_CORRUPT: "STORE_DAMAGED",
    sqlite3.SQLITE_NOTADB: "STORE_NOT_DATABASE",
}
_NAMES = tuple(
    f"SQLITE_{name}" for name in ("BUSY", "LOCKED", "FULL", "READONLY", "CANTOPEN", "PERM", "IOERR", "NOTADB")
)
_PRIMARY = 0xFF
_UNDECODABLE = "Could not decode to UTF-8"
"""How the sqlite3 module begins what it says of a text that is none; it gives no code."""
_FULL = {errno.ENOSPC, errno.EDQUOT}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def told(file: Path) -> Iterator[None]:
    """Turn what the environment did into a `BaiseError`.

    Args:
        file: the database file, for the sentence.

    Raises:
        BaiseError: STORE_BUSY, STORE_FULL, STORE_READ_ONLY, STORE_IO, STORE_DAMAGED, STORE_NOT_DATABASE.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = _CODES.get(getattr(error, "sqlite_errorcode", 0) & _PRIMARY)
        if code is None and str(error).startswith(_UNDECODABLE):
            code = "STORE_DAMAGED"
        if code is None:
            raise
        raise BaiseError(code, file=file, reason=_reason(error)) from error
    except OSError as error:
        # Packages and attachments are written beside the database, within the same change.
        raise BaiseError(_file_code(error), file=file, reason=disk_reason(error)) from error


def _reason(error: sqlite3.DatabaseError) -> str:
    name = next((name for name in _NAMES if getattr(error, "sqlite_errorname", "").startswith(name)), "SQLITE_CORRUPT")
    return say(f"disk.{name}")


def _file_code(error: OSError) -> str:
    if error.errno in _FULL:
        return "STORE_FULL"
    return "STORE_READ_ONLY" if error.errno in _CLOSED else "STORE_IO"


@contextmanager
def told_unreadable(file: Path) -> Iterator[None]:
    """Turn a header or schema that SQLite cannot make sense of into a `BaiseError`; such damage has no code of its own.

    Around reads of known-good statements only: the same errors elsewhere are bugs.

    Raises:
        BaiseError: STORE_DAMAGED.
    """
    try:
        yield
    except (sqlite3.OperationalError, UnicodeDecodeError) as error:
        if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) != sqlite3.SQLITE_ERROR:
            raise
        raise BaiseError("STORE_DAMAGED", file=file, reason=str(error)) from error
