from datetime import UTC, datetime
from decimal import Decimal

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.entry.cell_history import MOST_VERSIONS, HistoryLine, cell_history
from baise_desktop.app.entry.filling import TypedCell, add_row, add_rows, set_cell, set_cells, single_entry
from baise_desktop.app.entry.undoing import undo
from baise_desktop.app.installation.clerk import keep_clerk
from baise_desktop.form.record import fixed_row_id
from baise_desktop.store.entries import Sheet
from baise_desktop.store.submissions import Submission, put_submission
from tests.app.entry.test_ghost import seal
from tests.round_trip import CONTRACT_TARGET, PLAN, contracts_of

NOW = datetime(2023, 5, 4, 8, 0, tzinfo=UTC)


@pytest.fixture
def row(county: Desk) -> str:
    """A row of April."""
    (entry,) = add_rows(county, contracts_of(county), [{"amount": "3"}], NOW)
    return entry.record.row_id


def test_a_cell_tells_its_versions_the_latest_first(county: Desk, row: str) -> None:
    with county.store.write():
        for period, version, amount in (("2023-02", 1, 1), ("2023-03", 1, 1), ("2023-03", 2, 2)):
            seal(county.store, county, period, version, {row: {"amount": Decimal(amount)}})
    found = [line for line in cell_history(county, contracts_of(county), row, "amount") if not line.is_edit]
    assert [(line.when, line.text, line.changed) for line in found] == [
        ("2023年4月（正在填）", "3.0000", True),
        ("2023年3月 第 2 版", "2.0000", True),
        ("2023年3月 第 1 版", "1.0000", False),
        ("2023年2月 第 1 版", "1.0000", False),
    ]
    assert found[0] == HistoryLine("2023年4月（正在填）", "3.0000", "未签发", "", "", changed=True)


def test_only_the_latest_versions_are_told(county: Desk, row: str) -> None:
    with county.store.write():
        for version in range(1, MOST_VERSIONS + 4):
            seal(county.store, county, "2023-03", version, {row: {"amount": Decimal(version)}})
    told = cell_history(county, contracts_of(county), row, "amount")
    assert len([line for line in told if not line.is_edit]) == MOST_VERSIONS + 1


def test_another_row_has_no_history_here(county: Desk, row: str) -> None:
    assert cell_history(county, contracts_of(county), fixed_row_id("a", "b", "c", "d"), "amount") == ()


def test_a_target_has_one_record_in_each_period(county: Desk) -> None:
    sheet = Sheet(county.office.unit, PLAN, "2023-04", CONTRACT_TARGET)
    here = single_entry(county, sheet, NOW).record.row_id
    before = fixed_row_id(county.office.unit, PLAN, "2023-03", CONTRACT_TARGET)
    with county.store.write():
        seal(county.store, county, "2023-03", 1, {before: {"analysis": "已完成"}}, CONTRACT_TARGET)
    assert [line.text for line in cell_history(county, sheet, here, "analysis")] == ["", "已完成"]
    assert cell_history(county, sheet, here, "figure") == ()


def test_edits_of_the_draft_tell_who_when_what_and_how(county: Desk) -> None:
    keep_clerk(county, "韦小明", NOW)
    sheet = contracts_of(county)
    row = add_row(county, sheet, NOW, {"amount": "3"}).record.row_id
    set_cell(county, sheet, row, "amount", "五", NOW)
    set_cell(county, sheet, row, "title", "别的格", NOW)
    keep_clerk(county, "黄大力", NOW)
    set_cells(county, sheet, [TypedCell(row, "amount", "7")], NOW, act="粘贴 1 格")
    undo(county, PLAN, sheet.period, NOW)
    told = [(line.standing, line.before, line.text, line.by) for line in cell_history(county, sheet, row, "amount")]
    assert told == [
        ("未签发", "", "五", ""),
        ("撤销 粘贴 1 格", "7.0000", "五", "黄大力"),
        ("粘贴 1 格", "五", "7.0000", "黄大力"),
        ("键入", "3.0000", "五", "韦小明"),
        ("键入", "", "3.0000", "韦小明"),
    ]


def test_the_edits_that_made_a_version_stand_below_it(county: Desk) -> None:
    sheet = contracts_of(county)
    row = add_row(county, sheet, NOW, {"amount": "1"}).record.row_id
    with county.store.write():
        seal(county.store, county, sheet.period, 1, {row: {"amount": Decimal(1)}})
        seal(county.store, county, "2023-03", 1, {row: {"amount": Decimal(9)}})
        put_submission(county.store.connection, Submission(sheet.unit, PLAN, sheet.period), state="draft", version=2)
    set_cell(county, sheet, row, "amount", "2", NOW)
    found = cell_history(county, sheet, row, "amount")
    assert [(line.when, line.text) for line in found] == [
        ("2023年4月（正在填）", "2.0000"),
        ("第 2 版修改过程", "2.0000"),
        ("2023年4月 第 1 版", "1.0000"),
        ("第 1 版修改过程", "1.0000"),
        ("2023年3月 第 1 版", "9.0000"),
    ]
