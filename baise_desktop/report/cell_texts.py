"""Texts and numbers as the cells of a workbook hold them."""

import re
from collections.abc import Sequence
from decimal import Decimal

from baise_desktop.report.table import Cell, TableColumn
from baise_desktop.texts import say

MAX_TEXT = 32_767
"""Characters that a cell holds."""
MAX_SHEET_NAME = 31
HEAD_ROW = 2
"""Below the title."""
_NARROWEST, _WIDEST = 8, 48
_MAX_DIGITS = 15  # a spreadsheet keeps no more of a number
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN_IN_CELLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_RISKY = re.compile(r"\s*[=+\-@＝＋－＠|]")
_RESERVED = "history"
"""A sheet may not be called so."""


def clean_text(text: str) -> str:
    """A text without what no cell holds: forbidden characters become U+FFFD, too long a text is cut and says so."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _FORBIDDEN_IN_CELLS.search(text):
        text = _FORBIDDEN_IN_CELLS.sub("\ufffd", text)
    if _units(text) <= MAX_TEXT:
        return text
    mark = say("report.cell_cut")
    room = MAX_TEXT - len(mark)
    while _units(text[:room]) > MAX_TEXT - len(mark):
        room -= _units(text[:room]) - (MAX_TEXT - len(mark))
    return text[:room] + mark


def is_clean(text: str) -> bool:
    """Whether a cell holds every character."""
    return _FORBIDDEN_IN_CELLS.search(text) is None


def _units(text: str) -> int:
    """Length as spreadsheets count it: a character beyond U+FFFF is two."""
    return len(text) if text.isascii() or len(text) * 2 <= MAX_TEXT else len(text.encode("utf-16-le")) // 2


def safe_text(text: str) -> str:
    """A clean text for a writer that leaves the escapes of the file format as they are."""
    return _ESCAPE.sub("_x005F_", clean_text(text))


def is_risky(text: str) -> bool:
    """Whether somebody who types over the cell without a change would make a formula of it."""
    return _RISKY.match(text) is not None


def sheet_names(titles: Sequence[str]) -> tuple[str, ...]:
    """A sheet name for each title: allowed characters, at most 31, none twice whatever the case."""
    names: list[str] = []
    taken: set[str] = {_RESERVED}
    for title in titles:
        base = _FORBIDDEN_IN_NAMES.sub(" ", title).strip(" '") or say("report.sheet_unnamed")
        name = _free_name(base, taken)
        names.append(name)
        taken.add(name.casefold())
    return tuple(names)


def _free_name(base: str, taken: set[str]) -> str:
    name, number = base[:MAX_SHEET_NAME].rstrip(" '"), 1
    while name.casefold() in taken:
        number += 1
        suffix = f" {number}"
        name = base[: MAX_SHEET_NAME - len(suffix)] + suffix
    return name


def display_width(text: str) -> int:
    """Of the longest line, in the width of a digit."""
    if text.isascii() and "\n" not in text:
        return len(text)
    return max((sum(1 if ord(character) < 0x2000 else 2 for character in line) for line in text.split("\n")), default=0)


def fit_width(body: int, head: str) -> float:
    """Of a column whose longest value has this width; a long heading is wrapped."""
    return float(min(max(body + 2, min(display_width(head), 2 * _NARROWEST) + 4, _NARROWEST), _WIDEST))


def holds_exactly(value: int | Decimal) -> bool:
    """Whether a spreadsheet keeps every digit of a number."""
    return len(str(value).lstrip("-").replace(".", "").lstrip("0")) <= _MAX_DIGITS


def is_number(cell: Cell) -> bool:
    """Whether a value goes in as a number."""
    return isinstance(cell, int | Decimal) and not isinstance(cell, bool) and holds_exactly(cell)


def head_text(column: TableColumn) -> str:
    """A heading with its unit of measure."""
    return f"{column.name}{say('report.in_unit', unit=column.unit)}" if column.unit else column.name
