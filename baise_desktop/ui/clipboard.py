"""Blocks of cells as spreadsheets put them on the clipboard: lines of tab-separated texts, and the same as HTML."""

import csv
import io
from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QMimeData

from baise_desktop.ui.clipboard_html import parse_table

Block = list[list[str]]
_LARGEST_CELL = 1_000_000


def parse_block(text: str) -> Block:
    """Rows of cells; quoted cells may hold tabs and newlines; the newline after the last row adds none."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    text = text.removesuffix("\n")
    if not text:
        return []
    csv.field_size_limit(max(_LARGEST_CELL, len(text)))
    return [cells or [""] for cells in csv.reader(io.StringIO(text), delimiter="\t")]


def read_texts(data: QMimeData) -> tuple[str, str]:
    """What a clipboard holds as plain text and as HTML; both may be empty."""
    return data.text() if data.hasText() else "", data.html() if data.hasHtml() else ""


def read_block(plain: str, html: str) -> Block:
    """The cells in what a clipboard holds.

    The plain text is what people see and is taken where it can be read in one way only. A quote in it, or a shape other
    than that of the table beside it, leaves open which line break is part of a cell; the table then decides.
    """
    block = parse_block(plain)
    if not html or (block and '"' not in plain and _is_even(block) and len(block[0]) > 1):
        return block
    return parse_table(html) or block


def fill_clipboard_data(rows: Sequence[Sequence[str]]) -> QMimeData:
    """Cells as text for a spreadsheet, and as a table for a word processor."""
    data = QMimeData()
    data.setText(format_block(rows))
    data.setHtml(format_table(rows))
    return data


def format_block(rows: Sequence[Sequence[str]]) -> str:
    """The same the other way; reading it again gives the same cells."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue()


def format_table(rows: Sequence[Sequence[str]]) -> str:
    """As HTML, every cell marked as text, so that a spreadsheet keeps the digits of long codes."""
    lines = ("".join(f"<td style=\"mso-number-format:'\\@'\">{_cell(text)}</td>" for text in row) for row in rows)
    table = "".join(f"<tr>{line}</tr>" for line in lines)
    return f'<html><head><meta charset="utf-8"></head><body><table>{table}</table></body></html>'


def _cell(text: str) -> str:
    return escape(text).replace("\n", '<br style="mso-data-placement:same-cell">')


def _is_even(block: Block) -> bool:
    return len({len(row) for row in block}) == 1
