"""What the city decided about packages; each decision is kept for ever and never changed."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal, get_args

from baise_desktop.errors import BaiseError
from baise_desktop.form import canonical
from baise_desktop.store import figure_cache, journal
from baise_desktop.store.database import Store
from baise_desktop.store.instant import to_text
from baise_desktop.store.packages import find_id
from baise_desktop.store.rows import Row, put_row
from baise_desktop.texts import say

Act = Literal["accept", "return", "withdraw", "restore", "resolve"]
ACTS: tuple[Act, ...] = get_args(Act)
_FEWEST_IN_DISPUTE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One act of the city about one package or a batch."""

    number: int
    """The city's own count, from 1; of two decisions about one thing the higher stands."""
    act: Act
    targets: tuple[str, ...]
    """Package identities, sorted."""
    keep: str = ""
    """For resolve: identity of the package that stands."""
    reason: str = ""
    by: str
    at: str
    """ISO 8601 UTC."""

    @property
    def body(self) -> bytes:
        """Canonical JSON, as it goes into a signed decision package."""
        return canonical.dump({**asdict(self), "targets": list(self.targets)})

    @property
    def identity(self) -> str:
        """SHA-256 hex of `body`."""
        return hashlib.sha256(self.body).hexdigest()


def next_decision(
    store: Store, act: Act, targets: Iterable[str], by: str, now: datetime, *, keep: str = "", reason: str = ""
) -> Decision:
    """A decision with the next free number, not yet recorded."""
    ((last,),) = store.query("SELECT coalesce(max(number), 0) FROM decision")
    chosen = tuple(sorted(set(targets)))
    return Decision(number=last + 1, act=act, targets=chosen, keep=keep, reason=reason, by=by, at=to_text(now))


def record_decision(store: Store, decision: Decision, now: datetime) -> bool:
    """Record a decision; states and figures follow from it at once.

    Returns:
        False when it was recorded already, and nothing changed.

    Raises:
        BaiseError: DECISION_TARGET for a package that is not held; DECISION_ACT for a resolve that does not name two
            packages and one of them to keep.
    """
    with store.write() as connection:
        if connection.execute("SELECT 1 FROM decision WHERE identity = ?", (decision.identity,)).fetchone():
            return False
        _refuse(connection, decision)
        cells = {**asdict(decision), "targets": json.dumps(decision.targets)}
        put_row(connection, "decision", {"identity": decision.identity, **cells, "package": ""})
        figure_cache.forget_all(connection)
        detail: Row = {"identity": decision.identity, "targets": len(decision.targets), "first": decision.targets[0]}
        journal.append(connection, decision.by, say(f"store.act_{decision.act}"), detail, now)
    return True


def list_decisions(store: Store) -> tuple[Decision, ...]:
    """Every decision by number."""
    return _decisions(store, "")


def list_unsigned(store: Store) -> tuple[Decision, ...]:
    """Decisions that no signed package carries yet, by number."""
    return _decisions(store, "WHERE package = ''")


def mark_signed(store: Store, decisions: Iterable[Decision], package: str) -> None:
    """Record which signed package carries these decisions."""
    with store.write() as connection:
        for decision in decisions:
            columns = "identity, number, act, targets, keep, reason, by, at, package"
            cursor = connection.execute(f"SELECT {columns} FROM decision WHERE identity = ?", (decision.identity,))  # noqa: S608
            row = dict(zip(columns.split(", "), cursor.fetchone(), strict=True))
            put_row(connection, "decision", {**row, "package": package})


def _decisions(store: Store, where: str) -> tuple[Decision, ...]:
    sql = f"SELECT number, act, targets, keep, reason, by, at FROM decision {where} ORDER BY number, identity"  # noqa: S608
    return tuple(
        Decision(number=number, act=act, targets=tuple(json.loads(targets)), keep=keep, reason=reason, by=by, at=at)
        for number, act, targets, keep, reason, by, at in store.query(sql)
    )


def _refuse(connection: sqlite3.Connection, decision: Decision) -> None:
    if not decision.targets:
        raise BaiseError("DECISION_ACT", act=decision.act, reason=say("store.decision_without_target"))
    for identity in decision.targets:
        if find_id(connection, identity) is None:
            raise BaiseError("DECISION_TARGET", identity=identity)
    few = len(decision.targets) < _FEWEST_IN_DISPUTE
    if decision.act == "resolve" and (few or decision.keep not in decision.targets):
        raise BaiseError("DECISION_ACT", act=decision.act, reason=say("store.decision_resolve"))
