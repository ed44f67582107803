"""Workbooks that a clerk may hand in, whole and with one part changed."""

import zipfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from openpyxl import Workbook

Cell = str | int | float | bool | date | None
SHEET = "xl/worksheets/sheet1.xml"
ROWS = (("编号", "金额"), ("甲", 120.5), ("乙", 7))


def write_workbook(file: Path, rows: Iterable[Iterable[Cell]] = ROWS, **cells: Cell) -> Path:
    """A workbook of one sheet; `cells` by reference, such as B2."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for reference, value in cells.items():
        sheet[reference] = value
    book.save(file)
    return file


def change_part(file: Path, change: Callable[[bytes], bytes], part: str = SHEET) -> Path:
    """The same workbook with one part changed."""
    with zipfile.ZipFile(file) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return file
