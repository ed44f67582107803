"""What an author gets wrong is told by sheet, cell and cure, all at once, and nothing is written."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook as NewWorkbook
from openpyxl.workbook import Workbook

from baise_desktop.__main__ import main
from baise_desktop.app.installation.forms import read_forms_workbook
from baise_desktop.authoring.book import read_book
from baise_desktop.authoring.folder import write_folder
from baise_desktop.authoring.grid import Grid
from baise_desktop.errors import BaiseError
from baise_desktop.form.load import load_catalogue
from tests.authoring.conftest import Change
from tests.authoring.sheets import Copy, add, put, row

Changed = Callable[[Change], Path]
CONTRACT = "r.tech_contract"


def refused(file: Path, folder: Path) -> list[str]:
    """The lines of the refusal, one for each mistake."""
    with pytest.raises(BaiseError, match="FORM_WORKBOOK") as caught:
        read_forms_workbook(file, folder)
    assert not folder.exists()
    assert [path for path in folder.parent.iterdir() if path.name.startswith(".")] == []
    lines = str(caught.value.values["list"]).split("\n")
    assert caught.value.values["count"] == len(lines)
    assert all(re.match(r"\w+![A-Z]+[0-9]+：.*[\u4e00-\u9fff]", line) for line in lines), lines
    return lines


def fields_of(copy: Copy, number: int) -> int:
    return copy.row("台账字段", CONTRACT, number)


def change_type(copy: Copy) -> str:
    return copy.put("台账字段", fields_of(copy, 1), "类型", "数字")


def change_decimals(copy: Copy) -> str:
    return copy.put("台账字段", fields_of(copy, 1), "小数位", "两位")


def drop_name(copy: Copy) -> str:
    return copy.put("台账字段", fields_of(copy, 2), "列名", "")


def repeat_name(copy: Copy) -> str:
    copy.put("台账字段", fields_of(copy, 2), "列名", copy.text("台账字段", fields_of(copy, 1), "列名"))
    return copy.cell("台账字段", fields_of(copy, 1), "台账编号")


def unknown_list(copy: Copy) -> str:
    return copy.put("台账字段", fields_of(copy, 3), "代码表", "cl.nowhere")


def unknown_owner(copy: Copy) -> str:
    return copy.put("台账字段", fields_of(copy, 1), "台账编号", "r.nowhere")


def broken_formula(copy: Copy) -> str:
    return copy.put("校核规则", copy.row("校核规则", "r.hightech_firm"), "公式", "=SUM(项目[经非")


def wrong_date(copy: Copy) -> str:
    return copy.put("目标", copy.row("目标", "p2.t.hightech"), "完成时限", "2023年底")


def no_such_day(copy: Copy) -> str:
    return copy.put("目标", copy.row("目标", "p2.t.hightech"), "完成时限", "2023-02-30")


def wrong_number(copy: Copy) -> str:
    return copy.put("目标", copy.row("目标", "p2.t.hightech"), "目标值", "25家")


def wrong_answer(copy: Copy) -> str:
    return copy.put("任务", copy.row("任务", "p2.k.2.1.1"), "要填报", "要")


def wrong_level(copy: Copy) -> str:
    return copy.put("任务", copy.row("任务", "p2.k.2.1.1"), "填报层级", "县（市、区）\n乡镇")


def id_twice(copy: Copy) -> str:
    return copy.put("指标", copy.row("指标", "i.hightech_stock"), "编号", "i.major_tech")


def id_missing(copy: Copy) -> str:
    return copy.put("参数", 2, "编号", "")


def id_of_no_shape(copy: Copy) -> str:
    return copy.put("代码表", 2, "编号", "级别")


def unknown_plan(copy: Copy) -> str:
    return copy.put("目标", copy.row("目标", "p2.t.hightech"), "方案", "../p9")


def clause_sentence_changed(copy: Copy) -> str:
    copy.put("举措", copy.row("举措", "p2.k.2.1.1"), "原文", "不是原文的一句话。")
    return copy.cell("条款", copy.row("条款", "p2.cl.2.1.1"), "编号")


def no_pair(copy: Copy) -> str:
    return copy.put("任务所用台账", 2, "筛选", "国家级")


def unknown_heading(copy: Copy) -> str:
    return copy.put("单位", 1, "备注", "说明")


def bad_file_name(copy: Copy) -> str:
    return copy.put("单位", 2, "存放文件", "../../units")


def circle(copy: Copy) -> str:
    pair = "p2.t.hightech", "p2.t.contract"
    for target, parent in (pair, pair[::-1]):
        copy.put("目标", copy.row("目标", target), "上级编号", parent)
    return copy.cell("目标", min(copy.row("目标", target) for target in pair), "上级编号")


def turned_round(copy: Copy) -> str:
    return copy.put("台账字段", fields_of(copy, 1), "列名", "附加\u202elte")


def document_without_plan(copy: Copy) -> str:
    at = copy.length("方案原文") + 1
    copy.put("方案原文", at, "原文", "没有写方案的一段")
    return copy.cell("方案原文", at, "方案")


MISTAKES: dict[str, tuple[Callable[[Copy], str], str, str]] = {
    "a type that is none": (change_type, "台账字段", "“数字”不是可选的内容；可选：文字、"),
    "a number in words": (change_decimals, "台账字段", "“两位”不是整数"),
    "a name left out": (drop_name, "台账字段", "没有填，这一列必填"),
    "two columns of one name": (repeat_name, "台账字段", "重复"),
    "a code list that is not there": (unknown_list, "台账字段", "选择列表 cl.nowhere 不存在"),
    "a row of no register": (unknown_owner, "台账字段", "“台账”里没有 r.nowhere"),
    "a formula that cannot be read": (broken_formula, "校核规则", "公式“=SUM(项目[经非”有误"),
    "a date in words": (wrong_date, "目标", "“2023年底”不是日期"),
    "a day that is none": (no_such_day, "目标", "“2023-02-30”不是日期"),
    "a number with a unit": (wrong_number, "目标", "“25家”不是数字"),
    "neither yes nor no": (wrong_answer, "任务", "请填“是”或“否”"),
    "one level of two": (wrong_level, "任务", "“乡镇”不是可选的内容"),
    "an id twice": (id_twice, "指标", "编号 i.major_tech 在 指标!A"),
    "no id": (id_missing, "参数", "没有编号"),
    "an id in Chinese": (id_of_no_shape, "代码表", "编号 级别 只能用"),
    "a plan that is not there": (unknown_plan, "目标", "方案 ../p9 不存在"),
    "a measure that is not the text": (clause_sentence_changed, "条款", "举措首尾相接与原文不符"),
    "a filter that is none": (no_pair, "任务所用台账", "应写成：键=值"),
    "a heading of one's own": (unknown_heading, "单位", "不认识的列名“说明”"),
    "a file elsewhere": (bad_file_name, "单位", "存放文件“../../units”"),
    "targets in a circle": (circle, "目标", "循环引用"),
    "writing turned round": (turned_round, "台账字段", "控制字符 U+202E"),
    "text of no plan": (document_without_plan, "方案原文", "没有填所属的编号"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_names_its_cell_and_the_cure(grids: Mapping[str, Grid], tmp_path: Path, mistake: str) -> None:
    change, sheet, words = MISTAKES[mistake]
    copy = Copy(grids)
    cell = f"{sheet}!{change(copy)}"
    told = {each.spot.shown: each.sentence for each in write_folder(read_book(copy.grids()), tmp_path)}
    assert words in told.get(cell, ""), told


def test_all_mistakes_are_told_at_once_in_the_order_of_the_workbook(grids: Mapping[str, Grid], tmp_path: Path) -> None:
    chosen = (document_without_plan, change_type, wrong_date, unknown_list, id_missing, no_pair)
    sheets = ("方案原文", "台账字段", "目标", "台账字段", "参数", "任务所用台账")
    copy = Copy(grids)
    expected = {f"{sheet}!{change(copy)}" for sheet, change in zip(sheets, chosen, strict=True)}
    told = [each.spot.shown for each in write_folder(read_book(copy.grids()), tmp_path)]
    assert set(told) == expected
    order = ["参数", "任务所用台账", "目标", "台账字段", "台账字段", "方案原文"]
    assert [cell.partition("!")[0] for cell in told] == order


def test_cells_that_nobody_typed_are_refused(changed: Changed, tmp_path: Path) -> None:
    cells: list[str] = []

    def compute(book: Workbook) -> None:
        cells.append(put(book, "校核规则", row(book, "校核规则", "r.hightech_firm"), "公式", "=1+1"))
        cells.append(put(book, "单位", 2, "备注", "#REF!"))

    rule, unit = refused(changed(compute), tmp_path / "out")
    assert (rule.partition("：")[0], unit.partition("：")[0]) == (f"校核规则!{cells[0]}", f"单位!{cells[1]}")


def test_a_missing_sheet_is_told(changed: Changed, tmp_path: Path) -> None:
    def remove(book: Workbook) -> None:
        del book["参数"]

    assert any(line.startswith("参数!A1：工作簿里没有这张表") for line in refused(changed(remove), tmp_path / "out"))


def test_the_command_refuses_with_a_code_and_every_line(
    changed: Changed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def change(book: Workbook) -> None:
        put(book, "目标", row(book, "目标", "p2.t.hightech"), "完成时限", "2023年底")

    file = changed(change)
    assert main(["forms", "from-xlsx", str(file), str(tmp_path / "out")]) == 1
    told = capsys.readouterr().err
    assert told.startswith("FORM_WORKBOOK: 工作簿“changed.xlsx”有 1 处要改")
    assert "目标!" in told


def test_a_folder_in_use_stays_as_it_is(workbook_file: Path, tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("x", "utf-8")
    with pytest.raises(BaiseError, match="FOLDER_NOT_EMPTY"):
        read_forms_workbook(workbook_file, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_another_workbook_is_no_catalogue(tmp_path: Path) -> None:
    NewWorkbook().save(tmp_path / "empty.xlsx")
    assert len(refused(tmp_path / "empty.xlsx", tmp_path / "out")) > 20
    (tmp_path / "text.xlsx").write_text("台账", "utf-8")
    with pytest.raises(BaiseError, match="NOT_XLSX"):
        read_forms_workbook(tmp_path / "text.xlsx", tmp_path / "out")


def test_what_officers_type_by_hand_is_understood(changed: Changed, tmp_path: Path) -> None:
    """Names in place of ids, dates and numbers as Excel keeps them, items side by side, columns in another order."""

    def type_by_hand(book: Workbook) -> None:
        at = row(book, "目标", "p2.t.hightech")
        put(book, "目标", at, "完成时限", date(2023, 12, 31))
        put(book, "目标", at, "目标值", 26)
        put(book, "目标", at, "牵头单位", book["单位"].cell(row(book, "单位", "d.keji"), 2).value)
        put(book, "任务", row(book, "任务", "p2.k.2.1.1"), "叙述字段", "progress、problems，next")
        add(book, "台账字段", {"台账编号": CONTRACT, "键": "remark2", "列名": "补记", "类型": "text", "必填": "否"})
        narratives = book["叙述字段"]
        for line in narratives.iter_rows():
            line[0].value, line[3].value = line[3].value, line[0].value

    read_forms_workbook(changed(type_by_hand), tmp_path / "out")
    catalogue = load_catalogue(tmp_path / "out")
    target = catalogue.targets["p2.t.hightech"]
    assert (target.deadline, target.value, target.lead) == ("2023-12-31", "26", "d.keji")
    assert catalogue.tasks["p2.k.2.1.1"].narratives == ("progress", "problems", "next")
    assert catalogue.registers[CONTRACT].fields[-1].name == "补记"
    assert "progress" in catalogue.narratives


def test_markup_is_text(changed: Changed, tmp_path: Path) -> None:
    words = '<b onclick="x">&amp;</b> {{7*7}} (a+)+$'

    def mark(book: Workbook) -> None:
        put(book, "台账字段", row(book, "台账字段", CONTRACT), "备注", words)

    read_forms_workbook(changed(mark), tmp_path / "out")
    assert load_catalogue(tmp_path / "out").registers[CONTRACT].fields[0].note == words
