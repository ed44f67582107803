"""Which 报告期 of a quick report stands for a date."""

from datetime import date

from baise_desktop.form.period import Frequency, periods_between


def candidate_periods(as_of: date) -> tuple[str, ...]:
    """Periods that can stand for the date, the most final first.

    The annual report of a finished year stands before its last half, quarter and month; within a
    running year the latest finished half, quarter and month do, in that order of their end.
    """
    found = (periods_between(frequency, date(as_of.year, 1, 1), as_of)[-1:] for frequency in Frequency)
    latest = [period for periods in found for period in periods]
    return tuple(str(period) for period in sorted(latest, key=lambda period: period.end, reverse=True))
