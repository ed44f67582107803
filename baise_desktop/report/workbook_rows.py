"""Rows of a filled-in workbook, as the texts a clerk would have typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.report.workbook_parts import MAX_COLUMNS, MAX_ROWS, inspect_parts

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


def read_workbook_rows(file: Path) -> WorkbookRows:
    """The first sheet; its first row that is not blank holds the headings.

    Raises:
        BaiseError: FILE_UNREADABLE, WORKBOOK_EMPTY, and those of `inspect_parts`.
    """
    grid, found_doubts = _read_grid(file)
    found = ((number, tuple(_as_text(cell) for cell in row)) for number, row in enumerate(grid, start=1))
    filled = [(number, texts) for number, texts in found if any(texts)]
    if not filled:
        raise BaiseError("WORKBOOK_EMPTY", file=file.name)
    doubts = found_doubts | {
        (number, column): "long_number"
        for number, row in enumerate(grid, start=1)
        for column, cell in enumerate(row)
        if isinstance(cell, float) and abs(cell) >= _SAFE
    }
    return WorkbookRows(tuple(text.strip() for text in filled[0][1]), tuple(filled[1:]), doubts)


def _read_grid(file: Path) -> tuple[Sequence[Sequence[object]], dict[tuple[int, int], str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            raise BaiseError("WORKBOOK_TOO_BIG", file=file.name)
        with file.open("rb") as content:
            if content.read(4) != b"PK\x03\x04":
                raise BaiseError("NOT_XLSX", file=file.name)
        doubts: dict[tuple[int, int], str] = {
            (row, column - 1): doubt for (row, column), doubt in inspect_parts(file).items()
        }
    except OSError as cause:
        raise BaiseError("FILE_UNREADABLE", file=file, reason=disk_reason(cause)) from cause
    try:
        sheet = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0)
    except CalamineError as cause:
        raise BaiseError("NOT_XLSX", file=file.name) from cause
    if sheet.height > MAX_ROWS or sheet.width > MAX_COLUMNS:
        raise BaiseError("WORKBOOK_TOO_BIG", file=file.name)
    return sheet.to_python(skip_empty_area=False), doubts


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
