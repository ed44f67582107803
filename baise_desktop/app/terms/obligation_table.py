"""The obligation table for people: who owes what when, where that comes from, and what differs from before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from baise_desktop.app.desk import Desk, require_plan, require_role
from baise_desktop.app.terms.obligations import list_adjustments, next_forms, tell_adjustment
from baise_desktop.errors import BaiseError
from baise_desktop.form.adjustment import Adjustment, Every
from baise_desktop.form.definition import Catalogue, Plan
from baise_desktop.form.obligation import Cell, frequencies, obligations, settle
from baise_desktop.form.period import Frequency, Period, parse_period
from baise_desktop.store.obligations import list_obligations
from baise_desktop.texts import say

Place = tuple[str, str, Period]
"""Unit, form and period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationLine:
    """One form of one unit in one period that is owed now, by default, or by the last task pack."""

    unit: str
    unit_name: str
    form: str
    title: str
    period: Period
    due: date | None
    """Last day in time; None when it is not owed. So in the next two."""
    default: date | None
    """As the catalogue has it."""
    issued: date | None
    """As the last task pack has it."""
    frequency: Frequency
    """How often the form is owed now."""
    origin: str
    """Where that comes from: document, catalogue or city."""
    reason: str
    """Why it was adjusted, in the officer's words; empty where the defaults hold."""

    @property
    def adjusted(self) -> bool:
        """Whether it differs from the catalogue's default."""
        return self.due != self.default

    @property
    def origin_words(self) -> str:
        """The origin of the frequency for people."""
        return say(f"obligation.origin_{self.origin}")

    @property
    def frequency_words(self) -> str:
        """How often, for people."""
        return say(f"obligation.{self.frequency}")

    @property
    def words(self) -> str:
        """One line for people."""
        reason = say("obligation.line_reason", reason=self.reason) if self.reason else ""
        return say(
            "obligation.line",
            unit=self.unit_name,
            title=self.title,
            period=self.period,
            due=_iso(self.due) or say("obligation.not_owed"),
            frequency=self.frequency_words,
            origin=self.origin_words,
            reason=reason,
        )

    def as_json(self) -> dict[str, Any]:
        """As `baise city obligations --json` prints it."""
        return {
            "unit": self.unit,
            "form": self.form,
            "title": self.title,
            "period": str(self.period),
            "due": _iso(self.due),
            "default": _iso(self.default),
            "issued": _iso(self.issued),
            "frequency": self.frequency.value,
            "origin": self.origin,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationTable:
    """Everything about a plan's obligations."""

    plan: str
    lines: tuple[ObligationLine, ...]
    """By unit, period and form."""
    adjustments: tuple[Adjustment, ...]
    terms: tuple[str, ...]
    """The adjustments in words."""
    has_pack: bool
    """Whether a task pack of the plan was issued."""
    owed: int
    unlike_default: int
    unlike_pack: int

    @property
    def summary(self) -> str:
        """One line for people."""
        key = "obligation.summary_pack" if self.has_pack else "obligation.summary_no_pack"
        pack = say(key, unlike_pack=self.unlike_pack) if self.has_pack else say(key)
        return say("obligation.summary", owed=self.owed, unlike_default=self.unlike_default, pack=pack)

    def as_json(self, lines: Sequence[ObligationLine]) -> dict[str, Any]:
        """As `baise city obligations --json` prints it, with the lines chosen."""
        terms = zip(self.terms, self.adjustments, strict=True)
        return {
            "plan": self.plan,
            "owed": self.owed,
            "unlike_default": self.unlike_default,
            "unlike_pack": self.unlike_pack if self.has_pack else None,
            "adjustments": [
                {"number": number, "words": words, "reason": each.reason}
                for number, (words, each) in enumerate(terms, 1)
            ],
            "obligations": [line.as_json() for line in lines],
        }


def obligation_table(desk: Desk, plan: str, catalogue: Catalogue | None = None) -> ObligationTable:
    """The table of a plan: what the next task pack would ask for, beside the defaults and the last pack.

    Args:
        desk: of the city.
        plan: of the catalogue.
        catalogue: to be published; None for the draft, or the one that the desk goes by.

    Raises:
        BaiseError: ROLE_CITY_ONLY, PLAN_UNKNOWN.
    """
    require_role(desk, "city")
    require_plan(desk, plan)
    asked = catalogue or next_forms(desk)
    adjustments = list_adjustments(desk, plan)
    issued = _issued(desk, plan)
    lines = tuple(_lines(asked, plan, adjustments, issued))
    return ObligationTable(
        plan=plan,
        lines=lines,
        adjustments=adjustments,
        terms=tuple(tell_adjustment(asked, each) for each in adjustments),
        has_pack=bool(issued),
        owed=sum(line.due is not None for line in lines),
        unlike_default=sum(line.adjusted for line in lines),
        unlike_pack=sum(line.due != line.issued for line in lines) if issued else 0,
    )


def select(desk: Desk, table: ObligationTable, unit: str, form: str, period: str) -> tuple[ObligationLine, ...]:
    """The lines of one unit, form or period; an empty text stands for all.

    Raises:
        BaiseError: FORM_UNKNOWN, PERIOD, PERIOD_OUTSIDE.
    """
    if form and form not in next_forms(desk).forms:
        raise BaiseError("FORM_UNKNOWN", text=form)
    asked = parse_period(period) if period else None
    if asked:
        _require_within(desk.catalogue.plans[table.plan], asked)
    return tuple(
        line
        for line in table.lines
        if unit in ("", line.unit) and form in ("", line.form) and asked in (None, line.period)
    )


def _require_within(plan: Plan, period: Period) -> None:
    if not plan.period_start <= period.end.isoformat() <= plan.period_end:
        start, end = plan.period_start, plan.period_end
        raise BaiseError("PERIOD_OUTSIDE", period=str(period), plan=plan.short_name, start=start, end=end)


def _issued(desk: Desk, plan: str) -> Mapping[Place, date]:
    periods: dict[str, Period] = {}
    return {
        (each.unit, each.form, periods.setdefault(each.period, parse_period(each.period))): each.due
        for each in list_obligations(desk.store)
        if each.plan == plan
    }


def _lines(
    catalogue: Catalogue, plan: str, adjustments: tuple[Adjustment, ...], issued: Mapping[Place, date]
) -> Iterator[ObligationLine]:
    defaults = {(each.unit, each.form, each.period): each.due for each in obligations(catalogue, plan)}
    cells = {(cell.unit, cell.form, cell.period): cell for cell in settle(catalogue, plan, adjustments)}
    often = frequencies(catalogue, plan, adjustments)
    moved = {each.form: each for each in adjustments if isinstance(each.change, Every)}
    for place in _in_order(catalogue, {**defaults, **cells, **issued}):
        unit, form, period = place
        cell, asked = cells.get(place), catalogue.forms.get(form)
        default_frequency = asked.frequency if asked else period.frequency
        from_document = asked is not None and asked.frequency_from_document
        yield ObligationLine(
            unit=unit,
            unit_name=catalogue.units[unit].name if unit in catalogue.units else unit,
            form=form,
            title=asked.title if asked else form,
            period=period,
            due=cell.due if cell and cell.owed else None,
            default=defaults.get(place),
            issued=issued.get(place),
            frequency=often.get(form, default_frequency),
            origin="city" if form in moved else "document" if from_document else "catalogue",
            reason=_reason(cell, moved.get(form)),
        )


def _in_order(catalogue: Catalogue, places: Mapping[Place, object]) -> list[Place]:
    units = {unit: number for number, unit in enumerate(catalogue.units)}
    forms = {form: number for number, form in enumerate(catalogue.forms)}

    def rank(place: Place) -> tuple[int, date, int, int]:
        unit, form, period = place
        return units.get(unit, len(units)), period.end, period.part, forms.get(form, len(forms))

    return sorted(places, key=rank)


def _reason(cell: Cell | None, moved: Adjustment | None) -> str:
    deciding = (cell.owed_by, cell.due_by if cell.owed else None) if cell else ()
    reasons = [each.reason for each in (*deciding, moved) if each is not None]
    return say("obligation.reason_and").join(dict.fromkeys(reasons))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
