"""The field types: how each is typed, shown and written as canonical JSON.

A field holds a value, nothing, 不适用, or 暂缺 with a reason. The last three are the same for every type and live here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from unicodedata import normalize

from baise_desktop.errors import Problem
from baise_desktop.form.canonical import Json
from baise_desktop.form.context import FieldContext
from baise_desktop.form.dates import Day, Moment
from baise_desktop.form.definition import Field, FieldType
from baise_desktop.form.files import Attachments
from baise_desktop.form.kind import FieldKind, problem, wrong_type
from baise_desktop.form.numbers import Exact, Whole, Year, show_decimal
from baise_desktop.form.period_words import holds_period, plain_period
from baise_desktop.form.selections import Choice, Multi, Reference, UnitName, YesNo
from baise_desktop.form.value import NOT_APPLICABLE, Absent, Missing, Value
from baise_desktop.form.words import CreditCode, Words

_NOT_APPLICABLE_WORDS = frozenset({"/", "／", "不适用", "N/A", "n/a"})
_MISSING = re.compile(r"暂缺\s*(?:[:：]\s*(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Computed:
    """The result of a formula or of a register: shown, never typed, never stored."""

    def parse(self, _text: str, field: Field, _context: FieldContext) -> Value | Problem:
        """Always a problem."""
        return problem(field, "COMPUTED")

    def show(self, value: Value, field: Field, _context: FieldContext) -> str:
        """Numbers with the declared decimals, rounded half up; truth as 是 or 否."""
        if isinstance(value, bool):
            return "是" if value else "否"
        return show_decimal(Decimal(value), field.decimals) if isinstance(value, (int, Decimal)) else str(value)

    def to_json(self, _value: Value, field: Field) -> Json:
        """Never. Raises: TypeError."""
        raise TypeError(field.key)

    def from_json(self, _raw: object, field: Field) -> Value:
        """Never. Raises: BaiseError: TYPE."""
        wrong_type(field, "COMPUTED")


KINDS: Mapping[FieldType, FieldKind] = MappingProxyType(
    {
        FieldType.TEXT: Words(lines=False),
        FieldType.LONGTEXT: Words(lines=True),
        FieldType.INTEGER: Whole(),
        FieldType.DECIMAL: Exact(),
        FieldType.DATE: Day(),
        FieldType.DATETIME: Moment(),
        FieldType.YEAR: Year(),
        FieldType.BOOL: YesNo(),
        FieldType.CHOICE: Choice(),
        FieldType.MULTI: Multi(),
        FieldType.UNIT: UnitName(),
        FieldType.USCC: CreditCode(),
        FieldType.REF: Reference(),
        FieldType.EVIDENCE: Attachments(),
        FieldType.COMPUTED: Computed(),
    }
)
"""One kind for every field type."""


def parse(text: str, field: Field, context: FieldContext) -> Value | Problem:
    """What a clerk means by a text: a value, None when it is blank, or what is wrong with it."""
    text = normalize("NFC", text).strip()
    if not text:
        return None
    kind = KINDS[field.type]
    if field.type is FieldType.COMPUTED:
        return kind.parse(text, field, context)
    if text in _NOT_APPLICABLE_WORDS and not _is_label(text, field, context):
        return NOT_APPLICABLE
    missing = _MISSING.fullmatch(text)
    if missing is not None and not _is_label(text, field, context):
        return _missing(missing.group(1) or "", field)
    if holds_period(field):
        return plain_period(text) or problem(field, "PERIOD")
    return kind.parse(text, field, context)


def show(value: Value, field: Field, context: FieldContext) -> str:
    """The text of a value as people read it; `parse` reads it back as the same value."""
    if value is None:
        return ""
    if isinstance(value, Absent):
        return str(value.value)
    if isinstance(value, Missing):
        return f"暂缺：{value.reason}"
    return KINDS[field.type].show(value, field, context)


def to_json(value: Value, field: Field) -> Json:
    """A value that is not blank, as canonical JSON says it.

    Raises:
        TypeError, ValueError: the value does not fit the field; a bug of the caller.
    """
    if isinstance(value, Absent):
        return {"na": True}
    if isinstance(value, Missing):
        return {"missing": value.reason}
    return KINDS[field.type].to_json(value, field)


def from_json(raw: object, field: Field) -> Value:
    """The value of parsed JSON.

    Raises:
        BaiseError: TYPE, naming the field.
    """
    if type(raw) is dict and field.type is not FieldType.COMPUTED:
        return _absent(raw, field)
    return KINDS[field.type].from_json(raw, field)


def is_blank(value: Value) -> bool:
    """Whether a required field still needs an answer. 不适用 and 暂缺 with its reason are answers."""
    return value is None


def _is_label(text: str, field: Field, context: FieldContext) -> bool:
    return field.type in (FieldType.CHOICE, FieldType.MULTI) and text in context.choices[field.choices].words


def _missing(reason: str, field: Field) -> Missing | Problem:
    reason = reason.strip()
    if not reason:
        return problem(field, "MISSING_REASON")
    checked = _REASON.parse(reason, field, _NO_CONTEXT)
    return checked if isinstance(checked, Problem) else Missing(str(checked))


def _absent(raw: dict[object, object], field: Field) -> Value:
    if raw == {"na": True} and raw["na"] is True:
        return NOT_APPLICABLE
    if set(raw) != {"missing"}:
        wrong_type(field, "STATE")
    reason = _REASON.from_json(raw["missing"], field)
    return Missing(str(reason))


_REASON = Words(lines=False)
_NO_CONTEXT = FieldContext(code_lists={}, units={})
