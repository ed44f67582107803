from dataclasses import replace
from types import MappingProxyType

import pytest

from baise_desktop.app.checks.checking import check_submission, explain
from baise_desktop.app.checks.sign_off import sign_off
from baise_desktop.app.desk import Desk
from baise_desktop.app.entry import filling
from baise_desktop.errors import BaiseError, Severity
from tests.app.conftest import NOW
from tests.round_trip import CONTRACTS, MONTH, PLAN, add_contract, contracts_of, fill_month, sign_all


@pytest.fixture
def questioning(county: Desk) -> Desk:
    """A county whose contract register asks for an explanation where it would otherwise refuse."""
    register = county.catalogue.registers[CONTRACTS]
    asks = replace(register, rules=tuple(replace(rule, severity=Severity.EXPLAIN) for rule in register.rules))
    forms = MappingProxyType({**county.catalogue.forms, CONTRACTS: asks})
    return replace(county, catalogue=replace(county.catalogue, forms=forms))


def test_untouched_submission_is_not_ready(county: Desk) -> None:
    check = check_submission(county, PLAN, MONTH)
    assert [(finding.rule, finding.severity) for finding in check.findings] == [("unfilled", Severity.BLOCKING)]
    assert not check.verdict.ready


def test_filled_submission_is_ready(county: Desk) -> None:
    fill_month(county, NOW)
    check = check_submission(county, PLAN, MONTH)
    assert (check.findings, check.verdict.ready) == ((), True)


def test_finding_leads_to_its_cell(county: Desk) -> None:
    fill_month(county, NOW)
    (entry,) = filling.list_rows(county, contracts_of(county))
    filling.set_cell(county, contracts_of(county), entry.record.row_id, "amount", "很多", NOW)
    (finding,) = check_submission(county, PLAN, MONTH).findings
    assert (finding.form, finding.row_id, finding.fields) == (CONTRACTS, entry.record.row_id, ("amount",))
    assert finding.severity is Severity.BLOCKING
    assert "很多" in finding.sentence


def test_same_key_twice_blocks(county: Desk) -> None:
    fill_month(county, NOW)
    again = add_contract(county, NOW, contract_no=f"HT-{MONTH}")
    check = check_submission(county, PLAN, MONTH)
    assert [(finding.rule, finding.row_id) for finding in check.findings] == [("duplicate", again.record.row_id)]
    assert check.verdict.blocking == 1


def test_explanation_opens_the_way(questioning: Desk) -> None:
    fill_month(questioning, NOW)
    add_contract(questioning, NOW, contract_no="HT-002", tech_amount="999")
    check = check_submission(questioning, PLAN, MONTH)
    (finding,) = check.findings
    assert (finding.severity, check.verdict.unexplained, check.verdict.ready) == (Severity.EXPLAIN, 1, False)
    assert "999" in finding.sentence
    with pytest.raises(BaiseError, match="EMPTY_PHRASE"):
        explain(questioning, PLAN, MONTH, finding.id, "核实无误。", NOW)
    explain(questioning, PLAN, MONTH, finding.id, "含上年结转的 2 项服务，见合同附件。", NOW)
    explained = check_submission(questioning, PLAN, MONTH)
    assert (explained.verdict.ready, list(explained.explanations)) == (True, [finding.id])
    assert explained.as_json()["findings"][0]["explanation"] == "含上年结转的 2 项服务，见合同附件。"


def test_explanation_falls_with_its_cause(questioning: Desk) -> None:
    fill_month(questioning, NOW)
    row = add_contract(questioning, NOW, contract_no="HT-002", tech_amount="999").record.row_id
    finding = check_submission(questioning, PLAN, MONTH).findings[0].id
    filling.set_cell(questioning, contracts_of(questioning), row, "tech_amount", "1", NOW)
    with pytest.raises(BaiseError, match="FINDING_UNKNOWN"):
        explain(questioning, PLAN, MONTH, finding, "含上年结转的 2 项服务。", NOW)


def test_what_blocks_cannot_be_explained_away(county: Desk) -> None:
    finding = check_submission(county, PLAN, MONTH).findings[0]
    with pytest.raises(BaiseError, match="FINDING_UNKNOWN"):
        explain(county, PLAN, MONTH, finding.id, "下个月再填报这一项。", NOW)
    assert check_submission(county, PLAN, MONTH).explanations == {}


def test_nothing_is_explained_after_signing(questioning: Desk) -> None:
    fill_month(questioning, NOW)
    add_contract(questioning, NOW, contract_no="HT-002", tech_amount="999")
    finding = check_submission(questioning, PLAN, MONTH).findings[0].id
    explain(questioning, PLAN, MONTH, finding, "含上年结转的 2 项服务。", NOW)
    sign_off(questioning, PLAN, MONTH, "filler", "演示人员01", NOW)
    with pytest.raises(BaiseError, match="LOCKED"):
        explain(questioning, PLAN, MONTH, finding, "另有 3 项服务。", NOW)


def test_check_says_the_same_after_signing(county: Desk) -> None:
    fill_month(county, NOW)
    before = check_submission(county, PLAN, MONTH)
    sign_all(county, NOW)
    assert check_submission(county, PLAN, MONTH) == before


def test_city_has_nothing_to_check(city: Desk) -> None:
    with pytest.raises(BaiseError, match="ROLE_UNIT_ONLY"):
        check_submission(city, PLAN, MONTH)


def test_an_explanation_holds_while_the_finding_says_the_same(questioning: Desk) -> None:
    fill_month(questioning, NOW)
    entry = add_contract(questioning, NOW, contract_no="HT-002", tech_amount="999")
    (finding,) = check_submission(questioning, PLAN, MONTH).findings
    with pytest.raises(BaiseError, match="TOO_SHORT"):
        explain(questioning, PLAN, MONTH, finding.id, "企业多", NOW)
    explain(questioning, PLAN, MONTH, finding.id, "合同含往年技术服务费", NOW)
    filling.set_cell(questioning, contracts_of(questioning), entry.record.row_id, "buyer", "演示丙有限公司", NOW)
    assert check_submission(questioning, PLAN, MONTH).verdict.ready
    filling.set_cell(questioning, contracts_of(questioning), entry.record.row_id, "tech_amount", "998", NOW)
    check = check_submission(questioning, PLAN, MONTH)
    assert (check.explanations, check.outdated) == ({}, {finding.id: "合同含往年技术服务费"})
    assert check.verdict.unexplained == 1
    filling.set_cell(questioning, contracts_of(questioning), entry.record.row_id, "tech_amount", "999", NOW)
    assert check_submission(questioning, PLAN, MONTH).verdict.ready
