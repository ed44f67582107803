"""The city's yearly breakdown: a change is kept together with what was there before, and why it was made."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from baise_desktop.form.definition import Form
from baise_desktop.store import journal
from baise_desktop.store.database import Store
from baise_desktop.store.decided import decide_rows
from baise_desktop.store.entries import Entry, Sheet

_A_LINE = 200
"""Changes that one line of the journal tells: its texts are bounded."""


@dataclass(frozen=True, slots=True)
class ShareChange:
    """What became of one share."""

    target: str
    unit: str
    """Empty for the whole city."""
    year: int
    before: str
    """Empty for none."""
    after: str
    status: str
    """As the register says afterwards; empty for none."""


@dataclass(frozen=True, slots=True)
class ShareHistory:
    """A change, when and by whom it was made, and why."""

    change: ShareChange
    at: str
    actor: str
    reason: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """Of a change."""

    actor: str
    act: str
    """What the journal calls it; `list_share_history` finds it by that."""
    reason: str
    """As given by the city; may be empty."""
    at: datetime
    """Aware."""


def put_shares(
    store: Store,
    form: Form,
    entries: Sequence[Entry],
    gone: Mapping[Sheet, Sequence[str]],
    changes: Sequence[ShareChange],
    occasion: Occasion,
) -> None:
    """Decide how rows of the breakdown register stand from now on and which are out, and write down both.

    Args:
        store: of the city.
        form: of the breakdown register.
        entries: new and changed rows.
        gone: row ids to take out, by sheet.
        changes: what the journal keeps of it.
        occasion: of the change.
    """
    actor, act, now = occasion.actor, occasion.act, occasion.at
    with store.write() as connection:
        decide_rows(connection, form, entries, gone, actor, act, now, occasion.reason)
        for start in range(0, len(changes), _A_LINE):
            told = json.dumps([asdict(change) for change in changes[start : start + _A_LINE]], ensure_ascii=False)
            journal.append(connection, actor, act, {"changes": told, "reason": occasion.reason}, now)


def list_share_history(store: Store, act: str) -> tuple[ShareHistory, ...]:
    """Every change of the breakdown, oldest first."""
    lines = store.query("SELECT at, actor, detail FROM journal WHERE act = ? ORDER BY number", (act,))
    found: list[ShareHistory] = []
    for at, actor, text in lines:
        detail = json.loads(text)
        changes = (ShareChange(**each) for each in json.loads(detail.get("changes", "[]")))
        found += (ShareHistory(change, at, actor, detail["reason"]) for change in changes)
    return tuple(found)
