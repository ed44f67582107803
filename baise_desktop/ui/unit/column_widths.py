"""How wide the columns of a register are while nobody has made them wider or narrower."""

from baise_desktop.form.definition import Field, FieldType
from baise_desktop.ui import look

_WIDTHS = {
    FieldType.LONGTEXT: 240,
    FieldType.INTEGER: 92,
    FieldType.DECIMAL: 112,
    FieldType.YEAR: 96,
    FieldType.DATE: 112,
    FieldType.DATETIME: 168,
    FieldType.BOOL: 72,
    FieldType.USCC: 186,
    FieldType.UNIT: 140,
    FieldType.CHOICE: 140,
}
_WIDTH = 168
_TALL_WIDTHS = {FieldType.INTEGER: 150, FieldType.DECIMAL: 204}
"""Of numbers with those of last time below them, and the change in percent."""
HEAD_GAP = 12
"""Pixels beside a name at 100 %."""
_SHORT = 136
"""Pixels of a name that stays in one line at 100 %."""


def usual_width(question: Field, name: int, *, tall: bool) -> int:
    """Pixels of a column whose heading takes `name` pixels in one line; `tall` rows show last time below."""
    pixels = look.current().pixels
    usual = _WIDTHS.get(question.type, _WIDTH)
    usual = max(usual, _TALL_WIDTHS.get(question.type, 0)) if tall else usual
    return max(pixels(usual), min(_name_width(name), pixels(220)))


def _name_width(width: int) -> int:
    """Of the column below a name: short ones stay in one line, others take two."""
    pixels = look.current().pixels
    return width + pixels(HEAD_GAP) if width <= pixels(_SHORT) else width // 2 + pixels(28)
