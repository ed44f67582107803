"""A record being filled in, and what its formulas see."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.form.canonical import dump
from baise_desktop.form.definition import Field, FieldType, Form, FormKind
from baise_desktop.form.draft import Draft
from baise_desktop.form.record import Record, from_line, to_line
from baise_desktop.form.register_check import PARAMETERS
from baise_desktop.form.scope import Alone, RecordScope, compute, period_words
from baise_desktop.form.value import NOT_APPLICABLE, Missing, Value
from tests.form.samples import CONTEXT, FORM, FORMS, NOW, ROW, a_record


def a_draft() -> Draft:
    return Draft.of(FORM, CONTEXT, a_record())


def computing(**formulas: str) -> Form:
    fields = tuple(
        Field(key=name, name=name, type=FieldType.COMPUTED, formula=formula, decimals=2)
        for name, formula in formulas.items()
    )
    number = Field(key="x", name="x", type=FieldType.INTEGER)
    return Form(id="r.sample", kind=FormKind.REGISTER, title="样表", plans=("p2",), fields=(number, *fields))


def test_an_accepted_text_becomes_a_value() -> None:
    draft = a_draft().set("spent", "1.2亿").set("year", "2023年")
    assert draft.values == {"spent": Decimal(12000), "year": 2023}
    assert draft.texts()["spent"] == "12000.0000"


def test_a_wrong_text_is_kept_as_typed_and_takes_the_value_away() -> None:
    draft = a_draft().set("staff", "5").set("staff", "五 个")
    assert draft.values == {}
    assert draft.wrong == {"staff": "五 个"}
    assert draft.texts()["staff"] == "五 个"
    assert [problem.code for problem in draft.problems()] == ["REQUIRED", "NOT_A_NUMBER", "REQUIRED"]
    mended = draft.set("staff", "6")
    assert mended.wrong == {}
    assert mended.values == {"staff": 6}
    assert draft.wrong  # the draft before is as it was


def test_an_empty_text_blanks_a_field() -> None:
    assert a_draft().set("staff", "5").set("staff", " ").values == {}


def test_only_blank_required_fields_are_asked_for() -> None:
    draft = a_draft().set("name", "/").set("year", "暂缺：待核")
    assert draft.problems() == ()
    assert draft.values == {"name": NOT_APPLICABLE, "year": Missing("待核")}


def test_a_record_holds_what_was_accepted_so_far() -> None:
    draft = a_draft().set("name", "德保演示公司").set("staff", "五")
    record = draft.record(NOW)
    assert record == replace(a_record({"name": "德保演示公司"}), updated_at="2023-07-01T08:00:00Z")
    assert from_line(to_line(record, FORM), FORMS) == record


def test_only_a_whole_draft_is_finished() -> None:
    draft = a_draft().set("name", "德保演示公司")
    with pytest.raises(BaiseError, match="年度") as refused:
        draft.finish(NOW)
    assert refused.value.code == "SCHEMA"
    whole = draft.set("year", "2023")
    with pytest.raises(BaiseError, match="研发（运营）人员数") as refused:
        whole.set("staff", "五").finish(NOW)
    assert refused.value.code == "TYPE"
    assert whole.finish(NOW) == whole.record(NOW)


def test_computed_fields_follow_their_operands() -> None:
    draft = a_draft().set("spent", "150")
    assert draft.computed() == {"growth": None}
    assert draft.texts()["growth"] == ""
    assert draft.set("before", "100").computed() == {"growth": Decimal(50)}
    assert draft.set("before", "/").computed() == {"growth": None}
    assert draft.set("before", "90").texts()["growth"] == "66.67"


def test_computed_fields_may_stand_on_each_other_in_any_order() -> None:
    form = computing(c="=b+1", b="=a*2", a="=x+1")
    assert compute(form, a_record({"x": 1}), CONTEXT) == {"c": 5, "b": 4, "a": 2}


def test_a_computed_field_that_needs_itself_is_refused() -> None:
    form = computing(a="=b+1", b="=a+1")
    with pytest.raises(BaiseError, match="a→b→a") as refused:
        compute(form, a_record(), CONTEXT)
    assert refused.value.code == "FORMULA"
    assert Draft.of(form, CONTEXT, a_record()).texts()["a"] == "公式有误"


def test_formulas_see_labels_names_and_the_period() -> None:
    values: dict[str, Value] = {"level": "01", "levels": ("01", "03"), "county": "c.debao", "firm": ROW, "active": True}
    scope = RecordScope(FORM, a_record(values), CONTEXT)
    names = (
        "级别",
        "适用级别",
        "县（市、区）",
        "承担企业",
        "是否有研发活动",
        "期末日",
        "本年度",
        "本报告期",
        "方案起始日",
        "方案截止日",
    )
    assert [scope.value(name) for name in names] == [
        "国家级",
        "国家级、市级",
        "德保县",
        "德保演示科技有限公司",
        True,
        date(2023, 6, 30),
        Decimal(2023),
        "2023H1",
        date(2021, 1, 1),
        date(2023, 12, 31),
    ]
    assert set(period_words(a_record(), CONTEXT)) == PARAMETERS


@pytest.mark.parametrize("name", ["没有", "growth"])
def test_an_unknown_name_is_refused(name: str) -> None:
    scope = RecordScope(FORM, a_record(), CONTEXT)
    for ask in (scope.value, lambda missing: scope.prior("上期", missing)):
        with pytest.raises(BaiseError, match=name):
            ask(name)


class LastYear(Alone):
    """Surroundings that know the period before, and a target's figure."""

    def prior(self, kind: str, record: Record, key: str, /) -> Value:
        return 40 if (kind, record.row_id, key) == ("上期", ROW, "x") else None

    def supplied(self, _record: Record, key: str, /) -> Value:
        return Decimal(46) if key == "figure" else None


def test_other_periods_and_supplied_figures_come_from_around() -> None:
    form = computing(figure="", change="=x-上期(x)", same="=同期(x)", over="=figure-x")
    computed = compute(form, a_record({"x": 42}), CONTEXT, LastYear())
    assert computed == {"figure": 46, "change": 2, "same": None, "over": 4}
    assert compute(form, a_record({"x": 42}), CONTEXT) == dict.fromkeys(computed)


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "长" * 70_000, "五\x1b个"])
def test_a_wrong_text_can_always_be_kept(text: str) -> None:
    kept = a_draft().set("staff", text).wrong["staff"]
    assert dump({"staff": kept})
    assert kept[0] == (text[0] if text[0] != "\ud800" else "\ufffd")
