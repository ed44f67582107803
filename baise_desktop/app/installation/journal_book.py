"""The journal as the officer reads it: searched, verified, written to a file."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from baise_desktop.app.desk import Desk
from baise_desktop.app.files.output_file import write_whole
from baise_desktop.errors import BaiseError
from baise_desktop.report.excel import render_workbook
from baise_desktop.report.table import Table, TableColumn
from baise_desktop.store.instant import from_text
from baise_desktop.store.journal import JournalLine, read_head, search_journal, verify_chain
from baise_desktop.texts import knows, say

MOST_SHOWN = 2_000
MOST_IN_A_SHEET = 1_000_000
"""Lines; a workbook has no room for many more."""
_SHORT = 16
_DIGEST = 64
"""Hex digits of a SHA-256."""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One act."""

    number: int
    at: str
    """ISO 8601, UTC."""
    actor: str
    """Name and id where it is a unit."""
    act: str
    detail: str
    """What it was about, in words."""
    hash: str


@dataclass(frozen=True, slots=True)
class JournalView:
    """What a search found."""

    count: int
    """All that fit."""
    entries: tuple[JournalEntry, ...]
    """The newest of them, newest first."""
    number: int
    """Of the last line there is."""
    head: str
    """Its hash, as receipts and reports print it."""


def search(desk: Desk, words: str = "", limit: int = MOST_SHOWN) -> JournalView:
    """The newest lines that have all these words, which may be the name of a unit too."""
    count, lines = search_journal(desk.store, _with_ids(desk, words), limit)
    number, head = read_head(desk.store)
    return JournalView(count, tuple(_entry(desk, line) for line in lines), number, head)


def broken_lines(desk: Desk) -> tuple[int, ...]:
    """Numbers of lines that do not follow from the line before: something was changed outside the program."""
    with desk.store.snapshot() as connection:
        return tuple(verify_chain(connection))


def write_journal(desk: Desk, file: Path, words: str, now: datetime) -> Path:
    """Write what a search finds as a workbook, oldest first.

    Raises:
        BaiseError: JOURNAL_LONG, a workbook has no room for it; OUT_FOLDER.
    """
    found = search(desk, words, MOST_IN_A_SHEET)
    if found.count > len(found.entries):
        raise BaiseError("JOURNAL_LONG", count=found.count, most=MOST_IN_A_SHEET)
    keys = ("number", "at", "actor", "act", "detail", "hash")
    rows = tuple(
        (each.number, _moment(each.at), each.actor, each.act, each.detail, each.hash)
        for each in reversed(found.entries)
    )
    columns = tuple(TableColumn(say(f"journal_words.{key}")) for key in keys)
    table = Table(say("journal_words.title"), columns, rows, say("journal_words.note", head=found.head))
    day = now.astimezone().date()
    content = render_workbook([table], title=say("journal_words.title"), author=desk.unit.name, created_on=day)
    return write_whole(file, content)


def _with_ids(desk: Desk, words: str) -> str:
    """The journal names units by id, people by name."""
    ids = {name: unit.id for unit in desk.catalogue.units.values() for name in (unit.name, unit.short) if name}
    return " ".join(ids.get(word, word) for word in words.split())


def _entry(desk: Desk, line: JournalLine) -> JournalEntry:
    detail = json.loads(line.detail)
    # What people know a thing by comes first, digests last.
    known = sorted(detail.items(), key=lambda item: _is_digest(item[1]))
    told = "　".join(_tell(desk, key, value) for key, value in known if value not in ("", None))
    return JournalEntry(line.number, line.at, _named(desk, line.actor), line.act, told, line.hash)


def _tell(desk: Desk, key: str, value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = text[:_SHORT] if _is_digest(text) else text
    named = _named(desk, text) if key in ("unit", "owner") else text
    word = say(f"journal_words.key_{key}") if knows(f"journal_words.key_{key}") else key
    return say("journal_words.pair", key=word, value=named)


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and len(value) == _DIGEST and value.isalnum()


def _named(desk: Desk, text: str) -> str:
    unit = desk.catalogue.units.get(text)
    return say("words.named", name=unit.name, id=unit.id) if unit else text


def _moment(text: str) -> str:
    return f"{from_text(text).astimezone():%Y-%m-%d %H:%M:%S}"
