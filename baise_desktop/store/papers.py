"""Which pages of which submissions were seen on paper: when, by whom, in which scan."""

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from baise_desktop.store import journal
from baise_desktop.store.database import Store
from baise_desktop.store.instant import to_text
from baise_desktop.store.rows import Row, put_row
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPage:
    """One printed page of a submission that is held."""

    unit: str
    period: str
    plan: str
    version: int
    content: str
    """Content digest."""
    paper: str
    """Which paper about the submission; empty for its report."""
    pages: int
    """Of the whole print."""
    page: int
    scan: str = ""
    """SHA-256 hex of the scanned file; empty for a check code typed by hand."""
    place: int = 0
    """Which picture of that file, from 1."""
    file_name: str = ""


Print = tuple[str, int]
"""Which paper about a submission, and how many pages it has."""


def note_papers(store: Store, seen: Iterable[SeenPage], told: Row, by: str, now: datetime) -> None:
    """Record pages seen on paper, with one line in the journal; a page seen before in the same scan stays as it was.

    Args:
        store: of the city.
        seen: pages of submissions that are held.
        told: for the journal.
        by: who looked.
        now: aware.
    """
    with store.write() as connection:
        for page in seen:
            if not _is_known(connection, page):
                put_row(connection, "paper", {**asdict(page), "by": by, "at": to_text(now)})
        journal.append(connection, by, say("paper_check.act"), told, now)


def list_seen(store: Store, contents: Collection[str] = ()) -> Mapping[str, Mapping[Print, frozenset[int]]]:
    """The pages seen of each submission, by its content digest and by print; of all for no digests."""
    found: defaultdict[str, defaultdict[Print, set[int]]] = defaultdict(lambda: defaultdict(set))
    for content, paper, pages, page in store.query("SELECT content, paper, pages, page FROM paper"):
        if not contents or content in contents:
            found[content][paper, pages].add(page)
    return {
        content: {each: frozenset(numbers) for each, numbers in prints.items()} for content, prints in found.items()
    }


def _is_known(connection: sqlite3.Connection, page: SeenPage) -> bool:
    sql = """
        SELECT 1 FROM paper WHERE unit = ? AND period = ? AND plan = ? AND version = ?
        AND content = ? AND paper = ? AND pages = ? AND page = ? AND scan = ?
    """
    key = (page.unit, page.period, page.plan, page.version, page.content, page.paper, page.pages, page.page, page.scan)
    return connection.execute(sql, key).fetchone() is not None
