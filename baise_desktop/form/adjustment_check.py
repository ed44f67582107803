"""Whether an adjustment of who owes what can stand in a plan."""

from datetime import date

from baise_desktop.errors import BaiseError
from baise_desktop.form.adjustment import LONGEST_REASON, MOST_DAYS, Added, Adjustment, DueAfter, DueOn, Every, refuse
from baise_desktop.form.definition import Catalogue
from baise_desktop.form.obligation import can_owe, plan_forms
from baise_desktop.form.period import parse_period
from baise_desktop.form.verdict import is_empty_phrase


def check_adjustment(catalogue: Catalogue, plan: str, adjustment: Adjustment) -> None:
    """Refuse an adjustment that names nothing of the plan, says nothing, or gives no reason.

    Raises:
        BaiseError: UNIT_UNKNOWN, FORM_UNKNOWN, PERIOD, EMPTY_PHRASE, ADJUSTMENT.
    """
    if not adjustment.reason:
        refuse("NO_REASON")
    if is_empty_phrase(adjustment.reason):
        raise BaiseError("EMPTY_PHRASE", text=adjustment.reason)
    if len(adjustment.reason) > LONGEST_REASON or not adjustment.reason.isprintable():
        refuse("REASON", limit=LONGEST_REASON)
    _check_names(catalogue, plan, adjustment)
    _check_period(catalogue, plan, adjustment)
    _check_change(adjustment)


def _check_names(catalogue: Catalogue, plan: str, adjustment: Adjustment) -> None:
    unit, form = adjustment.unit, adjustment.form
    if unit and unit not in catalogue.units:
        raise BaiseError("UNIT_UNKNOWN", text=unit)
    if unit and not can_owe(catalogue, unit, plan):
        refuse("UNIT", unit=catalogue.units[unit].name, plan=plan)
    if form and form not in catalogue.forms:
        raise BaiseError("FORM_UNKNOWN", text=form)
    if form and form not in {each.id for each in plan_forms(catalogue, plan)}:
        refuse("FORM", form=catalogue.forms[form].title, plan=plan)


def _check_period(catalogue: Catalogue, plan: str, adjustment: Adjustment) -> None:
    if not adjustment.period:
        return
    scheme, end = catalogue.plans[plan], parse_period(adjustment.period).end.isoformat()
    if adjustment.frequency is not None:
        refuse("PERIOD_TWICE")
    if not scheme.period_start <= end <= scheme.period_end:
        refuse("PERIOD", period=adjustment.period, start=scheme.period_start, end=scheme.period_end)


def _check_change(adjustment: Adjustment) -> None:
    named = bool(adjustment.unit or adjustment.form or adjustment.period or adjustment.frequency)
    match adjustment.change:
        case Every():
            if not adjustment.form or adjustment.unit or adjustment.period or adjustment.frequency:
                refuse("EVERY")
        case Added():
            if not adjustment.form:
                refuse("ADDED")
        case DueOn(day):
            _check_day(adjustment, day)
        case DueAfter(days):
            if not 0 <= days <= MOST_DAYS:
                refuse("DAYS", most=MOST_DAYS)
        case _ if not named:
            refuse("EVERYTHING")


def _check_day(adjustment: Adjustment, day: date) -> None:
    if not adjustment.period:
        refuse("DUE_PERIOD")
    period = parse_period(adjustment.period)
    if not 0 <= (day - period.start).days <= MOST_DAYS + (period.end - period.start).days:
        refuse("DUE", day=day, period=period, start=period.start, most=MOST_DAYS)
