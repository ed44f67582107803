"""What rules find in other periods, over a unit's real store."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType

import pytest

from baise_desktop.app.checks.checking import check_submission
from baise_desktop.app.checks.surroundings import UnitSurroundings, looks_back
from baise_desktop.app.desk import Desk
from baise_desktop.app.entry import filling
from baise_desktop.app.installation.home import open_submission
from baise_desktop.errors import BaiseError, Severity
from baise_desktop.form.definition import Field, FieldType, Form, Rule
from baise_desktop.form.record import Record
from baise_desktop.form.scope import RecordScope
from baise_desktop.store.entries import Entry, Sheet, delete_entries, put_entries
from tests.app.conftest import NOW
from tests.offices import row_id
from tests.round_trip import CONTRACT_TARGET, CONTRACTS, PLAN, add_contract, answer_target, contracts_of, fill_month

RULE = Rule(
    id="r.tech_contract.change",
    severity=Severity.EXPLAIN,
    formula="=ABS(合同成交额-上期(合同成交额))<=上期(合同成交额)*30%",
    message="合同成交额 {合同成交额} 万元比上期 {上期(合同成交额)} 万元变动超过 30%",
    source="演示",
)
TWICE = Field(key="twice", name="两倍", type=FieldType.COMPUTED, unit="万元", formula="=合同成交额*2")
LOOP = Field(key="loop", name="自身", type=FieldType.COMPUTED, formula="=累计(自身)")
FLASH = "r.rd_flash"


def with_form(desk: Desk, form: Form) -> Desk:
    """The desk with another definition of one form."""
    catalogue = desk.catalogue
    forms = MappingProxyType({**catalogue.forms, form.id: form})
    registers = catalogue.registers
    if form.id in registers:
        registers = MappingProxyType({**registers, form.id: form})
    return replace(desk, catalogue=replace(catalogue, forms=forms, registers=registers))


@pytest.fixture
def desk(county: Desk) -> Desk:
    """A county whose contract register looks back, and has two more columns."""
    register = county.catalogue.registers[CONTRACTS]
    return with_form(county, replace(register, rules=(RULE,), fields=(*register.fields, TWICE, LOOP)))


def put(desk: Desk, period: str, amount: str | None, plan: str = PLAN, number: int = 1) -> Record:
    """One contract as one period's submission has it."""
    values = {} if amount is None else {"amount": Decimal(amount)}
    unit = desk.office.unit
    record = Record(form=CONTRACTS, row_id=row_id(number), unit=unit, plan=plan, period=period, values=values)
    put_entries(desk.store, [Entry(record, {})], desk.catalogue.forms[CONTRACTS], "clerk", "typed", NOW)
    return record


def around(desk: Desk, period: str) -> UnitSurroundings:
    return UnitSurroundings(desk, PLAN, period, desk.context)


def test_a_rule_holds_a_row_against_the_period_before(desk: Desk) -> None:
    fill_month(desk, NOW, "2023-04")
    open_submission(desk, PLAN, "2023-05", NOW + timedelta(hours=1))
    answer_target(desk, NOW, "2023-05")
    (carried,) = filling.list_rows(desk, contracts_of(desk, "2023-05"))
    assert [f.rule for f in check_submission(desk, PLAN, "2023-05").findings] == []
    filling.set_cell(desk, contracts_of(desk, "2023-05"), carried.record.row_id, "amount", "200", NOW)
    (finding,) = check_submission(desk, PLAN, "2023-05").findings
    assert (finding.rule, finding.severity, finding.fields) == (RULE.id, Severity.EXPLAIN, ("amount",))
    assert "200 万元比上期 120.5 万元" in finding.sentence
    filling.set_cell(desk, contracts_of(desk, "2023-05"), carried.record.row_id, "amount", "156.65", NOW)
    assert check_submission(desk, PLAN, "2023-05").findings == ()


def test_without_a_period_before_there_is_no_verdict(desk: Desk) -> None:
    fill_month(desk, NOW, "2023-04")
    add_contract(desk, NOW, "2023-04", contract_no="HT-9", amount="9999")
    assert check_submission(desk, PLAN, "2023-04").findings == ()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("上期", "4"), ("同期", "2"), ("年初", "3"), ("累计", "15")],
)
def test_each_kind_has_its_period(desk: Desk, kind: str, expected: str) -> None:
    put(desk, "2020-12", "1000", plan="p1")
    for period, amount in (("2022-02", "2"), ("2022-12", "3"), ("2023-01", "4"), ("2023-02", "6"), ("2023-03", "50")):
        now = put(desk, period, amount)
    now = replace(now, period="2023-02", values={"amount": Decimal(6)})
    assert around(desk, "2023-02").prior(kind, now, "amount") == Decimal(expected)


def test_rows_go_on_from_plan_to_plan(desk: Desk) -> None:
    put(desk, "2020-12", "7", plan="p1")
    assert around(desk, "2021-01").prior("上期", put(desk, "2021-01", "8"), "amount") == 7


@pytest.mark.parametrize("kind", ["上期", "同期", "年初"])
def test_nothing_is_known_of_a_period_that_is_not_held(desk: Desk, kind: str) -> None:
    put(desk, "2022-12", "3", number=2)
    now = put(desk, "2023-05", "1")
    assert around(desk, "2023-05").prior(kind, now, "amount") is None


def test_a_row_that_was_taken_out_has_no_period_before(desk: Desk) -> None:
    put(desk, "2023-01", "3")
    now = put(desk, "2023-02", "4")
    sheet = Sheet(desk.office.unit, PLAN, "2023-01", CONTRACTS)
    delete_entries(desk.store, sheet, [row_id(1)], "clerk", "deleted", NOW)
    assert around(desk, "2023-02").prior("上期", now, "amount") is None


def test_a_sum_over_a_period_without_a_number_is_unknown(desk: Desk) -> None:
    put(desk, "2023-01", "3")
    put(desk, "2023-02", None)
    now = put(desk, "2023-03", "4")
    assert around(desk, "2023-03").prior("累计", now, "amount") is None


def test_only_numbers_add_up(desk: Desk) -> None:
    with pytest.raises(BaiseError, match="累计"):
        around(desk, "2023-03").prior("累计", put(desk, "2023-03", "4"), "title")


def test_computed_columns_have_periods_before_too(desk: Desk) -> None:
    put(desk, "2023-01", "3")
    now = put(desk, "2023-02", "4")
    assert around(desk, "2023-02").prior("上期", now, "twice") == 6
    assert around(desk, "2023-02").prior("累计", now, "twice") == 14


def test_a_column_that_adds_itself_up_is_named(desk: Desk) -> None:
    now = put(desk, "2023-02", "4")
    scope = RecordScope(desk.catalogue.forms[CONTRACTS], now, desk.context, around(desk, "2023-02"))
    with pytest.raises(BaiseError, match="自身"):
        scope.value("自身")


def flash(desk: Desk, submission: str, reported: str, number: int, amount: str | None) -> Record:
    """One line of the quick report on R&D, for the period that it names itself."""
    values = {"unit": desk.office.unit, "period": reported} | ({} if amount is None else {"rd_total": Decimal(amount)})
    record = Record(
        form=FLASH, row_id=row_id(number), unit=desk.office.unit, plan=PLAN, period=submission, values=values
    )
    put_entries(desk.store, [Entry(record, {})], desk.catalogue.forms[FLASH], "clerk", "typed", NOW)
    return record


def test_quick_reports_are_found_by_the_period_they_name(county: Desk) -> None:
    register = county.catalogue.registers[FLASH]
    rule = replace(RULE, formula="=[R&D 经费]=上期([R&D 经费])")
    desk = with_form(county, replace(register, rules=(rule,)))
    for number, (reported, amount) in enumerate((("2022Q2", "1"), ("2022Q4", "2"), ("2023Q1", "3"))):
        flash(desk, "2023Q1", reported, number, amount)
    flash(desk, "2023Q2", "2023Q1", 2, "30")
    now = flash(desk, "2023Q2", "2023Q2", 5, "4")
    past = around(desk, "2023Q2")
    found = {kind: past.prior(kind, now, "rd_total") for kind in ("上期", "同期", "年初", "累计")}
    # The first quarter was corrected in the submission of the second.
    assert found == {"上期": 30, "同期": 1, "年初": 2, "累计": 1 + 2 + 30 + 4}
    earlier = around(desk, "2023Q1")
    assert earlier.prior("上期", replace(now, period="2023Q1"), "rd_total") == 3


def test_a_target_knows_its_own_figure(county: Desk) -> None:
    target = county.catalogue.forms[CONTRACT_TARGET]
    rule = replace(RULE, id="p2.t.contract.1", formula="=本期数值>=0.02", message="本期数值 {本期数值} 亿元")
    desk = with_form(county, replace(target, rules=(rule,)))
    fill_month(desk, NOW, "2023-04")
    findings = check_submission(desk, PLAN, "2023-04").findings
    assert [(finding.rule, finding.form) for finding in findings] == [(rule.id, CONTRACT_TARGET)]
    assert "0.01" in findings[0].sentence


def test_the_store_is_read_once_and_only_when_somebody_looks_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    query = type(desk.store).query

    def watched(store: object, sql: str, values: object = ()) -> object:
        asked.append(sql)
        return query(store, sql, values)  # type: ignore[arg-type]

    rows = [put(desk, "2023-02", "4", number=number) for number in range(5)]
    past = around(desk, "2023-02")
    monkeypatch.setattr(type(desk.store), "query", watched)
    assert asked == []
    for row in rows:
        for kind in ("上期", "同期", "年初", "累计"):
            past.prior(kind, row, "amount")
    assert len(asked) == 1


def test_forms_that_look_back_are_known(desk: Desk, county: Desk) -> None:
    forms: Mapping[str, Form] = desk.catalogue.forms
    assert looks_back(forms[CONTRACTS])
    assert not looks_back(replace(forms[CONTRACTS], rules=(), fields=(TWICE,)))
    assert not looks_back(replace(forms[CONTRACTS], rules=(replace(RULE, formula="=上期("),), fields=(TWICE,)))
    assert date(2023, 5, 4) == NOW.date()
