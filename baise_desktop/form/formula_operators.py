"""The operators of formulas, over two operands that are both there."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow
from functools import partial
from types import MappingProxyType

from baise_desktop.form.formula_functions import CONTEXT, Operand, as_text, compare, number
from baise_desktop.form.formula_syntax import fault

MAX_TEXT = 64 * 1024
"""Characters that & may join."""
MAX_EXPONENT = 1000
"""Largest magnitude of an exponent."""


def _add(left: Operand, right: Operand) -> Operand:
    if isinstance(left, date):
        return _shift(left, number(right))
    return _arithmetic(CONTEXT.add, left, right)


def _subtract(left: Operand, right: Operand) -> Operand:
    if isinstance(left, date) and isinstance(right, date):
        return Decimal((left - right).days)
    if isinstance(left, date):
        return _shift(left, number(right).copy_negate())
    return _arithmetic(CONTEXT.subtract, left, right)


def _shift(day: date, days: Decimal) -> date:
    if days != days.to_integral_value():
        fault("NOT_WHOLE", value=as_text(days))
    try:
        return day + timedelta(days=int(days))
    except OverflowError:
        fault("OVERFLOW")


def _divide(left: Operand, right: Operand) -> Operand | None:
    divisor = number(right)
    return None if divisor.is_zero() else _arithmetic(CONTEXT.divide, left, divisor)


def _power(left: Operand, right: Operand) -> Operand | None:
    if abs(number(right)) > MAX_EXPONENT:
        fault("OVERFLOW")
    try:
        result = _arithmetic(CONTEXT.power, left, right)
    except (InvalidOperation, DivisionByZero):
        return None
    return result if result.is_finite() else None


def _arithmetic(apply: Callable[[Decimal, Decimal], Decimal], left: Operand, right: Operand) -> Decimal:
    try:
        return apply(number(left), number(right))
    except Overflow:
        fault("OVERFLOW")


def _join(left: Operand, right: Operand) -> Operand:
    text = as_text(left) + as_text(right)
    if len(text) > MAX_TEXT:
        fault("OVERFLOW")
    return text


OPERATORS: Mapping[str, Callable[[Operand, Operand], Operand | None]] = MappingProxyType(
    {
        "+": _add,
        "-": _subtract,
        "*": lambda left, right: _arithmetic(CONTEXT.multiply, left, right),
        "/": _divide,
        "^": _power,
        "&": _join,
    }
    | {sign: partial(compare, sign) for sign in ("=", "<>", "<", ">", "<=", ">=")}
)
"""What each sign between two present operands gives."""
