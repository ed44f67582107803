from decimal import Decimal

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.results.target_facts import target_facts
from baise_desktop.errors import BaiseError
from baise_desktop.form.record import Record, new_row_id, to_line
from baise_desktop.form.value import Value
from baise_desktop.store.settings import put_settings
from tests.app.conftest import NOW
from tests.round_trip import CONTRACT_TARGET, MONTH, PLAN, add_contract


def test_figure_stands_beside_the_requirement_and_its_sentence(county: Desk) -> None:
    add_contract(county, NOW, amount="20000")
    add_contract(county, NOW, contract_no="HT-002", amount="5000", valid="否")
    facts = target_facts(county, CONTRACT_TARGET, MONTH)
    assert (facts.requirement, facts.figure, facts.rows) == ("全市＞160亿元，未分解到本单位", "2亿元", 1)
    assert facts.quote in county.catalogue.documents[PLAN]


def test_without_a_figure_the_note_says_why(county: Desk) -> None:
    facts = target_facts(county, "p2.t.rd_intensity", "2023")
    assert (facts.figure, facts.rows) == ("", 0)
    assert facts.note


def test_figure_is_that_of_the_periods_end(county: Desk) -> None:
    add_contract(county, NOW, amount="20000")
    assert target_facts(county, CONTRACT_TARGET, "2023-03").figure == "0亿元"
    assert target_facts(county, CONTRACT_TARGET, "2023-05").figure == "2亿元"


def test_period_that_is_none(county: Desk) -> None:
    with pytest.raises(BaiseError, match="PERIOD"):
        target_facts(county, CONTRACT_TARGET, "April")


def test_a_units_own_share_says_where_it_comes_from(county: Desk) -> None:
    facts = target_facts(county, "p1.t.conversion", "2020")
    assert facts.share == "2018年 2项、2019年 2项、2020年 2项、方案期 6项（原文附件5·一）"
    assert target_facts(county, "p1.t.conversion.pingguo.y2019", "2019").share == "2019年 2项（原文附件5·一）"
    assert target_facts(county, CONTRACT_TARGET, MONTH).share == ""


def test_a_share_of_the_task_pack_names_its_version(county: Desk) -> None:
    row_id = new_row_id(NOW, bytes(10))
    values: dict[str, Value] = {
        "target_id": CONTRACT_TARGET,
        "unit": county.office.unit,
        "year": 2023,
        "value": Decimal(20),
        "status": "02",
    }
    record = Record(form="r.decomp", row_id=row_id, unit="city.baise", plan=PLAN, period="2023", values=values)
    line = to_line(record, county.catalogue.registers["r.decomp"]).decode()
    put_settings(county.store, {f"allocation:{PLAN}": line, f"task_pack:{PLAN}:version": "3"})
    assert target_facts(county, CONTRACT_TARGET, MONTH).share == "2023年 20亿元（已下达，第 3 版任务包）"
