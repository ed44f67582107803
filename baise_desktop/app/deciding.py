"""What the city decides about submissions; each decision is recorded, signed and kept for ever."""

from datetime import datetime

from baise_desktop.app.desk import CITY_UNIT, Desk, require_role
from baise_desktop.app.keeping import keep
from baise_desktop.app.receiving import ReceivedPackage, list_received
from baise_desktop.app.trust import city_signer
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.header import Kind
from baise_desktop.exchange.signed_body import write_body
from baise_desktop.form import canonical
from baise_desktop.store.decisions import Act, list_unsigned, mark_signed, next_decision, record_decision

SHORTEST_IDENTITY = 12
_OUTCOMES = {"accept": "accepted", "withdraw": "withdrawn"}
"""State after an act; where it is so already there is nothing to decide."""


def find_received(desk: Desk, start: str) -> ReceivedPackage:
    """The submission whose identity begins so. Raises: BaiseError PACKAGE_UNKNOWN."""
    found = [package for package in list_received(desk) if package.identity.startswith(start.lower())]
    if len(start) < SHORTEST_IDENTITY or len(found) != 1:
        raise BaiseError("PACKAGE_UNKNOWN", text=start)
    return found[0]


def decide(desk: Desk, identity: str, act: Act, passphrase: str, now: datetime, reason: str = "") -> ReceivedPackage:
    """Accept, return, withdraw or restore one submission.

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
        BaiseError: ROLE_CITY_ONLY, PACKAGE_UNKNOWN, NO_KEY, PASSPHRASE.
    """
    require_role(desk, "city")
    package = find_received(desk, identity)
    signer = city_signer(desk, passphrase)
    if package.state == _OUTCOMES.get(act) or (act == "restore" and package.state != "withdrawn"):
        return package
    record_decision(desk.store, next_decision(desk.store, act, [package.identity], CITY_UNIT, now, reason=reason), now)
    unsigned = list_unsigned(desk.store)
    body = [canonical.load(decision.body) for decision in unsigned]
    content = write_body(Kind.DECISION, CITY_UNIT, {"decisions": body}, signer, now)
    signed = keep(desk, Kind.DECISION, "out", CITY_UNIT, content, now)
    mark_signed(desk.store, unsigned, signed)
    return find_received(desk, package.identity)
