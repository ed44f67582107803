from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from baise_desktop.app.desk import Desk
from baise_desktop.app.results.figures import figure_table
from baise_desktop.app.results.official_form import fill_official_form
from baise_desktop.errors import BaiseError
from tests.app.conftest import NOW
from tests.round_trip import CONTRACT_TARGET, PLAN

DAY = date(2023, 6, 30)


def draw(file: Path, *names: str) -> Path:
    """A form that asks for these, one below the other."""
    book = Workbook()
    for row, name in enumerate(names, 1):
        book.worksheets[0].cell(row, 1).value = f"{{{{{name}}}}}"
    book.save(file)
    return file


def cells(file: Path) -> list[object]:
    return [cell.value for (cell,) in load_workbook(file).worksheets[0]["A1:A5"]]


def test_one_file_is_the_whole_city_or_the_unit_that_was_asked_for(city: Desk, tmp_path: Path) -> None:
    form = draw(tmp_path / "表样.xlsx", "单位", "截止日", CONTRACT_TARGET, f"{CONTRACT_TARGET}：要求", "填表日期")
    whole, pingguo = tmp_path / "全市.xlsx", tmp_path / "平果.xlsx"
    assert fill_official_form(city, PLAN, DAY, form, whole, NOW) == (whole,)
    fill_official_form(city, PLAN, DAY, form, pingguo, NOW, unit="c.pingguo")
    table = figure_table(city, PLAN, DAY, "")
    (row,) = [row for row in table.rows if row.target == CONTRACT_TARGET]
    assert cells(whole)[:2] == [row.unit_name, DAY.isoformat()]
    assert cells(whole)[3] == row.requirement
    assert cells(pingguo)[0] != row.unit_name


def test_a_folder_gets_one_for_each_unit(city: Desk, tmp_path: Path) -> None:
    form = draw(tmp_path / "表样.xlsx", "单位")
    paths = fill_official_form(city, PLAN, DAY, form, tmp_path / "各县", NOW)
    assert len(paths) > 12
    assert [cells(path)[0] for path in paths] == [path.stem for path in paths]


@pytest.mark.parametrize(
    ("names", "out", "code"),
    [
        (("单位", "没有的指标"), "a.xlsx", "FORM_NAME_UNKNOWN"),
        ((), "a.xlsx", "FORM_WITHOUT_PLACES"),
        (("单位",), "a.pdf", "SUFFIX"),
    ],
)
def test_what_cannot_be_filled_writes_nothing(
    city: Desk, tmp_path: Path, names: tuple[str, ...], out: str, code: str
) -> None:
    form = draw(tmp_path / "表样.xlsx", *names)
    with pytest.raises(BaiseError, match=code):
        fill_official_form(city, PLAN, DAY, form, tmp_path / out, NOW)
    assert not (tmp_path / out).exists()
