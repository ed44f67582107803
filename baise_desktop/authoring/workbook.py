"""The workbook itself: a guide, one sheet per kind with drop-downs and frozen headings, every cell a text."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from baise_desktop.authoring.catalogue_rows import document_rows, names_of, rows_of
from baise_desktop.authoring.cells import Names
from baise_desktop.authoring.layout import Column, Many, Shape, document_columns, sheets
from baise_desktop.form.catalogue_files import Reading
from baise_desktop.texts import say

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

HEAD_ROW = 1
_FREE_ROWS = 2000
"""Rows below the last one that have drop-downs too."""
_TEXT = "@"
_WIDTHS = {Shape.INTEGER: 8.0, Shape.BOOLEAN: 8.0, Shape.DATE: 12.0, Shape.DECIMAL: 12.0, Shape.WORD: 14.0}
_WIDE, _USUAL = 60.0, 24.0
_LONG = frozenset({"quote", "note", "notes", "formula", "where", "message", "software_must", "basis", "line"})
_MAX_PROMPT = 250


def write_workbook(reading: Reading, created_on: date) -> bytes:
    """The definitions of a forms folder without defects, as .xlsx."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.title = say("authoring.book_title")
    book.properties.created = datetime.combine(created_on, time())
    _write_guide(book.worksheets[0])
    names = names_of(reading)
    choices = _Choices(book.create_sheet(say("authoring.sheet_choices")), names)
    for sheet in sheets():
        _write_sheet(book.create_sheet(sheet.title), sheet.columns, rows_of(sheet, reading, names), choices)
    documents = book.create_sheet(say("authoring.sheet_documents"))
    _write_sheet(documents, document_columns(), document_rows(reading), choices)
    book.move_sheet(choices.sheet, len(book.worksheets))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _write_guide(sheet: "Worksheet") -> None:
    from openpyxl.styles import Alignment

    sheet.title = say("authoring.sheet_guide")
    sheet.column_dimensions["A"].width = 110
    for number, line in enumerate(say("authoring.guide").strip().split("\n"), 1):
        _put(sheet, number, 1, line)
        sheet.cell(number, 1).alignment = Alignment(wrap_text=True, vertical="top")


def _put(sheet: "Worksheet", row: int, column: int, text: str) -> None:
    """A text, an equals sign in front or not."""
    cell = sheet.cell(row, column)
    cell.value = text
    cell.data_type = "s"
    cell.number_format = _TEXT


def _write_sheet(
    sheet: "Worksheet", columns: Sequence[Column], rows: Iterable[Sequence[str]], choices: "_Choices"
) -> None:
    last = HEAD_ROW
    for last, row in enumerate(rows, HEAD_ROW + 1):
        for number, text in enumerate(row, 1):
            if text:
                _put(sheet, last, number, text)
    for number, column in enumerate(columns, 1):
        _lay_out(sheet, number, column)
        _offer(sheet, number, column, last + _FREE_ROWS, choices)
    sheet.freeze_panes = f"B{HEAD_ROW + 1}"
    sheet.auto_filter.ref = sheet.dimensions


def _lay_out(sheet: "Worksheet", number: int, column: Column) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    _put(sheet, HEAD_ROW, number, column.heading)
    head = sheet.cell(HEAD_ROW, number)
    head.font = Font(name="宋体", bold=True)
    head.fill = PatternFill("solid", fgColor="FFBFD4EA" if column.required else "FFEDEDED")
    head.alignment = Alignment(wrap_text=True, vertical="center")
    whole = sheet.column_dimensions[get_column_letter(number)]
    whole.width = _WIDE if column.attribute in _LONG else _WIDTHS.get(column.shape, _USUAL)
    whole.number_format = _TEXT


def _offer(sheet: "Worksheet", number: int, column: Column, last: int, choices: "_Choices") -> None:
    """What the column takes, said beside the cell, and a drop-down where there is one thing to choose."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    source = choices.source(column)
    rule = DataValidation(type="list" if source else None, formula1=source, allow_blank=True)
    rule.showErrorMessage = column.shape in (Shape.WORD, Shape.BOOLEAN)
    rule.showInputMessage = True
    rule.promptTitle, rule.prompt = column.heading, _prompt(column)
    letter = get_column_letter(number)
    rule.add(f"{letter}{HEAD_ROW + 1}:{letter}{last}")
    sheet.add_data_validation(rule)


def _prompt(column: Column) -> str:
    parts = [say("authoring.prompt_required" if column.required else "authoring.prompt_optional")]
    if column.many in (Many.PAIRS, Many.LISTS):
        parts.append(say("authoring.prompt_pairs"))
    elif column.many is Many.LIST:
        parts.append(say("authoring.prompt_list") + "、".join(column.words.values()))
    else:
        parts.append(say(f"authoring.prompt_{column.shape}"))
    return "".join(parts)[:_MAX_PROMPT]


class _Choices:
    """A sheet with everything that drop-downs offer: one column for each vocabulary and collection."""

    def __init__(self, sheet: "Worksheet", names: Names) -> None:
        self.sheet = sheet
        self._names = names
        self._sources: dict[tuple[str, ...], str] = {}

    def source(self, column: Column) -> str | None:
        """The range that the drop-down of a column offers."""
        offered = self._offered(column)
        if not offered or column.many is not Many.ONE:
            return None
        if offered not in self._sources:
            self._sources[offered] = self._write(column.heading, offered)
        return self._sources[offered]

    def _offered(self, column: Column) -> tuple[str, ...]:
        if column.shape is Shape.BOOLEAN:
            return say("authoring.yes"), say("authoring.no")
        if column.shape is Shape.REFERENCE:
            titles: Mapping[str, str] = self._names.titles[column.collection]
            return tuple(self._names.show(column.collection, name) for name in titles)
        return tuple(column.words.values())

    def _write(self, heading: str, offered: Sequence[str]) -> str:
        from openpyxl.utils import get_column_letter

        number = len(self._sources) + 1
        for row, text in enumerate([heading, *offered], HEAD_ROW):
            _put(self.sheet, row, number, text)
        letter = get_column_letter(number)
        return f"'{self.sheet.title}'!${letter}${HEAD_ROW + 1}:${letter}${HEAD_ROW + len(offered)}"
