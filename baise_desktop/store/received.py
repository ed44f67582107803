"""Submissions that the city receives: everything of one package is written in one change."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import BinaryIO

from baise_desktop.form.canonical import Json
from baise_desktop.store import figure_cache, journal
from baise_desktop.store.attachments import attachment_file, put_attachment, put_package_attachment
from baise_desktop.store.database import Store
from baise_desktop.store.decisions import Decision, append_decision, next_decision
from baise_desktop.store.packages import (
    MakeFile,
    Package,
    count_changes,
    find_id,
    insert_package,
    new_files,
    package_file,
)
from baise_desktop.store.revisions import RevisionLine, count_differences, find_earlier, insert_revisions
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True)
class Delivery:
    """A submission as it is to be kept."""

    package: Package
    """As it is when no earlier version is held: each of its live rows is added."""
    lines: Iterable[RevisionLine]
    """By form and row id."""
    needed: frozenset[str]
    """SHA-256 hex of every file that the records name."""
    enclosed: Mapping[str, int]
    """Those that the package brings along, with their sizes."""
    copy_package: Callable[[BinaryIO], None]
    """Writes the package itself, or raises."""
    copy_attachment: Callable[[str, BinaryIO], None]
    """Writes one enclosed file, or raises."""
    received: tuple[Decision, str] | None = None
    """The decision to receive it and the package that carries that, where another store has made them."""


def keep_received(store: Store, delivery: Delivery, now: datetime) -> bool:
    """Keep a submission with its rows and files, and drop the figures it may change.

    Returns:
        False when it was held already, and nothing changed.

    Raises:
        BaiseError: the codes of `Store.write`, and what copying raises; nothing has changed then.
    """
    package = delivery.package
    with store.write() as connection, new_files(store) as make:
        if find_id(connection, package.identity) is not None:
            return False
        make(package_file(store, package.identity), delivery.copy_package)
        number = insert_package(connection, package)
        insert_revisions(connection, number, delivery.lines)
        earlier = find_earlier(connection, package.unit, package.plan, package.period, package.version)
        if earlier is not None:
            count_changes(connection, number, package, count_differences(connection, number, earlier))
        _keep_attachments(store, connection, number, delivery, make)
        # A package may freeze or move what counts of any register of its unit, not only of those it holds.
        figure_cache.forget_all(connection)
        append_decision(connection, *(delivery.received or (_decide(connection, package, now), "")))
        detail = {"identity": package.identity, "content": package.content, "file": package.file_name}
        journal.append(connection, package.actor, say("store.act_merge"), detail, now)
    return True


def _decide(connection: sqlite3.Connection, package: Package, now: datetime) -> Decision:
    """Receiving is an act of the city: when it was, and by which trust list, is signed with its next signature."""
    detail: dict[str, Json] = {"file": package.file_name, "trust": package.trust_version}
    return next_decision(connection, "receive", (package.identity,), package.actor, now, detail=detail)


def _keep_attachments(
    store: Store, connection: sqlite3.Connection, number: int, delivery: Delivery, make: MakeFile
) -> None:
    for sha256, size in delivery.enclosed.items():
        make(attachment_file(store, sha256), partial(delivery.copy_attachment, sha256))
        put_attachment(connection, sha256, size)
    for sha256 in sorted(delivery.needed):
        put_package_attachment(connection, number, sha256, sha256 in delivery.enclosed)
