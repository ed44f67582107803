"""What a unit's report on a target stands beside: the requirement, the figure, the sentence it comes from."""

from dataclasses import dataclass

from baise_desktop.app.desk import Desk
from baise_desktop.app.figures import figure_table, show_own_requirement
from baise_desktop.form.period import parse_period


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
