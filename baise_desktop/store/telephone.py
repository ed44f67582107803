"""What a unit keeps for receipts that are read over the telephone, in its settings: nonces, tries, what was told."""

import json
from dataclasses import dataclass
from datetime import datetime

from baise_desktop.store import journal
from baise_desktop.store.database import Store
from baise_desktop.store.instant import from_text, to_text
from baise_desktop.store.packages import Package
from baise_desktop.store.rows import Row, put_row
from baise_desktop.store.settings import get_setting, put_setting
from baise_desktop.store.submissions import put_submission, read_submission
from baise_desktop.texts import say

_OPEN = ("signed", "exported")


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong codes typed for one package."""

    count: int = 0
    last: datetime | None = None
    """Aware; of the last one."""


def nonce_setting(identity: str) -> str:
    """Name of the setting that keeps a package's nonce, as hex."""
    return f"receipt_nonce:{identity}"


def read_nonce(store: Store, identity: str) -> bytes:
    """The random bytes that a package carries for the city; empty where it carries none."""
    return bytes.fromhex(get_setting(store, nonce_setting(identity)))


def read_tries(store: Store, identity: str) -> Tries:
    """The wrong codes so far."""
    text = get_setting(store, _tries(identity))
    if not text:
        return Tries()
    count, last = json.loads(text)
    return Tries(count, from_text(last))


def note_try(store: Store, identity: str, now: datetime) -> Tries:
    """One more wrong code."""
    tries = Tries(read_tries(store, identity).count + 1, now)
    put_setting(store, _tries(identity), json.dumps([tries.count, to_text(now)]))
    return tries


def told_at(store: Store, identity: str) -> str:
    """When the city was heard to hold a package; ISO 8601, UTC; '' for never."""
    return get_setting(store, _told(identity))


def note_told(store: Store, package: Package, now: datetime) -> bool:
    """The city holds a package, as its code proves: the submission is received, unless it went on since.

    Attachments are not taken as held: that a receipt on file alone says.

    Returns:
        False when it was known, and nothing changed.
    """
    if told_at(store, package.identity):
        return False
    submission = read_submission(store, package.unit, package.plan, package.period)
    with store.write() as connection:
        put_row(connection, "setting", {"name": _told(package.identity), "value": to_text(now)})
        if submission.version == package.version and submission.state in _OPEN:
            put_submission(connection, submission, state="received")
        detail: Row = {"identity": package.identity, "version": package.version}
        journal.append(connection, package.unit, say("telephone.act"), detail, now)
    return True


def _tries(identity: str) -> str:
    return f"receipt_tries:{identity}"


def _told(identity: str) -> str:
    return f"receipt_told:{identity}"
