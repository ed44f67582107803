"""达到 and 突破, 力争, years not begun."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from baise_desktop.app.results.figures import show_gap, show_requirement
from baise_desktop.form.definition import Catalogue
from baise_desktop.progress.baseline import Choices
from baise_desktop.progress.figure import Figure
from baise_desktop.progress.judgement import is_started, judge, judged_on


@pytest.mark.parametrize(
    ("target", "value", "met", "completion"),
    [
        ("p2.t.hightech", "70", True, "100.00"),
        ("p2.t.hightech", "69", False, "98.57"),
        ("p2.t.contract", "160", False, "100.00"),
        ("p2.t.contract", "160.0001", True, "100.00"),
        ("p2.t.fiscal_growth", "0", True, None),
    ],
)
def test_by_the_targets_own_operator(
    catalogue: Catalogue, target: str, value: str, met: bool, completion: str | None
) -> None:
    judgement = judge(catalogue.targets[target], Figure(Decimal(value)))
    assert judgement.met is met
    assert judgement.completion == (Decimal(completion) if completion else None)


def test_without_a_figure_nothing_is_judged(catalogue: Catalogue) -> None:
    assert judge(catalogue.targets["p2.t.hightech"], Figure(None, reason="no_rows")).met is None


def test_a_target_of_one_year_is_judged_at_its_end(catalogue: Catalogue) -> None:
    target = catalogue.targets["p1.t.conversion.y2018"]
    assert judged_on(target, date(2020, 6, 1)) == date(2018, 12, 31)
    assert is_started(target, date(2018, 1, 1))
    assert not is_started(target, date(2017, 12, 31))


def test_nothing_counts_after_the_deadline_unless_the_city_moves_it(catalogue: Catalogue) -> None:
    target, late = catalogue.targets["p2.t.contract"], date(2024, 6, 1)
    assert judged_on(target, late) == date(2023, 12, 31)
    moved = Choices({"deadline:p2.t.contract": "2024-03-31"})
    assert judged_on(target, late, moved) == date(2024, 3, 31)


@pytest.mark.parametrize(("value", "met"), [("69", False), ("70", True), ("71", False)])
def test_exactly_as_many(catalogue: Catalogue, value: str, met: bool) -> None:
    target = replace(catalogue.targets["p2.t.hightech"], comparator="=")
    assert judge(target, Figure(Decimal(value))).met is met
    assert show_requirement(target) == "＝70家"
    assert met or show_gap(target, Decimal(value)) == "1家"
