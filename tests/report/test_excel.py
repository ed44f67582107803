"""Workbooks of both writers, read back by two libraries that did not make this one's choices."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from baise_desktop.form.value import NOT_APPLICABLE, Missing
from baise_desktop.report import excel
from baise_desktop.report.cell_texts import MAX_SHEET_NAME, MAX_TEXT, safe_text, sheet_names
from baise_desktop.report.excel import render_workbook
from baise_desktop.report.table import Cell, Table, TableColumn, print_table

HOSTILE = (
    '=HYPERLINK("http://x")',
    "=cmd|'/c calc'!A1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "＝1",
    "'1",
    "#REF!",
    "TRUE",
    "1e3",
)
DAY = date(2023, 7, 5)
MIDNIGHT = datetime.combine(date(2023, 5, 1), time())
MOMENT = datetime.combine(date(2023, 5, 1), time(8, 30))


@pytest.fixture(params=[10**9, 0], ids=["read by people", "in bulk"], autouse=True, scope="module")
def writer(request: pytest.FixtureRequest) -> Iterator[None]:
    """Both writers in turn: everything below holds for either."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(excel, "BULK_CELLS", request.param)
        yield


def _render(*tables: Table) -> bytes:
    return render_workbook(tables, title="演示", author="平果市科学技术局", created_on=DAY)


def _table(*cells: Cell, decimals: int | None = None) -> Table:
    return Table("台账", (TableColumn("值", decimals=decimals),), tuple((cell,) for cell in cells))


def _sheet(data: bytes) -> Worksheet:
    sheet = load_workbook(BytesIO(data)).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.mark.parametrize("text", HOSTILE)
def test_data_never_becomes_a_formula(text: str) -> None:
    data = _render(_table(text))
    cell = _sheet(data).cell(3, 1)
    assert (cell.data_type, cell.value, cell.number_format) == ("s", text, "@")
    assert cell.quotePrefix is (text[0] in "=+-@\t＝")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_codes_keep_their_digits() -> None:
    cell = _sheet(_render(_table("004510230000000001"))).cell(3, 1)
    assert (cell.value, cell.data_type) == ("004510230000000001", "s")


def test_dates_are_dates_and_numbers_numbers() -> None:
    sheet = _sheet(_render(_table(date(2023, 5, 1), MOMENT, 12, Decimal("1234.5000"), decimals=4)))
    values = [sheet.cell(row, 1) for row in range(3, 7)]
    assert [cell.value for cell in values] == [MIDNIGHT, MOMENT, 12, 1234.5]
    formats = [cell.number_format for cell in values]
    assert formats == ["yyyy-mm-dd", "yyyy-mm-dd hh:mm", "#,##0.0000", "#,##0.0000"]


def test_numbers_beyond_fifteen_digits_are_kept_as_text() -> None:
    sheet = _sheet(_render(_table(1234567890123456, Decimal("-9223372036854.775807"), decimals=None)))
    assert [sheet.cell(row, 1).value for row in (3, 4)] == ["1234567890123456", "-9223372036854.775807"]


def test_blank_zero_not_applicable_and_missing_are_four_things() -> None:
    table = _table(None, 0, NOT_APPLICABLE, Missing("季报未出"))
    sheet = _sheet(_render(table))
    assert [sheet.cell(row, 1).value for row in range(3, 7)] == [None, 0, "不适用", "暂缺（季报未出）"]
    section = print_table(table)
    assert [row[0] for row in section.rows] == ["", "0", "不适用", "暂缺（季报未出）"]
    assert section.columns[0].align == "right"


def test_heads_are_frozen_filtered_repeated_and_the_page_is_set() -> None:
    columns = (TableColumn("企业名称"), TableColumn("研发经费", "万元", 4))
    sheet = _sheet(_render(Table("台账", columns, (("甲", Decimal("1.0000")), ("乙", None)))))
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref == "A2:B4"
    assert sheet.print_area == "'台账'!$A$1:$B$4"
    assert sheet.print_title_rows == "$1:$2"
    assert [cell.value for cell in sheet[2]] == ["企业名称", "研发经费（万元）"]
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_the_same_tables_give_the_same_bytes() -> None:
    assert _render(_table("甲", 1)) == _render(_table("甲", 1))


def test_an_empty_table_is_a_sheet_with_heads() -> None:
    assert [cell.value for cell in _sheet(_render(_table()))[2]] == ["值"]


def test_no_table_is_no_workbook() -> None:
    with pytest.raises(ValueError, match="needs a table"):
        _render()


@given(st.lists(st.text(max_size=40), min_size=1, max_size=8))
def test_sheet_names_are_allowed_and_unique(titles: list[str]) -> None:
    names = sheet_names(titles)
    assert len({name.casefold() for name in names}) == len(titles)
    assert all(0 < len(name) <= MAX_SHEET_NAME for name in names)
    assert not any(set(name) & set("[]:*?/\\") or name.startswith("'") or name.endswith("'") for name in names)


@given(st.text(max_size=200))
def test_texts_come_back_as_written(text: str) -> None:
    clean = safe_text(text)
    sheet = CalamineWorkbook.from_filelike(BytesIO(_render(_table(text)))).get_sheet_by_index(0)
    cells = sheet.to_python(skip_empty_area=False)
    found = cells[2][0] if len(cells) > 2 else ""
    assert str(found) == clean.replace("_x005F_", "_")


def test_too_long_a_text_says_that_it_was_cut() -> None:
    text = safe_text("长" * (MAX_TEXT + 1))
    assert len(text) == MAX_TEXT
    assert text.endswith("全文见 PDF 报告）")


def test_what_is_alike_in_a_column_is_written_like_what_is_not() -> None:
    """The bulk writer takes columns of one kind together; one odd cell sends a run of rows the long way round."""
    plain: tuple[Cell, ...] = ("甲", "乙 丙", "451025199001010012")
    odd: tuple[Cell, ...] = (
        None,
        "",
        " 前后 ",
        "a\nb",
        "R&D < 5",
        "_x0041_",
        "=1",
        "100%",
        "%s",
        "\x01",
        "\U00020bb7㐂",
    )
    texts = [cell.value for (cell,) in _sheet(_render(_table(*plain, *odd))).iter_rows(min_row=3)]
    assert texts[:3] == list(plain)
    shown = [text and str(text).replace("_x005F_", "_") for text in texts[3:]]
    assert shown == [None, None, " 前后 ", "a\nb", "R&D < 5", "_x0041_", "=1", "100%", "%s", "\ufffd", "\U00020bb7㐂"]


@pytest.mark.parametrize(
    "text", ["R&D < 5", "a<b>c", "_x0041_", "a\rb", "长" * 17_000, "\x02甲", "甲 ", " 甲", "甲\n乙"]
)
def test_a_column_of_one_odd_text(text: str) -> None:
    """Nothing else in the column makes the bulk writer careful."""
    cells = CalamineWorkbook.from_filelike(BytesIO(_render(_table(text, text)))).get_sheet_by_index(0).to_python()
    expected = text.replace("\r", "\n").replace("\x02", "\ufffd")
    assert [row[0] for row in cells[2:]] == [expected, expected]


def test_numbers_of_one_column_are_exact() -> None:
    numbers = tuple(Decimal(number).scaleb(-4) for number in (0, 1, -1, 123_456_789_0123, 10**14))
    sheet = _sheet(_render(_table(*numbers, decimals=4)))
    assert [Decimal(str(cell.value)) for (cell,) in sheet.iter_rows(min_row=3)] == [*numbers]


def test_a_wide_ledger_is_printed_on_a3_with_its_first_column_in_sight() -> None:
    columns = tuple(TableColumn(f"第 {number} 项研发经费投入情况") for number in range(12))
    sheet = _sheet(_render(Table("台账", columns, (("甲",) * 12, ("乙",) * 12))))
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.freeze_panes) == (8, "landscape", "B3")
    assert sheet.page_setup.fitToHeight == 0
    narrow = _sheet(_render(_table("甲")))
    assert (narrow.page_setup.paperSize, narrow.page_setup.orientation, narrow.freeze_panes) == (9, "portrait", "A3")


def test_rows_are_high_enough_for_what_is_wrapped_and_a_long_note_stays_on_the_page() -> None:
    """LibreOffice and old readers do not measure rows anew when they open a workbook."""
    columns = (TableColumn("企业名称"), TableColumn("说明"))
    rows: tuple[tuple[Cell, ...], ...] = (("甲", "短"), ("乙", "一\n二\n三"), ("丙", "长" * 100), ("丁", 1))
    sheet = _sheet(_render(Table("台账", columns, rows, "注" * 200)))
    heights = [sheet.row_dimensions[row].height for row in range(1, 7)]
    assert heights[0] is not None
    assert heights[0] > 60
    assert heights[1] is None
    assert heights[2] is None
    assert heights[3] == pytest.approx(42.5)
    assert heights[4] is not None
    assert heights[4] > 55
    assert heights[5] is None
    assert str(sheet["A1"].value) == "台账\n" + "注" * 200
    assert "A1:B1" in sheet.merged_cells
