from baise_desktop.app.desk import Desk
from baise_desktop.app.entry import filling
from baise_desktop.app.entry.row_start import context_for, list_titles, starting_values
from baise_desktop.form.fields import parse, show
from baise_desktop.form.value import Value
from baise_desktop.store.entries import Sheet
from tests.app.conftest import NOW
from tests.round_trip import CONTRACT_TARGET, CONTRACTS, MONTH, PINGGUO, PLAN, add_contract, contracts_of


def starts(desk: Desk, form: str) -> dict[str, Value]:
    return dict(starting_values(desk, Sheet(desk.office.unit, PLAN, MONTH, form), desk.catalogue.forms[form]))


def test_unit_and_period_are_known_without_asking(county: Desk) -> None:
    assert starts(county, CONTRACTS) == {"stat_county": PINGGUO}
    with_period = next(
        form.id for form in county.catalogue.registers.values() if any(f.key == "period" for f in form.fields)
    )
    assert starts(county, with_period)["period"] == MONTH


def test_every_starting_value_is_one_that_the_field_takes(county: Desk) -> None:
    for form in county.catalogue.registers.values():
        for key, value in starts(county, form.id).items():
            field = form.field(key)
            assert parse(show(value, field, county.context), field, county.context) == value, (form.id, key)


def test_reports_start_blank(county: Desk) -> None:
    assert starts(county, CONTRACT_TARGET) == {}


def test_rows_are_called_by_their_business_key(county: Desk) -> None:
    kept = add_contract(county, NOW).record.row_id
    gone = add_contract(county, NOW, contract_no="HT-002").record.row_id
    filling.delete_rows(county, contracts_of(county), [gone], NOW)
    assert list_titles(county, CONTRACTS) == {kept: "HT-001"}


def test_references_name_the_rows_that_are_there(county: Desk) -> None:
    row = add_contract(county, NOW).record.row_id
    projects = county.catalogue.registers["r.conversion_project"]
    assert context_for(county, projects).references[CONTRACTS] == {row: "HT-001"}
    assert context_for(county, county.catalogue.registers[CONTRACTS]) is county.context
    sheet = Sheet(PINGGUO, PLAN, "2023H1", projects.id)
    typed = filling.add_row(county, sheet, NOW, {"contract": "HT-001"})
    assert typed.record.values["contract"] == row
    unknown = filling.add_row(county, sheet, NOW, {"contract": "HT-999"})
    assert unknown.wrong == {"contract": "HT-999"}


def test_city_has_no_rows_of_its_own(city: Desk) -> None:
    assert context_for(city, city.catalogue.registers["r.conversion_project"]) is city.context
