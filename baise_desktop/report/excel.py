"""Tables as a workbook: codes as text, dates as dates, numbers as numbers, never a formula made from data."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from baise_desktop.report.table import Cell, Table, TableColumn, show_cell
from baise_desktop.texts import say

if TYPE_CHECKING:
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.cell import MergedCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MAX_TEXT = 32_767
"""Characters that a cell holds."""
MAX_SHEET_NAME = 31
_MAX_DIGITS = 15  # a spreadsheet keeps no more of a number
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_FORBIDDEN_IN_CELLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_TITLE_ROWS = 1
_HEAD_ROW = 2
_NARROWEST, _WIDEST = 8, 48
_TEXT_FORMAT = "@"
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_XLSX_EPOCH = date(1900, 3, 1)  # before it, Excel's calendar is not the world's


def safe_text(text: str) -> str:
    """A text as a cell can hold it: forbidden characters become U+FFFD, too long a text is cut and says so."""
    text = _FORBIDDEN_IN_CELLS.sub("\ufffd", text)
    text = _ESCAPE.sub("_x005F_", text)
    if len(text) <= MAX_TEXT:
        return text
    mark = say("report.cell_cut")
    return text[: MAX_TEXT - len(mark)] + mark


def sheet_names(titles: Sequence[str]) -> tuple[str, ...]:
    """A sheet name for each title: allowed characters, at most 31, none twice whatever the case."""
    names: list[str] = []
    taken: set[str] = set()
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


def _display_width(text: str) -> int:
    return max((sum(1 if ord(character) < 0x2000 else 2 for character in line) for line in text.split("\n")), default=0)


def _number_format(column: TableColumn, value: int | Decimal) -> str:
    decimals = column.decimals
    if decimals is None:
        exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
        decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return "#,##0." + "0" * decimals if decimals else "#,##0"


def _holds_exactly(value: int | Decimal) -> bool:
    return len(str(value).lstrip("-").replace(".", "").lstrip("0")) <= _MAX_DIGITS


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | Decimal) and not isinstance(cell, bool) and _holds_exactly(cell)


def _put(target: "SheetCell | MergedCell", cell: Cell, column: TableColumn) -> None:
    """Write one value with its type; whatever is not a number or a date is text, an equals sign in front or not."""
    if cell is None:
        return
    if isinstance(cell, int | Decimal) and _is_number(cell):
        target.value = cell
        target.number_format = _number_format(column, cell)
    elif isinstance(cell, date) and _as_day(cell) >= _XLSX_EPOCH:
        target.value = cell.replace(tzinfo=None) if isinstance(cell, datetime) else datetime.combine(cell, time())
        target.number_format = "yyyy-mm-dd hh:mm" if isinstance(cell, datetime) else "yyyy-mm-dd"
    else:
        target.value = safe_text(show_cell(cell, column))
        target.data_type = "s"
        target.number_format = _TEXT_FORMAT


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
        self.text = Alignment(vertical="center", wrap_text=True)
        self.number = Alignment(horizontal="right", vertical="center")


def _head_text(column: TableColumn) -> str:
    return f"{column.name}{say('report.in_unit', unit=column.unit)}" if column.unit else column.name


def _widths(table: Table) -> Iterator[float]:
    for index, column in enumerate(table.columns):
        body = max((_display_width(show_cell(row[index], column)) for row in table.rows), default=0)
        head = min(_display_width(_head_text(column)), 2 * _NARROWEST)
        yield float(min(max(body + 2, head + 4, _NARROWEST), _WIDEST))


def _fill_head(sheet: "Worksheet", table: Table, styles: _Styles) -> None:
    title = sheet.cell(1, 1)
    _put(title, "\u3000".join(filter(None, (table.title, table.note))), TableColumn(""))
    title.font = styles.title
    for index, column in enumerate(table.columns, 1):
        cell = sheet.cell(_HEAD_ROW, index)
        _put(cell, _head_text(column), column)
        cell.font, cell.fill, cell.border, cell.alignment = styles.head, styles.ground, styles.border, styles.centre


def _fill_rows(sheet: "Worksheet", table: Table, styles: _Styles) -> None:
    for row_number, row in enumerate(table.rows, _HEAD_ROW + 1):
        for index, (value, column) in enumerate(zip(row, table.columns, strict=True), 1):
            cell = sheet.cell(row_number, index)
            _put(cell, value, column)
            cell.font, cell.border = styles.body, styles.border
            cell.alignment = styles.number if _is_number(value) else styles.text


def _lay_out(sheet: "Worksheet", table: Table) -> None:
    """Frozen heads, filter, print area, heads repeated on paper, as wide as one page."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
    from openpyxl.worksheet.properties import PageSetupProperties

    for index, width in enumerate(_widths(table), 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    last = f"{get_column_letter(len(table.columns))}{_HEAD_ROW + len(table.rows)}"
    sheet.freeze_panes = f"A{_HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{_HEAD_ROW}:{last}"
    sheet.print_area = f"A1:{last}"
    sheet.print_title_rows = f"{_TITLE_ROWS}:{_HEAD_ROW}"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = "landscape" if sum(_widths(table)) > 90 else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="— &P —"))


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


def _fix_moments(data: bytes, created_on: date) -> bytes:
    """The same workbook without the moment it was written in: the same tables give the same bytes."""
    target = BytesIO()
    modified = rb"\g<1>" + f"{created_on.isoformat()}T00:00:00Z".encode()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _MODIFIED.sub(modified, content)
            info = zipfile.ZipInfo(entry.filename, _ZIP_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(info, content)
    return target.getvalue()


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
    target = BytesIO()
    _make_workbook(tables, title, author, created_on).save(target)
    return _fix_moments(target.getvalue(), created_on)
