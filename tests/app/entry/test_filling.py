from datetime import timedelta
from decimal import Decimal

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.entry import filling
from baise_desktop.app.entry.filling import TypedCell
from baise_desktop.errors import BaiseError
from baise_desktop.store.entries import Sheet
from tests.app.conftest import NOW
from tests.round_trip import CONTRACT_TARGET, MONTH, PINGGUO, PLAN, add_contract, contracts_of, fill_month, sign_all


def numbers_of(desk: Desk, sheet: Sheet) -> list[object]:
    return [entry.record.values.get("contract_no") for entry in filling.list_rows(desk, sheet)]


def test_new_row_starts_with_what_is_known(county: Desk) -> None:
    entry = filling.add_row(county, contracts_of(county), NOW)
    assert entry.record.values == {"stat_county": PINGGUO}
    assert filling.list_rows(county, contracts_of(county)) == (entry,)


def test_typed_row_is_read_like_typing(county: Desk) -> None:
    entry = add_contract(county, NOW, amount="1.2亿", sign_date="2023.3.5", valid="")
    assert entry.record.values["amount"] == Decimal(12000)
    assert str(entry.record.values["sign_date"]) == "2023-03-05"
    assert "valid" not in entry.record.values
    assert entry.wrong == {}


def test_what_cannot_be_read_stays_as_typed(county: Desk) -> None:
    sheet, row = contracts_of(county), add_contract(county, NOW).record.row_id
    wrong = filling.set_cell(county, sheet, row, "amount", "很多", NOW)
    assert wrong.problem is not None
    assert wrong.problem.field == "amount"
    (kept,) = filling.list_rows(county, sheet)
    assert (kept.wrong, "amount" in kept.record.values) == ({"amount": "很多"}, False)
    mended = filling.set_cell(county, sheet, row, "amount", "3", NOW)
    assert (mended.problem, mended.entry.wrong) == (None, {})


def test_cell_of_a_row_that_is_gone(county: Desk) -> None:
    sheet, row = contracts_of(county), add_contract(county, NOW).record.row_id
    filling.delete_rows(county, sheet, [row], NOW)
    with pytest.raises(BaiseError, match="ENTRY_UNKNOWN"):
        filling.set_cell(county, sheet, row, "amount", "3", NOW)


def test_pasted_block_changes_rows_and_makes_new_ones(county: Desk) -> None:
    sheet, row = contracts_of(county), add_contract(county, NOW).record.row_id
    cells = [
        TypedCell(row, "amount", "7"),
        TypedCell("new 1", "contract_no", "HT-100"),
        TypedCell("new 1", "amount", "8"),
        TypedCell("new 2", "contract_no", "HT-050"),
    ]
    assert len(filling.set_cells(county, sheet, cells, NOW)) == 3
    assert numbers_of(county, sheet) == ["HT-001", "HT-100", "HT-050"]
    amounts = [entry.record.values.get("amount") for entry in filling.list_rows(county, sheet)]
    assert amounts == [Decimal(7), Decimal(8), None]


def test_block_goes_in_whole_or_not_at_all(county: Desk) -> None:
    sheet, row = contracts_of(county), add_contract(county, NOW).record.row_id
    with pytest.raises(KeyError):
        filling.set_cells(county, sheet, [TypedCell(row, "amount", "7"), TypedCell("new", "no_such", "8")], NOW)
    (entry,) = filling.list_rows(county, sheet)
    assert entry.record.values["amount"] == Decimal("120.5")


def test_rows_keep_the_order_they_were_typed_in(county: Desk) -> None:
    sheet = contracts_of(county)
    filling.add_rows(county, sheet, [{"contract_no": f"HT-{number}"} for number in (9, 3, 7)], NOW)
    filling.add_rows(county, sheet, [{"contract_no": "HT-1"}], NOW)
    assert numbers_of(county, sheet) == ["HT-9", "HT-3", "HT-7", "HT-1"]


def test_signed_content_is_locked(county: Desk) -> None:
    fill_month(county, NOW)
    sign_all(county, NOW)
    sheet = contracts_of(county)
    (entry,) = filling.list_rows(county, sheet)
    for change in (
        lambda: filling.add_row(county, sheet, NOW),
        lambda: filling.set_cell(county, sheet, entry.record.row_id, "amount", "1", NOW),
        lambda: filling.set_cells(county, sheet, [TypedCell("new", "amount", "1")], NOW),
        lambda: filling.delete_rows(county, sheet, [entry.record.row_id], NOW),
    ):
        with pytest.raises(BaiseError, match="LOCKED"):
            change()
    assert filling.list_rows(county, sheet) == (entry,)


def test_report_on_a_target_is_one_record(county: Desk) -> None:
    sheet = Sheet(PINGGUO, PLAN, MONTH, CONTRACT_TARGET)
    first = filling.single_entry(county, sheet, NOW)
    filling.set_cell(county, sheet, first.record.row_id, "analysis", "已登记", NOW)
    again = filling.single_entry(county, sheet, NOW)
    assert again.record.row_id == first.record.row_id
    assert again.record.values == {"analysis": "已登记"}
    assert len(filling.list_rows(county, sheet)) == 1


def test_unknown_form(county: Desk) -> None:
    with pytest.raises(BaiseError, match="FORM_UNKNOWN"):
        filling.form_of(county, Sheet(PINGGUO, PLAN, MONTH, "r.nothing"))


# --- what a field offers ------------------------------------------------------------------------------------------


def choices(desk: Desk, register: str, key: str) -> tuple[tuple[str, str], ...]:
    return filling.list_choices(desk, desk.catalogue.registers[register].field(key))


def test_choices_are_what_typing_accepts(county: Desk) -> None:
    offered = choices(county, "r.tech_contract", "kind")
    assert "技术开发" in {label for _, label in offered}
    for code, label in offered:
        assert add_contract(county, NOW, kind=label).record.values["kind"] == code
    assert choices(county, "r.tech_contract", "valid") == (("是", "是"), ("否", "否"))
    assert choices(county, "r.tech_contract", "title") == ()


def test_unit_field_offers_units_of_its_kind(county: Desk) -> None:
    offered = dict(choices(county, "r.tech_contract", "stat_county"))
    assert len(offered) == 12
    assert offered[PINGGUO] == "平果市"


def test_reference_offers_the_units_own_rows(county: Desk) -> None:
    row = add_contract(county, NOW).record.row_id
    assert choices(county, "r.conversion_project", "contract") == ((row, "HT-001"),)


def test_every_clause_stands_beside_its_report_without_marks(county: Desk) -> None:
    for task in county.catalogue.tasks.values():
        text = filling.clause_text(county, task.id)
        assert text.title == task.title
        assert len(text.quotes) == len(task.measures)
        assert not {"*", "#"} & set("".join((text.heading, *text.quotes))), task.id


def test_new_rows_come_last_though_the_clock_was_set_back(county: Desk) -> None:
    sheet = contracts_of(county)
    add_contract(county, NOW, contract_no="HT-001")
    for number in (2, 3):
        filling.add_row(county, sheet, NOW - timedelta(days=400), {"contract_no": f"HT-00{number}"})
    pasted = [TypedCell(f"new {number}", "contract_no", f"HT-00{number}") for number in (4, 5)]
    filling.set_cells(county, sheet, pasted, NOW - timedelta(days=400))
    filling.add_row(county, sheet, NOW, {"contract_no": "HT-006"})
    assert numbers_of(county, sheet) == [f"HT-00{number}" for number in range(1, 7)]
