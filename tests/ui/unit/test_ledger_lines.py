from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.entry import filling
from baise_desktop.store.entries import Sheet
from baise_desktop.store.row_lines import list_chosen_lines, list_digests, list_lines, measure_sheet
from baise_desktop.ui.unit.ledger_rows import LedgerRow, merge_rows, read_row, read_rows

NOW = datetime(2023, 7, 1, 8, 0, tzinfo=UTC)
ROWS: tuple[dict[str, str], ...] = (
    {"name": "甲项目", "county": "平果市", "start_date": "2023.3.5", "amount": "1,234.5", "evaluated": "是"},
    {"name": "A b", "amount": "暂缺：下月公布", "new_output": "/", "owner_type": "高校"},
    {"name": "乙项目", "amount": "很多", "start_date": "2月30日"},
    {},
)


@pytest.fixture
def desk(stores: Path) -> Iterator[Desk]:
    opened = open_desk(stores / "unit")
    yield opened
    close_desk(opened)


@pytest.fixture
def sheet(desk: Desk) -> Sheet:
    """A register with every kind of answer in it."""
    made = Sheet(desk.office.unit, "p2", "2023Q2", "r.conversion_project")
    filling.add_rows(desk, made, ROWS, NOW)
    return made


def seen(row: LedgerRow) -> tuple[object, ...]:
    return row.row_id, {key: text for key, text in row.texts.items() if text}, row.problems, row.files


def test_lines_are_read_as_records_are(desk: Desk, sheet: Sheet) -> None:
    form = desk.catalogue.forms[sheet.form]
    by_record = [seen(read_row(desk, form, entry)) for entry in filling.list_rows(desk, sheet)]
    assert [seen(row) for row in read_rows(desk, sheet)] == by_record
    assert len(by_record[2][2]) == 2


def test_a_row_tells_its_cells_alike_whether_looked_at_or_not(desk: Desk, sheet: Sheet) -> None:
    keys = [question.key for question in desk.catalogue.forms[sheet.form].fields]
    for row, looked_at in zip(read_rows(desk, sheet), read_rows(desk, sheet), strict=True):
        texts = looked_at.texts
        assert [row.peek(number, key) for number, key in enumerate(keys)] == [texts.get(key, "") for key in keys]
        places = [(number, key) for number, key in enumerate(keys) if key in ("name", "amount")]
        lacking = not (texts.get("name") and texts.get("amount"))
        assert row.lacks(places) == looked_at.lacks(places) == lacking


def test_only_changed_rows_are_read_again_and_the_objects_stay(desk: Desk, sheet: Sheet) -> None:
    held = read_rows(desk, sheet)
    filling.set_cell(desk, sheet, held[1].row_id, "name", "改名", NOW)
    fresh = read_rows(desk, sheet, held)
    assert [old is row for old, row in zip(held, fresh, strict=True)] == [True, False, True, True]
    merged = merge_rows(held, fresh)
    assert merged == held
    assert merged[1].texts["name"] == "改名"


def test_what_the_store_has_not_taken_is_read_again(desk: Desk, sheet: Sheet) -> None:
    held = read_rows(desk, sheet)
    held[0].unsaved["name"] = "磁盘已满"
    held[0].texts["name"] = "还没有存上"
    merged = merge_rows(held, read_rows(desk, sheet, held))
    assert merged[0].texts["name"] == "还没有存上"
    held[0].unsaved.clear()
    assert merge_rows(held, read_rows(desk, sheet, held))[0].texts["name"] == "甲项目"


def test_lines_come_in_parts_in_the_order_of_their_making(desk: Desk, sheet: Sheet) -> None:
    whole = list_lines(desk.store, sheet)
    assert measure_sheet(desk.store, sheet) == len(whole) == len(ROWS)
    assert [*list_lines(desk.store, sheet, 3), *list_lines(desk.store, sheet, 3, skipped=3)] == whole
    assert list_digests(desk.store, sheet) == [(row_id, digest) for row_id, _, _, digest in whole]
    assert list_chosen_lines(desk.store, sheet, [whole[2][0], "none"]) == [whole[2]]
