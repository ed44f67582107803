"""The city sees and sets who owes what when on the command line."""

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import CommandLine

AT = ("--store", "city", "--plan", "p2")
LEYE = ("--unit", "乐业县", "--form", "r.hightech_firm")
REASON = ("--reason", "当地没有高新技术企业")


def test_what_was_set_is_listed_with_its_number_and_taken_back(line: CommandLine) -> None:
    assert line.run("city", "oblige", "exempt", *AT, *LEYE, *REASON) == 0
    assert line.out == "已设定：乐业县 · 高新技术企业台账 · 各期：不报。下次发任务包时生效。\n"
    assert line.run("city", "obligations", *AT, *LEYE, "--period", "2023Q1") == 0
    assert line.out.splitlines() == [
        "全市应报 14427 张次，与表式默认不同 12 处，与已发任务包不同 12 处",
        "设定 1　乐业县 · 高新技术企业台账 · 各期：不报　原因：当地没有高新技术企业",
        "乐业县　高新技术企业台账　2023Q1　不报　季报（表式默认，非原文）　当地没有高新技术企业",
    ]
    assert line.run("city", "oblige", "remove", "1", *AT) == 0
    told = line.json("city", "obligations", *AT, *LEYE)
    assert (told["unlike_default"], told["adjustments"]) == (0, [])
    assert [each["due"] for each in told["obligations"]][:2] == ["2021-04-15", "2021-07-15"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("due", "昨天", *LEYE, "--period", "2023Q1", *REASON), "ADJUSTMENT"),
        (("due", "20230508", *LEYE, "--period", "2023Q1", *REASON), "ADJUSTMENT"),
        (("days", "400", *REASON), "ADJUSTMENT"),
        (("every", "weekly", "--form", "r.hightech_firm", *REASON), "ADJUSTMENT"),
        (("exempt", *LEYE), "ADJUSTMENT"),
        (("exempt", *LEYE, "--reason", "情况属实"), "EMPTY_PHRASE"),
        (("exempt", "--unit", "无此县", *REASON), "UNIT_UNKNOWN"),
        (("remove", "1"), "ADJUSTMENT_NUMBER"),
        (("remove", "x"), "ADJUSTMENT_NUMBER"),
    ],
)
def test_what_cannot_stand_is_refused(line: CommandLine, words: tuple[str, ...], code: str) -> None:
    assert line.run("city", "oblige", *words, *AT) == 1
    assert line.err.startswith(f"{code}: ")


@pytest.mark.parametrize(
    ("option", "code"),
    [(("--form", "r.x"), "FORM_UNKNOWN"), (("--period", "上月"), "PERIOD"), (("--period", "2019"), "PERIOD_OUTSIDE")],
)
def test_what_is_not_there_cannot_be_listed(line: CommandLine, option: tuple[str, str], code: str) -> None:
    assert line.run("city", "obligations", *AT, *option) == 1
    assert line.err.startswith(f"{code}: ")


def test_days_of_one_frequency_and_frequency_of_one_form(line: CommandLine) -> None:
    assert line.run("city", "oblige", "days", "10", "--frequency", "monthly", *AT, "--reason", "月报从快") == 0
    assert line.run("city", "oblige", "every", "quarterly", "--form", "p2.k.2.3.1", *AT, "--reason", "按季调度") == 0
    told = line.json("city", "obligations", *AT, "--unit", "c.leye")["obligations"]
    assert {each["due"] for each in told if each["period"] == "2023-04"} == {"2023-05-10"}
    moved = {each["period"]: each for each in told if each["form"] == "p2.k.2.3.1"}
    assert (moved["2023Q1"]["due"], moved["2023H1"]["due"]) == ("2023-04-15", "")
    assert moved["2023Q1"]["origin"] == "city"


def test_table_as_a_workbook(line: CommandLine) -> None:
    line.run("city", "oblige", "exempt", *AT, *LEYE, *REASON)
    assert line.run("city", "obligations", *AT, *LEYE, "--out", "table.xlsx") == 0
    sheet, terms = load_workbook(line.folder / "table.xlsx").worksheets
    assert (sheet.title, terms.title) == ("应报表", "应报设定")
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert "不报" in cells[-1] or "不报" in cells[-2]
    assert line.run("city", "obligations", *AT, *LEYE, "--out", "table.pdf") == 1
    assert line.err.startswith("OBLIGATION_SUFFIX: ")


def test_settings_that_figures_wait_for_are_marked(line: CommandLine) -> None:
    def shown() -> str:
        line.run("city", "settings", "--store", "city")
        return next(each for each in line.out.splitlines() if each.startswith("baseline:p1.t.sti_rank:year"))

    assert "必填未设" in shown()
    line.run("city", "set", "baseline:p1.t.sti_rank:year", "2017", "--store", "city")
    assert shown().split("　")[1] == "2017"
