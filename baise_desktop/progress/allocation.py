"""Who must reach how much, and when: the yearly breakdown of targets (年度目标任务分解).

A plan's own annexes are targets below a target; what they leave open the city fills in in register r.decomp.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from baise_desktop.form.definition import Catalogue, Target
from baise_desktop.progress.figure import CITY
from baise_desktop.progress.row import Row

REGISTER = "r.decomp"
_CITY_UNIT = "city"
"""Kind of the unit that stands for the whole city in the register."""
_PARTS = frozenset({"item", "category"})
_SPREAD = frozenset({"year", "county", "county_year"})
DRAFT, ISSUED, ADJUSTED = "拟分解", "已下达", "已调整"
"""What a share in the register can be: only proposed, told to the unit, changed after that."""


class Role(StrEnum):
    """What a share is of its target."""

    AMOUNT = "amount"
    """What a unit or year must reach of it."""
    ADDITION = "addition"
    """What a year must add to a stock."""
    PART = "part"
    """A line of the annex that is neither of one unit nor of one year."""


@dataclass(frozen=True, slots=True)
class Share:
    """One cell of the breakdown."""

    target: str
    """Id of the target that is broken down."""
    unit: str
    """Empty for the whole city."""
    year: int
    """0 for the plan as a whole."""
    value: Decimal
    role: Role
    origin: str
    """Id of the target or of the register row that states it."""
    status: str = ""
    """As the register says; empty for what the plan states."""

    @property
    def issued(self) -> bool:
        """Whether units must keep to it."""
        return self.status != DRAFT

    @property
    def place(self) -> tuple[str, str, int, Role]:
        """What it is a share of; one share for one place, parts apart."""
        return self.target, self.unit, self.year, self.role


def stated_shares(catalogue: Catalogue, plan: str) -> tuple[Share, ...]:
    """The annexes of a plan, cell by cell, in the order of the document."""
    return tuple(
        share
        for target in catalogue.targets.values()
        if target.plan == plan and target.parent
        for share in _stated_share(catalogue, target)
    )


def _stated_share(catalogue: Catalogue, target: Target) -> Iterator[Share]:
    root = root_of(catalogue, target)
    if target.breakdown in _PARTS:
        yield Share(root.id, CITY, 0, Decimal(target.value), Role.PART, target.id)
    elif target.breakdown in _SPREAD:
        addition = root.nature == "stock" and target.nature == "flow"
        year = 0 if target.breakdown == "county" else target.year
        role = Role.ADDITION if addition else Role.AMOUNT
        yield Share(root.id, target.scope_unit, year, Decimal(target.value), role, target.id)


def root_of(catalogue: Catalogue, target: Target) -> Target:
    """The target of the plan's text that one of an annex is a part of; itself for others."""
    while target.parent:
        target = catalogue.targets[target.parent]
    return target


def entered_shares(catalogue: Catalogue, rows: Iterable[Row], plan: str) -> tuple[Share, ...]:
    """The rows of the breakdown register that are about a plan's targets, by id or name, and say how much."""
    named = {target.name: target for target in catalogue.targets.values() if target.plan == plan}
    shares = []
    for row in rows:
        text = str(row.values.get("target_id"))
        target = catalogue.targets.get(text) or named.get(text)
        value, year, unit = (row.values.get(key) for key in ("value", "year", "unit"))
        if target is None or target.plan != plan or not isinstance(value, Decimal) or not isinstance(year, int):
            continue
        whole_city = isinstance(unit, str) and unit in catalogue.units and catalogue.units[unit].kind == _CITY_UNIT
        owner = CITY if whole_city else str(unit or CITY)
        status = str(row.scope.value("状态") or "")
        shares.append(Share(target.id, owner, year, value, Role.AMOUNT, row.row_id, status))
    return tuple(shares)


def join_shares(stated: Sequence[Share], entered: Sequence[Share]) -> tuple[Share, ...]:
    """The whole breakdown: the plan's own cells stand unless the city adjusted them."""
    adjusted = {share.place for share in entered if share.status == ADJUSTED}
    kept = [share for share in stated if share.role is Role.PART or share.place not in adjusted]
    taken = {share.place for share in kept}
    added = {share.place: share for share in entered if share.place not in taken}
    return (*kept, *added.values())


def required_share(catalogue: Catalogue, shares: Iterable[Share], target: Target, unit: str, year: int) -> Share | None:
    """What a unit must reach of a target; None while nobody broke it down to the unit.

    A target of one year has its own cell. One of the whole plan has its subtotal, or the sum of its
    years; a stock or share has the cell of the last year; one that holds each year has that year's.

    Args:
        catalogue: of the targets.
        shares: the whole breakdown.
        target: asked for.
        unit: not empty.
        year: of the day that the target is judged on.
    """
    root = root_of(catalogue, target) if target.breakdown == "year" and target.nature != "stock" else target
    mine = [
        share
        for share in shares
        if share.unit == unit and share.issued and share.role is Role.AMOUNT and share.target in {target.id, root.id}
    ]
    wanted = year if target.period_kind == "each_year" else target.year if target.breakdown == "year" else 0
    if wanted:
        return next((share for share in mine if share.year == wanted), None)
    whole = next((share for share in mine if share.year == 0), None)
    if whole is not None or not mine:
        return whole
    if target.nature in {"cumulative", "milestone"}:
        return replace(mine[0], year=0, value=sum((share.value for share in mine), Decimal(0)))
    return max(mine, key=lambda share: share.year)


def owed_target(catalogue: Catalogue, shares: Iterable[Share], target: Target, unit: str, year: int) -> Target | None:
    """A target as the city, or one unit, owes it; None while nobody broke it down to the unit."""
    if unit in (CITY, target.scope_unit) or catalogue.indicators[target.indicator].each_unit:
        return target
    share = required_share(catalogue, shares, target, unit, year)
    return None if share is None else replace(target, value=str(share.value), value_max="")


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Units by years, as an annex prints it."""

    target: str
    years: tuple[int, ...]
    units: tuple[str, ...]
    """Names as the plan prints them, in its order."""
    cells: tuple[tuple[Decimal | None, ...], ...]
    """One row for each unit: a number for each year, and the subtotal."""
    totals: tuple[Decimal, ...]
    """Of the columns of `cells`."""


def tabulate_shares(catalogue: Catalogue, shares: Iterable[Share], target: str) -> Breakdown:
    """The breakdown of one target by units and years; subtotals and totals are sums of the cells."""
    mine = [share for share in shares if share.target == target and share.role is Role.AMOUNT and share.unit]
    values = {(share.unit, share.year): share.value for share in mine}
    units = tuple(dict.fromkeys(share.unit for share in mine))
    years = tuple(sorted({share.year for share in mine if share.year}))
    cells = tuple(_line([values.get((unit, year)) for year in years], values.get((unit, 0))) for unit in units)
    totals = tuple(
        sum((cell for cell in column if cell is not None), Decimal(0)) for column in zip(*cells, strict=True)
    )
    plan = catalogue.targets[target].plan
    names = tuple(catalogue.units[unit].plan_names.get(plan) or catalogue.units[unit].short for unit in units)
    return Breakdown(target, years, names, cells, totals)


def _line(years: Sequence[Decimal | None], whole: Decimal | None) -> tuple[Decimal | None, ...]:
    known = [value for value in years if value is not None]
    return (*years, sum(known, Decimal(0)) if known else whole)


def annex5_table(catalogue: Catalogue) -> Breakdown:
    """The table of annex 5 of p1: results converted by each county in each year."""
    return tabulate_shares(catalogue, stated_shares(catalogue, "p1"), "p1.t.conversion")
