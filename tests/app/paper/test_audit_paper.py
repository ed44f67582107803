"""核对表: the counts, the findings with what became of them, the balances, and what proves it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from baise_desktop.app.checks.checking import check_submission, explain
from baise_desktop.app.desk import Desk
from baise_desktop.app.installation.home import open_submission
from baise_desktop.app.paper.audit_paper import describe_audit
from baise_desktop.report.table import Cell
from baise_desktop.report.unit_paper import UnitPaper
from baise_desktop.store.journal import read_head
from baise_desktop.store.sealed import find_sealed
from tests.app.checks.test_checking import questioning
from tests.app.conftest import NOW
from tests.round_trip import MONTH, PINGGUO, PLAN, add_contract, fill_month, report_month

__all__ = ["questioning"]


def describe(desk: Desk, period: str = MONTH) -> UnitPaper:
    return describe_audit(desk, PLAN, period, NOW.date())


def rows_of(paper: UnitPaper, title: str) -> tuple[tuple[Cell, ...], ...]:
    """The whole table of a part."""
    part = next(part for part in paper.parts if part.title == title)
    table = part.sheet or part.table
    return table.rows if table else ()


def test_an_untouched_submission_says_what_is_missing(county: Desk) -> None:
    paper = describe(county)
    facts = dict(paper.facts)
    assert facts["校核结论"] == "不可上报：强制 1"
    assert facts["应报各表"].startswith("应报 2 张，已填 0 张")
    ((severity, form, _, _, state, rule, _),) = rows_of(paper, "校核结果")
    assert (severity, form, state, rule) == ("强制", "技术合同成交额累计", "须改正", "unfilled")
    assert [row[2] for row in rows_of(paper, "各表填报情况")] == ["未填", "无记录"]
    assert ("签字", "尚无人签字") in rows_of(paper, "签字、上报包与版本")


def test_a_sound_submission_has_no_findings_and_all_forms(county: Desk) -> None:
    fill_month(county, NOW)
    paper = describe(county)
    assert rows_of(paper, "校核结果") == ()
    assert dict(paper.facts)["校核结果"] == "强制 0 条　核实 0 条（已说明 0 条）　提示 0 条"
    assert [row[2] for row in rows_of(paper, "各表填报情况")] == ["已填", "已填"]


def test_an_explained_finding_says_how(questioning: Desk) -> None:
    fill_month(questioning, NOW)
    add_contract(questioning, NOW, contract_no="HT-002", tech_amount="999")
    ((*_, state, _, source),) = rows_of(describe(questioning), "校核结果")
    assert state == "未说明"
    assert source
    (finding,) = check_submission(questioning, PLAN, MONTH).findings
    explain(questioning, PLAN, MONTH, finding.id, "合同分两期，技术费另计。", NOW)
    paper = describe(questioning)
    assert rows_of(paper, "校核结果")[0][4] == "已说明：合同分两期，技术费另计。"
    assert dict(paper.facts)["校核结果"].startswith("强制 0 条　核实 1 条（已说明 1 条）")


def test_registers_balance_with_their_source(county: Desk, tmp_path: Path) -> None:
    report_month(county, NOW, tmp_path, "2023-03")
    open_submission(county, PLAN, MONTH, NOW)
    add_contract(county, NOW, contract_no="HT-NEW", amount="79.5")
    paper = describe(county)
    ((_, opening, added, changed, gone, closing, source),) = rows_of(paper, "台账结转")
    assert (opening, added, changed, gone, closing) == (1, 1, 0, 0, 2)
    assert "2023年3月 第 1 版" in str(source)
    sums = {row[1]: row[3:] for row in rows_of(paper, "台账数值列合计")}
    assert [str(amount) for amount in sums["合同成交额"]] == ["120.5", "79.5", "200"]


def test_figures_stand_beside_the_registers_they_come_from(county: Desk) -> None:
    add_contract(county, NOW, amount="20000")
    rows = rows_of(describe(county), "指标与台账核对")
    named = {row[0]: row for row in rows}
    assert "技术合同登记台账" in str(named["技术合同成交额累计"][6])
    assert named["技术合同成交额累计"][4] == 1


def test_what_proves_it_is_told(reported: Path, open_copy: Callable[[Path], Desk]) -> None:
    sender = open_copy(reported / "county")
    package = find_sealed(sender.store, PINGGUO, PLAN, MONTH)
    assert package is not None
    paper = describe(sender)
    told = {row[0]: row[1] for row in rows_of(paper, "签字、上报包与版本")}
    assert told["负责人"] == "演示人员03　2023-05-04 16:00"
    assert told["上报包身份"] == package.identity
    assert told["上报包内容摘要"] == paper.binding.content_digest == package.content
    assert read_head(sender.store)[1] in str(told["日志末条"])
    assert told["任务包"] == "第 1 版"


def test_a_thousand_findings_alike_are_told_by_ten(county: Desk) -> None:
    fill_month(county, NOW)
    for number in range(14):
        add_contract(county, NOW, contract_no=f"HT-{number}", amount="")
    paper = describe(county)
    table = paper.parts[0].table
    assert table is not None
    assert len(rows_of(paper, "校核结果")) == 14
    assert len(table.rows) == 11
    assert "另有 4 处" in str(table.rows[-1][2])


def test_pages_of_an_exercise_say_so(county: Desk) -> None:
    assert describe(replace(county, trial=True)).watermark == "试填"
