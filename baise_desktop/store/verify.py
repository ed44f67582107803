"""Is everything in the store as the program wrote it?"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from baise_desktop.errors import BaiseError
from baise_desktop.form import canonical
from baise_desktop.form.canonical import Json
from baise_desktop.form.period import parse_period
from baise_desktop.store import journal, schema
from baise_desktop.store.attachments import attachment_file
from baise_desktop.store.database import Store
from baise_desktop.store.decisions import list_decisions
from baise_desktop.store.files import digest_file
from baise_desktop.store.kept_file import KeptFile, read_kept
from baise_desktop.store.logical_state import logical_digest
from baise_desktop.store.packages import SUBMISSION, Package, list_packages, package_file
from baise_desktop.store.rows import SEALED_TABLES, digest_entry, find_broken_rows
from baise_desktop.texts import say

__all__ = ["Damage", "find_damage", "logical_digest"]

_HEADER_COLUMNS = (
    "unit",
    "plan",
    "period",
    "version",
    "installation",
    "epoch",
    "seq",
    "prev",
    "task_pack",
    "catalogue",
)
_FOR_PEOPLE = ("report.pdf", "report.xlsx", "说明.txt")
_FRAME = ("mimetype", "META-INF/")
_RECORDS = "records.jsonl"
_MANIFEST = "META-INF/ASiCManifest001.xml"
# What a check can stumble over when a column or a line does not hold what its type promises.
_STUMBLES = (
    sqlite3.DatabaseError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    OSError,
    BaiseError,
)


@dataclass(frozen=True, slots=True)
class Damage:
    """Something in the store that the program did not write."""

    kind: str
    """sqlite, schema, row, entry, revision, journal, lost, attachment, package."""
    place: str
    """Table and key, or file."""

    @property
    def sentence(self) -> str:
        """For people, in Chinese."""
        return say(f"store.damage_{self.kind}", place=self.place)


def find_damage(store: Store) -> tuple[Damage, ...]:
    """Recompute every digest of rows, journal, attachments and packages, and let SQLite check itself.

    Returns:
        What does not fit; empty when the store is sound. Damage that keeps SQLite from reading on is told as `sqlite`.
    """
    damages: list[Damage] = []
    with store.snapshot() as connection:
        for check in _CHECKS:
            try:
                damages.extend(check(store, connection))
            except _STUMBLES as error:
                damages.append(Damage("sqlite", str(error)))
    return tuple(dict.fromkeys(damages))


def _check_sqlite(_store: Store, connection: sqlite3.Connection) -> Iterator[Damage]:
    for (line,) in connection.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield Damage("sqlite", line)
    for table, number, *_ in connection.execute("PRAGMA foreign_key_check"):
        yield Damage("sqlite", f"{table} {number}")


def _check_schema(store: Store, connection: sqlite3.Connection) -> Iterator[Damage]:
    if schema.read_fingerprint(connection) != schema.expected_fingerprint(store.database_folder):
        yield Damage("schema", store.file.name)


def _check_rows(_store: Store, connection: sqlite3.Connection) -> Iterator[Damage]:
    for table in SEALED_TABLES:
        for place in find_broken_rows(connection, table):
            yield Damage("row", f"{table} {place}")
    if connection.execute("SELECT count(*) FROM office").fetchone() != (1,):
        yield Damage("row", "office")
    if connection.execute("SELECT max(number) FROM migration").fetchone() != _version(connection):
        yield Damage("row", "migration")


def _version(connection: sqlite3.Connection) -> tuple[int]:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return (version,)


def _check_entries(_store: Store, connection: sqlite3.Connection) -> Iterator[Damage]:
    sql = "SELECT unit, period, plan, form, row_id, deleted, carried, wrong, body, digest FROM entry"
    for *key, deleted, carried, wrong, body, digest in connection.execute(sql):
        if digest != digest_entry(body, wrong, carried) or not _names(body, key, deleted):
            yield Damage("entry", " ".join(str(cell) for cell in key))


def _check_journal(_store: Store, connection: sqlite3.Connection) -> Iterator[Damage]:
    for number in journal.verify_chain(connection):
        yield Damage("journal", str(number))


def _check_mentioned(_store: Store, connection: sqlite3.Connection) -> Iterator[Damage]:
    """A row that is gone altogether leaves no digest behind; the journal still names it."""
    sql = """
        SELECT DISTINCT detail ->> '$.identity' FROM journal
        WHERE detail ->> '$.identity' IS NOT NULL
        EXCEPT SELECT identity FROM package
        EXCEPT SELECT identity FROM decision
    """
    for (identity,) in connection.execute(sql):
        yield Damage("lost", identity)
    sql = "SELECT detail ->> '$.plan', detail ->> '$.rows' FROM journal WHERE act = ? ORDER BY number"
    for plan, count in dict(connection.execute(sql, (say("store.act_obligations"),))).items():
        if connection.execute("SELECT count(*) FROM obligation WHERE plan = ?", (plan,)).fetchone() != (count,):
            yield Damage("lost", f"obligation {plan}")


def _check_decisions(store: Store, connection: sqlite3.Connection) -> Iterator[Damage]:
    """Decisions are numbered without a gap, and each is what its identity says."""
    held = dict(connection.execute("SELECT number, identity FROM decision ORDER BY number"))
    for number in sorted(set(range(1, max(held, default=0) + 1)) - held.keys()):
        yield Damage("lost", f"decision {number}")
    for decision in list_decisions(store):
        if decision.identity != held[decision.number]:
            yield Damage("row", f"decision {decision.number}")


def _check_attachments(store: Store, connection: sqlite3.Connection) -> Iterator[Damage]:
    for sha256, size in connection.execute("SELECT sha256, size FROM attachment"):
        path = attachment_file(store, sha256)
        if not path.is_file() or path.stat().st_size != size or digest_file(path) != sha256:
            yield Damage("attachment", sha256)


def _check_packages(store: Store, connection: sqlite3.Connection) -> Iterator[Damage]:
    numbers = dict(connection.execute("SELECT identity, id FROM package"))
    for package in list_packages(store):
        path = package_file(store, package.identity)
        if not path.is_file() or digest_file(path) != package.file_digest:
            yield Damage("package", package.identity)
            yield from _check_bodies(connection, package, numbers[package.identity])
            continue
        kept = _read(path)
        if kept is None or not _fits_file(package, kept):
            yield Damage("package", package.identity)
        elif package.kind == SUBMISSION and _lines(connection, numbers[package.identity]) != kept.digests.get(_RECORDS):
            yield Damage("revision", package.identity)
            yield from _check_bodies(connection, package, numbers[package.identity])


def _check_bodies(connection: sqlite3.Connection, package: Package, number: int) -> Iterator[Damage]:
    """Which rows are broken, as far as they can tell by themselves."""
    sql = "SELECT form, row_id, deleted, body, digest FROM revision WHERE package = ?"
    for form, row_id, deleted, body, digest in connection.execute(sql, (number,)):
        key = [package.unit, package.period, package.plan, form, row_id]
        if hashlib.sha256(body.encode()).digest() != digest or not _names(body, key, deleted):
            yield Damage("revision", f"{package.identity} {form} {row_id}")


def _names(body: str, key: list[object], deleted: int) -> bool:
    """Whether a line says of itself what the columns say."""
    line = json.loads(body)
    said = [line[name] for name in ("unit", "period", "plan", "form", "row_id")]
    return said == key and line.get("deleted", False) == bool(deleted)


def _read(path: Path) -> KeptFile | None:
    try:
        return read_kept(path)
    except (ValueError, OSError):
        return None


def _fits_file(package: Package, kept: KeptFile) -> bool:
    """The columns say what the kept file says."""
    manifest = kept.digests.get(_MANIFEST, b"").hex()
    header = _header(kept)
    if manifest != package.identity or header.get("kind") != package.kind:
        return False
    if package.kind != SUBMISSION:
        return True
    content, period_end = _content_digest(kept.digests), parse_period(package.period).end.isoformat()
    said = (content, header.get("row_count"), period_end)
    return said == (package.content, package.line_count, package.period_end) and all(
        header.get(name) == getattr(package, name) for name in _HEADER_COLUMNS
    )


def _header(kept: KeptFile) -> dict[str, Json]:
    try:
        header = canonical.load(kept.header)
    except BaiseError:
        return {}
    return header if isinstance(header, dict) else {}


def _content_digest(digests: Mapping[str, bytes]) -> str:
    names = (name for name in digests if name not in _FOR_PEOPLE and not name.startswith(_FRAME))
    lines = sorted(f"{name} {digests[name].hex()}\n" for name in names)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _lines(connection: sqlite3.Connection, number: int) -> bytes:
    """`records.jsonl` as the rows give it; a row whose columns and body differ spoils it."""
    digest = hashlib.sha256()
    sql = "SELECT form, row_id, deleted, body, digest FROM revision WHERE package = ? ORDER BY form, row_id"
    for form, row_id, deleted, body, own in connection.execute(sql, (number,)):
        line = json.loads(body)
        if (line["form"], line["row_id"], line.get("deleted", False)) != (form, row_id, bool(deleted)):
            return b""
        if hashlib.sha256(body.encode()).digest() != own:
            return b""
        digest.update(f"{body}\n".encode())
    return digest.digest()


_CHECKS: tuple[Callable[[Store, sqlite3.Connection], Iterator[Damage]], ...] = (
    _check_sqlite,
    _check_schema,
    _check_rows,
    _check_entries,
    _check_journal,
    _check_mentioned,
    _check_decisions,
    _check_attachments,
    _check_packages,
)
