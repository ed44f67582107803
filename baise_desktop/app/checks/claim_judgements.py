"""What an officer judged of double claims: kept with what the rows said, so that changed rows are open again."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, get_args

from baise_desktop.app.clock_check import require_clock
from baise_desktop.app.desk import CITY_UNIT, Desk, find_unit, require_role
from baise_desktop.errors import BaiseError
from baise_desktop.store.decided import Settlement, decide_setting
from baise_desktop.store.instant import to_text
from baise_desktop.store.settings import list_settings
from baise_desktop.texts import say

if TYPE_CHECKING:
    from baise_desktop.app.checks.double_claims import DoubleClaim

Verdict = Literal["owner", "distinct", "return"]
"""判定归属, 确属两家 or 退回."""
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
_PREFIX = "double_claim:"
_SHORTEST_REASON = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One judgement."""

    verdict: Verdict
    owner: str
    """Unit id; empty unless the verdict is owner."""
    reason: str
    at: str
    """ISO 8601, UTC."""
    content: str
    """Digest of what the rows said."""


def read_judgements(desk: Desk) -> Mapping[str, Judged]:
    """Every judgement, by the id of the double claim."""
    return {
        name.removeprefix(_PREFIX): Judged(**json.loads(value))
        for name, value in list_settings(desk.store).items()
        if name.startswith(_PREFIX) and value
    }


def judge_claim(desk: Desk, start: str, verdict: str, reason: str, now: datetime, owner: str = "") -> "DoubleClaim":
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
    from baise_desktop.app.checks.double_claims import find_double_claims

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
    value = json.dumps(asdict(judged), ensure_ascii=False, sort_keys=True)
    told = [(say("claims.act"), {"value": value})]
    settlement = Settlement("adjudicate", _PREFIX + claim.id, value, judged.reason)
    decide_setting(desk.store, settlement, CITY_UNIT, now, told)
    (again,) = (each for each in find_double_claims(desk, registers=(claim.register,)) if each.id == claim.id)
    return again
