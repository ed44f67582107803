"""What the city finds between a unit's periods and between registers that no submission holds together."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from baise_desktop.app.checks import checking, cross_checks
from baise_desktop.app.checks.cross_checks import find_cross_findings
from baise_desktop.app.desk import Desk
from baise_desktop.app.entry import filling
from baise_desktop.app.inbox import receiving
from baise_desktop.app.installation.home import open_submission
from baise_desktop.app.outgoing.exporting import export
from baise_desktop.errors import BaiseError, Severity
from baise_desktop.form.definition import Rule
from tests.app.conftest import NOW
from tests.round_trip import (
    CONTRACTS,
    PASSPHRASE,
    PLAN,
    answer_target,
    contracts_of,
    sign_all,
)

MAY = "2023-05"
REASON = "补充协议调减成交额，见合同编号后的变更备案。"


@pytest.fixture
def may(reported: Path, open_copy: Callable[[Path], Desk], tmp_path: Path) -> Path:
    """The month after, in which the contract of April has another amount."""
    desk = open_copy(reported / "county")
    open_submission(desk, PLAN, MAY, NOW)
    (row,) = filling.list_rows(desk, contracts_of(desk, MAY))
    filling.set_cell(desk, contracts_of(desk, MAY), row.record.row_id, "amount", "99", NOW)
    answer_target(desk, NOW, MAY)
    for finding in checking.check_submission(desk, PLAN, MAY).findings:
        if finding.severity is Severity.EXPLAIN:
            checking.explain(desk, PLAN, MAY, finding.id, REASON, NOW)
    sign_all(desk, NOW, MAY)
    return export(desk, PLAN, MAY, tmp_path, PASSPHRASE, NOW).path


def test_a_number_is_compared_with_the_submission_that_counts_before_it(city: Desk, april: Path, may: Path) -> None:
    receiving.merge_files(city, [may], NOW)
    assert find_cross_findings(city) == ()
    receiving.merge_files(city, [april], NOW)
    (finding,) = find_cross_findings(city)
    assert (finding.rule, finding.unit, finding.period) == ("r.tech_contract.9", "c.pingguo", MAY)
    assert "差 -21.5 万元" in finding.sentence
    assert finding.as_json()["source"] == finding.source
    assert find_cross_findings(city, as_of=date(2023, 4, 30)) == ()
    assert find_cross_findings(city, unit="c.debao") == ()
    assert find_cross_findings(city, accepted_only=True) == ()
    assert find_cross_findings(city, unit="c.pingguo") == (finding,)


def with_rule(desk: Desk, *, city: bool, formula: str) -> Desk:
    """The same desk with one more rule about contracts."""
    sentence = "{合同名称} 不符"
    rule = Rule(id="r.tech_contract.t", severity=Severity.HINT, formula=formula, message=sentence, source="演示")
    form = desk.catalogue.registers[CONTRACTS]
    changed = replace(form, city_rules=(rule,)) if city else replace(form, rules=(rule,))
    registers = {**desk.catalogue.registers, CONTRACTS: changed}
    return replace(
        desk, catalogue=replace(desk.catalogue, registers=registers, forms={**desk.catalogue.forms, CONTRACTS: changed})
    )


@pytest.mark.parametrize(
    ("city_rule", "formula", "fires"),
    [
        (True, "=SUMIFS(技术合同登记台账[合同成交额],技术合同登记台账[登记有效],TRUE)<100", True),
        (True, "=SUMIFS(技术合同登记台账[合同成交额],技术合同登记台账[登记有效],TRUE)>100", False),
        (False, "=COUNTIFS(企业研发与经营年度统计表[企业（单位）名称],[卖方（让与方/受托方）])>0", True),
        (False, "=COUNTIFS(企业研发与经营年度统计表[企业（单位）名称],[卖方（让与方/受托方）])=0", False),
        (False, "=COUNTIFS(技术合同登记台账[合同名称],合同名称)>9", False),
        (False, "=合同成交额>10000", False),
        (True, '=合同成交额>"甲"', False),
    ],
)
def test_only_what_no_submission_can_judge_is_judged_here(
    city: Desk, april: Path, city_rule: bool, formula: str, fires: bool
) -> None:
    receiving.merge_files(city, [april], NOW)
    found = find_cross_findings(with_rule(city, city=city_rule, formula=formula))
    assert [finding.rule for finding in found] == ["r.tech_contract.t"] * fires
    assert all(finding.sentence == "演示合同一 不符" for finding in found)


def test_units_do_not_look_at_each_other(county: Desk) -> None:
    with pytest.raises(BaiseError, match="ROLE_CITY_ONLY"):
        cross_checks.find_cross_findings(county)
