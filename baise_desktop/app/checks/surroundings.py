"""What lies around the records of one submission: the unit's other periods, and the figures of its targets.

上期 is the period of the same frequency just before, 同期 the same period of the year before. 年初 is the last period
of the year before: what the year opened with. 累计 adds up every period of the plan up to the record's own; a period
in which the row did not exist adds nothing, one in which it has no number makes the sum unknown.
Source: 年初数 is the closing balance of the year before, as in 资产负债表 (企业会计准则第 30 号).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property

from baise_desktop.app.checks.past_rows import PastRows, is_reported
from baise_desktop.app.desk import Desk
from baise_desktop.errors import BaiseError
from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Field, FieldType, Form
from baise_desktop.form.formula import parse_formula
from baise_desktop.form.period import Period, parse_period, periods_between
from baise_desktop.form.record import Record
from baise_desktop.form.scope import RecordScope
from baise_desktop.form.value import Absent, Missing, Value
from baise_desktop.store.history import PastEntry, list_history, list_row_history
from baise_desktop.texts import say

_NUMBERS = frozenset({FieldType.INTEGER, FieldType.DECIMAL, FieldType.COMPUTED})


class UnitSurroundings:
    """Around the records of one unit's submission. The store is read once, when the first formula looks back."""

    def __init__(self, desk: Desk, plan: str, period: str, context: FieldContext) -> None:
        """`desk` is a unit's; `context` is that of the submission's forms."""
        self._desk = desk
        self._plan = plan
        self._period = parse_period(period)
        self._context = context
        self._open: list[tuple[str, str, str]] = []
        """Computed fields of other periods being worked out, to catch those that need themselves."""

    def prior(self, kind: str, record: Record, key: str) -> Value:
        """The field of the same row in another period; None when there is none, or it is missing there."""
        form = self._desk.catalogue.forms[record.form]
        question = form.field(key)
        now = self._past.period_of(form, record)
        if now is None:
            return None
        if kind == "累计":
            return self._sum(form, question, record, now)
        found = self._past.find(form, record, _SHIFTS[kind](now))
        return None if found is None else self._value(form, question, found)

    def column(self, _register: str, _name: str, /) -> None:
        """Columns are of the submission itself, which knows its own rows."""

    def supplied(self, record: Record, key: str) -> Value:
        """本期数值 and 目标要求 of a target's form, in the target's unit of measure; None for anything else."""
        return self._figures.get(record.form, {}).get(key)

    def renew(self, form: str, row_id: str) -> None:
        """A row of the open submission has changed in the store."""
        asked = self._desk.catalogue.forms[form]
        if "_past" in self.__dict__ and is_reported(asked) and looks_back(asked):
            found = list_row_history(self._desk.store, self._desk.office.unit, form, row_id)
            self._past.renew(form, row_id, found)

    def forget_figures(self) -> bool:
        """Rows changed: figures are counted anew when they are asked for. Returns: whether any was asked for so far."""
        return self.__dict__.pop("_figures", None) is not None

    def rename(self, context: FieldContext) -> None:
        """Rows that references name are called otherwise now."""
        self._context = context

    @cached_property
    def _past(self) -> PastRows:
        forms = [form for form in self._desk.catalogue.forms.values() if looks_back(form)]
        return PastRows(self._entries(forms), forms, self._period.end)

    def _entries(self, forms: Sequence[Form]) -> Iterable[PastEntry]:
        """The unit's rows of some forms in every other period; in every period where rows name theirs."""
        # Elsewhere no row of the open submission is of another period, and there may be very many of them.
        named = [form.id for form in forms if is_reported(form)]
        every = [form.id for form in forms]
        return list_history(self._desk.store, self._desk.office.unit, every, str(self._period), named)

    @cached_property
    def _figures(self) -> Mapping[str, Mapping[str, Value]]:
        # Figures load everything that counts; most submissions have no rule about them.
        from baise_desktop.app.results.target_facts import target_numbers

        return target_numbers(self._desk, self._plan, self._period.end)

    def _sum(self, form: Form, question: Field, record: Record, now: Period) -> Value:
        if question.type not in _NUMBERS:
            reason = say("reasons.FORMULA_NOT_NUMBER", kind=question.type.value)
            raise BaiseError("FORMULA", text=f"累计({question.name})", reason=reason)
        total, found = Decimal(0), False
        for past in self._rows_of_plan(form, record, now):
            value = self._value(form, question, past)
            if not isinstance(value, int | Decimal) or isinstance(value, bool):
                return None
            total, found = total + value, True
        return total if found else None

    def _rows_of_plan(self, form: Form, record: Record, now: Period) -> Iterator[Record]:
        plan = self._desk.catalogue.plans[record.plan]
        for period in periods_between(now.frequency, date.fromisoformat(plan.period_start), now.end):
            past = record if period == now else self._past.find(form, record, period)
            if past is not None:
                yield past

    def _value(self, form: Form, question: Field, record: Record) -> Value:
        if question.type is not FieldType.COMPUTED:
            value = record.values.get(question.key)
            return None if isinstance(value, Absent | Missing) else value
        place = (record.period, record.row_id, question.key)
        if place in self._open:
            raise BaiseError("FORMULA", text=question.formula, reason=say("reasons.FORMULA_CYCLE", path=question.name))
        self._open.append(place)
        try:
            return RecordScope(form, record, self._context, self).value(question.name)
        finally:
            self._open.pop()


def looks_back(form: Form) -> bool:
    """Whether a rule or a computed field of the form reads another period."""
    formulas = [*(rule.formula for rule in form.rules), *(field.formula for field in form.fields if field.formula)]
    return any(_has_priors(formula) for formula in formulas)


def _has_priors(formula: str) -> bool:
    try:
        return bool(parse_formula(formula).priors)
    except BaiseError:
        # The check of the submission shows what is wrong with it.
        return False


def _year_opening(period: Period) -> Period:
    (*_, last) = periods_between(period.frequency, date(period.year - 1, 1, 1), date(period.year - 1, 12, 31))
    return last


_SHIFTS = {"上期": Period.previous, "同期": Period.year_before, "年初": _year_opening}
