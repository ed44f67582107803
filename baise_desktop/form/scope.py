"""What the formulas of a record see: its fields, its computed fields, its period, and what lies around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Protocol

from baise_desktop.errors import BaiseError
from baise_desktop.form.context import FieldContext
from baise_desktop.form.dates import BEIJING
from baise_desktop.form.definition import Field, FieldType, Form
from baise_desktop.form.fields import show
from baise_desktop.form.formula import parse_formula
from baise_desktop.form.formula_functions import Operand
from baise_desktop.form.period import parse_period
from baise_desktop.form.record import FormIdentity, Record
from baise_desktop.form.value import Absent, Missing, Value
from baise_desktop.texts import say

_SHOWN = frozenset({FieldType.CHOICE, FieldType.MULTI, FieldType.UNIT, FieldType.REF})


class Surroundings(Protocol):
    """What a record's formulas may need from elsewhere."""

    def prior(self, kind: str, record: Record, key: str) -> Value:
        """The field of the same row in another period: `kind` is 上期, 同期, 年初 or 累计. None when unknown."""
        ...

    def column(self, register: str, name: str) -> Sequence[Operand | None] | None:
        """A column of the submission's register of that title; None when the submission does not hold the register.

        Raises:
            BaiseError: FORMULA, no such column.
        """
        ...

    def supplied(self, record: Record, key: str) -> Value:
        """A computed field that has no formula, such as a target's figure. None when unknown."""
        ...


class Alone:
    """A record with nothing around it."""

    def prior(self, _kind: str, _record: Record, _key: str, /) -> Value:
        """Nothing is known of other periods."""
        return None

    def column(self, _register: str, _name: str, /) -> None:
        """There are no registers."""

    def supplied(self, _record: Record, _key: str, /) -> Value:
        """Nothing is supplied."""
        return None


ALONE: Surroundings = Alone()


@dataclass(slots=True)
class RecordScope:
    """One record as formulas see it. Computed fields are worked out when they are asked for, once each."""

    form: Form
    record: Record
    context: FieldContext
    surroundings: Surroundings = ALONE
    _known: dict[str, Operand | None] = field(default_factory=dict)
    _fields: Mapping[str, Field] = field(init=False)
    _open: list[str] = field(default_factory=list)
    """Computed fields being worked out, to catch those that need themselves."""

    def __post_init__(self) -> None:
        self._fields = fields_by_name(self.form)

    def value(self, name: str) -> Operand | None:
        """The field of that name, or 期末日, 本年度, 本报告期, 方案起始日, 方案截止日.

        Raises:
            BaiseError: FORMULA, no such name, or a computed field that needs itself.
        """
        if name not in self._known:
            self._known[name] = self._find(name)
        return self._known[name]

    def prior(self, kind: str, name: str) -> Operand | None:
        """The field of that name in another period. Raises: BaiseError: FORMULA, no such field."""
        question = self._question(name)
        return operand(self.surroundings.prior(kind, self.record, question.key), question, self.context)

    def column(self, register: str, name: str) -> Sequence[Operand | None] | None:
        """A column of a register of the same submission."""
        return self.surroundings.column(register, name)

    def _find(self, name: str) -> Operand | None:
        question = self._fields.get(name)
        if question is None:
            words = period_words(self.record, self.context)
            if name not in words:
                self._question(name)
            return words[name]
        if question.type is not FieldType.COMPUTED:
            return operand(self.record.values.get(question.key), question, self.context)
        if not question.formula:
            return operand(self.surroundings.supplied(self.record, question.key), question, self.context)
        return self._compute(question)

    def _compute(self, question: Field) -> Operand | None:
        if question.name in self._open:
            path = "→".join([*self._open[self._open.index(question.name) :], question.name])
            raise BaiseError("FORMULA", text=question.formula, reason=say("reasons.FORMULA_CYCLE", path=path))
        self._open.append(question.name)
        try:
            return parse_formula(question.formula).evaluate(self)
        finally:
            self._open.pop()

    def _question(self, name: str) -> Field:
        question = self._fields.get(name)
        if question is None:
            raise BaiseError("FORMULA", text=name, reason=say("reasons.FORMULA_NO_NAME", name=name))
        return question


def operand(value: Value, question: Field, context: FieldContext) -> Operand | None:
    """A value as formulas take it: every number as Decimal, codes and units as people read them, absence as None."""
    if value is None or isinstance(value, Absent | Missing):
        return None
    if question.type in _SHOWN:
        return show(value, question, context)
    if isinstance(value, datetime):
        return value.astimezone(BEIJING).date()
    if isinstance(value, tuple):
        return Decimal(len(value))
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return value


def compute(
    form: Form, record: Record, context: FieldContext, surroundings: Surroundings = ALONE
) -> Mapping[str, Operand | None]:
    """The computed fields of a record by key; None where an operand is missing.

    Raises:
        BaiseError: FORMULA, a computed field that needs itself, or operands that do not go together.
    """
    scope = RecordScope(form, record, context, surroundings)
    return {item.key: scope.value(item.name) for item in form.fields if item.type is FieldType.COMPUTED}


def period_words(record: Record, context: FieldContext) -> Mapping[str, Operand | None]:
    """What formulas may say of the period and the plan that a record belongs to."""
    period = parse_period(record.period)
    plan = context.plans.get(record.plan)
    return {
        "期末日": period.end,
        "本年度": Decimal(period.year),
        "本报告期": record.period,
        "方案起始日": date.fromisoformat(plan.period_start) if plan else None,
        "方案截止日": date.fromisoformat(plan.period_end) if plan else None,
    }


def fields_by_name(form: Form) -> Mapping[str, Field]:
    """The fields of a form by their Chinese names."""
    return _fields_by_name(FormIdentity(form))


def require_column(register: Form, name: str) -> None:
    """Refuse a formula that names a column which the register lacks. Raises: BaiseError FORMULA."""
    if name not in fields_by_name(register):
        reason = say("reasons.FORMULA_NO_REGISTER", name=register.title)
        raise BaiseError("FORMULA", text=f"{register.title}[{name}]", reason=reason)


@lru_cache(maxsize=1024)
def _fields_by_name(identity: FormIdentity) -> Mapping[str, Field]:
    return {item.name: item for item in identity.form.fields}
