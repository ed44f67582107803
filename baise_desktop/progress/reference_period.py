"""Which 报告期 of a quick report stands for a date."""

from datetime import date

from baise_desktop.form.period import Frequency, Period


def candidate_periods(as_of: date) -> tuple[str, ...]:
    """Periods that can stand for the date, the most final first.

    The annual report of a finished year stands before its last half, quarter and month; within a
    running year the latest finished half, quarter and month do, in that order of their end.
    """
    periods = [_latest(frequency, as_of) for frequency in Frequency]
    current = [period for period in periods if period.end.year == as_of.year]
    return tuple(str(period) for period in sorted(current, key=lambda period: period.end, reverse=True))


def _latest(frequency: Frequency, as_of: date) -> Period:
    period = Period(as_of.year, frequency, _PARTS[frequency])
    while period.end > as_of:
        period = period.previous()
    return period


_PARTS = {Frequency.ANNUAL: 1, Frequency.HALF_YEARLY: 2, Frequency.QUARTERLY: 4, Frequency.MONTHLY: 12}
