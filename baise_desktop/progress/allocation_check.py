"""Whether a breakdown adds up to what the plan requires, along its rows and along its columns."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from baise_desktop.form.definition import Catalogue, Target
from baise_desktop.progress.allocation import Role, Share
from baise_desktop.progress.figure import CITY
from baise_desktop.texts import say

ADDS_UP = frozenset({"cumulative", "flow", "milestone", "stock"})
"""Natures of the targets whose shares add up to the whole."""


def check_shares(catalogue: Catalogue, shares: Sequence[Share]) -> tuple[str, ...]:
    """A sentence for each sum that differs from what it should be, with both numbers and the difference.

    Shares of ratios, growth and ranks have no sums, and are not checked.
    """
    targets = (catalogue.targets[name] for name in dict.fromkeys(share.target for share in shares))
    return tuple(
        sentence
        for target in targets
        if target.nature in ADDS_UP
        for sentence in _Sums(catalogue, target, tuple(s for s in shares if s.target == target.id)).find_mismatches()
    )


@dataclass(frozen=True, slots=True)
class _Sums:
    catalogue: Catalogue
    target: Target
    shares: tuple[Share, ...]

    def find_mismatches(self) -> Iterator[str]:
        yield from self._parts()
        yield from self._rows()
        yield from self._columns()
        yield from self._stock() if self.target.nature == "stock" else self._grand_totals()

    def _parts(self) -> Iterator[str]:
        parts = [share.value for share in self.shares if share.role is Role.PART]
        if parts:
            yield from self._compare("parts", sum(parts, Decimal(0)), Decimal(self.target.value))

    def _rows(self) -> Iterator[str]:
        """Each unit's years against its subtotal."""
        if self.target.nature == "stock":
            return
        for unit in self._units():
            whole = self._value(unit, 0)
            years = [share.value for share in self._amounts() if share.unit == unit and share.year]
            if whole is not None and years:
                name = self.catalogue.units[unit].short
                yield from self._compare("row", sum(years, Decimal(0)), whole, unit=name)

    def _columns(self) -> Iterator[str]:
        """Each year's units against the city's figure of the year."""
        for year in self._years():
            values = [share.value for share in self._amounts() if share.unit and share.year == year]
            total = self._value(CITY, year)
            if total is None and year == self._last_year():
                total = Decimal(self.target.value) if self.target.nature in {"stock", "flow"} else None
            if total is not None and values:
                yield from self._compare("column", sum(values, Decimal(0)), total, year=year)

    def _grand_totals(self) -> Iterator[str]:
        """All units, and all years of the city, against the plan's own number."""
        if self.target.nature == "flow":
            return
        required = Decimal(self.target.value)
        years = [share.value for share in self._amounts() if not share.unit and share.year]
        if years:
            yield from self._compare("years", sum(years, Decimal(0)), required)
        if self._units():
            yield from self._compare("units", sum(map(self._whole, self._units()), Decimal(0)), required)

    def _stock(self) -> Iterator[str]:
        """What is there at the end of a year is what was there before, and what the year added."""
        levels = {share.year: share.value for share in self._amounts() if not share.unit}
        levels.setdefault(self._last_year(), Decimal(self.target.value))
        if self.target.baseline:
            levels[min(levels) - 1] = Decimal(self.target.baseline)
        added = {share.year: share.value for share in self.shares if share.role is Role.ADDITION}
        for before, year in pairwise(sorted(levels)):
            if year in added and year == before + 1:
                yield from self._compare("stock", levels[before] + added[year], levels[year], year=year)

    def _compare(self, kind: str, found: Decimal, required: Decimal, **values: object) -> Iterator[str]:
        if found != required:
            yield say(
                f"allocation.{kind}",
                target=self.target.name,
                found=show_amount(found),
                required=show_amount(required),
                difference=show_amount(abs(found - required)),
                measure=self.target.unit,
                **values,
            )

    def _amounts(self) -> Iterable[Share]:
        return (share for share in self.shares if share.role is Role.AMOUNT)

    def _value(self, unit: str, year: int) -> Decimal | None:
        return next((s.value for s in self._amounts() if (s.unit, s.year) == (unit, year)), None)

    def _whole(self, unit: str) -> Decimal:
        whole = self._value(unit, 0)
        years = (share.value for share in self._amounts() if share.unit == unit and share.year)
        return sum(years, Decimal(0)) if whole is None else whole

    def _units(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(share.unit for share in self._amounts() if share.unit))

    def _years(self) -> tuple[int, ...]:
        return tuple(sorted({share.year for share in self._amounts() if share.year}))

    def _last_year(self) -> int:
        return int(self.target.deadline[:4])


def show_amount(value: Decimal) -> str:
    """Only the digits it needs."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
