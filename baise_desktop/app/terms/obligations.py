"""What the city sets about who owes which form when; the next task pack carries it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from baise_desktop.app.clock_check import require_clock
from baise_desktop.app.desk import CITY_UNIT, Desk, require_plan, require_role
from baise_desktop.app.installation.naming import period_words
from baise_desktop.app.own_forms import draft_forms
from baise_desktop.errors import BaiseError
from baise_desktop.form.adjustment import Adjustment, Every, read_adjustments, write_adjustments
from baise_desktop.form.adjustment_check import check_adjustment
from baise_desktop.form.definition import Catalogue
from baise_desktop.form.obligation import Obligation, obligations, settle
from baise_desktop.form.period import Frequency, parse_period
from baise_desktop.store.decided import Settlement, decide_setting
from baise_desktop.store.rows import Row
from baise_desktop.store.settings import get_setting
from baise_desktop.texts import say

__all__ = [
    "adjust",
    "adjust_all",
    "draft_obligations",
    "list_adjustments",
    "next_forms",
    "read_adjustments",
    "remove_adjustments",
    "restore_defaults",
    "setting_of",
    "tell_adjustment",
    "write_adjustments",
]

Place = tuple[str, str, str]
"""Unit, form and period of one obligation."""


def setting_of(plan: str) -> str:
    """Name of the setting that holds a plan's adjustments."""
    return f"obligation_terms:{plan}"


def list_adjustments(desk: Desk, plan: str) -> tuple[Adjustment, ...]:
    """What the city set otherwise than the defaults, in the order in which it did. Raises: BaiseError ADJUSTMENT."""
    return read_adjustments(get_setting(desk.store, setting_of(plan)))


def next_forms(desk: Desk) -> Catalogue:
    """The definitions that the next task pack will carry: the draft, or those that the desk goes by."""
    return draft_forms(desk.folder, desk.store) or desk.catalogue


def draft_obligations(desk: Desk, plan: str, catalogue: Catalogue | None = None) -> tuple[Obligation, ...]:
    """What the next task pack of a plan asks for.

    Args:
        desk: of the city.
        plan: of the catalogue.
        catalogue: to be published; None for the one that the desk goes by.
    """
    return obligations(catalogue or desk.catalogue, plan, list_adjustments(desk, plan))


def adjust(desk: Desk, plan: str, adjustment: Adjustment, now: datetime) -> None:
    """Set one thing otherwise than the defaults; see `adjust_all`."""
    adjust_all(desk, plan, (adjustment,), now)


def adjust_all(desk: Desk, plan: str, adjustments: Sequence[Adjustment], now: datetime) -> None:
    """Set several things, all or none; each takes the place of an earlier one about the same.

    Raises:
        BaiseError: ROLE_CITY_ONLY, CLOCK_BACK, PLAN_UNKNOWN, ADJUSTMENT_IDLE for one that meets nothing that could be
            owed, and those of `check_adjustment`.
    """
    require_role(desk, "city")
    require_plan(desk, plan)
    catalogue = next_forms(desk)
    wanted = [replace(each, reason=each.reason.strip()) for each in adjustments]
    for each in wanted:
        check_adjustment(catalogue, plan, each)
    replaced = {_subject(each) for each in wanted}
    kept = [each for each in list_adjustments(desk, plan) if _subject(each) not in replaced]
    terms = (*kept, *wanted)
    _require_effect(catalogue, plan, terms, wanted)
    _save(desk, plan, terms, [(say("obligation.act_adjust"), each) for each in wanted], now)


def remove_adjustments(desk: Desk, plan: str, numbers: Iterable[int], now: datetime) -> None:
    """Take back what was set, by its number in the list, counted from 1.

    Raises:
        BaiseError: ROLE_CITY_ONLY, CLOCK_BACK, PLAN_UNKNOWN, ADJUSTMENT_NUMBER.
    """
    require_role(desk, "city")
    require_plan(desk, plan)
    terms, chosen = list_adjustments(desk, plan), set(numbers)
    for number in sorted(chosen):
        if not 1 <= number <= len(terms):
            raise BaiseError("ADJUSTMENT_NUMBER", number=number, count=len(terms))
    gone = [each for number, each in enumerate(terms, 1) if number in chosen]
    kept = [each for number, each in enumerate(terms, 1) if number not in chosen]
    _save(desk, plan, kept, [(say("obligation.act_remove"), each) for each in gone], now)


def restore_defaults(desk: Desk, plan: str, places: Iterable[Place], now: datetime) -> int:
    """Take back what was set for exactly these cells; wider terms stay.

    Returns:
        How many adjustments were taken back.
    """
    chosen = set(places)
    terms = list_adjustments(desk, plan)
    numbers = [number for number, each in enumerate(terms, 1) if (each.unit, each.form, each.period) in chosen]
    if numbers:
        remove_adjustments(desk, plan, numbers, now)
    return len(numbers)


def tell_adjustment(catalogue: Catalogue, adjustment: Adjustment) -> str:
    """An adjustment in words: whose, which form, which period, and what."""
    unit = catalogue.units.get(adjustment.unit)
    form = catalogue.forms.get(adjustment.form)
    frequency = adjustment.frequency
    every = say("obligation.every_of", frequency=say(f"obligation.{frequency}")) if frequency else ""
    return say(
        "obligation.adjustment",
        unit=unit.name if unit else adjustment.unit or say("obligation.every_unit"),
        form=form.title if form else adjustment.form or say("obligation.every_form"),
        period=_period_words(adjustment.period) or every or say("obligation.every_period"),
        change=_tell_change(adjustment),
    )


def _period_words(period: str) -> str:
    return period_words(parse_period(period)) if period else ""


def _tell_change(adjustment: Adjustment) -> str:
    name, value = adjustment.change_as_text()
    shown = say(f"obligation.{value}") if isinstance(adjustment.change, Every) else value
    return say(f"obligation.change_{name}", value=shown)


def _subject(adjustment: Adjustment) -> tuple[str, str, str, Frequency | None, str]:
    """What it is about: a later adjustment about the same takes its place."""
    name, _ = adjustment.change_as_text()
    about = {"exempt": "owing", "add": "owing", "due": "timing", "days": "timing"}.get(name, name)
    return adjustment.unit, adjustment.form, adjustment.period, adjustment.frequency, about


def _require_effect(catalogue: Catalogue, plan: str, terms: Sequence[Adjustment], wanted: Iterable[Adjustment]) -> None:
    places = {
        (unit, form, period)
        for cell in settle(catalogue, plan, terms)
        for unit in ("", cell.unit)
        for form in ("", cell.form)
        for period in ("", str(cell.period), cell.period.frequency.value)
    }
    for each in wanted:
        place = each.unit, each.form, each.period or str(each.frequency or "")
        if not isinstance(each.change, Every) and place not in places:
            raise BaiseError("ADJUSTMENT_IDLE")


def _save(
    desk: Desk, plan: str, terms: Sequence[Adjustment], acts: Iterable[tuple[str, Adjustment]], now: datetime
) -> None:
    require_clock(desk, now)
    catalogue = next_forms(desk)

    def detail(adjustment: Adjustment) -> Row:
        return {"terms": tell_adjustment(catalogue, adjustment), "reason": adjustment.reason}

    changes = [(act, detail(each)) for act, each in acts]
    settlement = Settlement("extend", setting_of(plan), write_adjustments(terms))
    decide_setting(desk.store, settlement, CITY_UNIT, now, changes)
