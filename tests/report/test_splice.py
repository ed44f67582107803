"""An official form keeps every byte that is not asked to change."""

import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Border, Font, Side
from python_calamine import CalamineWorkbook

from baise_desktop.errors import BaiseError
from baise_desktop.report.splice import Filled, read_official_form
from tests.report.workbooks import SHEET, change_part

HOSTILE = ('=HYPERLINK("http://x")', "=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "</t></is><f>1+1</f>")


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A form as somebody drew it: merged title, borders, a sum, a sheet that nothing is filled into."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "{{单位}}科技指标报表"
    sheet.merge_cells("A1:D1")
    sheet["A1"] = "{{ 单位 }}"
    sheet["A1"].font = Font(name="方正小标宋简体", size=18)
    sheet["A3"], sheet["B3"], sheet["C3"] = "研发经费", "{{研发经费}}", "{{截止日}}"
    sheet["A4"], sheet["B4"], sheet["C4"] = "上年", "｛｛上年｝｝", "{{截止日}}"
    sheet["A5"], sheet["B5"] = "合计", "=SUM(B3:B4)"
    sheet["C4"].number_format = 'yyyy"年"m"月"d"日"'
    for row in sheet["A3:D5"]:
        for cell in row:
            cell.border = Border(*(Side(style="thin"),) * 4)
    book.create_sheet("填表说明")["A1"] = "不填"
    file = tmp_path / "表样.xlsx"
    book.save(file)
    return change_part(file, lambda part: part.replace(b"<f>SUM(B3:B4)</f><v></v>", b"<f>SUM(B3:B4)</f><v>0</v>"))


def values(**changes: Filled) -> dict[str, Filled]:
    given: dict[str, Filled] = {"单位": "平果市", "研发经费": Decimal("12.50"), "上年": 7, "截止日": date(2023, 6, 30)}
    return {**given, **changes}


def test_values_stand_in_their_cells_with_the_looks_of_the_form(form: Path) -> None:
    official = read_official_form(form)
    assert official.names == ("单位", "研发经费", "截止日", "上年")
    before = load_workbook(form).worksheets[0]
    sheet = load_workbook(BytesIO(official.fill(values()))).worksheets[0]
    assert [sheet[place].value for place in ("A1", "B3", "C3", "B4", "A5", "B5")] == [
        *("平果市", 12.5, "2023-06-30", 7, "合计", "=SUM(B3:B4)")
    ]
    assert sheet["C4"].value.date() == date(2023, 6, 30)
    assert all(cell.style_id == before[cell.coordinate].style_id for row in sheet["A1:D5"] for cell in row)
    assert sheet.merged_cells.ranges == before.merged_cells.ranges


def test_every_other_part_keeps_its_bytes(form: Path) -> None:
    data = read_official_form(form).fill(values())
    with zipfile.ZipFile(form) as template, zipfile.ZipFile(BytesIO(data)) as filled:
        assert filled.testzip() is None
        assert filled.namelist() == template.namelist()
        changed = {name for name in template.namelist() if template.read(name) != filled.read(name)}
        packed = {part.filename: part.compress_size for part in template.infolist()}
        assert all(
            part.compress_size == packed[part.filename] for part in filled.infolist() if part.filename not in changed
        )
        # The form computes a sum, so the book asks to be computed anew.
        assert changed == {SHEET, "xl/workbook.xml"}
        assert b"<v>0</v>" not in filled.read(SHEET)
        assert b'fullCalcOnLoad="1"' in filled.read("xl/workbook.xml")


def test_a_form_without_sums_changes_in_its_sheet_alone(form: Path) -> None:
    change_part(form, lambda part: part.replace(b"<f>SUM(B3:B4)</f>", b""))
    data = read_official_form(form).fill(values())
    with zipfile.ZipFile(form) as template, zipfile.ZipFile(BytesIO(data)) as filled:
        assert {name for name in template.namelist() if template.read(name) != filled.read(name)} == {SHEET}


@pytest.mark.parametrize("text", HOSTILE)
def test_f124_what_is_filled_in_never_computes(form: Path, text: str) -> None:
    data = read_official_form(form).fill(values(单位=text))
    cell = load_workbook(BytesIO(data)).worksheets[0]["A1"]
    assert (cell.data_type, cell.value) == ("s", text)
    assert CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()[0][0] == text
    with zipfile.ZipFile(BytesIO(data)) as filled:
        assert filled.read(SHEET).count(b"<f>") == 1


def test_blank_and_long_values(form: Path) -> None:
    data = read_official_form(form).fill(values(研发经费=None, 上年="451025199001010012"))
    sheet = load_workbook(BytesIO(data)).worksheets[0]
    assert (sheet["B3"].value, sheet["B4"].value) == (None, "451025199001010012")


def test_the_same_values_give_the_same_bytes(form: Path) -> None:
    official = read_official_form(form)
    assert official.fill(values()) == official.fill(values()) == read_official_form(form).fill(values())


def test_a_value_that_is_not_given_is_a_bug(form: Path) -> None:
    with pytest.raises(KeyError):
        read_official_form(form).fill({})


def test_a_form_without_places_and_one_with_macros_are_refused(form: Path) -> None:
    change_part(form, lambda part: b"x", "xl/vbaProject.bin")
    with pytest.raises(BaiseError, match="WORKBOOK_PART"):
        read_official_form(form)
    book = Workbook()
    book.worksheets[0]["A1"] = "单位"
    book.save(form)
    with pytest.raises(BaiseError, match="FORM_WITHOUT_PLACES"):
        read_official_form(form)
