"""Attached files, kept by their content: the same file in a hundred records is stored once."""

import hashlib
import sqlite3
from datetime import datetime
from pathlib import Path

from baise_desktop.errors import BaiseError
from baise_desktop.store import journal
from baise_desktop.store.database import Store
from baise_desktop.store.files import digest_file, write_whole
from baise_desktop.store.rows import Row, put_row
from baise_desktop.texts import say


def add_attachment(store: Store, data: bytes, actor: str, now: datetime) -> str:
    """Keep a file; returns its SHA-256 hex. Adding it again changes nothing."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = attachment_file(store, sha256)
    if not path.is_file() or digest_file(path) != sha256:
        write_whole(path, data)
    with store.write() as connection:
        if put_attachment(connection, sha256, len(data)):
            detail: Row = {"sha256": sha256, "size": len(data)}
            journal.append(connection, actor, say("store.act_attachment"), detail, now)
    return sha256


def read_attachment(store: Store, sha256: str) -> bytes:
    """The bytes of a kept file.

    Raises:
        BaiseError: ATTACHMENT_UNKNOWN; ATTACHMENT_MISSING when the file is gone or changed.
    """
    if not store.query("SELECT 1 FROM attachment WHERE sha256 = ?", (sha256,)):
        raise BaiseError("ATTACHMENT_UNKNOWN", sha256=sha256)
    path = attachment_file(store, sha256)
    if not path.is_file() or digest_file(path) != sha256:
        raise BaiseError("ATTACHMENT_MISSING", sha256=sha256)
    return path.read_bytes()


def attachment_file(store: Store, sha256: str) -> Path:
    """Where a file of that content is kept."""
    return store.attachments / sha256[:2] / sha256


def put_attachment(connection: sqlite3.Connection, sha256: str, size: int) -> bool:
    """Register a file that is in its place, as part of a change; False when it was known."""
    if connection.execute("SELECT 1 FROM attachment WHERE sha256 = ?", (sha256,)).fetchone():
        return False
    put_row(connection, "attachment", {"sha256": sha256, "size": size})
    return True


def put_package_attachment(connection: sqlite3.Connection, package: int, sha256: str, enclosed: bool) -> None:
    """Record that a package names a file, as part of a change."""
    put_row(connection, "package_attachment", {"package": package, "sha256": sha256, "enclosed": int(enclosed)})


def list_acknowledged(store: Store) -> frozenset[str]:
    """Files that the city has confirmed to hold: those enclosed in a package with a receipt."""
    sql = """
        SELECT DISTINCT sha256 FROM package JOIN package_attachment ON package = package.id
        WHERE direction = 'out' AND receipt <> '' AND enclosed = 1
    """
    return frozenset(sha256 for (sha256,) in store.query(sql))
