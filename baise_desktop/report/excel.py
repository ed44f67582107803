"""Tables as a workbook: codes as text, dates as dates, numbers as numbers, never a formula made from data."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from baise_desktop.report.bulk_book import write_bulk
from baise_desktop.report.cell_texts import (
    HEAD_ROW,
    display_width,
    fit_width,
    head_text,
    is_number,
    is_risky,
    safe_text,
    sheet_names,
)
from baise_desktop.report.page_setup import EDGES, ENDS, SIDES, plan_paper
from baise_desktop.report.row_heights import head_height, heights_of, title_height
from baise_desktop.report.table import Cell, Table, TableColumn, show_cell
from baise_desktop.report.zip_copy import read_packed, replace_parts, unpack_part

if TYPE_CHECKING:
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.cell import MergedCell
    from openpyxl.cell.rich_text import CellRichText
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

BULK_CELLS = 20_000
"""From so many cells on a workbook is written in bulk: openpyxl takes half a second for them."""
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_TITLE_ROWS = 1
_TEXT_FORMAT = "@"
_XLSX_EPOCH = date(1900, 3, 1)  # before it, Excel's calendar is not the world's
_CORE = "docProps/core.xml"


def _number_format(column: TableColumn, value: int | Decimal) -> str:
    decimals = column.decimals
    if decimals is None:
        exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
        decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return "#,##0." + "0" * decimals if decimals else "#,##0"


def _put(target: "SheetCell | MergedCell", cell: Cell, column: TableColumn) -> None:
    """Write one value with its type; whatever is not a number or a date is text, an equals sign in front or not."""
    if cell is None:
        return
    if isinstance(cell, int | Decimal) and is_number(cell):
        target.value = cell
        target.number_format = _number_format(column, cell)
    elif isinstance(cell, date) and _as_day(cell) >= _XLSX_EPOCH:
        target.value = cell.replace(tzinfo=None) if isinstance(cell, datetime) else datetime.combine(cell, time())
        target.number_format = "yyyy-mm-dd hh:mm" if isinstance(cell, datetime) else "yyyy-mm-dd"
    else:
        text = show_cell(cell, column)
        target.value = safe_text(text)
        target.data_type = "s"
        target.number_format = _TEXT_FORMAT
        target.quotePrefix = is_risky(text)


def _as_day(cell: date) -> date:
    return cell.date() if isinstance(cell, datetime) else cell


class _Styles:
    """The few looks of a sheet, made once."""

    def __init__(self) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        thin = Side(style="thin", color="FF999999")
        self.border = Border(left=thin, right=thin, top=thin, bottom=thin)
        self.title = Font(name="宋体", size=14, bold=True)
        self.head = Font(name="宋体", size=10, bold=True)
        self.body = Font(name="宋体", size=10)
        self.ground = PatternFill("solid", fgColor="FFEDEDED")
        self.centre = Alignment(horizontal="center", vertical="center", wrap_text=True)
        self.top = Alignment(vertical="top", wrap_text=True)
        self.text = Alignment(vertical="center", wrap_text=True)
        self.day = Alignment(horizontal="center", vertical="center")
        self.number = Alignment(horizontal="right", vertical="center")


def _widths(table: Table) -> Iterator[float]:
    for index, column in enumerate(table.columns):
        body = max((display_width(show_cell(row[index], column)) for row in table.rows), default=0)
        yield fit_width(body, head_text(column))


def _fill_head(sheet: "Worksheet", table: Table, styles: _Styles) -> None:
    title = sheet.cell(1, 1)
    title.value = _title(table)
    title.data_type = "s"
    title.font, title.alignment, title.number_format = styles.title, styles.top, _TEXT_FORMAT
    for index, column in enumerate(table.columns, 1):
        cell = sheet.cell(HEAD_ROW, index)
        _put(cell, head_text(column), column)
        cell.font, cell.fill, cell.border, cell.alignment = styles.head, styles.ground, styles.border, styles.centre


def _title(table: Table) -> "str | CellRichText":
    """The title, and its note in a smaller hand below."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    if not table.note:
        return safe_text(table.title)
    large, small = InlineFont(rFont="宋体", sz=14, b=True), InlineFont(rFont="宋体", sz=10)
    return CellRichText(TextBlock(large, safe_text(table.title)), TextBlock(small, safe_text(f"\n{table.note}")))


def _fill_rows(sheet: "Worksheet", table: Table, styles: _Styles) -> None:
    for row_number, row in enumerate(table.rows, HEAD_ROW + 1):
        for index, (value, column) in enumerate(zip(row, table.columns, strict=True), 1):
            cell = sheet.cell(row_number, index)
            _put(cell, value, column)
            cell.font, cell.border = styles.body, styles.border
            day = cell.data_type == "d"
            cell.alignment = styles.number if is_number(value) else styles.day if day else styles.text


def _lay_out(sheet: "Worksheet", table: Table) -> None:
    """Frozen heads, filter, print area, heads repeated on paper, as wide as one page."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
    from openpyxl.worksheet.page import PageMargins
    from openpyxl.worksheet.properties import PageSetupProperties

    widths = list(_widths(table))
    _set_heights(sheet, table, widths)
    plan = plan_paper(widths, len(table.rows))
    if len(table.columns) > 1:
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(table.columns))
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    last = f"{get_column_letter(len(table.columns))}{HEAD_ROW + len(table.rows)}"
    sheet.freeze_panes = f"{'B' if plan.is_wide else 'A'}{HEAD_ROW + 1}"
    if table.rows:
        sheet.auto_filter.ref = f"A{HEAD_ROW}:{last}"
    sheet.print_area = f"A1:{last}"
    sheet.print_title_rows = f"{_TITLE_ROWS}:{HEAD_ROW}"
    sheet.page_setup.paperSize = plan.paper
    sheet.page_setup.orientation = "landscape" if plan.is_landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins = PageMargins(SIDES, SIDES, ENDS, ENDS, EDGES, EDGES)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="— &P —"))


def _set_heights(sheet: "Worksheet", table: Table, widths: list[float]) -> None:
    heads = head_height([head_text(column) for column in table.columns], widths)
    heights = (title_height(table, widths), heads, *heights_of(table.rows, table.columns, widths))
    for number, height in enumerate(heights, 1):
        if height:
            sheet.row_dimensions[number].height = height


def _make_workbook(tables: Sequence[Table], title: str, author: str, created_on: date) -> "Workbook":
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title, book.properties.creator = safe_text(title), safe_text(author)
    book.properties.created = datetime.combine(created_on, time())
    styles = _Styles()
    for name, table in zip(sheet_names([table.title for table in tables]), tables, strict=True):
        sheet: Worksheet = book.create_sheet(name)
        _fill_head(sheet, table, styles)
        _fill_rows(sheet, table, styles)
        _lay_out(sheet, table)
    return book


def fix_moments(data: bytes, created_on: date) -> bytes:
    """The same workbook without the moment it was written in: the same tables give the same bytes."""
    modified = rb"\g<1>" + f"{created_on.isoformat()}T00:00:00Z".encode()
    core = next(part for part in read_packed(data) if part.name == _CORE)
    return replace_parts(data, {_CORE: _MODIFIED.sub(modified, unpack_part(core))})


def render_workbook(tables: Sequence[Table], *, title: str, author: str, created_on: date) -> bytes:
    """One sheet per table, as .xlsx.

    Args:
        tables: at least one.
        title: of the document.
        author: the unit.
        created_on: date in the document's properties; midnight.

    Raises:
        ValueError: no tables; a workbook without a sheet is no workbook.
    """
    if not tables:
        raise ValueError("a workbook needs a table")
    if sum(len(table.rows) * len(table.columns) for table in tables) >= BULK_CELLS:
        names = sheet_names([table.title for table in tables])
        return write_bulk(names, tables, title=title, author=author, created_on=created_on)
    target = BytesIO()
    _make_workbook(tables, title, author, created_on).save(target)
    return fix_moments(target.getvalue(), created_on)
