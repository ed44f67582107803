"""What the city decides about submissions; each decision is recorded, signed and kept for ever."""

from collections.abc import Sequence
from datetime import datetime

from baise_desktop.app.desk import CITY_UNIT, Desk, require_role
from baise_desktop.app.inbox.notices import tell_decisions
from baise_desktop.app.inbox.receiving import ReceivedPackage, list_received
from baise_desktop.app.kept.keeping import keep
from baise_desktop.app.keys.trust import city_signer
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.decision import write_decisions
from baise_desktop.exchange.header import Kind
from baise_desktop.signing.signer import Signer
from baise_desktop.store.decisions import Act, list_unsigned, mark_signed, next_decision, record_decision
from baise_desktop.store.queries import read_standings
from baise_desktop.store.standing import State
from baise_desktop.store.unrecorded import record_unrecorded

SHORTEST_IDENTITY = 12
_OUTCOMES = {"accept": "accepted"}
"""State after an act; where it is so already there is nothing to decide."""


def find_received(desk: Desk, start: str) -> ReceivedPackage:
    """The submission whose identity begins so. Raises: BaiseError PACKAGE_UNKNOWN."""
    found = [package for package in list_received(desk) if package.identity.startswith(start.lower())]
    if len(start) < SHORTEST_IDENTITY or len(found) != 1:
        raise BaiseError("PACKAGE_UNKNOWN", text=start)
    return found[0]


def decide(desk: Desk, identity: str, act: Act, passphrase: str, now: datetime, reason: str = "") -> ReceivedPackage:
    """Accept, withdraw or restore one submission, or note that it is returned; `returning` makes the return itself.

    Args:
        desk: of the city.
        identity: at least 12 hex digits of the package identity.
        act: accept, return, withdraw or restore.
        passphrase: of the city's key.
        now: aware.
        reason: for people.

    Returns:
        The submission as it then stands.

    Raises:
        BaiseError: ROLE_CITY_ONLY, CLOCK_BACK, PACKAGE_UNKNOWN, NO_KEY, PASSPHRASE.
    """
    return decide_all(desk, [identity], act, passphrase, now, reason)[0]


def decide_all(
    desk: Desk, identities: Sequence[str], act: Act, passphrase: str, now: datetime, reason: str = ""
) -> tuple[ReceivedPackage, ...]:
    """As `decide`, for a batch: one decision and one signature, about those that do not stand so already."""
    require_role(desk, "city")
    packages = [find_received(desk, identity) for identity in identities]
    signer = city_signer(desk, passphrase, now)
    standings = read_standings(desk.store).by_identity
    targets = [each.identity for each in packages if _has_effect(each, standings[each.identity].state, act)]
    if targets:
        record_decision(
            desk.store, next_decision(desk.store.connection, act, targets, CITY_UNIT, now, reason=reason), now
        )
    sign_decisions(desk, signer, now)
    return tuple(find_received(desk, package.identity) for package in packages)


def sign_decisions(desk: Desk, signer: Signer, now: datetime) -> None:
    """Put every decision that no package carries yet into one signed package, and keep it.

    What older programs received without a decision gets one before that.
    """
    record_unrecorded(desk.store, now)
    unsigned = list_unsigned(desk.store)
    if unsigned:
        content = write_decisions(unsigned, signer, now, tell_decisions(unsigned, now))
        mark_signed(desk.store, unsigned, keep(desk, Kind.DECISION, "out", CITY_UNIT, content, now))


def _has_effect(package: ReceivedPackage, state: State, act: Act) -> bool:
    # A withdrawal stands whatever else is wrong with a package; an acceptance may be what clears a hold.
    if act in ("withdraw", "restore"):
        return (state == "withdrawn") == (act == "restore")
    return package.state != _OUTCOMES.get(act)
