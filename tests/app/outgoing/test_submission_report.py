from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.entry import filling
from baise_desktop.app.outgoing.submission_report import describe_submission
from baise_desktop.report.model import SubmissionReport, TableSection, TargetSection, TaskSection
from baise_desktop.store.entries import Sheet
from tests.app.conftest import NOW
from tests.round_trip import MONTH, PINGGUO, PLAN, add_contract, answer_target, contracts_of


def describe(desk: Desk, period: str = MONTH, content: str = "") -> SubmissionReport:
    return describe_submission(desk, PLAN, period, NOW.date(), content)


@pytest.fixture
def sender(reported: Path, open_copy: Callable[[Path], Desk]) -> Desk:
    return open_copy(reported / "county")


def test_report_names_who_what_and_when(county: Desk) -> None:
    report = describe(county, content="ab" * 32)
    assert (report.unit_name, report.period_text) == ("平果市", "2023年4月")
    assert report.plan_name == county.catalogue.plans[PLAN].full_name
    binding = report.binding
    assert (binding.unit, binding.plan, binding.period, binding.version) == (PINGGUO, PLAN, MONTH, 1)
    assert binding.content_digest == "ab" * 32


def test_pages_of_a_trial_or_of_practice_say_so(county: Desk) -> None:
    trial = replace(county, trial=True)
    marks = [describe(desk).watermark for desk in (county, trial, replace(trial, practice=True))]
    assert marks == ["", "试填", "演示"]


def test_statements_are_blank_until_signed(county: Desk, sender: Desk) -> None:
    assert [(line.role, line.name, line.date) for line in describe(county).statements] == [
        ("填表人", "", ""),
        ("复核人", "", ""),
        ("负责人", "", ""),
    ]
    assert [(line.name, line.date) for line in describe(sender).statements] == [
        ("演示人员01", "2023-05-04"),
        ("演示人员02", "2023-05-04"),
        ("演示人员03", "2023-05-04"),
    ]


def test_target_stands_beside_its_figure(county: Desk) -> None:
    add_contract(county, NOW, amount="20000")
    answer_target(county, NOW, text="本月登记 1 项。")
    (target,) = [section for section in describe(county).sections if isinstance(section, TargetSection)]
    assert (target.requirement, target.figure, target.unit) == ("全市＞160亿元，未分解到本单位", "2", "亿元")
    assert [(each.name, each.text) for each in target.narratives] == [("完成情况分析", "本月登记 1 项。")]


def test_task_stands_beside_its_clause(county: Desk) -> None:
    half = "2023H1"
    task = next(
        task
        for task in county.catalogue.tasks.values()
        if task.plan == PLAN and task.reportable and "county" in task.levels and len(task.measures) > 1
    )
    sheet = Sheet(PINGGUO, PLAN, half, task.id)
    row = filling.single_entry(county, sheet, NOW).record.row_id
    filling.set_cell(county, sheet, row, "m2_progress", "已建成 2 个。", NOW)
    (section,) = [each for each in describe(county, half).sections if isinstance(each, TaskSection)]
    assert [measure.quote for measure in section.measures] == [measure.quote for measure in task.measures]
    assert [measure.progress for measure in section.measures][:2] == ["", "已建成 2 个。"]


def test_ledgers_show_words_and_empty_ones_are_there(county: Desk) -> None:
    (empty,) = (section for section in describe(county).sections if isinstance(section, TableSection))
    assert (empty.title, empty.rows) == ("技术合同登记台账", ())
    add_contract(county, NOW)
    add_contract(county, NOW, contract_no="HT-002")
    (ledger,) = (section for section in describe(county).sections if isinstance(section, TableSection))
    numbers = [column.name for column in ledger.columns].index("合同登记编号")
    assert [row[numbers] for row in ledger.rows] == ["HT-001", "HT-002"]
    assert "技术开发" in ledger.rows[0]
    assert {column.align for column in ledger.columns if column.unit == "万元"} == {"right"}


def test_findings_name_their_row(county: Desk) -> None:
    row = add_contract(county, NOW).record.row_id
    answer_target(county, NOW)
    filling.set_cell(county, contracts_of(county), row, "amount", "很多", NOW)
    report = describe(county)
    (line,) = report.findings
    assert (line.row, "很多" in line.sentence) == ("第 1 行 演示合同一", True)
    assert report.verdict.startswith("不可上报")


def test_a_column_that_no_row_fills_takes_no_room_and_is_said(county: Desk) -> None:
    add_contract(county, NOW)
    (table,) = [section for section in describe(county).sections if isinstance(section, TableSection)]
    names = [column.name for column in table.columns]
    assert names[0] == "合同登记编号"
    assert all(any(row[place] for row in table.rows) for place in range(len(names)))
    asked = [field for field in county.catalogue.registers["r.tech_contract"].fields if field.type.value != "evidence"]
    told = table.note.removeprefix("各行均未填写的栏目：").removesuffix("。").split("、")
    assert set(told) == {field.name for field in asked} - set(names)
