"""What units and periods are called on paper."""

from datetime import date

from baise_desktop.app.desk import Desk
from baise_desktop.form.period import Frequency, Period
from baise_desktop.texts import say


def name_on(desk: Desk, unit: str, day: date) -> str:
    """The name a unit bore on a day. Source: design section 5, names valid in time."""
    found = desk.catalogue.units[unit]
    for span in found.names:
        first = date.fromisoformat(span.valid_from) if span.valid_from else date.min
        last = date.fromisoformat(span.valid_to) if span.valid_to else date.max
        if first <= day <= last:
            return span.name
    return found.name


def period_words(period: Period) -> str:
    """A period as a document names it, such as 2023年第2季度."""
    keys = {
        Frequency.ANNUAL: "period_year",
        Frequency.HALF_YEARLY: f"period_half_{period.part}",
        Frequency.QUARTERLY: "period_quarter",
        Frequency.MONTHLY: "period_month",
    }
    return say(f"words.{keys[period.frequency]}", year=period.year, part=period.part)
