"""A table of values, before it becomes a page or a workbook."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from baise_desktop.form.value import Absent, Missing
from baise_desktop.report.model import Align, Column, TableSection
from baise_desktop.texts import say

Cell = str | int | bool | Decimal | date | datetime | Absent | Missing | None
"""None is blank. Codes, unit names and choices are texts already in the words people read."""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column."""

    name: str
    unit: str = ""
    """Unit of measure."""
    decimals: int | None = None
    """Digits after the point of its numbers; None for texts, dates and whole numbers."""
    align: Align | None = None
    """None: figures to the right, the rest to the left."""


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table."""

    title: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    """One cell per column."""
    note: str = ""


def show_cell(cell: Cell, column: TableColumn) -> str:
    """A cell in words, as it is printed."""
    match cell:
        case None:
            return ""
        case bool():
            return say("report.yes") if cell else say("report.no")
        case Absent():
            return say("report.not_applicable")
        case Missing():
            return say("report.missing_with_reason", reason=cell.reason)
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M}"
        case date():
            return cell.isoformat()
        case int() | Decimal():
            return f"{cell:.{column.decimals}f}" if column.decimals is not None else str(cell)
        case str():
            return cell


def is_figure(table: Table, index: int) -> bool:
    """Whether a column holds numbers and nothing else but blanks and their stand-ins."""
    cells = [row[index] for row in table.rows if row[index] is not None]
    numbers = [cell for cell in cells if isinstance(cell, int | Decimal) and not isinstance(cell, bool)]
    return bool(numbers) and all(isinstance(cell, int | Decimal | Absent | Missing) for cell in cells)


def print_table(table: Table, *, numbered: bool = True) -> TableSection:
    """The table as a section of a printed report.

    Args:
        table: what to print.
        numbered: whether a 序号 column goes in front.
    """
    columns = tuple(
        Column(column.name, column.unit, column.align or ("right" if is_figure(table, index) else "left"))
        for index, column in enumerate(table.columns)
    )
    rows = tuple(
        tuple(show_cell(cell, column) for cell, column in zip(row, table.columns, strict=True)) for row in table.rows
    )
    return TableSection(title=table.title, columns=columns, rows=rows, numbered=numbered, note=table.note)
