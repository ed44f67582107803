"""What a unit's report on a target stands beside: the requirement, the figure, the sentence it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from baise_desktop.app.allocation import read_shares
from baise_desktop.app.choices import read_choices
from baise_desktop.app.desk import Desk
from baise_desktop.app.figures import figure_table, show_own_requirement
from baise_desktop.form.period import parse_period
from baise_desktop.form.value import Value
from baise_desktop.progress.allocation import owed_target
from baise_desktop.progress.judgement import judged_on


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """A target as its report shows it."""

    name: str
    requirement: str
    figure: str
    """With its unit of measure; empty while there is none."""
    note: str
    """Why there is no figure."""
    rows: int
    """Register rows the figure rests on."""
    quote: str


def target_facts(desk: Desk, target_id: str, period: str) -> TargetFacts:
    """A target and this unit's own figure at the period's end.

    Raises:
        BaiseError: PERIOD.
    """
    target = desk.catalogue.targets[target_id]
    table = figure_table(desk, target.plan, parse_period(period).end, desk.office.unit)
    own = next((row for row in table.rows if row.target == target_id), None)
    figure = f"{own.figure}{own.measure}" if own and own.figure else ""
    return TargetFacts(
        target.name,
        show_own_requirement(target, own),
        figure,
        own.note if own else "",
        own.rows if own else 0,
        target.quote,
    )


def target_numbers(desk: Desk, plan: str, as_of: date) -> Mapping[str, Mapping[str, Value]]:
    """By target and field: 本期数值 as it is shown, and 目标要求, of the desk's own unit; what is unknown is absent.

    Raises:
        BaiseError: PLAN_UNKNOWN.
    """
    choices, shares = read_choices(desk), read_shares(desk, plan)
    numbers: dict[str, dict[str, Value]] = {}
    for row in figure_table(desk, plan, as_of, desk.office.unit).rows:
        known = numbers.setdefault(row.target, {})
        if row.figure:
            known["figure"] = Decimal(row.figure)
        target = desk.catalogue.targets[row.target]
        year = judged_on(target, as_of, choices).year
        owed = owed_target(desk.catalogue, shares, target, desk.office.unit, year)
        if owed is not None:
            known["required"] = Decimal(owed.value)
    return numbers
