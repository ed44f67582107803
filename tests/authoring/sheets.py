"""Finding and typing into cells of the authoring workbook by what they are called."""

from collections.abc import Mapping
from dataclasses import replace

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from baise_desktop.authoring.grid import Grid


def column(book: Workbook, sheet: str, heading: str) -> int:
    """Number of the column."""
    headings = [cell.value for cell in book[sheet][1]]
    return headings.index(heading) + 1


def row(book: Workbook, sheet: str, start: str, number: int = 1) -> int:
    """Number of the nth row whose first cell begins with an id."""
    found = [each[0].row for each in book[sheet].iter_rows(min_row=2) if str(each[0].value).split(" ")[0] == start]
    return found[number - 1] or 0


def put(book: Workbook, sheet: str, at: int, heading: str, value: object) -> str:
    """Type into a cell; its name, such as C5."""
    cell = book[sheet].cell(at, column(book, sheet, heading))
    cell.value = value  # type: ignore[assignment]
    return str(cell.coordinate)


def add(book: Workbook, sheet: str, *rows: Mapping[str, object]) -> None:
    """Type rows below the last one, by heading."""
    for values in rows:
        at = book[sheet].max_row + 1
        for heading, value in values.items():
            cell = book[sheet].cell(at, column(book, sheet, heading))
            cell.value = value  # type: ignore[assignment]
            if isinstance(value, str):
                cell.data_type = "s"


class Copy:
    """The sheets of a workbook as an officer would change them, without writing a file for each change."""

    def __init__(self, grids: Mapping[str, Grid]) -> None:
        self._grids = grids
        self._rows = {title: [list(row) for row in grid.rows] for title, grid in grids.items()}

    def row(self, sheet: str, start: str, number: int = 1) -> int:
        """Number of the nth row whose first cell begins with an id."""
        rows = self._rows[sheet]
        return [at for at, row in enumerate(rows, 1) if at > 1 and row[0].split(" ")[0] == start][number - 1]

    def text(self, sheet: str, at: int, heading: str) -> str:
        return self._rows[sheet][at - 1][self._rows[sheet][0].index(heading)]

    def put(self, sheet: str, at: int, heading: str, text: str) -> str:
        """Type into a cell, below the last row too; its name, such as C5."""
        rows = self._rows[sheet]
        number = rows[0].index(heading)
        if at > len(rows):
            rows.append([""] * len(rows[0]))
        rows[at - 1][number] = text
        return f"{get_column_letter(number + 1)}{at}"

    def cell(self, sheet: str, at: int, heading: str) -> str:
        return f"{get_column_letter(self._rows[sheet][0].index(heading) + 1)}{at}"

    def length(self, sheet: str) -> int:
        return len(self._rows[sheet])

    def grids(self) -> dict[str, Grid]:
        """The sheets as they are read."""
        return {
            title: replace(grid, rows=tuple(tuple(row) for row in self._rows[title]))
            for title, grid in self._grids.items()
        }
