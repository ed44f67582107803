from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.form.definition import Catalogue
from baise_desktop.progress.judgement import Judgement
from baise_desktop.progress.pace import Light, keep_pace, time_passed

END = date(2023, 12, 31)
HALF = date(2022, 7, 2)
"""Half of the 1095 days of the second plan have just passed."""


@pytest.mark.parametrize(
    ("met", "completion", "as_of", "light", "lead"),
    [
        (True, "120", HALF, Light.MET, "69.95"),
        (False, "50.05", HALF, Light.ON_TRACK, "0.00"),
        (False, "50.04", HALF, Light.BEHIND, "-0.01"),
        (False, "40.05", HALF, Light.BEHIND, "-10.00"),
        (False, "40.04", HALF, Light.LATE, "-10.01"),
        (False, "99", END, Light.LATE, "-1.00"),
        (None, None, HALF, Light.UNKNOWN, None),
    ],
)
def test_what_grows_is_held_against_time(
    catalogue: Catalogue, met: bool | None, completion: str | None, as_of: date, light: Light, lead: str | None
) -> None:
    judgement = Judgement(met, None if completion is None else Decimal(completion))
    pace = keep_pace(catalogue.targets["p2.t.contract"], catalogue.plans["p2"], judgement, as_of, END)
    assert (pace.light, pace.lead) == (light, None if lead is None else Decimal(lead))


def test_what_does_not_grow_with_time_is_late_only_when_time_is_over(catalogue: Catalogue) -> None:
    rank = next(target for target in catalogue.targets.values() if target.nature == "rank_change")
    plan, judgement = catalogue.plans[rank.plan], Judgement(met=False, completion=Decimal(50))
    end = date.fromisoformat(plan.period_end)
    assert keep_pace(rank, plan, judgement, date(2019, 1, 1), end).light is Light.BEHIND
    assert keep_pace(rank, plan, judgement, end, end) == keep_pace(rank, plan, judgement, date(2030, 1, 1), end)
    assert keep_pace(rank, plan, judgement, end, end).light is Light.LATE


def test_the_time_of_a_yearly_target_is_its_year(catalogue: Catalogue) -> None:
    target = replace(catalogue.targets["p2.t.contract"], year=2022)
    passed = [time_passed(target, catalogue.plans["p2"], day, date(2022, 12, 31)) for day in (date(2021, 6, 1), END)]
    assert passed == [Decimal(0), Decimal(100)]


@given(day=st.dates(date(2020, 1, 1), date(2025, 1, 1)), later=st.integers(0, 1000))
def test_time_never_runs_back(catalogue: Catalogue, day: date, later: int) -> None:
    target, plan = catalogue.targets["p2.t.contract"], catalogue.plans["p2"]
    days = (day, date.fromordinal(day.toordinal() + later))
    first, second = (time_passed(target, plan, each, END) for each in days)
    assert 0 <= first <= second <= 100
