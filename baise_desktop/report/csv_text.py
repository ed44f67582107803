"""A table as CSV that a Chinese spreadsheet opens without loss: nothing in it is computed, no digits fall off."""

import csv
import re
from io import StringIO

from baise_desktop.report.cell_texts import clean_text, head_text, is_risky
from baise_desktop.report.table import Cell, Table, TableColumn, show_cell

_BOM = "\ufeff"
_CODE = re.compile(r"0\d+|\d{12,}")
"""Digits that a spreadsheet would take for a number and not give back."""
_MARK = "'"


def render_csv(table: Table) -> bytes:
    """Headings and rows in UTF-8 with a byte order mark, lines ending as on Windows."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_guard(head_text(column)) for column in table.columns])
    for row in table.rows:
        writer.writerow([_write(cell, column) for cell, column in zip(row, table.columns, strict=True)])
    return f"{_BOM}{out.getvalue()}".encode()


def _write(cell: Cell, column: TableColumn) -> str:
    shown = show_cell(cell, column)
    return _guard(shown) if isinstance(cell, str) else shown


def _guard(text: str) -> str:
    """A text with a mark in front where a spreadsheet would compute it, or round it."""
    text = clean_text(text)
    return f"{_MARK}{text}" if is_risky(text) or _CODE.fullmatch(text.strip()) else text
