"""A filter in SQL lets through the rows that the formula is true of, and counts and adds up what Python does."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from baise_desktop.errors import BaiseError
from baise_desktop.form.context import FieldContext, field_context
from baise_desktop.form.definition import Catalogue, CodeItem, CodeList, Field, FieldType, Form, FormKind, Unit
from baise_desktop.form.formula import parse_formula
from baise_desktop.form.formula_functions import FUNCTIONS, Operand
from baise_desktop.form.record import Record, to_line
from baise_desktop.form.scope import RecordScope
from baise_desktop.form.value import NOT_APPLICABLE, Missing, Value
from baise_desktop.store.database import Store
from baise_desktop.store.filters import Filter, compile_filter
from baise_desktop.store.queries import RowQuery, counted_query, own_query
from baise_desktop.store.tallies import count_distinct, count_rows, sum_field
from tests.offices import FIRMS, County, found_city, merge_all, open_package
from tests.pki import PublicKeyInfrastructure

KINDS = CodeList(
    id="cl.kind",
    title="类别",
    items=tuple(CodeItem(code=code, label=label) for code, label in (("01", "甲"), ("02", "乙"), ("03", "甲"))),
)
UNIT = Unit(id="c.leye", name="乐业县", short="乐业", kind="county", plans=("p2",), reporter=True)
CONTEXT = FieldContext(code_lists={KINDS.id: KINDS}, units={UNIT.id: UNIT})
FORM = Form(
    id="r.filtered",
    kind=FormKind.REGISTER,
    title="筛选台账",
    plans=("p2",),
    fields=(
        Field(key="name", name="名称", type=FieldType.TEXT),
        Field(key="count", name="数量", type=FieldType.INTEGER),
        Field(key="spent", name="研发（运营）经费", type=FieldType.DECIMAL, unit="万元", decimals=4),
        Field(key="share", name="占比", type=FieldType.DECIMAL, unit="%", decimals=2),
        Field(key="start", name="起始日期", type=FieldType.DATE),
        Field(key="seen", name="核查时间", type=FieldType.DATETIME),
        Field(key="year", name="年度", type=FieldType.YEAR),
        Field(key="active", name="有效", type=FieldType.BOOL),
        Field(key="kind", name="类别", type=FieldType.CHOICE, choices="cl.kind"),
        Field(key="county", name="县（市、区）", type=FieldType.UNIT),
        Field(key="kinds", name="多类", type=FieldType.MULTI, choices="cl.kind"),
        Field(key="double", name="两倍", type=FieldType.COMPUTED, formula="=数量*2"),
    ),
)
PARAMETERS: Mapping[str, Operand | None] = {"期末日": date(2023, 6, 30), "本年度": Decimal(2023), "方案起始日": None}
SIGNS = st.sampled_from(("=", "<>", "<", ">", "<=", ">="))
DATES = st.dates(date(2022, 12, 30), date(2023, 7, 2))
SEEN = datetime(2022, 12, 30, tzinfo=UTC)
NAMES = st.sampled_from(("甲", "乙", "01", '{"na":true}', "a'b", "𬭎"))
AMOUNTS = st.one_of(st.integers(-3, 3), st.integers(-9_200_000_000_000, 9_200_000_000_000)).map(Decimal)
VALUES: Mapping[str, SearchStrategy[Value]] = {
    "name": NAMES,
    "count": st.one_of(st.integers(-3, 3), st.integers(-(2**53) + 1, 2**53 - 1)),
    "spent": st.builds(lambda whole, part: whole + Decimal(part).scaleb(-4), AMOUNTS, st.integers(-20, 20)),
    "share": st.integers(-300, 300).map(lambda number: Decimal(number).scaleb(-2)),
    "start": DATES,
    "seen": st.integers(0, 183 * 86_400).map(
        lambda seconds: datetime(2022, 12, 30, tzinfo=UTC) + timedelta(seconds=seconds)
    ),
    "year": st.integers(2021, 2024),
    "active": st.booleans(),
    "kind": st.sampled_from(("01", "02", "03", "99", "甲")).filter(str.isascii),
    "county": st.sampled_from(("c.leye", "c.gone")),
    "kinds": st.sampled_from((("01",), ("01", "02"))),
}
ABSENT: SearchStrategy[Value] = st.sampled_from((None, NOT_APPLICABLE, Missing("尚未统计")))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Rows come with each question; only its SQL is used."""
    made = found_city(tmp_path_factory.mktemp("filters") / "city")
    yield made
    made.close()


@st.composite
def records(draw: DrawFn) -> Record:
    values = {key: draw(st.one_of(given_values, ABSENT)) for key, given_values in VALUES.items()}
    kept = {key: value for key, value in values.items() if value is not None}
    return Record(form=FORM.id, row_id="0", unit="c.leye", plan="p2", period="2023Q2", values=kept)


def text(words: SearchStrategy[str]) -> SearchStrategy[str]:
    return words.map(lambda word: '"' + word.replace('"', '""') + '"')


NUMBERS = st.one_of(
    st.integers(0, 3).map(str),
    st.decimals("-3", "3", places=5).map(lambda number: f"{number:f}"),
    st.sampled_from(("99999999999999999999", "-99999999999999999999.5", "9200000000000.0001", "本年度", "本年度-2021")),
)
DAYS = st.one_of(
    DATES.map(lambda day: f"DATE({day.year},{day.month},{day.day})"),
    st.sampled_from(("期末日", "方案起始日", "期末日-90", "DATE(2023,2,30)")),
)
TRUTHS = st.sampled_from(("TRUE", "FALSE", "1=1", "期末日<方案起始日"))
COMPARED = (
    *((name, NUMBERS) for name in ("数量", "[研发（运营）经费]", "占比", "年度", "YEAR(起始日期)", "YEAR(核查时间)")),
    *((name, DAYS) for name in ("起始日期", "核查时间")),
    *((name, text(NAMES)) for name in ("名称", "类别")),
    ("[县（市、区）]", text(st.sampled_from(("乐业县", "c.gone", "c.leye")))),
    ("有效", TRUTHS),
)


@st.composite
def comparisons(draw: DrawFn) -> str:
    name, constants = draw(st.sampled_from(COMPARED))
    sides = [name, draw(constants.map(lambda constant: f"({constant})"))]
    if draw(st.booleans()):
        sides.reverse()
    return draw(SIGNS).join(sides)


BLANK = st.sampled_from([field.name for field in FORM.fields if field.type is not FieldType.COMPUTED])
FILTERS = st.recursive(
    st.one_of(comparisons(), BLANK.map(lambda name: f"ISBLANK([{name}])"), TRUTHS, st.just("有效")),
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(lambda items: f"AND({','.join(items)})"),
        st.lists(parts, min_size=1, max_size=3).map(lambda items: f"OR({','.join(items)})"),
        parts.map(lambda part: f"NOT({part})"),
    ),
    max_leaves=6,
)


def lines(rows: Sequence[Record], form: Form = FORM) -> RowQuery:
    """The rows as a query, without a store's tables around them."""
    bodies = json.dumps([to_line(row, form).decode() for row in rows])
    return RowQuery("SELECT value AS body FROM json_each(:lines);\n", {"lines": bodies})


@dataclass(frozen=True)
class Asked:
    """A row as a formula with parameters reads it."""

    row: RecordScope
    parameters: Mapping[str, Operand | None]

    def value(self, name: str) -> Operand | None:
        return self.parameters[name] if name in self.parameters else self.row.value(name)

    def prior(self, kind: str, name: str) -> Operand | None:
        return self.row.prior(kind, name)

    def column(self, register: str, name: str) -> Sequence[Operand | None] | None:
        return self.row.column(register, name)


def scope(row: Record) -> Asked:
    return Asked(RecordScope(FORM, row, CONTEXT), PARAMETERS)


@given(formula=FILTERS, rows=st.lists(records(), max_size=6))
def test_sql_answers_as_the_formula_does(store: Store, formula: str, rows: list[Record]) -> None:
    parsed = parse_formula(f"={formula}")
    condition = compile_filter(parsed, FORM, CONTEXT, PARAMETERS)
    verdicts = [parsed.evaluate(scope(row)) for row in rows]
    source = lines(rows)
    sql = f"SELECT {condition.sql} FROM ({source.sql.rstrip().removesuffix(';')})"
    found = [answer for (answer,) in store.query(sql, {**source.values, **condition.values})]
    assert found == [None if verdict is None else int(verdict is True) for verdict in verdicts]
    assert count_rows(store, source, condition) == sum(verdict is True for verdict in verdicts)


EVERYTHING = Filter("1", {})


@given(formula=FILTERS, rows=st.lists(records(), max_size=6))
def test_sums_and_distinct_values_are_those_of_python(store: Store, formula: str, rows: list[Record]) -> None:
    parsed = parse_formula(f"={formula}")
    condition = compile_filter(parsed, FORM, CONTEXT, PARAMETERS)
    chosen = [scope(row) for row in rows if parsed.evaluate(scope(row)) is True]
    for question in FORM.fields:
        if question.type in (FieldType.MULTI, FieldType.COMPUTED):
            continue
        cells = tuple(each.value(question.name) for each in chosen)
        distinct = FUNCTIONS["DISTINCT"].apply(cells)
        assert count_distinct(store, lines(rows), condition, question, CONTEXT) == distinct
        if question.type in (FieldType.INTEGER, FieldType.DECIMAL, FieldType.YEAR):
            total = sum((cell for cell in cells if isinstance(cell, Decimal)), Decimal(0)) * 10**6
            if abs(total) < 2**63:
                assert sum_field(store, lines(rows), condition, question, CONTEXT) == total
            else:
                with pytest.raises(BaiseError, match="SUM_TOO_BIG"):
                    sum_field(store, lines(rows), condition, question, CONTEXT)


def test_a_sum_that_comes_back_into_bounds_is_exact(store: Store) -> None:
    spent = FORM.field("spent")
    amounts = [Decimal("9200000000000.0001")] * 3 + [Decimal(-9200000000000)] * 3
    rows = [Record(form=FORM.id, row_id="0", unit="u", plan="p2", period="2023", values={"spent": n}) for n in amounts]
    assert sum_field(store, lines(rows), EVERYTHING, spent, CONTEXT) == 300
    with pytest.raises(BaiseError, match="SUM_TOO_BIG"):
        sum_field(store, lines(rows[:3]), EVERYTHING, spent, CONTEXT)


@pytest.mark.parametrize(
    "formula",
    [
        "=数量+1>2",
        "=数量>年度",
        "=两倍>4",
        "=ISBLANK(两倍)",
        '=多类="甲"',
        "=数量",
        "=名称>1",
        "=IF(有效,TRUE,FALSE)",
        "=有效=(数量>1)",
        "=上期(数量)>1",
        "=SUM(筛选台账[数量])>1",
        "=期末日",
        "=YEAR(数量)=2023",
        "=数量>1/名称",
        "=数量>LEN(1)",
        "=本报告期=名称",
    ],
)
def test_what_lies_outside_the_subset_is_left_to_python(formula: str) -> None:
    with pytest.raises(BaiseError, match="FILTER_SUBSET"):
        compile_filter(parse_formula(formula), FORM, CONTEXT, PARAMETERS)


@pytest.mark.parametrize("key", ["kinds", "double"])
def test_only_plain_fields_are_counted_or_added_up(store: Store, key: str) -> None:
    with pytest.raises(BaiseError, match="FILTER_SUBSET"):
        count_distinct(store, lines([]), EVERYTHING, FORM.field(key), CONTEXT)
    with pytest.raises(BaiseError, match="FILTER_SUBSET"):
        sum_field(store, lines([]), EVERYTHING, FORM.field("name"), CONTEXT)


def test_values_and_keys_are_never_written_into_the_statement() -> None:
    formula = parse_formula('=AND(名称="x\'); DROP TABLE entry; --",数量>7)')
    condition = compile_filter(formula, FORM, CONTEXT, PARAMETERS)
    assert "DROP" not in condition.sql
    assert "7" not in condition.sql
    assert "name" not in condition.sql
    assert sorted(map(str, condition.values.values())) == sorted(
        ["x'); DROP TABLE entry; --", "7", '$.values."name"', '$.values."count"']
    )


def computed_names(form: Form) -> set[str]:
    return {field.name for field in form.fields if field.type is FieldType.COMPUTED}


def test_filters_of_indicators_compile_unless_they_read_computed_columns(catalogue: Catalogue) -> None:
    context = field_context(catalogue)
    parameters = dict.fromkeys(("期末日", "本年度", "本报告期", "方案起始日", "方案截止日"))
    compiled = 0
    for source in (source for indicator in catalogue.indicators.values() for source in indicator.sources):
        formula, form = parse_formula(source.where), catalogue.registers[source.register]
        if formula.names & computed_names(form):
            with pytest.raises(BaiseError, match="FILTER_SUBSET"):
                compile_filter(formula, form, context, parameters)
        else:
            compile_filter(formula, form, context, parameters)
            compiled += 1
    assert compiled > 30


INDICATOR_PARAMETERS: Mapping[str, Operand | None] = {
    "期末日": date(2023, 6, 30),
    "本年度": Decimal(2023),
    "本报告期": "2023Q2",
    "方案起始日": date(2021, 1, 1),
    "方案截止日": date(2023, 12, 31),
}


@given(data=st.data())
def test_filters_of_indicators_let_the_same_rows_through(
    store: Store, catalogue: Catalogue, data: st.DataObject
) -> None:
    sources = [source for indicator in catalogue.indicators.values() for source in indicator.sources]
    source = data.draw(st.sampled_from(sources))
    formula, form = parse_formula(source.where), catalogue.registers[source.register]
    if formula.names & computed_names(form):
        return
    context = field_context(catalogue)
    read = [field for field in form.fields if field.name in formula.names]
    rows = data.draw(st.lists(st.fixed_dictionaries({field.key: likely_values(field, catalogue) for field in read})))
    made = [
        Record(form=form.id, row_id="0", unit="c.leye", plan="p2", period="2023Q2", values=strip(values))
        for values in rows
    ]
    scopes = [Asked(RecordScope(form, row, context), INDICATOR_PARAMETERS) for row in made]
    condition = compile_filter(formula, form, context, INDICATOR_PARAMETERS)
    expected = sum(formula.evaluate(each) is True for each in scopes)
    assert count_rows(store, lines(made, form), condition) == expected


def strip(values: Mapping[str, Value]) -> Mapping[str, Value]:
    return {key: value for key, value in values.items() if value is not None}


def likely_values(field: Field, catalogue: Catalogue) -> SearchStrategy[Value]:
    """Values around those that the filters of the indicators ask for."""
    if field.type is FieldType.CHOICE:
        codes = [item.code for item in catalogue.code_lists[field.choices].items]
        return st.one_of(st.sampled_from(codes), ABSENT)
    near: Mapping[FieldType, SearchStrategy[Value]] = {
        FieldType.DATE: st.sampled_from((date(2020, 12, 31), date(2021, 1, 1), date(2023, 6, 30), date(2023, 7, 1))),
        FieldType.YEAR: st.integers(2022, 2024),
        FieldType.BOOL: st.booleans(),
        FieldType.TEXT: st.sampled_from(("2023Q2", "2023")),
    }
    return st.one_of(near[field.type], near[field.type], ABSENT)


def test_tallies_read_what_counts(county: County, city: Store, keys: PublicKeyInfrastructure) -> None:
    merge_all(city, [open_package(county.report("2023Q1", {1: "甲", 2: "乙", 3: "甲"}), keys)])
    county.fill("2023Q2", {4: "丙"})
    condition = compile_filter(parse_formula('=OR(企业名称="甲",企业名称="丙")'), FIRMS, CONTEXT, {})
    name, amount = FIRMS.fields
    for store, last, answers in ((city, 12, (2, 4_000_000, 1)), (county.store, 6, (3, 8_000_000, 2))):
        day = date(2023, last, 30)
        with store.snapshot():
            rows = counted_query(store, "r.firm", day) if store is city else own_query(store, "r.firm", day)
            assert count_rows(store, rows, condition) == answers[0]
            assert sum_field(store, rows, condition, amount, CONTEXT) == answers[1]
            assert count_distinct(store, rows, condition, name, CONTEXT) == answers[2]
