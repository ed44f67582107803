"""How far a figure is against the time that has passed, by the rule that every table prints.

Source: design section 9, lights by published rule. The rule's words are `progress.light_rule`.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from baise_desktop.form.definition import Plan, Target
from baise_desktop.progress.judgement import Judgement

LAG = Decimal(10)
"""Percentage points behind time from which a target is 滞后; the plans name no limit, so the table says this one."""
_GROWS_WITH_TIME = frozenset({"stock", "flow", "cumulative"})


class Light(StrEnum):
    """Told by a sign and a word, never by colour alone."""

    MET = "met"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    LATE = "late"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Pace:
    """A target's progress beside the time's."""

    light: Light
    lead: Decimal | None = None
    """Percentage points that completion is ahead of time, two decimals; None for what does not grow with time."""


def keep_pace(target: Target, plan: Plan, judgement: Judgement, as_of: date, deadline: date) -> Pace:
    """The light of a target on a day.

    Args:
        target: with the requirement of the unit asked for.
        plan: that it belongs to.
        judgement: of the figure on the day.
        as_of: the day.
        deadline: last day of the target, as settled.
    """
    if judgement.met is None:
        return Pace(Light.UNKNOWN)
    lead = _lead(target, plan, judgement, as_of, deadline)
    if judgement.met:
        return Pace(Light.MET, lead)
    if as_of >= deadline:
        return Pace(Light.LATE, lead)
    if lead is None:
        return Pace(Light.BEHIND)
    return Pace(Light.ON_TRACK if lead >= 0 else Light.BEHIND if lead >= -LAG else Light.LATE, lead)


def time_passed(target: Target, plan: Plan, as_of: date, deadline: date) -> Decimal:
    """Percent of the target's time that has passed at the end of a day, from 0 to 100."""
    start = date(target.year, 1, 1) if target.year else date.fromisoformat(plan.period_start)
    whole = (deadline - start).days + 1
    passed = min(max((as_of - start).days + 1, 0), whole)
    return Decimal(passed) * 100 / whole if whole > 0 else Decimal(100)


def _lead(target: Target, plan: Plan, judgement: Judgement, as_of: date, deadline: date) -> Decimal | None:
    if target.nature not in _GROWS_WITH_TIME or judgement.completion is None:
        return None
    ahead = judgement.completion - time_passed(target, plan, as_of, deadline)
    return ahead.quantize(Decimal("0.01"), ROUND_HALF_UP)
