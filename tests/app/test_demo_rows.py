from decimal import Decimal
from random import Random

import pytest

from baise_desktop.app.demo_rows import RowMaker
from baise_desktop.app.desk import Desk, load_forms
from baise_desktop.app.home import owed_here
from baise_desktop.form.definition import FieldType, Form, FormKind
from baise_desktop.form.obligation import obligations
from baise_desktop.form.period import parse_period
from baise_desktop.form.uscc import check_character
from tests.round_trip import PINGGUO, PLAN

QUARTER = parse_period("2023Q4")


def maker(seed: int = 1) -> RowMaker:
    catalogue = load_forms()
    return RowMaker(catalogue, catalogue.units[PINGGUO], Random(seed))


def registers() -> list[Form]:
    return list(load_forms().registers.values())


def test_same_seed_makes_the_same_rows() -> None:
    made = [maker(seed).make_rows(registers()[0], QUARTER, 5, {}) for seed in (1, 1, 2)]
    assert made[0] == made[1] != made[2]


def test_no_business_key_comes_twice() -> None:
    for form in registers():
        maker_of = maker()
        rows = maker_of.make_rows(form, QUARTER, 10, {}) + maker_of.make_rows(form, QUARTER, 10, {})
        keys = [tuple(row.get(key, "") for key in form.key) for row in rows]
        assert len(keys) == len(set(keys)), form.id


def test_rows_that_are_there_are_not_made_again() -> None:
    form = load_forms().registers["r.tech_contract"]
    first = maker().make_rows(form, QUARTER, 3, {})
    second = maker()
    second.know(form, first)
    known = {row["contract_no"] for row in first}
    assert known.isdisjoint(row["contract_no"] for row in second.make_rows(form, QUARTER, 3, {}))


def test_everything_required_of_a_county_is_answered() -> None:
    catalogue = load_forms()
    owed = {each.form for each in obligations(catalogue, PLAN) if each.unit == PINGGUO}
    for form in (register for register in registers() if register.id in owed):
        required = {field.key for field in form.fields if field.required and field.type is not FieldType.COMPUTED}
        references = {field.ref: ["018f0000-0000-7000-8000-000000000001"] for field in form.fields if field.ref}
        for row in maker().make_rows(form, QUARTER, 3, references):
            missing = {key for key in required if not row.get(key)}
            assert not missing, (form.id, missing)


def test_credit_codes_have_their_check_character_and_firms_are_fictitious() -> None:
    form = load_forms().registers["r.hightech_firm"]
    for row in maker().make_rows(form, QUARTER, 20, {}):
        assert check_character(row["uscc"][:17]) == row["uscc"][17]
        assert row["ent_name"].startswith("演示")


def test_parts_stay_within_their_whole() -> None:
    form = load_forms().registers["r.tech_contract"]
    rows = [row for row in maker().make_rows(form, QUARTER, 50, {}) if {"tech_amount", "amount"} <= row.keys()]
    assert rows
    assert all(Decimal(row["tech_amount"]) <= Decimal(row["amount"]) for row in rows)


@pytest.mark.parametrize("period", ["2023H1", "2023"])
def test_reports_are_answered_where_they_must_be(county: Desk, period: str) -> None:
    forms = [form for form in owed_here(county, PLAN, period) if form.kind is not FormKind.REGISTER]
    for form in forms:
        texts = maker().make_single(form, parse_period(period))
        assert {field.key for field in form.fields if field.required} <= texts.keys(), form.id
