"""The sheets of a filled-in workbook as texts, cell by cell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from baise_desktop.report.workbook_facts import Doubts, SheetFacts
from baise_desktop.report.workbook_rows import read_checked, read_grid

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook


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

    def read(book: "CalamineWorkbook", facts: Mapping[str, SheetFacts]) -> Mapping[str, Grid]:
        return {title: _grid(book.get_sheet_by_name(title), file, facts[title]) for title in book.sheet_names}

    return read_checked(file, read)


def _grid(sheet: "CalamineSheet", file: Path, facts: SheetFacts) -> Grid:
    blocks = (
        ((top + 1, left + 1), (low + 1, right + 1)) for (top, left), (low, right) in sheet.merged_cell_ranges or ()
    )
    grid, _ = read_grid(sheet, file, facts, yes="true", no="false")
    return Grid(sheet.name, tuple(grid), facts.doubts, tuple(blocks))
