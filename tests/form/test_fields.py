"""Typing is forgiving, values are exact, and what is shown is read back as the same value."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.errors import BaiseError, Problem
from baise_desktop.form.canonical import dump, load
from baise_desktop.form.context import field_context
from baise_desktop.form.definition import Catalogue, Field, FieldType
from baise_desktop.form.fields import KINDS, from_json, parse, show, to_json
from baise_desktop.form.value import NOT_APPLICABLE, Evidence, Missing, Value
from tests.form.samples import ABSENT, BY_KEY, CONTEXT, FIELDS, PRESENT, ROW


def read(key: str, text: str) -> Value | Problem:
    return parse(text, BY_KEY[key], CONTEXT)


@given(st.data())
@pytest.mark.parametrize("key", PRESENT.keys())
def test_what_is_shown_is_read_back(key: str, data: st.DataObject) -> None:
    value = data.draw(st.one_of(PRESENT[key], ABSENT))
    assert read(key, show(value, BY_KEY[key], CONTEXT)) == value


@given(st.data())
@pytest.mark.parametrize("key", PRESENT.keys())
def test_what_is_written_as_json_is_read_back(key: str, data: st.DataObject) -> None:
    value = data.draw(st.one_of(PRESENT[key], ABSENT))
    again = from_json(load(dump(to_json(value, BY_KEY[key]))), BY_KEY[key])
    assert again == value
    assert type(again) is type(value)


def test_every_type_has_a_kind_and_a_sample() -> None:
    assert set(KINDS) == set(FieldType) == {field.type for field in FIELDS}


@given(st.text(max_size=40))
@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.type.value)
def test_any_text_gives_a_value_or_a_problem_with_a_sentence(field: Field, text: str) -> None:
    answer = parse(text, field, CONTEXT)
    if isinstance(answer, Problem):
        assert answer.field == field.key
        assert field.name in answer.message
    elif answer is not None:
        assert from_json(load(dump(to_json(answer, field))), field) == answer
        assert parse(show(answer, field, CONTEXT), field, CONTEXT) == answer


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("spent", "1.2亿", "12000.0000"),
        ("spent", "1.2亿元", "12000.0000"),
        ("spent", "3万", "3.0000"),
        ("spent", "5000元", "0.5000"),
        ("spent", "1,234.5", "1234.5000"),
        ("spent", "１，２３４．５", "1234.5000"),
        ("spent", "12.5万元", "12.5000"),
        ("spent", "¥12.50000000", "12.5000"),
        ("spent", "-0", "0.0000"),
        ("spent", "−3", "-3.0000"),
        ("spent", "0.1元", None),
        ("spent", "1.23456", None),
        ("spent", "12,34", None),
        ("spent", "12家", None),
        ("spent", "1e3", None),
        ("spent", "9200000000000", "9200000000000.0000"),
        ("spent", "9200000000000.0001", None),
        ("spent", "9" * 60, None),
        ("share", "12.5%", "12.50"),
        ("share", "１２．５％", "12.50"),
        ("share", "12.5个百分点", "12.50"),
        ("share", "12.345", None),
        ("spent", "12%", None),
    ],
)
def test_decimals(key: str, text: str, value: str | None) -> None:
    answer = read(key, text)
    if value is None:
        assert isinstance(answer, Problem)
    else:
        assert isinstance(answer, Decimal)
        assert f"{answer:f}" == value


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("staff", "1.2万", 12000),
        ("staff", "46人", 46),
        ("staff", "12.0", 12),
        ("staff", "十二", None),
        ("staff", "12.5", None),
        ("year", "2023年", 2023),
        ("year", "２０２３", 2023),
        ("year", "23", None),
        ("year", "2199", None),
        ("start", "2023.3.5", date(2023, 3, 5)),
        ("start", "20230305", date(2023, 3, 5)),
        ("start", "2023年3月5日", date(2023, 3, 5)),
        ("start", "２０２３年３月５日", date(2023, 3, 5)),
        ("start", "2023-3-5", date(2023, 3, 5)),
        ("start", "2023/3/5", date(2023, 3, 5)),
        ("start", "2023-03-05 00:00:00", date(2023, 3, 5)),
        ("start", "2023年3月", date(2023, 3, 1)),
        ("start", "2025-02-29", None),
        ("start", "2023-03-05 08:00", None),
        ("start", "45000", None),
        ("seen", "2023-05-01 16:00", datetime(2023, 5, 1, 8, tzinfo=UTC)),
        ("active", "有", True),
        ("active", "√", True),
        ("active", "1", True),
        ("active", "否", False),
        ("active", "×", False),
        ("active", "无", False),
        ("active", "也许", None),
        ("level", "01", "01"),
        ("level", "０１", "01"),
        ("level", "自治区", "02"),
        ("level", "市级", "03"),
        ("level", "县级", None),
        ("level", "无", "05"),
        ("levels", "国家级；市级,国家级", ("01", "03")),
        ("levels", "碳达峰、碳中和、国家", ("01", "04")),
        ("levels", "国家级、乡级", None),
        ("county", "德保县", "c.debao"),
        ("county", "451024", "c.debao"),
        ("county", "c.napo", "c.napo"),
        ("county", "那坡", "c.napo"),
        ("county", "百东新区", None),
        ("county", "不知县", None),
        ("code", "91350100m000100y43", "91350100M000100Y43"),
        ("code", "９１３５０１００Ｍ０００１００Ｙ４３", "91350100M000100Y43"),
        ("code", "91350100M000100Y44", None),
        ("code", "91350100M000100Y4", None),
        ("firm", "德保演示科技有限公司", ROW),
        ("firm", "无此公司", None),
        ("name", "e\u0301", "é"),
        ("name", "a\nb", None),
        ("name", "字" * 2001, None),
        ("note", "a\r\nb", "a\nb"),
        ("note", "字" * 30000, None),
        ("note", "a\0b", None),
        ("proof", "文件", None),
        ("growth", "5", None),
    ],
)
def test_typing(key: str, text: str, value: Value) -> None:
    answer = read(key, text)
    assert isinstance(answer, Problem) if value is None else answer == value


@pytest.mark.parametrize("key", [field.key for field in FIELDS if field.type is not FieldType.COMPUTED])
def test_the_four_states_are_apart(key: str) -> None:
    assert read(key, " ") is None
    assert read(key, "/") is NOT_APPLICABLE
    assert read(key, "不适用") is NOT_APPLICABLE
    assert read(key, "暂缺：统计部门 7 月公布") == Missing("统计部门 7 月公布")
    without_reason = read(key, "暂缺")
    assert isinstance(without_reason, Problem)
    assert without_reason.code == "MISSING_REASON"


def test_an_ambiguous_name_is_asked_back() -> None:
    department = Field(key="dept", name="部门", type=FieldType.UNIT, unit_kind="city_dept")
    answer = parse("科技局", department, CONTEXT)
    assert isinstance(answer, Problem)
    assert answer.code == "AMBIGUOUS"
    assert parse("市科技局", department, CONTEXT) == "d.keji"


@pytest.mark.parametrize(
    "text", ["<img src=//h/s/x.png>", "{{7*7}}", "%s%n", "${jndi:..}", "'; DROP TABLE", "=1+1", "{name}", "\u202edfp"]
)
def test_054_text_is_only_text(text: str) -> None:
    for key in ("name", "note"):
        assert read(key, text) == text
        assert show(text, BY_KEY[key], CONTEXT) == text
    refused = read("staff", text)
    assert isinstance(refused, Problem)
    assert text in refused.message


@pytest.mark.parametrize(
    ("key", "raw"),
    [
        ("spent", "12.34"),
        ("spent", "-0.0000"),
        ("spent", "012.3400"),
        ("spent", "١.0000"),
        ("spent", 12),
        ("spent", "9200000000000.0001"),
        ("spent", "1e3.0000"),
        ("staff", True),
        ("staff", "1"),
        ("staff", 9_200_000_000_001),
        ("start", "2025-02-29"),
        ("start", "0000-00-00"),
        ("start", "10000-01-01"),
        ("start", "2023-3-5"),
        ("start", "20230305"),
        ("start", "2023-W01-1"),
        ("seen", "9999-12-31T24:00:00Z"),
        ("seen", "2023-05-01T08:00:00+00:00"),
        ("year", 99),
        ("year", 10000),
        ("active", 1),
        ("level", ""),
        ("level", "国家级"),
        ("levels", ["02", "01"]),
        ("levels", ["01", "01"]),
        ("levels", []),
        ("levels", "01"),
        ("county", "县"),
        ("code", "91350100m000100y43"),
        ("firm", ROW.upper()),
        ("firm", "1"),
        ("name", ""),
        ("name", "a\u0007"),
        ("name", "e\u0301"),
        ("name", None),
        ("note", ["a"]),
        ("name", {"na": False}),
        ("name", {"na": True, "missing": "x"}),
        ("name", {"missing": ""}),
        ("name", {"missing": 1}),
        ("name", {}),
        ("growth", "1.00"),
        ("growth", {"na": True}),
        ("proof", [{"name": "a"}]),
        ("proof", []),
    ],
)
def test_057_json_of_another_type_is_refused_by_name(key: str, raw: object) -> None:
    with pytest.raises(BaiseError) as refused:
        from_json(raw, BY_KEY[key])
    assert refused.value.code == "TYPE"
    assert refused.value.values["field"] == BY_KEY[key].name


def test_files_are_shown_by_name() -> None:
    proof = Evidence(sha256="a" * 64, name="认定文件.pdf", size=3, media_type="application/pdf")
    assert show((proof,), BY_KEY["proof"], CONTEXT) == "认定文件.pdf"
    assert from_json(to_json((proof,), BY_KEY["proof"]), BY_KEY["proof"]) == (proof,)


def test_110_a_file_name_must_fit_every_file_system() -> None:
    proof = Evidence(sha256="a" * 64, name="字" * 86, size=3, media_type="application/pdf")
    with pytest.raises(BaiseError, match="佐证"):
        from_json(to_json((proof,), BY_KEY["proof"]), BY_KEY["proof"])


def test_a_value_with_more_digits_is_never_rounded() -> None:
    with pytest.raises(ValueError, match="spent"):
        to_json(Decimal("1.23456"), BY_KEY["spent"])


def test_computed_results_are_shown_rounded_half_up() -> None:
    assert show(Decimal("2.675"), BY_KEY["growth"], CONTEXT) == "2.68"
    assert show(Decimal("-0.001"), BY_KEY["growth"], CONTEXT) == "0.00"
    assert show(True, BY_KEY["growth"], CONTEXT) == "是"


def test_every_choice_and_unit_of_the_catalogue_is_read_back(catalogue: Catalogue) -> None:
    context = field_context(catalogue)
    for code_list in catalogue.code_lists.values():
        choice = Field(key="x", name="x", type=FieldType.CHOICE, choices=code_list.id)
        several = Field(key="x", name="x", type=FieldType.MULTI, choices=code_list.id)
        codes = tuple(sorted(item.code for item in code_list.items))
        assert [parse(show(code, choice, context), choice, context) for code in codes] == list(codes)
        assert parse(show(codes, several, context), several, context) == codes
    unit = Field(key="x", name="x", type=FieldType.UNIT)
    for unit_id in catalogue.units:
        assert parse(show(unit_id, unit, context), unit, context) == unit_id
