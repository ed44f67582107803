"""Acts of the city that no signature carries yet, and the signature for them."""

from datetime import datetime

from baise_desktop.app.desk import Desk, require_role
from baise_desktop.app.inbox.deciding import sign_decisions
from baise_desktop.app.keys.trust import city_signer
from baise_desktop.store.decisions import Decision, list_unsigned
from baise_desktop.store.unrecorded import list_unrecorded
from baise_desktop.texts import say


def list_waiting(desk: Desk) -> tuple[str, ...]:
    """What waits, a line for each act, by number. Raises: BaiseError ROLE_CITY_ONLY."""
    require_role(desk, "city")
    return tuple(map(_tell, list_unsigned(desk.store)))


def sign_waiting(desk: Desk, passphrase: str, now: datetime) -> int:
    """Sign what waits.

    Returns:
        How many acts that were; with none nothing is written.

    Raises:
        BaiseError: ROLE_CITY_ONLY, CLOCK_BACK, NO_KEY, PASSPHRASE.
    """
    count = len(list_waiting(desk)) + len(list_unrecorded(desk.store))
    sign_decisions(desk, city_signer(desk, passphrase, now), now)
    return count


def _tell(decision: Decision) -> str:
    act = say(f"store.act_{decision.act}")
    key = "waiting_about" if decision.targets else "waiting_act"
    return say(f"matters.{key}", number=decision.number, act=act, count=len(decision.targets))
