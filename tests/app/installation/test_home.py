from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.entry import filling
from baise_desktop.app.installation.home import DueSubmission, due_submissions, list_sheets, open_submission, owed_here
from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import FormKind
from baise_desktop.store.obligations import list_obligations, put_obligations
from tests.app.conftest import NOW
from tests.round_trip import CONTRACT_TARGET, CONTRACTS, MONTH, PLAN, add_contract, contracts_of, fill_month

TODAY = date(2023, 5, 4)


def due_in(desk: Desk, period: str, today: date = TODAY) -> DueSubmission:
    return next(due for due in due_submissions(desk, today) if due.period == period)


def test_what_is_due_says_how_far_it_is(county: Desk) -> None:
    untouched = due_in(county, MONTH)
    assert (untouched.plan, untouched.state, untouched.version) == (PLAN, "draft", 1)
    assert (untouched.forms, untouched.filled) == (2, 0)
    add_contract(county, NOW)
    assert due_in(county, MONTH).filled == 1


def test_days_left_turn_negative_after_the_due_day(county: Desk) -> None:
    due = due_in(county, MONTH).due
    assert due > date(2023, 4, 30)
    days = [due_in(county, MONTH, due + timedelta(days=late)).days_left for late in (-1, 0, 1)]
    assert days == [1, 0, -1]


def test_begun_comes_first_and_sent_last(county: Desk, reported: Path, open_copy: Callable[[Path], Desk]) -> None:
    add_contract(county, NOW, "2023-09")
    assert due_submissions(county, TODAY)[0].period == "2023-09"
    nearest = due_submissions(county, TODAY)[1:]
    assert [abs(due.days_left) for due in nearest] == sorted(abs(due.days_left) for due in nearest)
    sent = due_submissions(open_copy(reported / "county"), TODAY)[-1]
    assert (sent.period, sent.state) == (MONTH, "exported")


def test_a_submission_is_due_on_the_earliest_day_of_its_forms(county: Desk) -> None:
    owed = list_obligations(county.store)
    early = [replace(each, due=date(2023, 5, 9)) if each.form == CONTRACTS else each for each in owed]
    put_obligations(county.store, PLAN, early, "city.baise", NOW)
    assert due_in(county, MONTH).due == date(2023, 5, 9)
    put_obligations(county.store, PLAN, early[::-1], "city.baise", NOW)
    assert due_in(county, MONTH).due == date(2023, 5, 9)


def test_month_owes_one_register_and_one_target(county: Desk) -> None:
    assert {form.id for form in owed_here(county, PLAN, MONTH)} == {CONTRACTS, CONTRACT_TARGET}


@pytest.mark.parametrize(
    ("plan", "period", "code"),
    [("p9", MONTH, "PLAN_UNKNOWN"), (PLAN, "April", "PERIOD"), (PLAN, "2031-04", "NOTHING_OWED")],
)
def test_what_is_not_owed_is_refused(county: Desk, plan: str, period: str, code: str) -> None:
    with pytest.raises(BaiseError, match=code):
        owed_here(county, plan, period)


def test_nothing_is_owed_before_the_task_pack(fresh: Desk) -> None:
    assert due_submissions(fresh, TODAY) == ()
    with pytest.raises(BaiseError, match="NOTHING_OWED"):
        owed_here(fresh, PLAN, MONTH)


def test_sheets_count_their_rows(county: Desk) -> None:
    fill_month(county, NOW)
    add_contract(county, NOW, contract_no="HT-002")
    sheets = {sheet.form: sheet for sheet in list_sheets(county, PLAN, MONTH)}
    assert {form: (sheet.kind, sheet.rows) for form, sheet in sheets.items()} == {
        CONTRACTS: (FormKind.REGISTER, 2),
        CONTRACT_TARGET: (FormKind.TARGET, 1),
    }
    assert all(sheet.filled for sheet in sheets.values())


def test_register_opens_with_the_rows_still_live(county: Desk) -> None:
    kept = add_contract(county, NOW).record.row_id
    gone = add_contract(county, NOW, contract_no="HT-002").record.row_id
    filling.delete_rows(county, contracts_of(county), [gone], NOW)
    open_submission(county, PLAN, "2023-05", NOW)
    assert [entry.record.row_id for entry in filling.list_rows(county, contracts_of(county, "2023-05"))] == [kept]
    filling.delete_rows(county, contracts_of(county, "2023-05"), [kept], NOW)
    open_submission(county, PLAN, "2023-05", NOW)
    assert filling.list_rows(county, contracts_of(county, "2023-05")) == ()


def test_city_owes_nothing(city: Desk) -> None:
    for asked in (lambda: due_submissions(city, TODAY), lambda: open_submission(city, PLAN, MONTH, NOW)):
        with pytest.raises(BaiseError, match="ROLE_UNIT_ONLY"):
            asked()
