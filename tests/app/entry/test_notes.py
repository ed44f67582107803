from datetime import timedelta

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.entry import filling, notes
from baise_desktop.errors import BaiseError
from baise_desktop.store.verify import find_damage
from tests.app.conftest import NOW
from tests.round_trip import MONTH, PLAN, add_contract, contracts_of, fill_month, sign_all


def test_a_note_is_kept_replaced_and_taken_away(county: Desk) -> None:
    sheet, row = contracts_of(county), add_contract(county, NOW).record.row_id
    notes.write_note(county, sheet, row, "amount", " 待核实 ", NOW)
    notes.write_note(county, sheet, row, "amount", "已核实", NOW + timedelta(hours=1))
    notes.write_note(county, sheet, row, "sign_date", "以合同为准", NOW)
    assert [(each.field, each.text) for each in notes.read_notes(county, PLAN, MONTH)] == [
        ("amount", "已核实"),
        ("sign_date", "以合同为准"),
    ]
    notes.write_note(county, sheet, row, "amount", "", NOW)
    assert [each.field for each in notes.read_notes(county, PLAN, MONTH)] == ["sign_date"]
    assert find_damage(county.store) == ()


def test_notes_are_listed_by_the_names_of_their_cells(county: Desk) -> None:
    sheet, row = contracts_of(county), add_contract(county, NOW).record.row_id
    notes.write_note(county, sheet, row, "amount", "待核实", NOW)
    (listed,) = notes.list_notes(county, PLAN, MONTH)
    form = county.catalogue.forms[sheet.form]
    assert (listed.form_title, listed.field_name, listed.is_live) == (form.title, form.field("amount").name, True)
    assert listed.row_name
    filling.delete_rows(county, sheet, [row], NOW)
    (listed,) = notes.list_notes(county, PLAN, MONTH)
    assert not listed.is_live


def test_a_signature_does_not_end_the_notes(county: Desk) -> None:
    fill_month(county, NOW)
    sign_all(county, NOW)
    sheet = contracts_of(county)
    row = filling.list_rows(county, sheet)[0].record.row_id
    notes.write_note(county, sheet, row, "amount", "签发后的说明", NOW)
    assert len(notes.read_notes(county, PLAN, MONTH)) == 1


def test_a_note_too_long_is_refused(county: Desk) -> None:
    with pytest.raises(BaiseError) as caught:
        notes.write_note(county, contracts_of(county), "x", "amount", "长" * 2001, NOW)
    assert caught.value.code == "NOTE_LONG"
