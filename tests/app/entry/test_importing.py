from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from baise_desktop.app.desk import Desk
from baise_desktop.app.entry import filling
from baise_desktop.app.entry.importing import ImportResult, import_rows
from baise_desktop.errors import BaiseError
from tests.app.conftest import NOW
from tests.round_trip import CONTRACT_TARGET, CONTRACTS, MONTH, PLAN, add_contract, contracts_of, fill_month, sign_all

Grid = Sequence[Sequence[object]]
Import = Callable[[Grid], ImportResult]

HEADINGS = ("合同登记编号", "合同名称", "签订日期", "合同成交额（万元）")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "rows.xlsx"


@pytest.fixture
def imported(county: Desk, file: Path) -> Import:
    """Imports a grid into the contracts of April."""

    def do(grid: Grid) -> ImportResult:
        return import_rows(county, save(file, grid), PLAN, CONTRACTS, MONTH, NOW, confirmed=True)

    return do


def save(file: Path, grid: Grid) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in grid:
        sheet.append(list(row))
    book.save(file)
    return file


def values_of(desk: Desk, key: str) -> dict[object, object]:
    """A field by contract number."""
    rows = filling.list_rows(desk, contracts_of(desk))
    return {entry.record.values.get("contract_no"): entry.record.values.get(key) for entry in rows}


def test_cells_are_read_like_typing(county: Desk, imported: Import) -> None:
    result = imported(
        (HEADINGS, ("HT-001", "演示合同一", "2023.3.5", "1.2亿"), ("HT-002", "", date(2023, 4, 1), 120.5))
    )
    assert (result.rows, result.cells, result.bad, result.ignored) == (2, 7, (), ())
    assert values_of(county, "amount") == {"HT-001": Decimal(12000), "HT-002": Decimal("120.5")}
    assert values_of(county, "sign_date") == {"HT-001": date(2023, 3, 5), "HT-002": date(2023, 4, 1)}
    assert set(values_of(county, "stat_county").values()) == {county.office.unit}


@pytest.mark.parametrize("heading", ["合同成交额", "合同成交额（万元）", "合同成交额(万元)", " 合同成交额 "])
def test_heading_with_and_without_its_unit(county: Desk, imported: Import, heading: str) -> None:
    imported((("合同登记编号", heading), ("HT-001", 7)))
    assert values_of(county, "amount") == {"HT-001": Decimal(7)}


def test_same_key_changes_the_row_and_a_blank_erases_nothing(county: Desk, imported: Import) -> None:
    row = add_contract(county, NOW).record.row_id
    imported((HEADINGS, ("HT-001", "改名", None, "  "), ("HT-002", "新的", None, None)))
    assert values_of(county, "title") == {"HT-001": "改名", "HT-002": "新的"}
    assert values_of(county, "amount") == {"HT-001": Decimal("120.5"), "HT-002": None}
    assert filling.list_rows(county, contracts_of(county))[0].record.row_id == row


def test_importing_twice_is_importing_once(county: Desk, imported: Import) -> None:
    grid = (HEADINGS, ("HT-001", "演示合同一", "2023.3.5", 7), ("HT-002", "演示合同二", "2023.3.6", 8))
    imported(grid)
    once = [entry.record.values for entry in filling.list_rows(county, contracts_of(county))]
    imported(grid)
    assert [entry.record.values for entry in filling.list_rows(county, contracts_of(county))] == once


def test_rows_without_a_key_never_fall_on_one_another(county: Desk, imported: Import) -> None:
    filling.add_row(county, contracts_of(county), NOW, {"title": "尚无编号"})
    imported((HEADINGS, (None, "也无编号", None, 1), (None, "仍无编号", None, 2)))
    titles = [entry.record.values["title"] for entry in filling.list_rows(county, contracts_of(county))]
    assert titles == ["尚无编号", "也无编号", "仍无编号"]


def test_rows_carried_over_are_found_by_their_key(county: Desk, file: Path) -> None:
    row = add_contract(county, NOW, "2023-03").record.row_id
    import_rows(county, save(file, (HEADINGS, ("HT-001", "改名", None, None))), PLAN, CONTRACTS, MONTH, NOW)
    (entry,) = filling.list_rows(county, contracts_of(county))
    assert (entry.record.row_id, entry.record.values["title"]) == (row, "改名")


def test_bad_cell_goes_in_as_typed_and_is_told(county: Desk, imported: Import) -> None:
    result = imported((HEADINGS, ("HT-001", "演示合同一", "下周三", 7), ("HT-002", "演示合同二", "2023.3.6", "很多")))
    assert [(bad.row, bad.field) for bad in result.bad] == [(2, "签订日期"), (3, "合同成交额")]
    assert all(bad.message for bad in result.bad)
    wrong = [entry.wrong for entry in filling.list_rows(county, contracts_of(county))]
    assert wrong == [{"sign_date": "下周三"}, {"amount": "很多"}]


def test_column_of_no_field_is_named(imported: Import) -> None:
    result = imported((("备忘", *HEADINGS), ("丢掉", "HT-001", "演示合同一", "2023.3.5", 7)))
    assert (result.ignored, result.cells) == (("备忘",), 4)


def test_dry_run_says_the_same_and_writes_nothing(county: Desk, file: Path) -> None:
    save(file, (HEADINGS, ("HT-001", "演示合同一", "下周三", 7)))
    tried = import_rows(county, file, PLAN, CONTRACTS, MONTH, NOW, dry_run=True)
    assert filling.list_rows(county, contracts_of(county)) == ()
    assert import_rows(county, file, PLAN, CONTRACTS, MONTH, NOW, confirmed=True) == tried


def test_signed_register_takes_nothing_in(county: Desk, file: Path) -> None:
    fill_month(county, NOW)
    sign_all(county, NOW)
    before = filling.list_rows(county, contracts_of(county))
    with pytest.raises(BaiseError, match="LOCKED"):
        import_rows(county, save(file, (HEADINGS, ("HT-009", "", "", 1))), PLAN, CONTRACTS, MONTH, NOW)
    assert filling.list_rows(county, contracts_of(county)) == before


@pytest.mark.parametrize(
    ("form", "period", "code"),
    [
        ("r.nothing", MONTH, "FORM_UNKNOWN"),
        (CONTRACT_TARGET, MONTH, "IMPORT_ONLY_REGISTERS"),
        ("r.hightech_firm", MONTH, "FORM_NOT_OWED"),
        (CONTRACTS, "2023-13", "PERIOD"),
    ],
)
def test_what_cannot_be_imported(county: Desk, file: Path, form: str, period: str, code: str) -> None:
    with pytest.raises(BaiseError, match=code):
        import_rows(county, save(file, (HEADINGS,)), PLAN, form, period, NOW)


@pytest.mark.parametrize(
    ("grid", "code"),
    [
        ((), "WORKBOOK_EMPTY"),
        ((("甲", "乙"), (1, 2)), "IMPORT_HEADING:"),
        ((("合同登记编号", "合同登记编号"), (1, 2)), "IMPORT_HEADING_TWICE"),
    ],
)
def test_workbook_of_something_else(imported: Import, grid: Grid, code: str) -> None:
    with pytest.raises(BaiseError, match=code):
        imported(grid)
