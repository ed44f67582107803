"""What units and periods are called on paper."""

from datetime import date

from baise_desktop.app.desk import Desk
from baise_desktop.form.period import Frequency, Period
from baise_desktop.texts import say


def name_on(desk: Desk, unit: str, day: date) -> str:
    """The name a unit bore on a day; where only a year is known, the new name holds from the next 1 January.

    Source: design section 5, names valid in time.
    """
    found = desk.catalogue.units[unit]
    for span in found.names:
        if _first_day(span.valid_from) <= day <= _last_day(span.valid_to):
            return span.name
    return found.name


def _first_day(text: str) -> date:
    if not text:
        return date.min
    return date(int(text) + 1, 1, 1) if len(text) == 4 else date.fromisoformat(text)


def _last_day(text: str) -> date:
    if not text:
        return date.max
    return date(int(text), 12, 31) if len(text) == 4 else date.fromisoformat(text)


def period_words(period: Period) -> str:
    """A period as a document names it, such as 2023年第2季度."""
    keys = {
        Frequency.ANNUAL: "period_year",
        Frequency.HALF_YEARLY: f"period_half_{period.part}",
        Frequency.QUARTERLY: "period_quarter",
        Frequency.MONTHLY: "period_month",
    }
    return say(f"words.{keys[period.frequency]}", year=period.year, part=period.part)
