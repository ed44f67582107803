from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest

from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.form.definition import Field, FieldType
from baise_desktop.form.record import Record
from baise_desktop.form.value import Evidence
from baise_desktop.store.entries import Entry, Sheet, put_entries
from baise_desktop.ui.unit.ledger_rows import read_rows
from tests.offices import row_id

NOW = datetime(2023, 7, 1, 8, 0, tzinfo=UTC)
PLAN, CONTRACTS = "p2", "r.tech_contract"
GROWN = Field(
    key="grown",
    name="比上期增加",
    type=FieldType.COMPUTED,
    unit="万元",
    decimals=1,
    formula="=合同成交额-上期(合同成交额)",
)


@pytest.fixture
def desk(stores: Path) -> Iterator[Desk]:
    """A county whose contract register has a column that looks back."""
    opened = open_desk(stores / "unit")
    register = opened.catalogue.registers[CONTRACTS]
    forms = {**opened.catalogue.forms, CONTRACTS: replace(register, fields=(*register.fields, GROWN))}
    yield replace(opened, catalogue=replace(opened.catalogue, forms=MappingProxyType(forms)))
    close_desk(opened)


def put(desk: Desk, period: str, amount: str, number: int = 1) -> None:
    unit = desk.office.unit
    values = {"amount": Decimal(amount)}
    record = Record(form=CONTRACTS, row_id=row_id(number), unit=unit, plan=PLAN, period=period, values=values)
    put_entries(desk.store, [Entry(record, {})], desk.catalogue.forms[CONTRACTS], "clerk", "typed", NOW)


def test_computed_columns_look_back(desk: Desk) -> None:
    put(desk, "2023-01", "3")
    put(desk, "2023-02", "4.5")
    put(desk, "2023-02", "9", number=2)
    rows = read_rows(desk, Sheet(desk.office.unit, PLAN, "2023-02", CONTRACTS))
    assert [row.texts.get("grown") for row in rows] == ["1.5", None]


def test_files_of_a_row_are_counted_whatever_its_columns(stores: Path) -> None:
    opened = open_desk(stores / "unit")
    scan = Evidence("0" * 64, "合同.pdf", 3, "application/pdf")
    key = {"unit": opened.office.unit, "plan": PLAN, "period": "2023-02"}
    record = Record(form=CONTRACTS, row_id=row_id(1), **key, values={}, evidence=(scan,))
    put_entries(opened.store, [Entry(record, {})], opened.catalogue.forms[CONTRACTS], "clerk", "typed", NOW)
    (row,) = read_rows(opened, Sheet(form=CONTRACTS, **key))
    close_desk(opened)
    assert row.files == 1
