"""What the city decided; each decision is kept for ever and never changed.

State is a function of the packages held and of these decisions: who received what and when, what became of it, whom the
city trusts, who owes what, what it judged of double claims, how targets are shared out. Source: design section 7.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from baise_desktop.errors import BaiseError
from baise_desktop.form import canonical
from baise_desktop.form.canonical import Json
from baise_desktop.store import figure_cache, journal
from baise_desktop.store.database import Store
from baise_desktop.store.instant import to_text
from baise_desktop.store.packages import find_id
from baise_desktop.store.rows import Row, put_row
from baise_desktop.texts import say

PackageAct = Literal["accept", "return", "withdraw", "restore", "resolve"]
"""Acts that decide how submissions stand."""
OfficeAct = Literal["admit", "revoke", "rotate", "extend", "adjudicate", "choose", "allocate"]
"""Acts about something else: trust, what is owed, double claims, what figures rest on, the yearly breakdown."""
Act = PackageAct | OfficeAct | Literal["receive"]
PACKAGE_ACTS: tuple[PackageAct, ...] = get_args(PackageAct)
OFFICE_ACTS: tuple[OfficeAct, ...] = get_args(OfficeAct)
STANDING_ACTS: tuple[Act, ...] = (*PACKAGE_ACTS, "revoke")
"""Acts that how submissions stand follows from."""
ACTS: tuple[Act, ...] = (*PACKAGE_ACTS, *OFFICE_ACTS, "receive")
_FEWEST_IN_DISPUTE = 2
_COLUMNS = "number, act, targets, keep, reason, by, at, coalesce(body, '')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One act of the city."""

    number: int
    """The city's own count, from 1; of two decisions about one thing the higher stands."""
    act: Act
    targets: tuple[str, ...] = ()
    """Package identities, sorted; none where the act is about something else."""
    keep: str = ""
    """For resolve: identity of the package that stands."""
    reason: str = ""
    by: str
    at: str
    """ISO 8601 UTC."""
    detail: str = ""
    """What the act says beside all that, as canonical JSON; empty for nothing."""

    @property
    def content(self) -> dict[str, Json]:
        """As it goes into a signed decision package."""
        told: dict[str, Json] = {name: getattr(self, name) for name in ("number", "act", "keep", "reason", "by", "at")}
        told["targets"] = list(self.targets)
        return told | ({"detail": canonical.load(self.detail.encode())} if self.detail else {})

    @property
    def body(self) -> bytes:
        """Canonical JSON of that."""
        return canonical.dump(self.content)

    @property
    def identity(self) -> str:
        """SHA-256 hex of `body`."""
        return hashlib.sha256(self.body).hexdigest()


def next_decision(
    connection: sqlite3.Connection,
    act: Act,
    targets: Iterable[str],
    by: str,
    now: datetime,
    *,
    keep: str = "",
    reason: str = "",
    detail: Mapping[str, Json] | None = None,
) -> Decision:
    """A decision with the next free number, not yet recorded."""
    (last,) = connection.execute("SELECT coalesce(max(number), 0) FROM decision").fetchone()
    return Decision(
        number=last + 1,
        act=act,
        targets=tuple(sorted(set(targets))),
        keep=keep,
        reason=reason,
        by=by,
        at=to_text(now),
        detail=canonical.dump(dict(detail)).decode() if detail else "",
    )


def record_decision(store: Store, decision: Decision, now: datetime) -> bool:
    """Record a decision; states and figures follow from it at once.

    Returns:
        False when it was recorded already, and nothing changed.

    Raises:
        BaiseError: DECISION_TARGET for a package that is not held; DECISION_ACT for a resolve that does not name two
            packages and one of them to keep, and for an act about packages that names none.
    """
    with store.write() as connection:
        if connection.execute("SELECT 1 FROM decision WHERE identity = ?", (decision.identity,)).fetchone():
            return False
        append_decision(connection, decision)
        figure_cache.forget_all(connection)
        detail: Row = {"identity": decision.identity, "targets": len(decision.targets)}
        first: Row = {"first": decision.targets[0]} if decision.targets else {}
        journal.append(connection, decision.by, say(f"store.act_{decision.act}"), {**detail, **first}, now)
    return True


def append_decision(connection: sqlite3.Connection, decision: Decision, package: str = "") -> None:
    """Add a decision as part of a change that journals it and drops the figures that it moves.

    Args:
        connection: inside a change.
        decision: not recorded yet.
        package: identity of the signed package that carries it; empty until there is one.

    Raises:
        BaiseError: as `record_decision`.
    """
    _refuse(connection, decision)
    cells: Row = {
        **{name: getattr(decision, name) for name in ("number", "act", "keep", "reason", "by", "at")},
        "identity": decision.identity,
        "targets": json.dumps(decision.targets),
        "package": package,
    }
    put_row(connection, "decision", cells)
    if decision.detail:
        put_row(connection, "decision_detail", {"identity": decision.identity, "body": decision.detail})


def list_decisions(store: Store, acts: Iterable[Act] = ACTS) -> tuple[Decision, ...]:
    """The decisions of these acts by number."""
    return _decisions(store, "WHERE act IN (SELECT value FROM json_each(?))", json.dumps(list(acts)))


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


def revoked_key(decision: Decision) -> tuple[str, int] | None:
    """Of a revocation: the certificate's fingerprint, and the seq of the last package of it that is trusted."""
    if decision.act != "revoke":
        return None
    detail = json.loads(decision.detail)
    return detail["certificate"], detail["after_seq"]


def revoked_chains(decision: Decision) -> frozenset[tuple[str, int]] | None:
    """Of a revocation: installation and epoch of every chain that the key is trusted in; None where it does not say.

    Numbers are counted in each chain anew, so that "after package n" alone would leave a thief the numbers 1 to n of
    a chain that he begins.
    """
    chains = json.loads(decision.detail).get("chains")
    return None if chains is None else frozenset((installation, epoch) for installation, epoch in chains)


def trusted_chains(store: Store, certificate: str) -> frozenset[tuple[str, int]] | None:
    """Those of the first revocation of a certificate, by its fingerprint; None where there is none that says so."""
    for decision in list_decisions(store, ("revoke",)):
        if (revoked_key(decision) or ("", 0))[0] == certificate:
            return revoked_chains(decision)
    return None


def _decisions(store: Store, where: str, *values: str) -> tuple[Decision, ...]:
    joined = "decision LEFT JOIN decision_detail USING (identity)"
    sql = f"SELECT {_COLUMNS} FROM {joined} {where} ORDER BY number, identity"  # noqa: S608 - constant texts
    return tuple(
        Decision(
            number=number,
            act=act,
            targets=tuple(json.loads(targets)),
            keep=keep,
            reason=reason,
            by=by,
            at=at,
            detail=detail,
        )
        for number, act, targets, keep, reason, by, at, detail in store.query(sql, values)
    )


def _refuse(connection: sqlite3.Connection, decision: Decision) -> None:
    if not decision.targets and decision.act not in OFFICE_ACTS:
        raise BaiseError("DECISION_ACT", act=decision.act, reason=say("store.decision_without_target"))
    for identity in decision.targets:
        if find_id(connection, identity) is None:
            raise BaiseError("DECISION_TARGET", identity=identity)
    few = len(decision.targets) < _FEWEST_IN_DISPUTE
    if decision.act == "resolve" and (few or decision.keep not in decision.targets):
        raise BaiseError("DECISION_ACT", act=decision.act, reason=say("store.decision_resolve"))
