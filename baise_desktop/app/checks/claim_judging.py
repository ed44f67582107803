"""What an officer decides about one double claim."""

from datetime import datetime

from baise_desktop.app.checks.claim_judgements import VERDICTS, Judged, put_judgement
from baise_desktop.app.checks.double_claims import DoubleClaim, find_double_claims
from baise_desktop.app.clock_check import require_clock
from baise_desktop.app.desk import Desk, find_unit, require_role
from baise_desktop.errors import BaiseError
from baise_desktop.store.instant import to_text

_SHORTEST_REASON = 2


def judge_claim(desk: Desk, start: str, verdict: str, reason: str, now: datetime, owner: str = "") -> DoubleClaim:
    """Write down what the officer decided about one double claim.

    Args:
        desk: of the city.
        start: how the id of the double claim begins, at least 4 digits.
        verdict: owner, distinct or return.
        reason: for whoever asks later.
        now: aware.
        owner: the unit that keeps it, where the verdict is owner: id, code or name.

    Returns:
        The double claim as judged.

    Raises:
        BaiseError: ROLE_CITY_ONLY, CLOCK_BACK, CLAIM_UNKNOWN, CLAIM_VERDICT, UNIT_UNKNOWN.
    """
    require_role(desk, "city")
    require_clock(desk, now)
    found = [claim for claim in find_double_claims(desk) if claim.id.startswith(start.lower())]
    if len(found) != 1:
        raise BaiseError("CLAIM_UNKNOWN", text=start)
    claim = found[0]
    keeper = find_unit(desk.catalogue, owner).id if verdict == "owner" else ""
    fits = verdict in VERDICTS and (verdict != "owner" or keeper in {side.unit for side in claim.sides})
    if not fits or len(reason.strip()) < _SHORTEST_REASON:
        raise BaiseError("CLAIM_VERDICT", units="、".join(dict.fromkeys(side.unit_name for side in claim.sides)))
    # The verdict has been compared with the words that there are.
    judged = Judged(verdict=verdict, owner=keeper, reason=reason.strip(), at=to_text(now), content=claim.content)  # type: ignore[arg-type]
    put_judgement(desk, claim.id, judged, now)
    (again,) = (each for each in find_double_claims(desk, registers=(claim.register,)) if each.id == claim.id)
    return again
