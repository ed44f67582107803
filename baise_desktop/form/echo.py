"""What was understood of a typed number or date, where it was not written the way it is shown."""

from decimal import Decimal, InvalidOperation

from baise_desktop.form.definition import Field, FieldType
from baise_desktop.texts import say

_NUMBERS = (FieldType.INTEGER, FieldType.DECIMAL, FieldType.YEAR)
_DATES = (FieldType.DATE, FieldType.DATETIME)
_LONGEST = 40


def tell_understood(text: str, shown: str, field: Field) -> str:
    """A sentence such as 已按 1,200 万元 = 1200.0000 存入; empty where there is nothing to tell.

    Args:
        text: as typed; it was accepted.
        shown: as the cell shows it.
        field: of the cell.
    """
    typed = text.strip()[:_LONGEST]
    if not typed or not shown or typed == shown:
        return ""
    if field.type in _DATES:
        return say("echo.date", text=typed, shown=shown)
    if field.type in _NUMBERS and not _is_same_number(typed, shown):
        return say("echo.number", text=typed, shown=shown, unit=field.unit)
    return ""


def _is_same_number(typed: str, shown: str) -> bool:
    """Whether only zeros, a plus sign or nothing at all was added."""
    try:
        return typed.isascii() and Decimal(typed) == Decimal(shown)
    except InvalidOperation:
        return False
