"""Which column of a workbook is which column of a register, and which line of it holds the headings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from baise_desktop.form.definition import Field, FieldType, Form
from baise_desktop.form.kind import half_width
from baise_desktop.report.workbook_rows import SheetLines
from baise_desktop.texts import say

ROW_ID = "_row_id"
"""The key of a column that says which row it is."""
_IN_BRACKETS = re.compile(r"(.+?)[(（]([^()（）]*)[)）]")
_SEARCHED_LINES = 15
_MARKS = "*＊"


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of the workbook is taken for."""

    key: str
    """Of a field, or `ROW_ID`."""
    unit: str = ""
    """Of the numbers in it where it is not the field's own."""


def importable(form: Form) -> tuple[Field, ...]:
    """The fields that can come from a workbook."""
    return tuple(field for field in form.fields if field.type not in (FieldType.COMPUTED, FieldType.EVIDENCE))


def match_heading(form: Form, heading: str) -> Column | None:
    """The field that a heading names: its name, with or without a mark and its unit of measure in brackets."""
    plain = _plain(heading)
    if plain == _plain(say("import.row_id")):
        return Column(ROW_ID)
    named = {_plain(field.name): field for field in importable(form)}
    if plain in named:
        return Column(named[plain].key)
    found = _IN_BRACKETS.fullmatch(plain)
    if found is None or _plain(found[1]) not in named:
        return None
    field, unit = named[_plain(found[1])], found[2]
    if unit == _plain(field.unit):
        return Column(field.key)
    other = field.unit.endswith("元") and unit.endswith("元")
    return Column(field.key, unit) if other else None


def guess_columns(form: Form, headings: Sequence[str]) -> Mapping[int, Column]:
    """By index; of two columns for one field the first counts."""
    found: dict[int, Column] = {}
    for number, heading in enumerate(headings):
        column = match_heading(form, heading)
        if column is not None and column.key not in {each.key for each in found.values()}:
            found[number] = column
    return found


def guess_heading_line(form: Form, sheet: SheetLines) -> int:
    """The index of the line that names the most columns, else of the first one with two cells."""
    first = sheet.lines[:_SEARCHED_LINES]
    counts = [len(guess_columns(form, texts)) for _, texts in first]
    if max(counts, default=0):
        return counts.index(max(counts))
    wide = (number for number, (_, texts) in enumerate(first) if sum(1 for text in texts if text.strip()) > 1)
    return next(wide, 0)


def guess_sheet(form: Form, sheets: Sequence[SheetLines]) -> int:
    """The sheet that names the most columns."""
    counts = [len(guess_columns(form, sheet.lines[guess_heading_line(form, sheet)][1])) for sheet in sheets]
    return counts.index(max(counts))


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", half_width(text)).lstrip(_MARKS)
