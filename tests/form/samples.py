"""A form with every field type, the words it is answered in, and values for it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from unicodedata import normalize

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from baise_desktop.errors import Severity
from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import CodeItem, CodeList, Field, FieldType, Form, FormKind, Plan, Rule, Unit
from baise_desktop.form.record import Record, fixed_row_id, new_row_id
from baise_desktop.form.uscc import check_character
from baise_desktop.form.value import NOT_APPLICABLE, Evidence, Missing, Value

NOW = datetime(2023, 7, 1, 8, 0, 0, tzinfo=UTC)
ROW = new_row_id(NOW, b"\xab" * 10)
OTHER_ROW = new_row_id(NOW, b"\xab" * 9 + b"\x01")

LEVELS = CodeList(
    id="cl.level",
    title="级别",
    items=tuple(
        CodeItem(code=code, label=label)
        for code, label in (
            ("01", "国家级"),
            ("02", "自治区级"),
            ("03", "市级"),
            ("04", "碳达峰、碳中和"),
            ("05", "无"),
        )
    ),
)


def a_unit(unit_id: str, name: str, kind: str = "county", code: str = "", aliases: tuple[str, ...] = ()) -> Unit:
    return Unit(
        id=unit_id, name=name, short=name[:2], kind=kind, plans=("p2",), reporter=True, code=code, aliases=aliases
    )


UNITS = (
    a_unit("c.debao", "德保县", code="451024"),
    a_unit("c.napo", "那坡县", code="451026", aliases=("那坡",)),
    a_unit("k.bdxq", "百东新区", "park"),
    a_unit("d.keji", "市科学技术局", "city_dept", aliases=("市科技局", "科技局")),
    a_unit("d.other", "科学技术局", "city_dept", aliases=("科技局",)),
)
CONTEXT = FieldContext(
    code_lists={LEVELS.id: LEVELS},
    units={unit.id: unit for unit in UNITS},
    plans={
        "p2": Plan(
            id="p2",
            short_name="2021—2023",
            full_name="2021—2023 方案",
            doc_number="",
            period_start="2021-01-01",
            period_end="2023-12-31",
            years=(2021, 2022, 2023),
            text_date="",
        )
    },
    references={"r.firm": {ROW: "德保演示科技有限公司", OTHER_ROW: "那坡演示科技有限公司"}},
)

FIELDS = (
    Field(key="name", name="企业（单位）名称", type=FieldType.TEXT, required=True),
    Field(key="note", name="情况说明", type=FieldType.LONGTEXT),
    Field(key="staff", name="研发（运营）人员数", type=FieldType.INTEGER, unit="人"),
    Field(key="spent", name="研发投入（R&D 经费）", type=FieldType.DECIMAL, unit="万元", decimals=4),
    Field(key="before", name="上年研发投入", type=FieldType.DECIMAL, unit="万元", decimals=4),
    Field(key="share", name="占比", type=FieldType.DECIMAL, unit="%", decimals=2),
    Field(key="start", name="起始日期", type=FieldType.DATE),
    Field(key="due", name="完成时限", type=FieldType.DATE),
    Field(key="seen", name="核查时间", type=FieldType.DATETIME),
    Field(key="year", name="年度", type=FieldType.YEAR, required=True),
    Field(key="active", name="是否有研发活动", type=FieldType.BOOL),
    Field(key="level", name="级别", type=FieldType.CHOICE, choices="cl.level"),
    Field(key="levels", name="适用级别", type=FieldType.MULTI, choices="cl.level"),
    Field(key="county", name="县（市、区）", type=FieldType.UNIT, unit_kind="county"),
    Field(key="code", name="统一社会信用代码", type=FieldType.USCC),
    Field(key="firm", name="承担企业", type=FieldType.REF, ref="r.firm"),
    Field(key="proof", name="佐证", type=FieldType.EVIDENCE),
    Field(
        key="growth",
        name="增速",
        type=FieldType.COMPUTED,
        unit="%",
        decimals=2,
        formula="=([研发投入（R&D 经费）]-上年研发投入)/上年研发投入*100",
    ),
)
BY_KEY: Mapping[str, Field] = {field.key: field for field in FIELDS}
RULES = (
    Rule(
        id="r.sample.1",
        severity=Severity.BLOCKING,
        formula="=完成时限>=起始日期",
        message="完成时限 {完成时限} 早于起始日期 {起始日期}",
        source="台账行内校验",
    ),
    Rule(
        id="r.sample.2",
        severity=Severity.EXPLAIN,
        formula="=ABS(增速)<=30",
        message="投入 {研发投入（R&D 经费）} 比上年 {上年研发投入} 变动 {ROUND(增速,1)}%，差 {=占比-上年研发投入}",
        source="台账行内校验",
    ),
)
FORM = Form(
    id="r.sample",
    kind=FormKind.REGISTER,
    title="样表",
    plans=("p1", "p2"),
    fields=FIELDS,
    key=("name", "year"),
    rules=RULES,
)
TASK = Form(
    id="p2.k.1",
    kind=FormKind.TASK,
    title="任务样表",
    plans=("p2",),
    fields=(Field(key="next", name="下一步打算", type=FieldType.LONGTEXT, required=True),),
)
FORMS = {FORM.id: FORM, TASK.id: TASK}


def a_record(values: Mapping[str, Value] | None = None, row_id: str = ROW) -> Record:
    return Record(
        form=FORM.id,
        row_id=row_id,
        unit="c.debao",
        plan="p2",
        period="2023H1",
        values=values or {},
        updated_at="2023-07-01T08:00:00Z",
    )


def a_task_record(values: Mapping[str, Value] | None = None) -> Record:
    row_id = fixed_row_id("c.debao", "p2", "2023H1", TASK.id)
    return Record(form=TASK.id, row_id=row_id, unit="c.debao", plan="p2", period="2023H1", values=values or {})


# NFC and control characters are the field's business, so plain words leave them out.
_ANY_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z", "M"), exclude_characters="/／"), min_size=1, max_size=30
).map(partial(normalize, "NFC"))
_WORDS = _ANY_WORDS.filter(lambda text: text not in ("不适用", "N/A", "n/a") and not text.startswith("暂缺"))
_USCC = st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9).map(lambda tail: "91" + "451024" + tail)
_CODES = st.sampled_from([item.code for item in LEVELS.items])


def _scaled(decimals: int) -> SearchStrategy[Decimal]:
    limit = 92 * 10 ** (11 + decimals)
    return st.integers(-limit, limit).map(lambda number: Decimal(number).scaleb(-decimals))


_DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
PRESENT: Mapping[str, SearchStrategy[Value]] = {
    "name": _WORDS,
    "note": st.lists(_WORDS, min_size=1, max_size=3).map("\n".join),
    "staff": st.integers(-9_200_000_000_000, 9_200_000_000_000),
    "spent": _scaled(4),
    "before": _scaled(4),
    "share": _scaled(2),
    "start": _DAYS,
    "due": _DAYS,
    "seen": st.datetimes(datetime(1901, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
        lambda moment: moment.replace(microsecond=0)
    ),
    "year": st.integers(1900, 2100),
    "active": st.booleans(),
    "level": _CODES,
    "levels": st.sets(_CODES, min_size=1).map(lambda codes: tuple(sorted(codes))),
    "county": st.sampled_from(["c.debao", "c.napo"]),
    "code": _USCC.map(lambda body: body + check_character(body)),
    "firm": st.sampled_from([ROW, OTHER_ROW, new_row_id(NOW, b"\x07" * 10)]),
}
ABSENT: SearchStrategy[Value] = st.one_of(st.just(NOT_APPLICABLE), _WORDS.map(Missing))
EVIDENCE = st.builds(
    Evidence,
    sha256=st.text("0123456789abcdef", min_size=64, max_size=64),
    name=st.sampled_from(["认定文件.pdf", "照片 1.jpg", "a.docx"]),
    size=st.integers(0, 2**31),
    media_type=st.sampled_from(["application/pdf", "image/jpeg"]),
)
VALUES: SearchStrategy[dict[str, Value]] = st.fixed_dictionaries(
    {}, optional={key: st.one_of(present, ABSENT) for key, present in PRESENT.items()}
)
