"""Fields answered in numbers: integers, exact decimals and years, typed the way clerks type them."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact

from baise_desktop.errors import Problem
from baise_desktop.form.canonical import Json
from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Field
from baise_desktop.form.kind import half_width, problem, wrong_type
from baise_desktop.form.value import Value

LIMIT = Decimal(9200000000000)
"""Largest magnitude of a number: times 10^6 it still fits the store's 64 bits."""

_NUMBER = re.compile(r"([+-]?)([0-9]{1,3}(?:[, ][0-9]{3})+(?![0-9])|[0-9]+|(?=\.[0-9]))(\.[0-9]*)?(.*)", re.DOTALL)
_MINUS = re.compile("^(?:负|[\u2010-\u2015\u2212\ufe58\ufe63])\\s*")
_IN_BRACKETS = re.compile(r"\(([0-9][^()]*)\)")
_BEFORE = re.compile("^(?:人民币|RMB|[¥￥'\u2019])\\s*")
_POWERS = {"千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "万亿": 12}
_EXACT = Context(prec=80, traps=[Inexact])
_WIDE = Context(prec=80)
_LONGEST = 64
_YEARS = range(1900, 2101)
_FOUR_DIGITS = range(1000, 10000)
_WHOLE_DIGITS = len(str(int(LIMIT)))


@dataclass(frozen=True, slots=True)
class Whole:
    """An integer."""

    def parse(self, text: str, field: Field, _context: FieldContext) -> Value | Problem:
        """The number typed, which must have no fraction."""
        number = read_number(text, field)
        if isinstance(number, Problem):
            return number
        if number != number.to_integral_value():
            return problem(field, "NOT_WHOLE", text=text)
        return int(number)

    def show(self, value: Value, _field: Field, _context: FieldContext) -> str:
        """Plain digits."""
        return str(value)

    def to_json(self, value: Value, field: Field) -> Json:
        """The integer."""
        if type(value) is not int:
            raise TypeError(field.key)
        return value

    def from_json(self, raw: object, field: Field) -> Value:
        """An integer within bounds. Raises: BaiseError: TYPE, or JSON when it is unsafe."""
        if type(raw) is not int:
            wrong_type(field, "INTEGER")
        if abs(raw) > LIMIT:
            wrong_type(field, "TOO_BIG")
        return raw


@dataclass(frozen=True, slots=True)
class Exact:
    """A decimal with a declared number of digits after the point; never rounded."""

    def parse(self, text: str, field: Field, _context: FieldContext) -> Value | Problem:
        """The number typed, converted into the field's unit."""
        number = read_number(text, field)
        if isinstance(number, Problem):
            return number
        exact = fit(number, field.decimals)
        return problem(field, "TOO_MANY_DECIMALS", decimals=field.decimals, text=text) if exact is None else exact

    def show(self, value: Value, field: Field, _context: FieldContext) -> str:
        """Plain digits with every declared decimal; the result of a formula is rounded half up."""
        return show_decimal(value, field.decimals) if isinstance(value, Decimal) else str(value)

    def to_json(self, value: Value, field: Field) -> Json:
        """Digits with exactly the declared decimals. Raises: ValueError: the value has more."""
        if not isinstance(value, Decimal):
            raise TypeError(field.key)
        exact = fit(value, field.decimals)
        if exact is None:
            raise ValueError(field.key)
        return f"{exact:f}"

    def from_json(self, raw: object, field: Field) -> Value:
        """Digits with exactly the declared decimals. Raises: BaiseError: TYPE."""
        if type(raw) is not str or not _is_canonical(raw, field.decimals):
            wrong_type(field, "DECIMAL", decimals=field.decimals)
        number = Decimal(raw)
        if abs(number) > LIMIT:
            wrong_type(field, "TOO_BIG")
        return number


@dataclass(frozen=True, slots=True)
class Year:
    """A calendar year."""

    def parse(self, text: str, field: Field, _context: FieldContext) -> Value | Problem:
        """Four digits, with or without 年."""
        digits = half_width(text).removesuffix("年").removesuffix("度").removesuffix("年").strip()
        if not re.fullmatch("[0-9]{4}", digits):
            return problem(field, "NOT_A_YEAR", text=text)
        return int(digits) if int(digits) in _YEARS else problem(field, "YEAR_RANGE", text=digits)

    def show(self, value: Value, _field: Field, _context: FieldContext) -> str:
        """Four digits."""
        return str(value)

    def to_json(self, value: Value, field: Field) -> Json:
        """The integer."""
        if type(value) is not int:
            raise TypeError(field.key)
        return value

    def from_json(self, raw: object, field: Field) -> Value:
        """An integer of four digits. Raises: BaiseError: TYPE."""
        if type(raw) is not int or raw not in _FOUR_DIGITS:
            wrong_type(field, "YEAR")
        return raw


def read_number(text: str, field: Field) -> Decimal | Problem:
    """A typed number in the field's unit.

    Thousands separated by commas or spaces, 万 and 亿, 元, % and the unit itself are understood; 负, any dash and an
    accountant's brackets mean below zero.
    """
    plain = _BEFORE.sub("", half_width(text).replace("。", "."))
    plain = _IN_BRACKETS.sub(r"-\1", plain) if _IN_BRACKETS.fullmatch(plain) else _MINUS.sub("-", plain)
    plain = _BEFORE.sub("", plain)
    match = _NUMBER.fullmatch(plain) if len(plain) <= _LONGEST else None
    if match is None:
        return problem(field, "NOT_A_NUMBER", text=text)
    sign, whole, fraction, suffix = match.groups()
    power = _power(suffix.strip(), field.unit)
    if power is None:
        named = field.unit and suffix.strip()[0] not in "0123456789.,+-"
        return problem(field, "OTHER_UNIT" if named else "NOT_A_NUMBER", text=text, unit=field.unit)
    number = Decimal(f"{sign}{re.sub('[, ]', '', whole) or '0'}{fraction or ''}")
    number = _EXACT.scaleb(number, power) if number else Decimal(0)
    return problem(field, "TOO_BIG", text=text) if abs(number) > LIMIT else number


def fit(number: Decimal, decimals: int) -> Decimal | None:
    """The number with exactly that many decimals, or None when it has more. Zero has no sign."""
    rounded = _WIDE.quantize(number, Decimal(1).scaleb(-decimals))
    if rounded != number:
        return None
    return abs(rounded) if rounded.is_zero() else rounded


def show_decimal(number: Decimal, decimals: int) -> str:
    """Plain digits with that many decimals, rounded half up."""
    rounded = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _WIDE)
    return f"{abs(rounded) if rounded.is_zero() else rounded:f}"


def _power(suffix: str, unit: str) -> int | None:
    """The power of ten from what stands behind a number to the field's unit; None when it is not understood."""
    suffix = suffix.removesuffix("整") if suffix.endswith("元整") else suffix
    if suffix in ("", unit) or (unit == "%" and suffix == "个百分点"):
        return 0
    if unit.endswith("元"):
        own = _POWERS.get(unit.removesuffix("元"), 0)
        words = suffix.removesuffix("元")
        given = 0 if words == "" else _POWERS.get(words)
        return None if given is None else given - own
    return _POWERS.get(suffix.removesuffix(unit) if unit else suffix)


def _is_canonical(raw: str, decimals: int) -> bool:
    whole, point, fraction = raw.partition(".")
    digits = whole.removeprefix("-")
    return (
        len(digits) <= _WHOLE_DIGITS
        and digits.isascii()
        and digits.isdigit()
        and (digits == "0" or digits[0] != "0")
        and (fraction.isascii() and fraction.isdigit() if decimals else not point)
        and len(fraction) == decimals
        and not (whole[0] == "-" and not (digits + fraction).strip("0"))
    )
