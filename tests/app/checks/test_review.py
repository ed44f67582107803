"""What reviewer and head see: the planted change on top, what moved since a signature, balances."""

from decimal import Decimal

from baise_desktop.app.checks.review import review
from baise_desktop.app.checks.sign_off import reopen, sign_off
from baise_desktop.app.desk import Desk
from baise_desktop.app.entry import filling
from baise_desktop.app.installation.home import open_submission
from tests.app.conftest import NOW
from tests.round_trip import CONTRACTS, MONTH, PLAN, add_contract, answer_target, contracts_of, fill_month, sign_all

NEXT = "2023-05"


def test_the_planted_change_is_the_largest(county: Desk) -> None:
    fill_month(county, NOW)
    add_contract(county, NOW, contract_no="HT-2", amount="100")
    sign_all(county, NOW)
    open_submission(county, PLAN, NEXT, NOW)
    answer_target(county, NOW, NEXT)
    sheet = contracts_of(county, NEXT)
    first, second = filling.list_rows(county, sheet)
    filling.set_cell(county, sheet, first.record.row_id, "amount", "1205", NOW)
    filling.set_cell(county, sheet, second.record.row_id, "amount", "99", NOW)
    seen = review(county, PLAN, NEXT)
    top = seen.by_percent[0]
    assert (top.form, top.row_id, top.field, top.percent) == (CONTRACTS, first.record.row_id, "amount", Decimal(900))
    assert seen.by_amount[0].amount == Decimal("1084.5")
    assert {each.row_id for each in seen.by_amount if each.field == "amount"} >= {"", second.record.row_id}
    assert [line.form for line in seen.balances] == [CONTRACTS]
    assert "期初 2 行" in seen.balances[0].sentence


def test_what_moved_since_the_reviewer_signed(county: Desk) -> None:
    fill_month(county, NOW)
    assert review(county, PLAN, MONTH).since is None
    sign_off(county, PLAN, MONTH, "filler", "甲同志", NOW)
    sign_off(county, PLAN, MONTH, "reviewer", "乙同志", NOW)
    reopen(county, PLAN, MONTH, "合同金额登记有误", NOW)
    seen = review(county, PLAN, MONTH).since
    assert seen is not None
    assert (seen.role, seen.changes) == ("filler", ())
    (entry,) = filling.list_rows(county, contracts_of(county))
    filling.set_cell(county, contracts_of(county), entry.record.row_id, "amount", "121", NOW)
    sign_off(county, PLAN, MONTH, "filler", "甲同志", NOW)
    seen = review(county, PLAN, MONTH).since
    assert seen is not None
    assert (seen.role, seen.name) == ("reviewer", "乙同志")
    assert [(each.field, each.before, each.after) for each in seen.changes] == [("amount", "120.5000", "121.0000")]
    assert list(seen.counts.values()) == [(0, 1, 0)]
    assert review(county, PLAN, MONTH).reason == "合同金额登记有误"


def test_rows_that_came_and_went_are_told(county: Desk) -> None:
    fill_month(county, NOW)
    sign_off(county, PLAN, MONTH, "filler", "甲同志", NOW)
    reopen(county, PLAN, MONTH, "漏报一项合同", NOW)
    (entry,) = filling.list_rows(county, contracts_of(county))
    filling.delete_rows(county, contracts_of(county), [entry.record.row_id], NOW)
    add_contract(county, NOW, contract_no="HT-NEW")
    seen = review(county, PLAN, MONTH).since
    assert seen is not None
    assert sorted(each.kind for each in seen.changes) == ["added", "removed"]
    assert list(seen.counts.values()) == [(1, 0, 1)]
