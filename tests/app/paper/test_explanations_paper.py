"""核实说明表: what is asked, what is said to it, by whom; the silent ones first."""

from baise_desktop.app.checks.checking import check_submission, explain
from baise_desktop.app.checks.sign_off import sign_off
from baise_desktop.app.desk import Desk
from baise_desktop.app.paper.explanations_paper import describe_explanations
from baise_desktop.report.unit_paper import UnitPaper
from tests.app.checks.test_checking import questioning
from tests.app.conftest import NOW
from tests.round_trip import MONTH, PLAN, add_contract, fill_month

__all__ = ["questioning"]


def describe(desk: Desk) -> UnitPaper:
    return describe_explanations(desk, PLAN, MONTH, NOW.date())


def test_nothing_to_explain_is_said(county: Desk) -> None:
    fill_month(county, NOW)
    (part,) = describe(county).parts
    assert part.texts == ("本次上报没有需要核实说明的问题。",)


def test_the_unexplained_come_first_and_say_so(questioning: Desk) -> None:
    fill_month(questioning, NOW)
    add_contract(questioning, NOW, contract_no="HT-002", tech_amount="999")
    add_contract(questioning, NOW, contract_no="HT-003", tech_amount="888")
    first, _ = check_submission(questioning, PLAN, MONTH).findings
    explain(questioning, PLAN, MONTH, first.id, "合同分两期，技术费另计。", NOW)
    paper = describe(questioning)
    (part,) = paper.parts
    assert part.sheet is not None
    silent, told = part.sheet.rows
    assert (silent[3], silent[4], silent[5]) == ("（未说明）", "", "")
    assert "888" in str(silent[2])
    assert (told[3], told[4], told[5]) == ("合同分两期，技术费另计。", "填表人", "2023-05-04 16:00")
    assert dict(paper.facts)["核实问题"] == "2 条，未说明 1 条"
    assert [each.name for each in paper.statements] == ["", "", ""]


def test_an_explanation_of_other_numbers_has_to_be_given_anew(questioning: Desk) -> None:
    fill_month(questioning, NOW)
    row = add_contract(questioning, NOW, contract_no="HT-002", tech_amount="999")
    (finding,) = check_submission(questioning, PLAN, MONTH).findings
    explain(questioning, PLAN, MONTH, finding.id, "合同分两期，技术费另计。", NOW)
    from baise_desktop.app.entry.filling import set_cell
    from tests.round_trip import contracts_of

    set_cell(questioning, contracts_of(questioning), row.record.row_id, "tech_amount", "777", NOW)
    (part,) = describe(questioning).parts
    assert part.sheet is not None
    assert part.sheet.rows[0][3] == "（须重新说明，数值已变）原说明：合同分两期，技术费另计。"


def test_whoever_signs_stands_for_what_was_typed(questioning: Desk) -> None:
    fill_month(questioning, NOW)
    add_contract(questioning, NOW, contract_no="HT-002", tech_amount="999")
    (finding,) = check_submission(questioning, PLAN, MONTH).findings
    explain(questioning, PLAN, MONTH, finding.id, "合同分两期，技术费另计。", NOW)
    sign_off(questioning, PLAN, MONTH, "filler", "演示人员01", NOW)
    (part,) = describe(questioning).parts
    assert part.sheet is not None
    assert part.sheet.rows[0][4] == "演示人员01"
