"""What is to be known of a sheet's cells before their values are believed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NoReturn

from baise_desktop.errors import BaiseError
from baise_desktop.texts import say

MAX_ROWS, MAX_COLUMNS = 100_000, 300
MAX_CELLS = 3_000_000
"""Between the first and the last filled cell: a reader sets room aside for each of them."""

Doubt = Literal["formula", "error"]
"""A cell whose value was computed by another program, or is no value."""
Place = tuple[int, int]
"""Row and column, both from 1."""
Doubts = Mapping[Place, Doubt]
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_TRUE = ("1", "true")


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """Of one sheet."""

    doubts: Doubts = field(default_factory=dict)
    percents: frozenset[Place] = frozenset()
    """Numbers that are shown as a hundred times what is kept, with a percent mark."""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


class CellWatch:
    """The cells of a sheet as its XML passes by: how far they reach, and which to doubt."""

    def __init__(self, file: str, sheet: str, percent_styles: frozenset[str]) -> None:
        """For one sheet of a file, both by their names."""
        self._file, self._sheet, self._percent_styles = file, sheet, percent_styles
        self._doubts: dict[Place, Doubt] = {}
        self._percents: set[Place] = set()
        self._rows: set[int] = set()
        self._columns: set[int] = set()
        self._at = (0, 0)
        self._first, self._last = (MAX_ROWS, MAX_COLUMNS), (0, 0)
        self._ended = False

    @property
    def facts(self) -> SheetFacts:
        """What was seen."""
        return SheetFacts(self._doubts, frozenset(self._percents), frozenset(self._rows), frozenset(self._columns))

    def start(self, element: str, attributes: dict[str, str]) -> None:
        """One opening tag."""
        name = element.rpartition(":")[2]
        if name == "c":
            self._start_cell(attributes)
        elif name == "row":
            self._start_row(attributes)
        elif name == "f":
            self._doubts[self._at] = "formula"
        elif name == "col" and attributes.get("hidden") in _TRUE:
            first, last = int(attributes["min"]), int(attributes["max"])
            self._columns.update(range(max(1, first), min(last, MAX_COLUMNS) + 1))

    def end(self, element: str) -> None:
        """One closing tag."""
        self._ended = self._ended or element.rpartition(":")[2] == "sheetData"

    def comment(self, _text: str) -> None:
        """A comment among the cells: readers differ in what is left of the cell around it."""
        if self._at != (0, 0) and not self._ended:
            self._refuse("comment")

    def _start_row(self, attributes: dict[str, str]) -> None:
        row = int(attributes.get("r", self._at[0] + 1))
        if row <= self._at[0]:
            self._at = (row, 1)
            self._refuse("twice")
        self._at = (row, 0)
        if attributes.get("hidden") in _TRUE:
            self._rows.add(row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._move(attributes.get("r", ""))
        kind = attributes.get("t", "n")
        if kind == "e":
            self._doubts[self._at] = "error"
        elif kind == "n" and attributes.get("s") in self._percent_styles:
            self._percents.add(self._at)

    def _move(self, reference: str) -> None:
        row, column = before = self._at
        self._at = read_reference(reference) if reference else (row, column + 1)
        row, column = self._at
        self._first = (min(self._first[0], row), min(self._first[1], column))
        self._last = (max(self._last[0], row), max(self._last[1], column))
        (top, left), (bottom, right) = self._first, self._last
        if row > MAX_ROWS or column > MAX_COLUMNS or (bottom - top + 1) * (right - left + 1) > MAX_CELLS:
            raise BaiseError("WORKBOOK_TOO_BIG", file=self._file)
        if self._at <= before:
            self._refuse("twice")

    def _refuse(self, reason: str) -> NoReturn:
        raise cell_refusal(self._file, self._sheet, self._at, reason)


def cell_refusal(file: str, sheet: str, place: Place, reason: str) -> BaiseError:
    """WORKBOOK_CELL about one cell; `reason` is what follows `cell_` in `workbook.toml`."""
    name = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in sheet[:40])
    told = say(f"workbook.cell_{reason}")
    return BaiseError("WORKBOOK_CELL", file=file, sheet=name, cell=show_reference(place), reason=told)


def read_reference(text: str) -> Place:
    """Row and column. Raises: ValueError."""
    found = _CELL.fullmatch(text)
    if found is None:
        raise ValueError(text)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def show_reference(place: Place) -> str:
    """As people read it, such as B7."""
    row, column = place
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"
