"""Who did what: append-only, each line bound to the one before."""

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from baise_desktop.form import canonical
from baise_desktop.store.instant import from_text, to_text
from baise_desktop.store.rows import Row

if TYPE_CHECKING:
    from baise_desktop.store.database import Store

START = "0" * 64
"""The hash before the first line."""


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One act."""

    number: int
    at: str
    actor: str
    act: str
    detail: str
    """Canonical JSON object."""
    hash: str
    """SHA-256 hex over the hash before and this line's canonical JSON."""


def append(connection: sqlite3.Connection, actor: str, act: str, detail: Row, now: datetime) -> None:
    """Add a line, as part of a change.

    Args:
        connection: inside `store.write()`.
        actor: who acted.
        act: Chinese words or a stable name.
        detail: what the act was about.
        now: aware.
    """
    last = connection.execute("SELECT number, hash FROM journal ORDER BY number DESC LIMIT 1").fetchone()
    number, before = last or (0, START)
    text = canonical.dump(dict(detail)).decode()
    line = JournalLine(number + 1, to_text(now), actor, act, text, "")
    row = (line.number, line.at, actor, act, text, hash_line(before, line))
    connection.execute("INSERT INTO journal (number, at, actor, act, detail, hash) VALUES (?, ?, ?, ?, ?, ?)", row)


def hash_line(before: str, line: JournalLine) -> str:
    """The hash that a line must carry after the hash `before`."""
    event: dict[str, canonical.Json] = {
        "act": line.act,
        "actor": line.actor,
        "at": line.at,
        "detail": line.detail,
        "number": line.number,
    }
    return hashlib.sha256(before.encode() + canonical.dump(event)).hexdigest()


def read_journal(store: "Store", after: int = 0, limit: int = 1_000_000) -> tuple[JournalLine, ...]:
    """Lines with a number above `after`, in order."""
    sql = "SELECT number, at, actor, act, detail, hash FROM journal WHERE number > ? ORDER BY number LIMIT ?"
    return tuple(JournalLine(*row) for row in store.query(sql, (after, limit)))


def search_journal(store: "Store", words: str, limit: int) -> tuple[int, tuple[JournalLine, ...]]:
    """How many lines have all these words in time, actor, act or detail, and the newest of them, newest first."""
    parts = [f"%{_escape(word)}%" for word in words.split()]
    told = "at || ' ' || actor || ' ' || act || ' ' || detail"
    where = " AND ".join([f"{told} LIKE ? ESCAPE '!'"] * len(parts)) or "1"
    with store.snapshot():
        ((count,),) = store.query(f"SELECT count(*) FROM journal WHERE {where}", parts)  # noqa: S608 - constant texts
        sql = f"SELECT number, at, actor, act, detail, hash FROM journal WHERE {where} ORDER BY number DESC LIMIT ?"  # noqa: S608
        rows = store.query(sql, (*parts, limit))
    return int(count), tuple(JournalLine(*row) for row in rows)


def _escape(word: str) -> str:
    for mark in "!%_":
        word = word.replace(mark, f"!{mark}")
    return word


def read_head(store: "Store") -> tuple[int, str]:
    """Number and hash of the last line; 0 and 64 zeros when there is none."""
    rows = store.query("SELECT number, hash FROM journal ORDER BY number DESC LIMIT 1")
    return (rows[0][0], rows[0][1]) if rows else (0, START)


def latest_moment(store: "Store", since: str) -> datetime | None:
    """The latest time that a line states, from the last line about the act `since` on; None when there is no line."""
    sql = """
        SELECT max(at) FROM journal
        WHERE number >= (SELECT coalesce(max(number), 0) FROM journal WHERE act = ?)
    """
    ((at,),) = store.query(sql, (since,))
    return from_text(at) if at else None


def verify_chain(connection: sqlite3.Connection) -> Iterator[int]:
    """The numbers of lines that do not follow from the line before, in order."""
    before = START
    sql = "SELECT number, at, actor, act, detail, hash FROM journal ORDER BY number"
    for expected, row in enumerate(connection.execute(sql), start=1):
        line = JournalLine(*row)
        if line.number != expected or line.hash != hash_line(before, line):
            yield line.number
        before = line.hash
