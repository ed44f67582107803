"""What a text of a definition means beyond being text: an id of something, one of some words, a date, a decimal."""

from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True, slots=True)
class Refers:
    """The text is an id (or is empty where that is the default)."""

    collection: str
    """Name of the mapping of `Catalogue` that holds it."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """The text is one of these words."""

    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Scalar:
    """The text stands for a value that TOML writes as a date or a number."""

    kind: str
    """date or decimal."""


def _one_of(words: str) -> OneOf:
    return OneOf(frozenset(words.split()))


IsoDate = Annotated[str, Scalar("date")]
DecimalText = Annotated[str, Scalar("decimal")]

PlanId = Annotated[str, Refers("plans")]
UnitId = Annotated[str, Refers("units")]
CodeListId = Annotated[str, Refers("code_lists")]
RegisterId = Annotated[str, Refers("registers")]
IndicatorId = Annotated[str, Refers("indicators")]
TargetId = Annotated[str, Refers("targets")]
TaskId = Annotated[str, Refers("tasks")]
NarrativeId = Annotated[str, Refers("narratives")]

Level = Annotated[str, _one_of("county park city_dept org")]
UnitKind = Annotated[
    str,
    _one_of("city county park city_dept vertical party_dept group_org leading_body group media named_org"),
]
AcceptedUnits = Annotated[str, _one_of("county park city_dept county_or_park county_or_city any")]
Comparator = Annotated[str, _one_of(">= > = delta>= delta>")]
Nature = Annotated[str, _one_of("stock flow cumulative ratio pp_change rank_change growth milestone")]
Aggregation = Annotated[str, _one_of("sum ratio_of_sums city_only latest")]
Operation = Annotated[str, _one_of("count count_distinct sum ratio growth latest rank_delta pp_delta")]
Strength = Annotated[str, _one_of("binding aspirational")]
PeriodKind = Annotated[str, _one_of("plan_end year_end year each_year milestone")]
TaskKind = Annotated[
    str,
    _one_of(
        "background principle goal_overview goal_project main safeguard"
        " annex_plan annex_item annex_goal annex_assignment annex_measure"
    ),
]
MechanismFrequency = Annotated[str, _one_of("annual half_yearly quarterly monthly event")]
Origin = Annotated[str, _one_of("stated inferred")]
