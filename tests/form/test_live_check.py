"""Whatever is typed into the real registers, judging what a change touches finds what judging everything finds."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baise_desktop.form.context import FieldContext, field_context
from baise_desktop.form.definition import Catalogue, Field, FieldType, Form, FormKind
from baise_desktop.form.dependencies import Lookup, Reader
from baise_desktop.form.draft import Draft
from baise_desktop.form.findings import Finding, check_records
from baise_desktop.form.formula_functions import IndexedCells
from baise_desktop.form.live_check import Change, LiveCheck
from baise_desktop.form.period import parse_period
from baise_desktop.form.record import Record, new_row_id
from baise_desktop.form.value import Value
from tests.form.samples import NOW

PERIOD = "2023Q4"
REGISTERS = (
    "r.hightech_firm",
    "r.hightech_pool",
    "r.subsidy",
    "r.credit",
    "r.st_project",
    "r.incubation",
    "r.enterprise_year",
    "r.zone_stat",
    "r.rd_flash",
    "r.annual_report",
    "r.platform",
    "r.talent",
)
TEXTS: Mapping[FieldType, tuple[str, ...]] = {
    FieldType.TEXT: ("甲", "乙", ">5", "45", "2023Q4", "2023Q3", "2022Q4"),
    FieldType.LONGTEXT: ("很好", "是"),
    FieldType.USCC: ("91451000MA5K12340X", "914510007000000000", "91451000MA5K00000B"),
    FieldType.INTEGER: ("0", "3", "12"),
    FieldType.DECIMAL: ("0", "3", "12.5", "一百"),
    FieldType.YEAR: ("2022", "2023"),
    FieldType.DATE: ("2023-05-04", "2021-01-01", "2026-01-01", "去年"),
    FieldType.BOOL: ("是", "否"),
}
ROWS = tuple(new_row_id(NOW, bytes([number]) * 10) for number in range(4))


@dataclass
class Office:
    """Rows being typed into, and what lies around them: other periods of reported rows are rows of the same form."""

    forms: Mapping[str, Form]
    context: FieldContext
    drafts: dict[tuple[str, str], Draft] = field(default_factory=dict)
    figure: Value = None

    def type(self, form: Form, row_id: str, key: str, text: str) -> Change:
        blank = Record(form=form.id, row_id=row_id, unit="c.debao", plan="p2", period=PERIOD)
        draft = self.drafts.get((form.id, row_id)) or Draft(form, self.context, blank)
        self.drafts[form.id, row_id] = draft = draft.set(key, text)
        return Change(form.id, row_id, draft.base, draft.wrong)

    def delete(self, form: Form, row_id: str) -> Change:
        self.drafts.pop((form.id, row_id), None)
        return Change(form.id, row_id, None)

    def whole(self) -> tuple[Finding, ...]:
        kept = sorted(self.drafts.items())
        wrong = {place: draft.wrong for place, draft in kept if draft.wrong}
        return check_records(self.forms, [draft.base for _, draft in kept], self.context, wrong, self)

    def prior(self, kind: str, record: Record, key: str) -> Value:
        form = self.forms[record.form]
        now = record.values.get("period")
        if "period" not in form.key or not isinstance(now, str) or not now.startswith("202"):
            return None if key.endswith("t") else record.values.get(key)
        period = parse_period(now)
        wanted = str(period.previous() if kind == "上期" else period.year_before())
        others = [other for (name, _), other in sorted(self.drafts.items()) if name == form.id]
        parts = [part for part in form.key if part != "period"]
        for other in others:
            same = all(other.values.get(part) == record.values.get(part) for part in parts)
            if same and other.values.get("period") == wanted:
                return other.values.get(key)
        return None

    def column(self, _register: str, _name: str) -> None:
        return None

    def supplied(self, _record: Record, _key: str) -> Value:
        return self.figure


@pytest.fixture(scope="module")
def context(catalogue: Catalogue) -> FieldContext:
    return field_context(catalogue, {register: {ROWS[0]: "演示的一行"} for register in catalogue.registers})


def texts_of(question: Field, context: FieldContext) -> tuple[str, ...]:
    if question.type in (FieldType.CHOICE, FieldType.MULTI):
        items = context.code_lists[question.choices].items
        return tuple(item.label for item in items[:3])
    if question.type is FieldType.UNIT:
        return ("德保县", "靖西市")
    if question.type is FieldType.REF:
        return ("演示的一行",)
    return TEXTS.get(question.type, ("甲",))


def read_by_rules(form: Form, forms: Mapping[str, Form]) -> list[str]:
    """Fields that rules read, those that other rows are found by among them."""
    reader = Reader(forms)
    reads = [reader.read(each, rule.formula, rule.message) for each in forms.values() for rule in each.rules]
    here = {key for each in reads for name, key in each.columns if name == form.id}
    own = {key for rule in form.rules for key in reader.read(form, rule.formula, rule.message).own}
    typed = {question.key for question in form.fields if question.type not in (FieldType.COMPUTED, FieldType.EVIDENCE)}
    return sorted((here | own | set(form.key)) & typed) or sorted(typed)


CASES = [
    case
    for path in sorted((Path(__file__).parent / "rules").glob("*.toml"))
    for case in tomllib.loads(path.read_text("utf-8"))["cases"]
    if case["rule"].rpartition(".")[0] in REGISTERS
]


def case_rows(case: Mapping[str, Any], forms: Mapping[str, Form]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Rows on which a rule speaks or not, by the register they are of."""
    for name in ("fires", "passes", "passes_too"):
        rows = case.get(name, [])
        for row in rows if isinstance(rows, list) else [rows]:
            register = row.get("台账", case["rule"].rpartition(".")[0])
            if register in forms:
                names = {question.name: question.key for question in forms[register].fields}
                texts = {names[name]: text for name, text in row.items() if name != "台账"}
                yield register, {key: "演示的一行" if text == "@ref" else text for key, text in texts.items()}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_after_any_edits_the_live_findings_are_those_of_the_whole_check(
    catalogue: Catalogue, context: FieldContext, data: st.DataObject
) -> None:
    chosen = data.draw(st.lists(st.sampled_from(REGISTERS), max_size=2, unique=True))
    across = data.draw(st.sampled_from((("r.hightech_firm", "r.hightech_pool"), ("r.st_project", "r.credit"), ())))
    forms = {name: catalogue.forms[name] for name in (*chosen, *across, "r.hightech_firm", "r.subsidy")}
    office = Office(forms, context)
    rows = [row for case in CASES for row in case_rows(case, forms)]
    live = LiveCheck(forms, context, office)
    for _ in range(data.draw(st.integers(5, 20))):
        batch = [change for _ in range(data.draw(st.sampled_from((1, 1, 2)))) for change in draw(data, office, rows)]
        assert live.change(batch)
        assert live.findings() == office.whole()


def draw(data: st.DataObject, office: Office, rows: Sequence[tuple[str, Mapping[str, str]]]) -> list[Change]:
    """A row of a case as a whole, one cell of it, any text in any cell, or a row gone."""
    kind = data.draw(st.sampled_from(("row", "row", "cell", "cell", "any", "gone")))
    register, texts = data.draw(st.sampled_from(rows))
    form, row_id = office.forms[register], data.draw(st.sampled_from(ROWS))
    if kind == "gone":
        return [office.delete(form, row_id)]
    if kind == "any":
        key = data.draw(st.sampled_from(read_by_rules(form, office.forms)))
        texts = {key: data.draw(st.sampled_from((*texts_of(form.field(key), office.context), "")))}
    elif kind == "cell" and texts:
        key = data.draw(st.sampled_from(sorted(texts)))
        texts = {key: texts[key]}
    return [office.type(form, row_id, key, text) for key, text in texts.items()]


@pytest.mark.parametrize("case", [case for case in CASES if isinstance(case["fires"], list)], ids=lambda c: c["rule"])
def test_rows_that_a_rule_compares_are_judged_as_they_come_and_go(
    catalogue: Catalogue, context: FieldContext, case: Mapping[str, Any]
) -> None:
    rows = list(case_rows(case, catalogue.forms))
    forms = {register: catalogue.forms[register] for register, _ in rows}
    office = Office(forms, context)
    live = LiveCheck(forms, context, office)
    for turn, (register, texts) in enumerate([*rows, *reversed(rows)]):
        for key, text in texts.items():
            live.change([office.type(forms[register], ROWS[turn % len(ROWS)], key, text)])
            assert live.findings() == office.whole()
    for register, row_id in list(office.drafts):
        live.change([office.delete(forms[register], row_id)])
        assert live.findings() == office.whole()


def test_rows_called_otherwise_are_looked_at_again(catalogue: Catalogue, context: FieldContext) -> None:
    forms = {name: catalogue.forms[name] for name in ("r.incubation", "r.platform")}
    office = Office(forms, context)
    live = LiveCheck(forms, context, office)
    live.change([office.type(forms["r.incubation"], ROWS[1], "platform", "演示的一行")])
    fresh = field_context(catalogue, {"r.platform": {ROWS[0]: "别的名称"}})
    office.context = fresh
    live.renew(fresh, frozenset({"r.platform"}))
    assert live.findings() == office.whole()
    assert any("别的名称" in found.row for found in live.findings())


def test_too_much_to_judge_waits_and_is_judged_piece_by_piece(catalogue: Catalogue, context: FieldContext) -> None:
    forms = {"r.hightech_firm": catalogue.forms["r.hightech_firm"]}
    office = Office(forms, context)
    live = LiveCheck(forms, context, office)
    changes = [office.type(forms["r.hightech_firm"], row_id, "uscc", "91451000MA5K12340X") for row_id in ROWS]
    assert not live.change(changes, most=3)
    assert not live.change([office.delete(forms["r.hightech_firm"], ROWS[0])], most=1)
    assert [live.go_on(1) for _ in ROWS][-1]
    assert live.findings() == office.whole()


def test_what_is_supplied_otherwise_is_judged_again(catalogue: Catalogue, context: FieldContext) -> None:
    target = next(form for form in catalogue.forms.values() if form.kind is FormKind.TARGET)
    rule = replace(catalogue.forms["r.platform"].rules[0], id=f"{target.id}.1", formula="=本期数值>=5", message="")
    forms = {target.id: replace(target, rules=(rule,))}
    office = Office(forms, context, figure=Decimal(7))
    live = LiveCheck(forms, context, office)
    live.change([office.type(forms[target.id], ROWS[0], "analysis", "演示")])
    office.figure = Decimal(3)
    before = live.findings()
    live.resupply()
    assert live.go_on()
    assert live.findings() == office.whole()
    assert live.findings() != before


def test_a_rule_that_searches_a_column_reads_it_by_its_own_cell(catalogue: Catalogue) -> None:
    forms = {name: catalogue.forms[name] for name in ("r.hightech_firm", "r.hightech_pool")}
    rule = next(each for each in forms["r.hightech_firm"].rules if each.id == "r.hightech_firm.11")
    reads = Reader(forms).read(forms["r.hightech_firm"], rule.formula, rule.message)
    assert reads.lookups == frozenset({Lookup("r.hightech_pool", "uscc", "统一社会信用代码")})


def test_a_rule_that_counts_by_fixed_words_reads_every_row(catalogue: Catalogue) -> None:
    forms = {name: catalogue.forms[name] for name in ("r.annual_report", "r.leadership")}
    (rule,) = [each for each in forms["r.annual_report"].rules if each.id == "r.annual_report.2"]
    assert Reader(forms).read(forms["r.annual_report"], rule.formula).lookups is None


def test_a_column_with_another_cell_finds_what_a_fresh_one_finds() -> None:
    column = IndexedCells(("甲", "乙", "甲", None))
    assert column.places["甲"] == [0, 2]
    for place, cell in ((0, "乙"), (3, "甲"), (4, "甲"), (2, None)):
        column = column.changed(place, cell)
        fresh = IndexedCells(tuple(column))
        assert {text: list(places) for text, places in column.places.items() if places} == dict(fresh.places)


def test_a_row_of_another_period_is_what_a_reported_row_looks_back_at(
    catalogue: Catalogue, context: FieldContext
) -> None:
    form = catalogue.forms["r.zone_stat"]
    office = Office({form.id: form}, context)
    live = LiveCheck(office.forms, context, office)
    (name,) = [question.key for question in form.fields if question.name == "工业总产值（本年累计）"]
    for row_id, period, amount in ((ROWS[0], "2023Q3", "9"), (ROWS[1], PERIOD, "5")):
        for key, text in (("park", "百色高新区"), ("period", period), (name, amount)):
            live.change([office.type(form, row_id, key, text)])
            assert live.findings() == office.whole()
    assert any(found.rule == "r.zone_stat.5" and found.row_id == ROWS[1] for found in live.findings())
    live.change([office.type(form, ROWS[0], name, "4")])
    assert live.findings() == office.whole()
    assert not any(found.rule == "r.zone_stat.5" for found in live.findings())
