from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from baise_desktop.app.desk import Desk
from baise_desktop.app.entry import filling
from baise_desktop.app.results.figures import figure_table
from baise_desktop.app.results.workbooks import figures_workbook, submission_workbook
from tests.app.conftest import NOW
from tests.round_trip import MONTH, PINGGUO, PLAN, add_contract, answer_target, contracts_of


def cells_of(book: Workbook, title: str) -> Iterator[tuple[object, ...]]:
    """The rows of the sheet whose name begins so."""
    sheet = next(sheet for sheet in book.worksheets if sheet.title.startswith(title))
    return sheet.iter_rows(values_only=True)


@pytest.fixture
def book(county: Desk) -> Workbook:
    """One contract, one that is not valid yet and lacks its amount, and the target's answer."""
    add_contract(county, NOW)
    late = add_contract(county, NOW, contract_no="=1+1", tech_amount="不适用").record.row_id
    filling.set_cell(county, contracts_of(county), late, "amount", "", NOW)
    answer_target(county, NOW, text="本月登记 2 项。")
    return load_workbook(BytesIO(submission_workbook(county, PLAN, MONTH, NOW.date())))


def test_ledger_holds_numbers_and_dates_not_texts(book: Workbook) -> None:
    rows = [row for row in cells_of(book, "技术合同") if "HT-001" in row]
    (row,) = rows
    assert 120.5 in row
    assert datetime(2023, 3, 5) in row  # noqa: DTZ001  a workbook's dates have no zone
    assert "平果市" in row
    assert "技术开发" in row


def test_blank_and_not_applicable_differ(book: Workbook) -> None:
    headings, *rows = [row for row in cells_of(book, "技术合同") if row.count(None) < len(row) - 2]
    (row,) = [row for row in rows if "=1+1" in row]
    told = dict(zip(headings, row, strict=True))
    amounts = {str(heading): value for heading, value in told.items() if heading and "额" in str(heading)}
    assert next(value for heading, value in amounts.items() if "成交额" in heading) is None
    assert "不适用" in amounts.values()


def test_answers_to_targets_have_a_sheet_of_their_own(book: Workbook) -> None:
    answers = [row for row in cells_of(book, "任务与目标") if "本月登记 2 项。" in row]
    assert len(answers) == 1


def test_register_without_rows_has_no_sheet(county: Desk) -> None:
    made = load_workbook(BytesIO(submission_workbook(county, PLAN, MONTH, NOW.date())))
    assert [sheet.title for sheet in made.worksheets if sheet.title.startswith("技术合同")] == []


def test_figures_are_numbers(county: Desk) -> None:
    add_contract(county, NOW, amount="20000")
    table = figure_table(county, PLAN, date(2023, 4, 30), PINGGUO)
    made = load_workbook(BytesIO(figures_workbook(county, table, NOW.date())))
    rows = list(cells_of(made, ""))
    assert any(table.counted_words in str(cell) for row in rows for cell in row)
    (contract,) = [row for row in rows if "亿元" in row and any(cell == Decimal(2) for cell in row)]
    assert "未分解到本单位" in contract


def test_same_submission_gives_the_same_bytes(county: Desk) -> None:
    add_contract(county, NOW)
    made = [submission_workbook(county, PLAN, MONTH, NOW.date()) for _ in range(2)]
    assert made[0] == made[1]


def test_completion_and_its_lead_over_time_are_numbers_that_can_be_sorted(county: Desk) -> None:
    table = figure_table(county, PLAN, date(2023, 4, 30), PINGGUO)
    row = replace(table.rows[0], completion="58.57%", lead="-41.43")
    made = load_workbook(BytesIO(figures_workbook(county, replace(table, rows=(row,)), NOW.date())))
    (line,) = [line for line in cells_of(made, "") if row.name in line]
    numbers = [Decimal(str(cell)) for cell in line if isinstance(cell, int | float | Decimal)]
    assert numbers[-2:] == [Decimal("58.57"), Decimal("-41.43")]
