"""Rows of a filled-in workbook, as the texts a clerk would have typed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.report.workbook_damage import find_damaged_cell
from baise_desktop.report.workbook_facts import MAX_COLUMNS, MAX_ROWS, SheetFacts, cell_refusal
from baise_desktop.report.workbook_kind import not_xlsx
from baise_desktop.report.workbook_parts import inspect_sheets
from baise_desktop.texts import say

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_Read = TypeVar("_Read")
_SAFE = 10**15
"""From here on a number in a cell no longer holds every digit of a long code."""
_FIRST_DAY = date(1900, 3, 1)
"""Before it, a spreadsheet's calendar is not the world's."""


@dataclass(frozen=True, slots=True)
class WorkbookRows:
    """The first sheet of a workbook."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """Row number in the sheet, from 1, and one text for each heading; wholly blank rows are left out."""
    doubts: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Cells that are not simply what somebody typed, by row number and index of the heading: formula (its last computed
    value was read), formula_blank (it had none), error (nothing was read), long_number (its last digits may be lost),
    percent, early_date (the calendar was another), merged (other cells lie below it), hidden (its row or column)."""


@dataclass(frozen=True, slots=True)
class SheetLines:
    """One sheet as it stands, headings and titles among the rest."""

    name: str
    lines: tuple[tuple[int, tuple[str, ...]], ...]
    """Row number in the sheet, from 1, and the texts of its cells; wholly blank rows are left out."""
    doubts: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """As those of `WorkbookRows`."""


def read_workbook_rows(file: Path) -> WorkbookRows:
    """The first sheet that is not hidden; its first row that is not blank holds the headings.

    Raises:
        BaiseError: FILE_UNREADABLE, WORKBOOK_EMPTY, and those of `inspect_sheets`.
    """
    first = _read_sheets(file, 1)[0]
    if not first.lines:
        raise BaiseError("WORKBOOK_EMPTY", file=file.name)
    (_, headings), *rows = first.lines
    return WorkbookRows(tuple(text.strip() for text in headings), tuple(rows), first.doubts)


def read_workbook_sheets(file: Path) -> tuple[SheetLines, ...]:
    """Every sheet that is not hidden and has something in it; at least one. Raises: as `read_workbook_rows`."""
    found = tuple(sheet for sheet in _read_sheets(file, None) if sheet.lines)
    if not found:
        raise BaiseError("WORKBOOK_EMPTY", file=file.name)
    return found


def read_checked(file: Path, read: "Callable[[CalamineWorkbook, Mapping[str, SheetFacts]], _Read]") -> _Read:
    """What `read` makes of a workbook that was inspected first. Raises: as `read_workbook_rows`."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        facts = inspect_sheets(file)
        with CalamineWorkbook.from_path(str(file)) as book:
            return read(book, facts)
    except CalamineError as cause:
        raise find_damaged_cell(file) or not_xlsx(file) from cause
    except OSError as cause:
        raise BaiseError("FILE_UNREADABLE", file=file, reason=disk_reason(cause)) from cause


def shown_sheets(book: "CalamineWorkbook") -> list[str]:
    """The names of the sheets that people see; of all of them where none is shown."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
    shown = [sheet.name for sheet in sheets if sheet.visible is SheetVisibleEnum.Visible]
    return shown or [sheet.name for sheet in sheets]


def read_grid(
    sheet: "CalamineSheet", file: Path, facts: SheetFacts, *, yes: str, no: str
) -> tuple[list[tuple[str, ...]], dict[tuple[int, int], str]]:
    """The text of every cell from the first row on, and the doubts of `WorkbookRows`; `yes` and `no` are truth values.

    Raises:
        BaiseError: WORKBOOK_TOO_BIG, WORKBOOK_CELL.
    """
    if sheet.height > MAX_ROWS or sheet.width > MAX_COLUMNS:
        raise BaiseError("WORKBOOK_TOO_BIG", file=file.name)
    reader = _Texts(file.name, sheet.name, facts, yes, no)
    return reader.read(sheet.to_python(skip_empty_area=False)), reader.doubts


def _read_sheets(file: Path, most: int | None) -> list[SheetLines]:
    def read(book: "CalamineWorkbook", facts: Mapping[str, SheetFacts]) -> list[SheetLines]:
        names = shown_sheets(book)[:most]
        if not names:
            raise BaiseError("WORKBOOK_EMPTY", file=file.name)
        return [_read_sheet(book.get_sheet_by_name(name), file, facts[name]) for name in names]

    return read_checked(file, read)


def _read_sheet(sheet: "CalamineSheet", file: Path, facts: SheetFacts) -> SheetLines:
    grid, doubts = read_grid(sheet, file, facts, yes=say("report.yes"), no=say("report.no"))
    for (top, left), (low, right) in sheet.merged_cell_ranges or ():
        if (low, right) != (top, left):
            doubts.setdefault((top + 1, left), "merged")
    for row, texts in ((row, grid[row - 1]) for row in facts.hidden_rows if row <= len(grid)):
        doubts |= {(row, column): "hidden" for column, text in enumerate(texts) if text and (row, column) not in doubts}
    hidden = [column - 1 for column in facts.hidden_columns]
    for row, texts in enumerate(grid, 1) if hidden else ():
        for column in hidden:
            if column < len(texts) and texts[column]:
                doubts.setdefault((row, column), "hidden")
    lines = tuple((number, texts) for number, texts in enumerate(grid, 1) if any(texts))
    return SheetLines(sheet.name, lines, doubts)


class _Texts:
    """Turns the cells of one sheet into texts."""

    def __init__(self, file: str, sheet: str, facts: SheetFacts, yes: str, no: str) -> None:
        self.doubts: dict[tuple[int, int], str] = {}
        self._file, self._sheet, self._facts = file, sheet, facts
        self._truth = (no, yes)
        self._is_odd = False

    def read(self, grid: Sequence[Sequence[object]]) -> list[tuple[str, ...]]:
        """Texts of every row; doubts are noted."""
        made = []
        number_of, text_of = self._number, self._text
        for number, row in enumerate(grid, 1):
            texts = tuple(
                [
                    cell if type(cell) is str else number_of(cell) if type(cell) is float else text_of(cell)
                    for cell in row
                ]
            )
            if self._is_odd:
                self._note_odd(number, row)
            if "\r" in "".join(texts):
                texts = tuple(text.replace("\r\n", "\n").replace("\r", "\n") for text in texts)
            made.append(texts)
        self._apply_facts(made)
        return made

    def _number(self, number: float) -> str:
        text = repr(number)
        if text.endswith(".0") and -_SAFE < number < _SAFE:
            return text[:-2]
        if "e" in text or "n" in text or not -_SAFE < number < _SAFE:
            self._is_odd = True
            return f"{Decimal(text):f}".removesuffix(".0")
        return text

    def _text(self, cell: object) -> str:
        if isinstance(cell, bool):
            return self._truth[cell]
        if isinstance(cell, datetime):
            self._is_odd |= cell.date() < _FIRST_DAY
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
        if isinstance(cell, date):
            self._is_odd |= cell < _FIRST_DAY
            return cell.isoformat()
        return str(cell)

    def _note_odd(self, number: int, row: Sequence[object]) -> None:
        """Look at a row again that has a number beyond all digits, or a day before all days."""
        self._is_odd = False
        for column, cell in enumerate(row):
            if isinstance(cell, float) and not isfinite(cell):
                raise cell_refusal(self._file, self._sheet, (number, column + 1), "not_finite")
            if isinstance(cell, float) and abs(cell) >= _SAFE:
                self.doubts[number, column] = "long_number"
            elif isinstance(cell, date) and (cell.date() if isinstance(cell, datetime) else cell) < _FIRST_DAY:
                self.doubts[number, column] = "early_date"

    def _apply_facts(self, grid: list[tuple[str, ...]]) -> None:
        for row, column in self._facts.percents:
            if row <= len(grid) and column <= len(grid[row - 1]) and grid[row - 1][column - 1]:
                texts = list(grid[row - 1])
                texts[column - 1] = _as_percent(texts[column - 1])
                grid[row - 1] = tuple(texts)
                self.doubts[row, column - 1] = "percent"
        for (row, column), doubt in self._facts.doubts.items():
            blank = row > len(grid) or column > len(grid[row - 1]) or not grid[row - 1][column - 1]
            self.doubts[row, column - 1] = "formula_blank" if blank and doubt == "formula" else doubt


def _as_percent(text: str) -> str:
    try:
        number = f"{Decimal(text).scaleb(2):f}"
    except ArithmeticError:
        return text
    return f"{number.rstrip('0').rstrip('.') if '.' in number else number}%"
