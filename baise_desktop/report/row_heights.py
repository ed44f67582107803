"""How high rows must be for what is wrapped in them: spreadsheets do not all find that out by themselves."""

from collections.abc import Sequence
from math import ceil

from baise_desktop.form.value import Missing
from baise_desktop.report.cell_texts import display_width
from baise_desktop.report.table import Cell, Table, TableColumn, show_cell

LINE = 13.5
"""Points of a line of body text."""
_TITLE = 22.0
_EDGE = 1.5
"""What the two edges of a cell take of its width."""
_HIGHEST = 400.0
"""A row cannot be higher than 409 points."""


def heights_of(rows: Sequence[Sequence[Cell]], columns: Sequence[TableColumn], widths: Sequence[float]) -> list[float]:
    """The height of each row in points; 0 where one line does."""
    if not rows:
        return []
    lines = [1] * len(rows)
    for cells, column, width in zip(zip(*rows, strict=True), columns, widths, strict=bool(rows)):
        if _fits(cells, width):
            continue
        for number, cell in enumerate(cells):
            if isinstance(cell, str | Missing):
                lines[number] = max(lines[number], _lines(show_cell(cell, column), width))
    return [_points(count) for count in lines]


def _fits(cells: Sequence[Cell], width: float) -> bool:
    """Whether one line surely does for a whole column."""
    types = set(map(type, cells))
    if Missing in types:
        return False
    if str not in types:
        return True
    texts = {cell for cell in set(cells) if isinstance(cell, str)}
    if "\n" in "".join(texts):
        return False
    room = width - _EDGE
    # A letter is two digits wide at most, and so many bytes in this encoding at least.
    return 2 * max(map(len, texts)) <= room or max(len(text.encode("gb18030", "replace")) for text in texts) <= room


def head_height(columns: Sequence[str], widths: Sequence[float]) -> float:
    """Of the row of headings."""
    return _points(max(map(_lines, columns, widths), default=1))


def title_height(table: Table, widths: Sequence[float]) -> float:
    """Of the title with its note below."""
    return min(_TITLE + (LINE * _lines(table.note, sum(widths)) if table.note else 0), _HIGHEST)


def _points(lines: int) -> float:
    return min(lines * LINE + 2, _HIGHEST) if lines > 1 else 0.0


def _lines(text: str, width: float) -> int:
    """Lines of a text in a column."""
    room = max(1.0, width - _EDGE)
    return sum(max(1, ceil(display_width(line) / room)) for line in text.split("\n"))
