import pytest

from baise_desktop.app.checks.sign_off import list_statements, reopen, sign_off
from baise_desktop.app.desk import Desk
from baise_desktop.app.entry import filling
from baise_desktop.app.installation.home import list_sheets
from baise_desktop.errors import BaiseError
from tests.app.conftest import NOW
from tests.round_trip import MONTH, PEOPLE, PLAN, add_contract, contracts_of, fill_month, sign_all


@pytest.mark.parametrize("name", ["", "  ", "\u3000"])
def test_nobody_signs_without_a_name(county: Desk, name: str) -> None:
    fill_month(county, NOW)
    with pytest.raises(BaiseError, match=r"NAME_BLANK.*填表人"):
        sign_off(county, PLAN, MONTH, "filler", name, NOW)
    assert list_statements(county, PLAN, MONTH) == ()


def test_nobody_signs_what_is_not_ready(county: Desk) -> None:
    with pytest.raises(BaiseError, match=r"NOT_READY.*强制 1"):
        sign_off(county, PLAN, MONTH, "filler", "演示人员01", NOW)
    assert all(sheet.rows == 0 for sheet in list_sheets(county, PLAN, MONTH))


@pytest.mark.parametrize("first", ["reviewer", "head"])
def test_three_sign_in_order(county: Desk, first: str) -> None:
    fill_month(county, NOW)
    with pytest.raises(BaiseError, match="SIGN_ORDER"):
        sign_off(county, PLAN, MONTH, first, "演示人员09", NOW)
    sign_all(county, NOW)
    signed = list_statements(county, PLAN, MONTH)
    assert {statement.role: statement.name for statement in signed} == PEOPLE
    assert len({statement.content for statement in signed}) == 1
    with pytest.raises(BaiseError, match="SIGNED_ALREADY"):
        sign_off(county, PLAN, MONTH, "filler", "演示人员01", NOW)


def test_name_is_kept_without_the_blanks_around_it(county: Desk) -> None:
    fill_month(county, NOW)
    sign_off(county, PLAN, MONTH, "filler", " 演示人员01\u3000", NOW)
    assert [statement.name for statement in list_statements(county, PLAN, MONTH)] == ["演示人员01"]


def test_opening_again_needs_a_reason_and_drops_the_statements(county: Desk) -> None:
    fill_month(county, NOW)
    sign_all(county, NOW)
    with pytest.raises(BaiseError, match="REASON_BLANK"):
        reopen(county, PLAN, MONTH, " ", NOW)
    assert len(list_statements(county, PLAN, MONTH)) == 3
    reopen(county, PLAN, MONTH, "漏报一项合同", NOW)
    assert list_statements(county, PLAN, MONTH) == ()
    add_contract(county, NOW, contract_no="HT-002")
    assert len(filling.list_rows(county, contracts_of(county))) == 2


def test_city_signs_nothing(city: Desk) -> None:
    with pytest.raises(BaiseError, match="ROLE_UNIT_ONLY"):
        sign_off(city, PLAN, MONTH, "filler", "演示人员01", NOW)
