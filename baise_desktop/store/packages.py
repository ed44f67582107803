"""Every package sent or received, kept for ever with its file."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Literal

from baise_desktop.errors import BaiseError
from baise_desktop.store import journal
from baise_desktop.store.database import Store
from baise_desktop.store.files import digest_file, write_streamed
from baise_desktop.store.instant import to_text
from baise_desktop.store.rows import put_row
from baise_desktop.store.submissions import put_submission, read_submission
from baise_desktop.texts import say

SUBMISSION = "submission"
_SUFFIX = ".asice"
NO_PREVIOUS = "0" * 64
"""`prev` of an installation's first package."""


MakeFile = Callable[[Path, Callable[[BinaryIO], object]], None]
"""Writes one file whole; see `new_files`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What the store knows of a package. Fields that its kind does not have are empty or 0."""

    identity: str
    """SHA-256 hex of the signed manifest."""
    content: str = ""
    """Content digest, hex."""
    kind: str
    direction: Literal["in", "out"]
    unit: str
    """The sender."""
    plan: str = ""
    period: str = ""
    period_end: str = ""
    """ISO date, inclusive."""
    version: int = 0
    installation: str = ""
    epoch: int = 0
    seq: int = 0
    prev: str = ""
    task_pack: int = 0
    catalogue: str = ""
    certificate: str = ""
    """Fingerprint of the signer's certificate."""
    trust_version: int = 0
    """Of the trust list it was verified with; 0 for what was made here."""
    actor: str
    """Who received or sealed it."""
    at: str
    """When it was received or sealed; ISO 8601 UTC."""
    exported_at: str = ""
    receipt: str = ""
    """Identity of the city's receipt."""
    file_name: str = ""
    """As the sender named the file."""
    file_digest: str
    """SHA-256 hex of the kept file."""
    line_count: int = 0
    """Records and tombstones."""
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    """Rows against the next lower version that was held when this one came."""


_COLUMNS = ", ".join(field.name for field in fields(Package))


def list_packages(store: Store, kind: str = "", unit: str = "") -> tuple[Package, ...]:
    """Packages in the order in which they came or were made; '' stands for any kind or unit."""
    asked = {"kind": kind, "unit": unit}
    where = " AND ".join(f"{column} = ?" for column, value in asked.items() if value) or "1"
    sql = f"SELECT {_COLUMNS} FROM package WHERE {where} ORDER BY id"  # noqa: S608 - constant texts
    return tuple(_package(row) for row in store.query(sql, [value for value in asked.values() if value]))


def find_packages(store: Store, start: str) -> tuple[Package, ...]:
    """The packages whose identity begins so."""
    sql = f"SELECT {_COLUMNS} FROM package WHERE substr(identity, 1, length(?1)) = ?1 ORDER BY identity"  # noqa: S608
    return tuple(_package(row) for row in store.query(sql, (start,)))


def get_package(store: Store, identity: str) -> Package | None:
    """The package of that identity, if it is held."""
    sql = f"SELECT {_COLUMNS} FROM package WHERE identity = ?"  # noqa: S608 - constant text
    rows = store.query(sql, (identity,))
    return _package(rows[0]) if rows else None


def find_received(store: Store, file_digest: str) -> str | None:
    """The identity of the submission that came in a file of that SHA-256 hex, if it is held."""
    sql = "SELECT identity FROM package WHERE file_digest = ? AND kind = ? AND direction = 'in'"
    rows = store.query(sql, (file_digest, SUBMISSION))
    return rows[0][0] if rows else None


def package_file(store: Store, identity: str) -> Path:
    """Where a package's file is kept."""
    return store.packages / f"{identity}{_SUFFIX}"


def read_package(store: Store, identity: str) -> bytes:
    """The bytes of a kept package. Raises: BaiseError PACKAGE_FILE when they are gone or changed."""
    package = get_package(store, identity)
    path = package_file(store, identity)
    if package is None or not path.is_file() or digest_file(path) != package.file_digest:
        raise BaiseError("PACKAGE_FILE", identity=identity)
    return path.read_bytes()


def keep_package(store: Store, package: Package, data: bytes, now: datetime) -> bool:
    """Keep a package that is no submission: an enrolment, task pack, receipt, return or decision.

    Returns:
        False when it was held already, and nothing changed.
    """
    with store.write() as connection, new_files(store) as made:
        return keep_among(connection, made, store, package, data, now)


def keep_among(
    connection: sqlite3.Connection, made: MakeFile, store: Store, package: Package, data: bytes, now: datetime
) -> bool:
    """As `keep_package`, as part of a change."""
    if find_id(connection, package.identity) is not None:
        return False
    made(package_file(store, package.identity), lambda file: file.write(data))
    insert_package(connection, package)
    detail = {"identity": package.identity, "kind": package.kind, "direction": package.direction}
    journal.append(connection, package.actor, say("store.act_package"), detail, now)
    return True


def mark_exported(store: Store, identity: str, actor: str, now: datetime) -> None:
    """Record that a copy of a sealed submission has left; its submission is then exported."""
    package = get_package(store, identity)
    if package is None:
        raise BaiseError("PACKAGE_FILE", identity=identity)
    submission = read_submission(store, package.unit, package.plan, package.period)
    with store.write() as connection:
        put_row(connection, "package", {**_numbered(connection, package), "exported_at": to_text(now)})
        if submission.version == package.version and submission.state == "signed":
            put_submission(connection, submission, state="exported")
        journal.append(connection, actor, say("store.act_export"), {"identity": identity}, now)


def acknowledge(store: Store, identity: str, receipt: str, actor: str, now: datetime) -> None:
    """Record the city's receipt: it holds the package, attachments included."""
    package = get_package(store, identity)
    if package is None:
        raise BaiseError("PACKAGE_FILE", identity=identity)
    if package.receipt:
        return
    with store.write() as connection:
        note_receipt(connection, package, receipt)
        journal.append(connection, actor, say("store.act_receipt"), {"identity": identity, "receipt": receipt}, now)


def note_receipt(connection: sqlite3.Connection, package: Package, receipt: str) -> None:
    """Record the first receipt of a package that is held, as part of a change."""
    if not package.receipt:
        put_row(connection, "package", {**_numbered(connection, package), "receipt": receipt})


def insert_package(connection: sqlite3.Connection, package: Package) -> int:
    """Add a package as part of a change; returns its number in this store."""
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM package").fetchone()
    put_row(connection, "package", {"id": last + 1, **asdict(package)})
    return int(last) + 1


def count_changes(connection: sqlite3.Connection, number: int, package: Package, counts: tuple[int, ...]) -> Package:
    """Keep how many rows a package added, changed, removed and left, as part of the change that added it."""
    added, changed, removed, unchanged = counts
    counted = replace(package, added=added, changed=changed, removed=removed, unchanged=unchanged)
    put_row(connection, "package", {"id": number, **asdict(counted)})
    return counted


def find_id(connection: sqlite3.Connection, identity: str) -> int | None:
    """The number of a package in this store, if it is held."""
    found = connection.execute("SELECT id FROM package WHERE identity = ?", (identity,)).fetchone()
    return found and int(found[0])


@contextmanager
def new_files(store: Store) -> Iterator[MakeFile]:
    """Files that belong to a change: gone again when the change fails.

    They are written beside what the change does meanwhile, since a disk takes its time to say that it holds them.

    Yields:
        A function that has one file written whole, unless it is an attachment that is there already. What goes wrong
        with it is raised at the end.
    """
    made: list[Path] = []
    written: list[Future[None]] = []

    def write(path: Path, pour: Callable[[BinaryIO], object]) -> None:
        # Where no thread can be started, what was asked for waits for a later change.
        if path in made:
            write_streamed(path, pour)

    def make(path: Path, pour: Callable[[BinaryIO], object]) -> None:
        # A killed change may have left a package's file behind, and the one that comes now be signed otherwise.
        if path not in made and (path.suffix == _SUFFIX or not path.exists()):
            made.append(path)
            written.append(store.writer.submit(write, path, pour))

    try:
        yield make
        for each in written:
            each.result()
    except BaseException:
        unwanted, made[:] = made[:], []
        wait(written)
        for path in unwanted:
            path.unlink(missing_ok=True)
        raise


def _package(row: tuple[object, ...]) -> Package:
    return Package(**dict(zip((field.name for field in fields(Package)), row, strict=True)))  # type: ignore[arg-type]


def _numbered(connection: sqlite3.Connection, package: Package) -> dict[str, str | int]:
    return {"id": find_id(connection, package.identity) or 0, **asdict(package)}
