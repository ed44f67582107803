"""What an officer judged of double claims: kept with what the rows said, so that changed rows are open again."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal, get_args

from baise_desktop.app.desk import CITY_UNIT, Desk
from baise_desktop.store.decided import Settlement, decide_setting
from baise_desktop.store.settings import list_settings
from baise_desktop.texts import say

Verdict = Literal["owner", "distinct", "return"]
"""判定归属, 确属两家 or 退回."""
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
_PREFIX = "double_claim:"


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


def put_judgement(desk: Desk, claim: str, judged: Judged, now: datetime) -> None:
    """Keep a judgement in the place of an earlier one.

    Args:
        desk: of the city.
        claim: id of the double claim.
        judged: what was decided.
        now: aware.
    """
    value = json.dumps(asdict(judged), ensure_ascii=False, sort_keys=True)
    told = [(say("claims.act"), {"value": value})]
    decide_setting(desk.store, Settlement("adjudicate", _PREFIX + claim, value, judged.reason), CITY_UNIT, now, told)
