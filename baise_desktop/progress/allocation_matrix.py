"""The breakdown as a table to look at and fill in: units by targets and years, with the sums of its columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from baise_desktop.form.definition import Catalogue, Plan, Target
from baise_desktop.progress.allocation import Role, Share
from baise_desktop.progress.allocation_check import ADDS_UP
from baise_desktop.progress.figure import CITY

_SUMMED = frozenset({"cumulative", "milestone"})
"""Natures whose years add up to the whole plan; of others the last year is the whole."""
Units = Mapping[str, tuple[str, ...]]
"""By target: the units that it is broken down to."""


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """One target in one year."""

    target: str
    year: int
    """0 for the plan as a whole, which is computed and not typed."""
    total: Decimal | None
    """Sum over the units; None where there is nothing to add up."""
    required: Decimal | None
    """What the units together must reach; None while that is open."""

    @property
    def difference(self) -> Decimal | None:
        """By how much the units miss it, or pass it; None while either is unknown."""
        return None if self.total is None or self.required is None else self.total - self.required


@dataclass(frozen=True, slots=True)
class Matrix:
    """Units by columns."""

    columns: tuple[MatrixColumn, ...]
    units: tuple[str, ...]
    cells: tuple[tuple[Share | None, ...], ...]
    """A line for each unit."""
    open_cells: tuple[tuple[bool, ...], ...]
    """Where a unit can have a share, and it can be typed."""


def plan_years(plan: Plan) -> tuple[int, ...]:
    """The years of a plan."""
    return tuple(range(int(plan.period_start[:4]), int(plan.period_end[:4]) + 1))


def broken_down(catalogue: Catalogue, plan: str, units: Units) -> tuple[Target, ...]:
    """The targets of a plan that are shared out among units, in the order of the document."""
    return tuple(
        target
        for target in catalogue.targets.values()
        if target.plan == plan and can_be_shared(target) and units.get(target.id)
    )


def can_be_shared(target: Target) -> bool:
    """Whether a target can be shared out: one of the plan's text, or a category of an annex that asks for several."""
    return not target.parent or (target.breakdown == "category" and Decimal(target.value) > 1)


def lay_out(catalogue: Catalogue, shares: Sequence[Share], places: Sequence[tuple[str, int]], units: Units) -> Matrix:
    """The table of some targets and years.

    Args:
        catalogue: of the targets.
        shares: the whole breakdown.
        places: target and year of each column; year 0 for the plan as a whole.
        units: that each target is broken down to.
    """
    known = {(share.target, share.unit, share.year): share for share in shares if share.role is Role.AMOUNT}
    wanted = {unit for target, _ in places for unit in units.get(target, ())}
    wanted |= {unit for target, unit, _ in known if unit and any(target == each for each, _ in places)}
    rows = tuple(unit for unit in catalogue.units if unit in wanted)
    cells = tuple(tuple(find_share(catalogue, known, target, unit, year) for target, year in places) for unit in rows)
    allowed = tuple(tuple(bool(year) and unit in units.get(target, ()) for target, year in places) for unit in rows)
    columns = tuple(
        _column(catalogue, known, place, [line[number] for line in cells]) for number, place in enumerate(places)
    )
    return Matrix(columns, rows, cells, allowed)


def find_share(
    catalogue: Catalogue, known: Mapping[tuple[str, str, int], Share], target: str, unit: str, year: int
) -> Share | None:
    """The share of one place; of the plan as a whole what is stated, or else what its years come to."""
    found = known.get((target, unit, year))
    if found is not None or year:
        return found
    years = sorted(each for name, owner, each in known if (name, owner) == (target, unit) and each)
    if not years:
        return None
    if catalogue.targets[target].nature not in _SUMMED:
        return known[target, unit, years[-1]]
    total = sum((known[target, unit, each].value for each in years), Decimal(0))
    return Share(target, unit, 0, total, Role.AMOUNT, "")


def _column(
    catalogue: Catalogue,
    known: Mapping[tuple[str, str, int], Share],
    place: tuple[str, int],
    line: Sequence[Share | None],
) -> MatrixColumn:
    name, year = place
    target = catalogue.targets[name]
    if target.nature not in ADDS_UP:
        return MatrixColumn(name, year, None, None)
    values = [share.value for share in line if share is not None]
    total = sum(values, Decimal(0)) if values else None
    stated = known.get((name, CITY, year))
    if stated is not None:
        return MatrixColumn(name, year, total, stated.value)
    whole = not year or (year == int(target.deadline[:4]) and target.nature in {"stock", "flow"})
    return MatrixColumn(name, year, total, Decimal(target.value) if whole else None)
