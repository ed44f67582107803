"""Reporting periods: a year, half, quarter or month, written 2023, 2023H1, 2023Q2, 2023-05."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from baise_desktop.errors import BaiseError, printable


class Frequency(StrEnum):
    """How often a form is owed; the values are the catalogue's words."""

    ANNUAL = "annual"
    HALF_YEARLY = "half_yearly"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"


_MONTHS = {Frequency.ANNUAL: 12, Frequency.HALF_YEARLY: 6, Frequency.QUARTERLY: 3, Frequency.MONTHLY: 1}
_MARKS = {Frequency.HALF_YEARLY: "H", Frequency.QUARTERLY: "Q"}
_PATTERN = re.compile(r"([12][0-9]{3})(?:H([12])|Q([1-4])|-(0[1-9]|1[0-2]))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One reporting period. Ordered by year, then by its part, within one frequency."""

    year: int
    frequency: Frequency
    part: int
    """1 for a year, 1-2 for halves, 1-4 for quarters, 1-12 for months."""

    def __str__(self) -> str:
        if self.frequency is Frequency.ANNUAL:
            return f"{self.year:04}"
        if self.frequency is Frequency.MONTHLY:
            return f"{self.year:04}-{self.part:02}"
        return f"{self.year:04}{_MARKS[self.frequency]}{self.part}"

    @property
    def start(self) -> date:
        """First day."""
        return date(self.year, (self.part - 1) * _MONTHS[self.frequency] + 1, 1)

    @property
    def end(self) -> date:
        """Last day, inclusive."""
        month = self.part * _MONTHS[self.frequency]
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    def previous(self) -> "Period":
        """The period of the same frequency just before (上期)."""
        if self.part > 1:
            return Period(self.year, self.frequency, self.part - 1)
        return Period(self.year - 1, self.frequency, 12 // _MONTHS[self.frequency])

    def year_before(self) -> "Period":
        """The same period of the year before (同期)."""
        return Period(self.year - 1, self.frequency, self.part)


@lru_cache(maxsize=4096)
def parse_period(text: str) -> Period:
    """Read 2023, 2023H1, 2023Q2 or 2023-05.

    Raises:
        BaiseError: PERIOD, anything else.
    """
    match = _PATTERN.fullmatch(text)
    if match is None:
        raise BaiseError("PERIOD", text=printable(text))
    year, half, quarter, month = match.groups()
    for mark, frequency in (
        (half, Frequency.HALF_YEARLY),
        (quarter, Frequency.QUARTERLY),
        (month, Frequency.MONTHLY),
    ):
        if mark:
            return Period(int(year), frequency, int(mark))
    return Period(int(year), Frequency.ANNUAL, 1)


@lru_cache(maxsize=1024)
def ending_with(period: Period) -> tuple[Period, ...]:
    """The periods of other frequencies that end on the same day, the longest first."""
    found = (periods_between(frequency, period.end, period.end) for frequency in Frequency)
    return tuple(each for periods in found for each in periods if each != period)


def periods_between(frequency: Frequency, start: date, end: date) -> tuple[Period, ...]:
    """Every period of one frequency that ends within [start, end], in order."""
    parts = range(1, 12 // _MONTHS[frequency] + 1)
    periods = (Period(year, frequency, part) for year in range(start.year, end.year + 1) for part in parts)
    return tuple(period for period in periods if start <= period.end <= end)
