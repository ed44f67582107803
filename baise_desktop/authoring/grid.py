"""The sheets of a filled-in workbook as texts, cell by cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.report.workbook_parts import Doubts, inspect_sheets
from baise_desktop.report.workbook_rows import MAX_FILE_BYTES

if TYPE_CHECKING:
    from python_calamine import CalamineSheet


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    """From row 1; every row as long as the widest."""
    doubts: Doubts
    """Cells that nobody typed: computed by Excel, or no value."""
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    """First and last cell of each block merged into one, by row and column from 1."""

    def filled(self, first: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Row number and texts of the rows from `first` on that are not blank."""
        doubtful = {row for row, _ in self.doubts}
        for number, row in enumerate(self.rows[first - 1 :], first):
            if number in doubtful or any(text.strip() for text in row):
                yield number, row


def read_grids(file: Path) -> Mapping[str, Grid]:
    """Every sheet by its name.

    Raises:
        BaiseError: FILE_UNREADABLE, and those of `inspect_sheets`.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            raise BaiseError("WORKBOOK_TOO_BIG", file=file.name)
        doubts = inspect_sheets(file)
        book = CalamineWorkbook.from_path(str(file))
        return {title: _grid(title, book.get_sheet_by_name(title), doubts.get(title, {})) for title in book.sheet_names}
    except OSError as cause:
        raise BaiseError("FILE_UNREADABLE", file=file, reason=disk_reason(cause)) from cause
    except CalamineError as cause:
        raise BaiseError("NOT_XLSX", file=file.name) from cause


def _grid(title: str, sheet: "CalamineSheet", doubts: Doubts) -> Grid:
    blocks = (
        ((top + 1, left + 1), (low + 1, right + 1)) for (top, left), (low, right) in sheet.merged_cell_ranges or ()
    )
    return Grid(title, _texts(sheet.to_python(skip_empty_area=False)), doubts, tuple(blocks))


def _texts(rows: Sequence[Sequence[object]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(_as_text(cell) for cell in row) for row in rows)


def _as_text(cell: object) -> str:
    match cell:
        case bool():
            return str(cell).lower()
        case float():
            return f"{Decimal(repr(cell)):f}".removesuffix(".0")
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
        case date():
            return cell.isoformat()
        case _:
            return str(cell).replace("\r\n", "\n")
