"""A plan's breakdown as the city sees it: every share and how it stands, tables with their sums, what it lacks."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from baise_desktop.app.desk import CITY_UNIT, Desk, require_plan
from baise_desktop.app.results.figures import units_counted
from baise_desktop.app.terms.allocation import read_shares
from baise_desktop.app.terms.allocation_change import act_words
from baise_desktop.form.definition import Catalogue
from baise_desktop.progress.allocation import DRAFT, Role, Share
from baise_desktop.progress.allocation_check import show_amount
from baise_desktop.progress.allocation_gaps import AllocationGap, find_allocation_gaps
from baise_desktop.progress.allocation_matrix import (
    Matrix,
    MatrixColumn,
    Units,
    broken_down,
    can_be_shared,
    lay_out,
    plan_years,
)
from baise_desktop.store.allocation import ShareHistory, list_share_history
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A plan's breakdown as the city sees it."""

    plan: str
    shares: tuple[Share, ...]
    units: Units
    gaps: tuple[AllocationGap, ...]
    history: tuple[ShareHistory, ...]
    proposed: int
    """How many shares are not told to anybody yet."""

    def as_json(self, catalogue: Catalogue, table: Matrix) -> dict[str, Any]:
        """As `baise city allocation --json` prints it."""
        return {
            "plan": self.plan,
            "proposed": self.proposed,
            "shares": [_share_json(catalogue, share) for share in self.shares if share.role is Role.AMOUNT],
            "sums": [_sum_json(column) for column in table.columns if column.total is not None],
            "gaps": [asdict(gap) for gap in self.gaps],
        }


def _share_json(catalogue: Catalogue, share: Share) -> dict[str, Any]:
    return {
        "target": share.target,
        "unit": share.unit,
        "unit_name": catalogue.units[share.unit].name if share.unit else say("words.whole_city"),
        "year": share.year,
        "value": show_amount(share.value),
        "state": state_of(share),
    }


def _sum_json(column: MatrixColumn) -> dict[str, Any]:
    return {
        "target": column.target,
        "year": column.year,
        "total": _text(column.total),
        "required": _text(column.required),
        "difference": _text(column.difference),
    }


def state_of(share: Share) -> str:
    """How a share stands: as the register says, or that the plan states it."""
    return share.status or say("allocation.state_stated")


def units_of(desk: Desk, plan: str) -> Units:
    """The units that each target of a plan is shared out among; none for targets of one unit or of each alike."""
    catalogue = desk.catalogue
    return {
        target.id: tuple(unit for unit in units_counted(catalogue, target) if unit != CITY_UNIT)
        for target in catalogue.targets.values()
        if target.plan == plan
        and can_be_shared(target)
        and not target.scope_unit
        and not catalogue.indicators[target.indicator].each_unit
    }


def read_breakdown(desk: Desk, plan: str) -> Breakdown:
    """Everything the page of a plan shows.

    Raises:
        BaiseError: PLAN_UNKNOWN.
    """
    require_plan(desk, plan)
    shares, units = read_shares(desk, plan), units_of(desk, plan)
    names = {target.id for target in desk.catalogue.targets.values() if target.plan == plan}
    history = tuple(each for each in list_share_history(desk.store, act_words()) if each.change.target in names)
    gaps = find_allocation_gaps(desk.catalogue, shares, plan, units)
    return Breakdown(plan, shares, units, gaps, history, sum(share.status == DRAFT for share in shares))


def matrix_of(catalogue: Catalogue, breakdown: Breakdown, target: str = "", year: int = 0) -> Matrix:
    """The table of one target or all, and of one year or all; of everything at once, the sums of the years."""
    targets = [each.id for each in broken_down(catalogue, breakdown.plan, breakdown.units)]
    if year:
        places = [(each, year) for each in ([target] if target else targets)]
    elif target:
        places = [(target, each) for each in (*plan_years(catalogue.plans[breakdown.plan]), 0)]
    else:
        places = [(each, 0) for each in targets]
    return lay_out(catalogue, breakdown.shares, places, breakdown.units)


def sums_of(catalogue: Catalogue, breakdown: Breakdown) -> Matrix:
    """The table of every target, year by year and as a whole."""
    targets = broken_down(catalogue, breakdown.plan, breakdown.units)
    years = (*plan_years(catalogue.plans[breakdown.plan]), 0)
    places = [(target.id, year) for target in targets for year in years]
    return lay_out(catalogue, breakdown.shares, places, breakdown.units)


def _text(value: Decimal | None) -> str:
    return "" if value is None else show_amount(value)
