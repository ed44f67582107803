"""Blocks of cells as spreadsheets put them on the clipboard: lines of tab-separated texts."""

import csv
import io
from collections.abc import Sequence


def parse_block(text: str) -> list[list[str]]:
    """Rows of cells; quoted cells may hold tabs and newlines; the newline after the last row adds none."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.removesuffix("\n")
    if not text:
        return []
    return [cells or [""] for cells in csv.reader(io.StringIO(text), delimiter="\t")]


def format_block(rows: Sequence[Sequence[str]]) -> str:
    """The same the other way; reading it again gives the same cells."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue()
