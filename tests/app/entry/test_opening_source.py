from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from baise_desktop.app.checks.checking import check_submission
from baise_desktop.app.desk import Desk
from baise_desktop.app.entry.filling import add_rows, delete_rows, list_rows, set_cell
from baise_desktop.app.entry.ghost import ghost_of
from baise_desktop.app.entry.opening_source import read_opening_source, renew_opening
from baise_desktop.app.entry.unchanged import read_unchanged
from baise_desktop.app.entry.undoing import undo
from baise_desktop.app.installation.home import open_submission
from baise_desktop.store.submissions import Submission, put_submission
from tests.round_trip import PLAN, contracts_of, report_month

NOW = datetime(2023, 5, 4, 8, 0, tzinfo=UTC)
LATER, LATEST = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
FOUR = ({"title": "一"}, {"title": "二"}, {"title": "三"}, {"title": "四"})


@pytest.fixture
def opened(county: Desk) -> Desk:
    """Four rows of March, not signed, carried into April an hour later."""
    add_rows(county, contracts_of(county, "2023-03"), FOUR, NOW)
    open_submission(county, PLAN, "2023-04", LATER)
    return county


def titles(desk: Desk, period: str = "2023-04") -> list[str]:
    return [str(entry.record.values["title"]) for entry in list_rows(desk, contracts_of(desk, period))]


def test_an_opening_like_its_source_is_no_problem(opened: Desk) -> None:
    source = read_opening_source(opened, contracts_of(opened))
    assert source is not None
    assert (source.words, source.problem) == ("2023年3月 第 1 版（尚未签发）", "")


def test_what_changed_in_the_source_comes_over_but_for_rows_changed_here(opened: Desk) -> None:
    here, before = contracts_of(opened), contracts_of(opened, "2023-03")
    first, second, third, fourth = (entry.record.row_id for entry in list_rows(opened, before))
    set_cell(opened, here, second, "title", "二乙", LATEST)
    set_cell(opened, here, fourth, "amount", "4", LATEST)
    set_cell(opened, before, first, "title", "一甲", LATEST)
    set_cell(opened, before, second, "title", "二甲", LATEST)
    delete_rows(opened, before, [third], LATEST)
    add_rows(opened, before, [{"title": "五"}], LATEST)
    source = read_opening_source(opened, here)
    assert source is not None
    assert (source.changes.count, source.changes.edited) == (3, (second,))
    found = check_submission(opened, PLAN, "2023-04").findings
    assert [each.rule for each in found if not each.row_id and each.form == here.form] == ["carried"]
    assert renew_opening(opened, here, LATEST) == 3
    assert titles(opened) == ["一甲", "二乙", "四", "五"]
    assert renew_opening(opened, here, LATEST) == 0
    undo(opened, PLAN, "2023-04", LATEST)
    assert titles(opened) == ["一", "二乙", "三", "四"]


def test_rows_renewed_are_again_as_they_opened(opened: Desk) -> None:
    here, before = contracts_of(opened), contracts_of(opened, "2023-03")
    first = list_rows(opened, before)[0].record.row_id
    set_cell(opened, before, first, "title", "一甲", LATEST)
    renew_opening(opened, here, LATEST)
    assert read_unchanged(opened, here).obstacle == ""


def test_an_opening_from_a_returned_submission_is_told(county: Desk, tmp_path: Path) -> None:
    report_month(county, NOW, tmp_path, "2023-03")
    open_submission(county, PLAN, "2023-04", LATER)
    with county.store.write() as connection:
        mended = Submission(county.office.unit, PLAN, "2023-03")
        put_submission(connection, mended, state="returned", version=2, reason="金额不对")
        connection.execute("DELETE FROM statement")
    source = read_opening_source(county, contracts_of(county))
    assert source is not None
    assert source.problem == "期初来自被退回的上期：2023年3月 第 1 版（市级已退回），上期改好后请重新结转"
    assert ghost_of(county, contracts_of(county)).source == "上期 2023年3月 第 1 版（市级已退回）"
