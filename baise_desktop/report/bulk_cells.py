"""Runs of rows as the XML of a sheet, column by column: what is alike is written alike, the rest cell by cell."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import repeat
from operator import mod
from xml.sax.saxutils import escape

from baise_desktop.report.bulk_looks import Looks
from baise_desktop.report.cell_texts import MAX_TEXT, holds_exactly, is_clean, is_risky, safe_text
from baise_desktop.report.row_heights import heights_of
from baise_desktop.report.table import Cell, TableColumn, show_cell

_SHORT = 15
"""A number in so many letters has no more digits than a spreadsheet keeps."""
_FIRST_DAY, _DAY_ZERO = date(1900, 3, 1), date(1899, 12, 30)
_SECONDS = 86_400
_NOT_AS_IT_IS = re.compile(r"[&<>\r]|_x[0-9A-Fa-f]{4}_")
_LOOKED_AT_ALONE = frozenset(" \t\n=+-@|＝＋－＠")
"""Beginnings and ends of texts that are more than plain words."""
Tails = tuple[str, Sequence[object]]
"""What stands behind the reference of each cell of a column, and what is set into it row by row."""


def write_rows(
    rows: Sequence[Sequence[Cell]], columns: Sequence[TableColumn], widths: Sequence[float], first: int, looks: Looks
) -> bytes:
    """Rows of a table from the row `first` of the sheet on."""
    numbers = list(map(str, range(first, first + len(rows))))
    template, values = ['<row r="%s"%s>'], [numbers, list(map(write_height, heights_of(rows, columns, widths)))]
    for index, (cells, column) in enumerate(zip(zip(*rows, strict=True), columns, strict=True), 1):
        tail, given = _write_column(cells, column, looks)
        template.append(f'<c r="{column_letters(index)}%s"{tail}')
        values += [numbers, given]  # type: ignore[list-item]
    template.append("</row>")
    return "".join(map(mod, repeat("".join(template)), zip(*values, strict=True))).encode()


def column_letters(number: int) -> str:
    """The name of a column, from 1."""
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def write_height(points: float) -> str:
    """What a row says of its height."""
    return f' ht="{points}" customHeight="1"' if points else ""


def write_text(text: str, style: int) -> str:
    """What stands behind the reference of a cell with a text; never a formula."""
    plain = escape(safe_text(text))
    return f' s="{style}" t="inlineStr"><is><t xml:space="preserve">{plain}</t></is></c>'


def _write_column(cells: Sequence[Cell], column: TableColumn, looks: Looks) -> Tails:
    types = set(map(type, cells))
    if types == {str} and _is_plain(cells):  # type: ignore[arg-type]
        return f' s="{looks.text}" t="inlineStr"><is><t>%s</t></is></c>', cells
    if types <= {Decimal, int} and (types == {int} or column.decimals is not None):
        numbers = list(map(str, cells))
        if max(map(len, numbers)) <= _SHORT and "E" not in (whole := "".join(numbers)) and "N" not in whole:
            return f' s="{looks.number(column.decimals or 0)}"><v>%s</v></c>', numbers
    return "%s", [_write_cell(cell, column, looks) for cell in cells]


def _is_plain(cells: Sequence[str]) -> bool:
    """Whether texts can be written as they are."""
    whole = "".join(cells)
    edges = {cell[:1] for cell in cells} | {cell[-1:] for cell in cells}
    return (
        not edges & _LOOKED_AT_ALONE
        and "" not in edges
        and max(map(len, cells)) <= MAX_TEXT // 2
        and is_clean(whole)
        and _NOT_AS_IT_IS.search(whole) is None
    )


def _write_cell(cell: Cell, column: TableColumn, looks: Looks) -> str:
    if cell is None or cell == "":
        return f' s="{looks.text}"/>'
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool) and holds_exactly(cell):
        return f' s="{looks.number(_decimals_of(cell, column))}"><v>{cell:f}</v></c>'
    if isinstance(cell, datetime) and cell.date() >= _FIRST_DAY:
        seconds = cell.hour * 3600 + cell.minute * 60 + cell.second
        return f' s="{looks.moment}"><v>{(cell.date() - _DAY_ZERO).days + seconds / _SECONDS!r}</v></c>'
    if isinstance(cell, date) and not isinstance(cell, datetime) and cell >= _FIRST_DAY:
        return f' s="{looks.day}"><v>{(cell - _DAY_ZERO).days}</v></c>'
    text = show_cell(cell, column)
    return write_text(text, looks.risky if is_risky(text) else looks.text)


def _decimals_of(value: int | Decimal, column: TableColumn) -> int:
    if column.decimals is not None:
        return column.decimals
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0


def chunks(rows: Sequence[Sequence[Cell]], size: int) -> Iterator[tuple[int, Sequence[Sequence[Cell]]]]:
    """Runs of rows, each with the index of its first."""
    for start in range(0, len(rows), size):
        yield start, rows[start : start + size]
