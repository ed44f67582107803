"""Every rule that only the city judges, on rows that it must hold against a unit and on rows that it must let be.

The cases are in `city_rules.toml`: the first row is judged, the others are those of all units.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from baise_desktop.form.context import FieldContext, field_context
from baise_desktop.form.definition import Catalogue, FieldType, Form
from baise_desktop.form.draft import Draft
from baise_desktop.form.findings import Finding, check_records
from baise_desktop.form.record import Record, new_row_id
from tests.form.samples import NOW

Row = Mapping[str, str]
_TEXT = (Path(__file__).parent / "city_rules.toml").read_text("utf-8")
CASES = {case["rule"]: case for case in tomllib.loads(_TEXT)["cases"]}


@pytest.fixture(scope="module")
def context(catalogue: Catalogue) -> FieldContext:
    return field_context(catalogue)


def a_record(form: Form, row: Row, number: int, context: FieldContext) -> Record:
    """Each row of another unit."""
    unit = ("c.debao", "c.leye", "c.napo")[number]
    row_id = new_row_id(NOW, bytes([number]) * 10)
    draft = Draft(form, context, Record(form=form.id, row_id=row_id, unit=unit, plan="p2", period="2023Q4"))
    keys = {field.name: field.key for field in form.fields}
    for name, text in row.items():
        if name != "台账":
            draft = draft.set(keys[name], text)
    assert not draft.wrong, draft.wrong
    return draft.base


def findings(catalogue: Catalogue, context: FieldContext, rule: str, rows: Sequence[Row]) -> list[Finding]:
    register = catalogue.registers[rule.rpartition(".")[0]]
    forms = [catalogue.registers[row.get("台账", register.id)] for row in rows]
    records = [a_record(form, row, n, context) for n, (form, row) in enumerate(zip(forms, rows, strict=True))]
    judged = {form.id: replace(form, rules=form.city_rules) for form in (*forms, register)}
    found = check_records(judged, records, context)
    return [each for each in found if each.rule == rule and each.row_id == records[0].row_id]


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_holds_what_is_wrong_and_lets_be_what_is_right(
    catalogue: Catalogue, context: FieldContext, rule: str
) -> None:
    wanted = next(each for form in catalogue.registers.values() for each in form.city_rules if each.id == rule)
    (finding,) = findings(catalogue, context, rule, CASES[rule]["fires"])
    assert finding.severity is wanted.severity
    assert not re.search(r"[{}]", finding.sentence)
    assert findings(catalogue, context, rule, CASES[rule]["passes"]) == []


def test_every_rule_has_its_case_and_every_case_its_rule(catalogue: Catalogue) -> None:
    assert sorted(CASES) == sorted(rule.id for form in catalogue.registers.values() for rule in form.city_rules)


def test_sentences_carry_both_figures_and_the_difference(catalogue: Catalogue, context: FieldContext) -> None:
    (finding,) = findings(catalogue, context, "r.conversion_report.c1", CASES["r.conversion_report.c1"]["fires"])
    for part in ("10", "8 万元", "差 2 万元"):
        assert part in finding.sentence


def test_every_rule_quotes_the_plan_as_it_is(catalogue: Catalogue, forms_folder: Path) -> None:
    texts = {
        catalogue.plans[plan].period_start[:4]: "".join(
            (forms_folder / plan / "document.txt").read_text("utf-8").split()
        )
        for plan in catalogue.plans
    }
    for form in catalogue.registers.values():
        sources = {rule.id: rule.source for rule in form.city_rules} | {each.id: each.source for each in form.exclusive}
        for name, source in sources.items():
            quotes = re.findall(r"(\d{4})—\d{4} 方案[^：]*：“(.+?)”(?=[；、]|$)", source)
            assert quotes or source.endswith("（设计补充，非原文）"), name
            for plan, quote in quotes:
                assert "".join(quote.split()) in texts[plan], (name, quote)


def test_every_code_of_a_firm_is_held_to_its_check_character(catalogue: Catalogue, context: FieldContext) -> None:
    """A column for a 统一社会信用代码 has the type that checks it, in every register; no code with a slip gets in."""
    named = [
        (form, field)
        for form in catalogue.registers.values()
        for field in form.fields
        if "信用代码" in field.name or "uscc" in field.key
    ]
    assert len(named) == sum(
        field.type is FieldType.USCC for form in catalogue.registers.values() for field in form.fields
    )
    for form, field in named:
        assert field.type is FieldType.USCC, (form.id, field.key)
        blank = Record(form=form.id, row_id=new_row_id(NOW, b"\x01" * 10), unit="c.debao", plan="p2", period="2023Q4")
        draft = Draft(form, context, blank)
        assert not draft.set(field.key, "91451000MA5K00001M").wrong
        assert draft.set(field.key, "91451000MA5K00001N").wrong
        assert draft.set(field.key, "91451000MA5K00010M").wrong
