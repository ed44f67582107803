"""Every rule of every register, on a row that it must hold against the clerk and on one that it must let be.

The cases are in `rules/`, one file for each register: columns and texts as a clerk types them. The first row is judged,
the others lie beside it; `before` is the row in the period before, `year_before` in the same period of the year before.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from baise_desktop.form.context import FieldContext, field_context
from baise_desktop.form.definition import Catalogue, FieldType, Form
from baise_desktop.form.draft import Draft
from baise_desktop.form.findings import Finding, check_record, check_records
from baise_desktop.form.formula import parse_formula
from baise_desktop.form.record import Record, new_row_id
from baise_desktop.form.scope import RecordScope
from baise_desktop.form.value import Value
from tests.form.samples import NOW

Row = Mapping[str, str]
CASES = {
    case["rule"]: case
    for path in sorted((Path(__file__).parent / "rules").glob("*.toml"))
    for case in tomllib.loads(path.read_text("utf-8"))["cases"]
}
REFERENCE = new_row_id(NOW, b"\xee" * 10)
REFERRED = "演示的一行"


@dataclass(frozen=True, slots=True)
class Before:
    """What the row said in other periods."""

    values: Mapping[str, Mapping[str, Value]]

    def prior(self, kind: str, _record: Record, key: str) -> Value:
        return self.values[kind].get(key)

    def column(self, _register: str, _name: str) -> None:
        return None

    def supplied(self, _record: Record, _key: str) -> Value:
        return None


@pytest.fixture(scope="module")
def context(catalogue: Catalogue) -> FieldContext:
    return field_context(catalogue, {register: {REFERENCE: REFERRED} for register in catalogue.registers})


def a_record(form: Form, row: Row, number: int, context: FieldContext) -> Record:
    blank = Record(
        form=form.id, row_id=new_row_id(NOW, bytes([number]) * 10), unit="c.debao", plan="p2", period="2023Q4"
    )
    draft = Draft(form, context, blank)
    keys = {field.name: field.key for field in form.fields}
    for name, text in row.items():
        draft = draft.set(keys[name], REFERRED if text == "@ref" else text)
    assert not draft.wrong, draft.wrong
    return draft.base


def known(form: Form, row: Row, context: FieldContext) -> Mapping[str, Value]:
    return a_record(form, row, 0, context).values


def findings(catalogue: Catalogue, context: FieldContext, rule: str, rows: Row | Sequence[Row]) -> list[Finding]:
    """What one rule finds in the first row."""
    listed = [rows] if isinstance(rows, Mapping) else rows
    register = catalogue.registers[rule.rpartition(".")[0]]
    forms = {row.get("台账", register.id): catalogue.registers[row.get("台账", register.id)] for row in listed}
    records = [
        a_record(forms[row.get("台账", register.id)], {k: v for k, v in row.items() if k != "台账"}, number, context)
        for number, row in enumerate(listed)
    ]
    before = {
        "上期": known(register, CASES[rule].get("before", {}), context),
        "同期": known(register, CASES[rule].get("year_before", {}), context),
    }
    found = check_records(forms, records, context, surroundings=Before(before))
    return [each for each in found if each.rule == rule and each.row_id == records[0].row_id]


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_holds_what_is_wrong_and_lets_be_what_is_right(
    catalogue: Catalogue, context: FieldContext, rule: str
) -> None:
    case = CASES[rule]
    wanted = next(each for each in catalogue.registers[rule.rpartition(".")[0]].rules if each.id == rule)
    (finding,) = findings(catalogue, context, rule, case["fires"])
    assert finding.severity is wanted.severity
    assert finding.fields
    assert finding.sentence != wanted.message
    assert not re.search(r"[{}]", finding.sentence)
    for right in ("passes", "passes_too"):
        if right in case:
            assert findings(catalogue, context, rule, case[right]) == []


def test_every_rule_has_its_case_and_every_case_its_rule(catalogue: Catalogue) -> None:
    assert sorted(CASES) == sorted(rule.id for register in catalogue.registers.values() for rule in register.rules)


def test_every_rule_says_where_it_comes_from_and_quotes_the_plan_as_it_is(
    catalogue: Catalogue, forms_folder: Path
) -> None:
    texts = {
        catalogue.plans[plan].period_start[:4]: "".join(
            (forms_folder / plan / "document.txt").read_text("utf-8").split()
        )
        for plan in catalogue.plans
    }
    for register in catalogue.registers.values():
        for rule in register.rules:
            quotes = re.findall(r"(\d{4})—\d{4} 方案[^：]*：“(.+?)”(?=[；、]|$)", rule.source)
            assert quotes or rule.source.endswith("（设计补充，非原文）"), rule.id
            for plan, quote in quotes:
                assert "".join(quote.split()) in texts[plan], (rule.id, quote)


def test_the_sentences_carry_the_row_and_the_difference(catalogue: Catalogue, context: FieldContext) -> None:
    (finding,) = findings(catalogue, context, "r.incubation.4", CASES["r.incubation.4"]["fires"])
    assert finding.sentence == "在孵企业 46 ≠ 上年 42 + 新增 7 − 毕业 1，差 -2，请说明退出等其他变动"


def test_a_rule_across_registers_is_not_judged_where_the_other_is_not_held(
    catalogue: Catalogue, context: FieldContext
) -> None:
    only_first = CASES["r.subsidy.10"]["fires"][0]
    assert findings(catalogue, context, "r.subsidy.10", only_first) == []


def test_an_empty_row_breaks_only_what_asks_for_an_answer(catalogue: Catalogue, context: FieldContext) -> None:
    found = {
        finding.rule
        for form in catalogue.registers.values()
        for finding in check_record(form, a_record(form, {}, 0, context), context)
        if finding.rule in CASES
    }
    assert found == {"r.county_demo.1"}


def test_all_834_columns_can_be_named(catalogue: Catalogue, context: FieldContext) -> None:
    columns = [(form, field) for form in catalogue.registers.values() for field in form.fields]
    assert len(columns) == 834
    for form, field in columns:
        scope = RecordScope(form, a_record(form, {}, 0, context), context)
        blank = parse_formula(f"=ISBLANK([{field.name}])").evaluate(scope)
        assert blank or field.type is FieldType.COMPUTED, (form.id, field.name)
