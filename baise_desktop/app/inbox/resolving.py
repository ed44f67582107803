"""Two submissions with one number and different content: the city says which of them stands."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from baise_desktop.app.desk import CITY_UNIT, Desk, require_role
from baise_desktop.app.inbox.deciding import find_received, sign_decisions
from baise_desktop.app.inbox.receiving import ReceivedPackage
from baise_desktop.app.keys.trust import city_signer
from baise_desktop.errors import BaiseError
from baise_desktop.store.decisions import next_decision, record_decision
from baise_desktop.store.queries import read_standings
from baise_desktop.store.standing import Conflict

SHORT = 12


def resolve(
    desk: Desk, identities: Sequence[str], keep: str, passphrase: str, now: datetime, reason: str = ""
) -> ReceivedPackage:
    """Decide a conflict: one of its submissions stands, the others never count.

    Args:
        desk: of the city.
        identities: every side of the conflict, each by at least 12 hex digits.
        keep: the side that stands, named in the same way.
        passphrase: of the city's key.
        now: aware.
        reason: for people.

    Returns:
        The submission that stands, as it stands then.

    Raises:
        BaiseError: ROLE_CITY_ONLY, PACKAGE_UNKNOWN, RESOLVE_NONE, RESOLVE_SIDES, RESOLVE_KEEP, NO_KEY, PASSPHRASE.
    """
    require_role(desk, "city")
    sides = tuple(sorted({find_received(desk, identity).identity for identity in identities}))
    kept = find_received(desk, keep).identity
    if kept not in sides:
        raise BaiseError("RESOLVE_KEEP")
    _require_conflict(read_standings(desk.store).conflicts, sides)
    signer = city_signer(desk, passphrase, now)
    decision = next_decision(desk.store.connection, "resolve", sides, CITY_UNIT, now, keep=kept, reason=reason.strip())
    record_decision(desk.store, decision, now)
    sign_decisions(desk, signer, now)
    return find_received(desk, kept)


def list_conflicts(desk: Desk) -> tuple[Conflict, ...]:
    """Conflicts that wait for the city to say which side stands. Raises: BaiseError ROLE_CITY_ONLY."""
    require_role(desk, "city")
    return tuple(each for each in _disputes(read_standings(desk.store).conflicts) if not each.kept)


def _disputes(conflicts: Iterable[Conflict]) -> Iterable[Conflict]:
    return (each for each in conflicts if each.kind in ("seq", "version"))


def _require_conflict(conflicts: Iterable[Conflict], sides: Sequence[str]) -> None:
    about = [each for each in _disputes(conflicts) if set(sides) <= set(each.identities)]
    if not about or len(sides) == 1:
        raise BaiseError("RESOLVE_NONE")
    missing = min((set(each.identities) - set(sides) for each in about), key=len)
    if missing:
        raise BaiseError("RESOLVE_SIDES", missing="、".join(identity[:SHORT] for identity in sorted(missing)))
