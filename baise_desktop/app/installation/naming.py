"""What units and periods are called on paper."""

from datetime import date

from baise_desktop.app.desk import Desk
from baise_desktop.form import unit_names
from baise_desktop.form.definition import Catalogue
from baise_desktop.form.period import Frequency, Period
from baise_desktop.texts import say


def name_on(desk: Desk, unit: str, day: date) -> str:
    """The name on the paper of a day. Source: design section 5, names valid in time."""
    return unit_names.name_on(desk.catalogue, unit, day)


def named_on(catalogue: Catalogue, unit: str, day: date) -> str:
    """The name of a day with the id behind it, which says which unit is meant whatever it is called."""
    name = unit_names.name_on(catalogue, unit, day) if unit in catalogue.units else ""
    return say("words.named", name=name, id=unit) if name else unit


def period_words(period: Period) -> str:
    """A period as a document names it, such as 2023年第2季度."""
    keys = {
        Frequency.ANNUAL: "period_year",
        Frequency.HALF_YEARLY: f"period_half_{period.part}",
        Frequency.QUARTERLY: "period_quarter",
        Frequency.MONTHLY: "period_month",
    }
    return say(f"words.{keys[period.frequency]}", year=period.year, part=period.part)
