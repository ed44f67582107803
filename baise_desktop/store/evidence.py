"""Files on their way into a store, the rows that name them, and those that nobody names any more."""

import errno
import hashlib
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.form.definition import Form
from baise_desktop.store import journal, steps
from baise_desktop.store.attachments import attachment_file, put_attachment
from baise_desktop.store.database import Store
from baise_desktop.store.entries import Entry, Sheet, read_entry, write_entries
from baise_desktop.store.failure import told
from baise_desktop.store.files import digest_file, sync_folder, write_streamed
from baise_desktop.store.locks import refuse_locked
from baise_desktop.texts import say

_CHUNK = 1 << 20
_ABANDONED_SECONDS = 3600
"""A copy that was not finished within this time never will be."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A file copied beside the attachments, of which no row knows yet."""

    path: Path
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Place:
    """A live row."""

    sheet: Sheet
    form: Form
    row_id: str


def copy_in(store: Store, source: BinaryIO, most: int) -> Copy:
    """Copy a file into the store's folder, durably, and read it back.

    Args:
        store: whose folder.
        source: read from where it stands.
        most: bytes; a file that grows past them while it is read is given up.

    Raises:
        BaiseError: EVIDENCE_TOO_BIG with `size` and `limit` in MB, FILE_UNREADABLE, the codes of `failure.told`;
            nothing is left behind.
    """
    digest, size = hashlib.sha256(), 0

    def pour(out: BinaryIO) -> None:
        nonlocal size
        while chunk := _read(source):
            size += len(chunk)
            if size > most:
                raise BaiseError("EVIDENCE_TOO_BIG", file="", size=f"{size / 2**20:,.1f}", limit=most >> 20)
            digest.update(chunk)
            out.write(chunk)

    path = store.attachments / f".{secrets.token_hex(16)}.part"
    with told(store.file):
        write_streamed(path, pour)
        if digest_file(path) != digest.hexdigest():
            path.unlink()
            raise OSError(errno.EIO, os.strerror(errno.EIO))
    return Copy(path, digest.hexdigest(), size)


def change_evidence(
    store: Store,
    place: Place,
    change: Callable[[Entry], Entry],
    actor: str,
    act: str,
    now: datetime,
    copy: Copy | None = None,
) -> Entry:
    """Change what a row names, and take the copied file to its place, both or neither.

    Args:
        store: of the unit.
        place: of the row.
        change: gives the row as it is to be; sees it within the change.
        actor: who acts.
        act: what the journal calls it.
        now: aware.
        copy: of `copy_in`.

    Raises:
        BaiseError: LOCKED once someone has signed, ENTRY_UNKNOWN, what `change` raises.
    """
    placed: Path | None = None
    try:
        with store.write() as connection:
            refuse_locked(connection, place.sheet.unit, place.sheet.plan, place.sheet.period)
            entry = change(read_entry(store, place.sheet, place.form, place.row_id))
            if copy is not None:
                placed = _place(store, copy)
                put_attachment(connection, copy.sha256, copy.size)
            sheet = place.sheet
            where = steps.Place(sheet.unit, sheet.plan, sheet.period, sheet.form)
            with steps.recorded(connection, where, (place.row_id,), act, now):
                write_entries(connection, (entry,), place.form, actor, act, now)
    except BaseException:
        if placed is not None:
            placed.unlink(missing_ok=True)
        raise
    return entry


def bring_back(store: Store, copy: Copy, actor: str, act: str, now: datetime) -> None:
    """Put the content of a file that rows name back in its place; the rows stay as they are, signed or not."""
    with store.write() as connection:
        _place(store, copy)
        put_attachment(connection, copy.sha256, copy.size)
        journal.append(connection, actor, act, {"sha256": copy.sha256, "size": copy.size}, now)


def refuse_signed(store: Store, sheet: Sheet) -> None:
    """Refuse before a large file is copied for nothing. Raises: BaiseError LOCKED."""
    with store.snapshot() as connection:
        refuse_locked(connection, sheet.unit, sheet.plan, sheet.period)


def weigh(store: Store, sheet: Sheet, besides: str = "") -> tuple[int, int]:
    """How many files the next package of a submission has to carry, and their bytes.

    Args:
        store: of the unit.
        sheet: any of the submission.
        besides: SHA-256 of a file that is not counted.
    """
    ((count, size),) = store.query(_WEIGH, (sheet.unit, sheet.period, sheet.plan, besides))
    return int(count), int(size)


def sweep(store: Store, actor: str, now: datetime) -> int:
    """Delete the files that no row and no package names, and copies that were never finished.

    Returns:
        How many files.
    """
    with store.write() as connection:
        idle = [str(sha256) for (sha256,) in connection.execute(_IDLE)]
        known = {str(sha256) for (sha256,) in connection.execute("SELECT sha256 FROM attachment")} - set(idle)
        for sha256 in idle:
            connection.execute("DELETE FROM attachment WHERE sha256 = ?", (sha256,))
        gone = [path for path in _list_kept(store) if path.name not in known and not _is_under_way(path, now)]
        for path in gone:
            path.unlink()
        if gone or idle:
            journal.append(connection, actor, say("store.act_sweep"), {"files": len(gone)}, now)
    return len(gone)


def list_package_lines(store: Store, identity: str) -> tuple[bytes, ...]:
    """The lines of a package that name files, by form and row."""
    sql = """
        SELECT body FROM revision JOIN package ON package.id = revision.package
        WHERE identity = ? AND deleted = 0 AND instr(body, '"sha256"') > 0 ORDER BY form, row_id
    """
    return tuple(body.encode() for (body,) in store.query(sql, (identity,)))


def find_lines(store: Store, start: str) -> tuple[bytes, ...]:
    """Lines, being filled in or reported, that name a file whose digest begins so."""
    sql = """
        SELECT body FROM entry WHERE deleted = 0 AND instr(body, ?1) > 0
        UNION SELECT body FROM revision WHERE deleted = 0 AND instr(body, ?1) > 0 ORDER BY body
    """
    return tuple(body.encode() for (body,) in store.query(sql, (f'"sha256":"{start}',)))


_NAMED = "SELECT tree.atom FROM entry, json_tree(entry.body) AS tree WHERE instr(body, '\"sha256\"') > 0"
_WEIGH = f"""
    SELECT count(*), coalesce(sum(size), 0) FROM attachment WHERE sha256 IN (
        {_NAMED} AND tree.key = 'sha256' AND unit = ? AND period = ? AND plan = ? AND deleted = 0
    ) AND sha256 <> ? AND sha256 NOT IN (
        SELECT sha256 FROM package JOIN package_attachment ON package = package.id
        WHERE direction = 'out' AND receipt <> '' AND enclosed = 1
    )
"""  # noqa: S608 - constant text
_IDLE = f"""
    SELECT sha256 FROM attachment WHERE sha256 NOT IN (SELECT sha256 FROM package_attachment)
    AND sha256 NOT IN ({_NAMED} AND tree.key = 'sha256')
"""  # noqa: S608 - constant text


def _read(source: BinaryIO) -> bytes:
    try:
        return source.read(_CHUNK)
    except OSError as error:
        raise BaiseError("FILE_UNREADABLE", file="", reason=disk_reason(error)) from error


def _place(store: Store, copy: Copy) -> Path | None:
    """Where a copy went; None when the same content was there already, whole."""
    path = attachment_file(store, copy.sha256)
    if path.is_file() and digest_file(path) == copy.sha256:
        copy.path.unlink()
        return None
    fresh = not path.exists()
    path.parent.mkdir(exist_ok=True)
    copy.path.replace(path)
    sync_folder(path.parent)
    sync_folder(store.attachments)
    return path if fresh else None


def _list_kept(store: Store) -> list[Path]:
    return sorted(path for path in store.attachments.rglob("*") if path.is_file())


def _is_under_way(path: Path, now: datetime) -> bool:
    return path.suffix == ".part" and now.timestamp() - path.stat().st_mtime < _ABANDONED_SECONDS
