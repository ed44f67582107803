"""What hands do to a workbook in Excel or WPS: taken as meant where that is plain, told with cell and cure else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from baise_desktop.app.installation.forms import take_workbook
from baise_desktop.form.load import load_catalogue
from tests.authoring.conftest import Change
from tests.authoring.sheets import add, column, put, row

Changed = Callable[[Change], Path]
CONTRACT, TARGET = "r.tech_contract", "p2.t.hightech"


def told(file: Path, folder: Path) -> list[tuple[str, str]]:
    return [(each.spot.shown, each.sentence) for each in take_workbook(file, folder / "out")]


def test_blanks_and_letters_of_full_width_are_taken_as_meant(changed: Changed, tmp_path: Path) -> None:
    def type_by_hand(book: Workbook) -> None:
        at = row(book, "目标", TARGET)
        put(book, "目标", at, "目标值", "７０")
        put(book, "目标", at, "完成时限", "２０２３－１２－３１")
        put(book, "目标", at, "比较方式", "达到(≥) ")
        put(book, "指标", row(book, "指标", "i.hightech_stock"), "编号", "i．hightech_stock")
        field = row(book, "台账字段", CONTRACT)
        put(book, "台账字段", field, "台账编号", "ｒ．tech_contract　")
        put(book, "台账字段", field, "键", " contract_no\u200b")
        put(book, "台账字段", field, "类型", "文字 ")

    assert told(changed(type_by_hand), tmp_path) == []
    target = load_catalogue(tmp_path / "out").targets[TARGET]
    assert (target.value, target.deadline, target.comparator) == ("70", "2023-12-31", ">=")


def test_short_names_of_units_side_by_side_are_understood(changed: Changed, tmp_path: Path) -> None:
    def type_by_hand(book: Workbook) -> None:
        put(book, "目标", row(book, "目标", TARGET), "配合单位", "市财政局、市统计局")

    assert told(changed(type_by_hand), tmp_path) == []
    assert load_catalogue(tmp_path / "out").targets[TARGET].supporting == ("d.czj", "d.tjj")


def test_a_blank_row_in_the_middle_and_a_sheet_name_with_a_blank_do_no_harm(changed: Changed, tmp_path: Path) -> None:
    def insert(book: Workbook) -> None:
        book["台账字段"].insert_rows(row(book, "台账字段", CONTRACT) + 2)
        book["目标"].insert_rows(5, 3)
        book["台账"].title = "台账 "

    assert told(changed(insert), tmp_path) == []


def test_merged_cells_are_told_once_and_not_what_follows(changed: Changed, tmp_path: Path) -> None:
    def merge(book: Workbook) -> None:
        at = row(book, "台账字段", CONTRACT)
        book["台账字段"].merge_cells(start_row=at, end_row=at + 3, start_column=1, end_column=1)

    ((cell, sentence),) = told(changed(merge), tmp_path)
    first = cell.removeprefix("台账字段!A")
    assert sentence.startswith(f"A{first}:A{int(first) + 3} 合并成了一格")


def test_a_renamed_sheet_is_told_once_with_the_name_it_may_have_now(changed: Changed, tmp_path: Path) -> None:
    def rename(book: Workbook) -> None:
        book["台账字段"].title = "台账字段（改）"

    ((cell, sentence),) = told(changed(rename), tmp_path)
    assert cell == "台账字段!A1"
    assert "“台账字段（改）”，如果就是它，把表名改回来" in sentence


@pytest.mark.parametrize(("sheet", "heading"), [("台账字段", "类型"), ("台账", "编号"), ("台账字段", "台账编号")])
def test_a_deleted_column_is_told_once(changed: Changed, tmp_path: Path, sheet: str, heading: str) -> None:
    def delete(book: Workbook) -> None:
        book[sheet].delete_cols(column(book, sheet, heading))

    ((cell, sentence),) = told(changed(delete), tmp_path)
    assert cell.startswith(f"{sheet}!")
    assert sentence.startswith(f"缺少列“{heading}”")


def test_mistakes_of_other_cells_are_told_beside_a_deleted_column(changed: Changed, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book["台账字段"].delete_cols(column(book, "台账字段", "类型"))
        put(book, "目标", row(book, "目标", TARGET), "目标值", "70%")

    assert [cell.partition("!")[0] for cell, _ in told(changed(change), tmp_path)] == ["目标", "台账字段"]


def test_a_title_above_the_headings_is_told(changed: Changed, tmp_path: Path) -> None:
    def insert(book: Workbook) -> None:
        book["台账"].insert_rows(1)
        book["台账"].cell(1, 1).value = "台账一览表"

    assert told(changed(insert), tmp_path) == [("台账!A2", "列名应在第 1 行，现在在第 2 行，请删去上面的行")]


def test_a_word_pasted_over_a_drop_down_is_told_with_what_can_be_chosen(changed: Changed, tmp_path: Path) -> None:
    def paste(book: Workbook) -> None:
        put(book, "台账", row(book, "台账", CONTRACT), "频度", "每季")

    ((_, sentence),) = told(changed(paste), tmp_path)
    assert sentence == "“每季”不是可选的内容；可选：每年、每半年、每季度、每月"


def test_a_day_that_excel_turned_into_its_number_is_told_with_the_day(changed: Changed, tmp_path: Path) -> None:
    def number(book: Workbook) -> None:
        put(book, "方案", row(book, "方案", "p2"), "起始日", 44197)

    ((_, sentence),) = told(changed(number), tmp_path)
    assert "若指 2021-01-01" in sentence


def test_an_id_that_is_gone_is_told_once_with_the_cells_that_name_it(changed: Changed, tmp_path: Path) -> None:
    def delete(book: Workbook) -> None:
        book["台账"].delete_rows(row(book, "台账", CONTRACT))

    found = told(changed(delete), tmp_path)
    about = [sentence for _, sentence in found if CONTRACT in sentence]
    assert len(about) == 2
    assert all("另有" in sentence and "处同样" in sentence for sentence in about)
    assert "技术合同登记台账 不存在" not in "".join(about)


def test_a_copied_row_keeps_the_first_and_tells_the_second(changed: Changed, tmp_path: Path) -> None:
    def copy(book: Workbook) -> None:
        at = row(book, "代码表", "cl.contract_type")
        add(book, "代码表", {"编号": "cl.contract_type", "标题": book["代码表"].cell(at, 2).value})

    ((cell, sentence),) = told(changed(copy), tmp_path)
    assert cell.startswith("代码表!A")
    assert "编号 cl.contract_type 在 代码表!A" in sentence


def test_a_formula_that_excel_computed_is_told_with_the_cure(changed: Changed, tmp_path: Path) -> None:
    def compute(book: Workbook) -> None:
        cell = book["校核规则"].cell(row(book, "校核规则", CONTRACT), column(book, "校核规则", "公式"))
        cell.value = "=1<=2"

    ((cell, sentence),) = told(changed(compute), tmp_path)
    assert cell.startswith("校核规则!")
    assert "格式设为“文本”" in sentence
