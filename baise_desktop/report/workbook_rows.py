"""Rows of a filled-in workbook, as the texts a clerk would have typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.report.workbook_parts import MAX_COLUMNS, MAX_ROWS, Doubts, inspect_sheets

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MAX_FILE_BYTES = 20 * 2**20
_SAFE = 10**15
"""From here on a number in a cell no longer holds every digit of a long code."""


@dataclass(frozen=True, slots=True)
class WorkbookRows:
    """The first sheet of a workbook."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """Row number in the sheet, from 1, and one text for each heading; wholly blank rows are left out."""
    doubts: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Cells that are not simply what somebody typed, by row number and index of the heading: formula (its last computed
    value was read), error (nothing was read), or long_number (its last digits may be lost)."""


@dataclass(frozen=True, slots=True)
class SheetLines:
    """One sheet as it stands, headings and titles among the rest."""

    name: str
    lines: tuple[tuple[int, tuple[str, ...]], ...]
    """Row number in the sheet, from 1, and the texts of its cells; wholly blank rows are left out."""
    doubts: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """As those of `WorkbookRows`."""


def read_workbook_rows(file: Path) -> WorkbookRows:
    """The first sheet; its first row that is not blank holds the headings.

    Raises:
        BaiseError: FILE_UNREADABLE, WORKBOOK_EMPTY, and those of `inspect_parts`.
    """
    first = _read_sheets(file, 1)[0]
    if not first.lines:
        raise BaiseError("WORKBOOK_EMPTY", file=file.name)
    (_, headings), *rows = first.lines
    return WorkbookRows(tuple(text.strip() for text in headings), tuple(rows), first.doubts)


def read_workbook_sheets(file: Path) -> tuple[SheetLines, ...]:
    """Every sheet with something in it; at least one. Raises: as `read_workbook_rows`."""
    found = tuple(sheet for sheet in _read_sheets(file, None) if sheet.lines)
    if not found:
        raise BaiseError("WORKBOOK_EMPTY", file=file.name)
    return found


def _read_sheets(file: Path, most: int | None) -> list[SheetLines]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            raise BaiseError("WORKBOOK_TOO_BIG", file=file.name)
        with file.open("rb") as content:
            if content.read(4) != b"PK\x03\x04":
                raise BaiseError("NOT_XLSX", file=file.name)
        doubts = inspect_sheets(file)
    except OSError as cause:
        raise BaiseError("FILE_UNREADABLE", file=file, reason=disk_reason(cause)) from cause
    try:
        book = CalamineWorkbook.from_path(str(file))
        visible = book.sheet_names[:most]
        return [_read_sheet(book, name, doubts.get(name, {}), file) for name in visible]
    except CalamineError as cause:
        raise BaiseError("NOT_XLSX", file=file.name) from cause


def _read_sheet(book: "CalamineWorkbook", name: str, parts: Doubts, file: Path) -> SheetLines:
    sheet = book.get_sheet_by_name(name)
    if sheet.height > MAX_ROWS or sheet.width > MAX_COLUMNS:
        raise BaiseError("WORKBOOK_TOO_BIG", file=file.name)
    grid = sheet.to_python(skip_empty_area=False)
    lines = ((number, tuple(_as_text(cell) for cell in row)) for number, row in enumerate(grid, start=1))
    doubts: dict[tuple[int, int], str] = {(row, column - 1): doubt for (row, column), doubt in parts.items()}
    doubts |= {
        (number, column): "long_number"
        for number, row in enumerate(grid, start=1)
        for column, cell in enumerate(row)
        if isinstance(cell, float) and abs(cell) >= _SAFE
    }
    return SheetLines(name, tuple((number, texts) for number, texts in lines if any(texts)), doubts)


def _as_text(cell: object) -> str:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return f"{Decimal(repr(cell)):f}".removesuffix(".0")
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
