import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.target_facts import target_facts
from baise_desktop.errors import BaiseError
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
