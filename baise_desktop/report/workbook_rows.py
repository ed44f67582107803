"""Rows of a filled-in workbook, as the texts a clerk would have typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from baise_desktop.errors import BaiseError

MAX_FILE_BYTES = 20 * 2**20
MAX_ROWS, MAX_COLUMNS = 100_000, 300


@dataclass(frozen=True, slots=True)
class WorkbookRows:
    """The first sheet of a workbook."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """Row number in the sheet, from 1, and one text for each heading; wholly blank rows are left out."""


def read_workbook_rows(file: Path) -> WorkbookRows:
    """The first sheet; its first row that is not blank holds the headings.

    Raises:
        BaiseError: FILE_UNREADABLE, NOT_XLSX, WORKBOOK_TOO_BIG, WORKBOOK_EMPTY.
    """
    grid = _read_grid(file)
    found = ((number, tuple(_as_text(cell) for cell in row)) for number, row in enumerate(grid, start=1))
    filled = [(number, texts) for number, texts in found if any(texts)]
    if not filled:
        raise BaiseError("WORKBOOK_EMPTY", file=file.name)
    return WorkbookRows(tuple(text.strip() for text in filled[0][1]), tuple(filled[1:]))


def _read_grid(file: Path) -> Sequence[Sequence[object]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            raise BaiseError("WORKBOOK_TOO_BIG", file=file.name)
        with file.open("rb") as content:
            if content.read(4) != b"PK\x03\x04":
                raise BaiseError("NOT_XLSX", file=file.name)
    except OSError as cause:
        raise BaiseError("FILE_UNREADABLE", file=file, reason=cause.strerror or cause) from cause
    try:
        sheet = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0)
    except CalamineError as cause:
        raise BaiseError("NOT_XLSX", file=file.name) from cause
    if sheet.height > MAX_ROWS or sheet.width > MAX_COLUMNS:
        raise BaiseError("WORKBOOK_TOO_BIG", file=file.name)
    return sheet.to_python(skip_empty_area=False)


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
