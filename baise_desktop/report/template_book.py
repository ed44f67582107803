"""A workbook to be filled in: drop-downs, codes as text, dates as dates, and a hidden column that names each row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from baise_desktop.report.cell_texts import holds_exactly, is_risky, safe_text, sheet_names
from baise_desktop.report.excel import fix_moments
from baise_desktop.report.page_setup import EDGES, ENDS, SIDES, plan_paper
from baise_desktop.report.row_heights import heights_of
from baise_desktop.report.table import TableColumn
from baise_desktop.texts import say

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Shape = Literal["text", "long", "number", "date"]
Filled = str | int | Decimal | date | None
MOST_ROWS = 20_000
"""For which cells have their formats and drop-downs, rows that are there included."""
_SPARE_ROWS = 500
_FIRST_DAY = date(1900, 3, 1)
_WIDTHS = {"text": 18, "long": 40, "number": 14, "date": 12}
_PROMPT = 250
_TITLE = 30


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column to be filled in."""

    heading: str
    shape: Shape
    decimals: int = 0
    offers: tuple[str, ...] = ()
    """What may be chosen; anything else is warned of, since 不适用 and 暂缺 are answers too."""
    is_required: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A register to be filled in outside the program."""

    title: str
    columns: tuple[TemplateColumn, ...]
    rows: Sequence[tuple[str, Sequence[Filled]]]
    """Row id and a value for each column."""
    guide: Sequence[str]
    """Sentences of the sheet that explains."""


def render_template(template: Template, created_on: date) -> bytes:
    """The workbook as .xlsx. Only the first sheet is filled in."""
    from openpyxl import Workbook

    book = Workbook()
    main, guide, lists = sheet_names((template.title, say("import.guide"), say("import.lists")))
    sheet: Worksheet = book.worksheets[0]
    sheet.title = main
    book.properties.title = safe_text(template.title)
    book.properties.created = datetime.combine(created_on, time())
    _fill_head(sheet, template)
    _fill_rows(sheet, template)
    _format(sheet, template)
    _lay_out(sheet, template)
    _fill_guide(book.create_sheet(guide), template)
    _offer(book, sheet, lists, template)
    target = BytesIO()
    book.save(target)
    return fix_moments(target.getvalue(), created_on)


def _fill_head(sheet: "Worksheet", template: Template) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    grey, amber = PatternFill("solid", fgColor="FFEDEDED"), PatternFill("solid", fgColor="FFFFF2CC")
    headings = (say("import.row_id"), *(column.heading for column in template.columns))
    for number, heading in enumerate(headings, 1):
        cell = sheet.cell(1, number)
        cell.value, cell.data_type = safe_text(heading), "s"
        cell.font = Font(name="宋体", size=10, bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.fill = amber if number > 1 and template.columns[number - 2].is_required else grey
    sheet.column_dimensions["A"].hidden = True
    for number, column in enumerate(template.columns, 2):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS[column.shape]
    sheet.row_dimensions[1].height = 32
    sheet.freeze_panes = "C2"


def _fill_rows(sheet: "Worksheet", template: Template) -> None:
    for line, (row_id, values) in enumerate(template.rows, 2):
        for number, value in enumerate((row_id, *values), 1):
            if value is None or value == "":
                continue
            cell = sheet.cell(line, number)
            if isinstance(value, int | Decimal) and holds_exactly(value):
                cell.value = value
            elif isinstance(value, date) and value >= _FIRST_DAY:
                cell.value = datetime.combine(value, time())
            else:
                cell.value, cell.data_type = safe_text(str(value)), "s"
                cell.quotePrefix = is_risky(str(value))


def _last(template: Template) -> int:
    return min(len(template.rows) + _SPARE_ROWS, MOST_ROWS) + 1


def _format(sheet: "Worksheet", template: Template) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    shapes: Mapping[str, str] = {"text": "@", "long": "@", "date": "yyyy-mm-dd"}
    sides = {"date": "center", "number": "right"}
    body = Font(name="宋体", size=10)
    for number, column in enumerate(template.columns, 2):
        digits = "0." + "0" * column.decimals if column.decimals else "0"
        look = shapes.get(column.shape, digits)
        sheet.column_dimensions[get_column_letter(number)].number_format = look
        place = Alignment(horizontal=sides.get(column.shape), vertical="center", wrap_text=column.shape not in sides)
        for line in range(2, _last(template) + 1):
            cell = sheet.cell(line, number)
            cell.number_format, cell.alignment, cell.font = look, place, body


def _lay_out(sheet: "Worksheet", template: Template) -> None:
    """Rows high enough for what is in them, and a page that holds every column."""
    from openpyxl.worksheet.page import PageMargins
    from openpyxl.worksheet.properties import PageSetupProperties

    widths = [float(_WIDTHS[column.shape]) for column in template.columns]
    columns = [TableColumn(column.heading) for column in template.columns]
    heights = heights_of([tuple(values) for _, values in template.rows], columns, widths)
    for line, height in enumerate(heights, 2):
        if height:
            sheet.row_dimensions[line].height = height
    plan = plan_paper(widths, len(template.rows))
    sheet.page_setup.paperSize = plan.paper
    sheet.page_setup.orientation = "landscape" if plan.is_landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins = PageMargins(SIDES, SIDES, ENDS, ENDS, EDGES, EDGES)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _fill_guide(sheet: "Worksheet", template: Template) -> None:
    for line, text in enumerate(template.guide, 1):
        cell = sheet.cell(line, 1)
        cell.value, cell.data_type = safe_text(text), "s"
    sheet.column_dimensions["A"].width = 100
    start = len(template.guide) + 2
    for line, column in enumerate(template.columns, start):
        told = (column.heading, say("import.required") if column.is_required else "", column.note)
        for number, text in enumerate(told, 2):
            cell = sheet.cell(line, number)
            cell.value, cell.data_type = safe_text(text), "s"
    sheet.column_dimensions["B"].width, sheet.column_dimensions["D"].width = 28, 80


def _offer(book: "Workbook", sheet: "Worksheet", name: str, template: Template) -> None:
    """Drop-downs, their lists in a hidden sheet: one in the cell itself holds 255 characters."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    lists = book.create_sheet(name)
    lists.sheet_state = "hidden"
    used = 0
    for number, column in enumerate(template.columns, 2):
        letter = get_column_letter(number)
        rule = DataValidation(type=None, allow_blank=True)
        if column.offers:
            used += 1
            for line, text in enumerate(column.offers, 1):
                cell = lists.cell(line, used)
                cell.value, cell.data_type = safe_text(text), "s"
            place = get_column_letter(used)
            formula = f"'{name}'!${place}$1:${place}${len(column.offers)}"
            rule = DataValidation(type="list", formula1=formula, allow_blank=True, errorStyle="warning")
            rule.showErrorMessage = True
            rule.error, rule.errorTitle = say("import.not_offered"), column.heading[:_TITLE]
        if column.note:
            rule.showInputMessage = True
            rule.promptTitle, rule.prompt = column.heading[:_TITLE], safe_text(column.note)[:_PROMPT]
        if column.offers or column.note:
            rule.add(f"{letter}2:{letter}{_last(template)}")
            sheet.add_data_validation(rule)
