"""Formulas: Excel's dialect over Chinese names, in exact decimals, unknown when an operand is."""

import operator
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from subprocess import run

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import Catalogue
from baise_desktop.form.formula import parse_formula
from baise_desktop.form.formula_functions import Operand


@dataclass
class Names:
    """A scope of plain dictionaries."""

    values: Mapping[str, Operand | None] = field(default_factory=dict)
    priors: Mapping[tuple[str, str], Operand | None] = field(default_factory=dict)
    columns: Mapping[tuple[str, str], Sequence[Operand | None]] = field(default_factory=dict)

    def value(self, name: str) -> Operand | None:
        return self.values[name]

    def prior(self, kind: str, name: str) -> Operand | None:
        return self.priors[kind, name]

    def column(self, register: str, name: str) -> Sequence[Operand | None]:
        return self.columns[register, name]


SCOPE = Names(
    values={
        "经费": Decimal("140.10"),
        "企业数": Decimal(0),
        "空": None,
        "名称": "凌云县",
        "有效": True,
        "发证": date(2020, 2, 29),
        "到期": date(2023, 2, 28),
        "研发（运营）人员数": Decimal(3),
        "R&D 经费": Decimal(5),
        "5G 基站": Decimal(7),
        "１２": Decimal(12),
    },
    priors={
        ("上期", "经费"): Decimal(100),
        ("同期", "经费"): None,
        ("年初", "经费"): Decimal(10),
        ("累计", "经费"): Decimal(300),
    },
    columns={
        ("项目", "经费"): (Decimal("0.1"), Decimal("0.2"), None),
        ("项目", "类别"): ("市级", "国家级", "市级"),
        ("项目", "日期"): (date(2022, 1, 1), date(2023, 1, 1), None),
        ("项目", "数目"): (Decimal(1), Decimal(1), Decimal(2)),
        ("台账（新）", "经费 合计"): (Decimal(9),),
        ("另表", "数"): (Decimal(1),),
    },
)


def worth(text: str) -> Operand | None:
    return parse_formula(text).evaluate(SCOPE)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("=SUM(项目[经费])", Decimal("0.3")),
        ("SUM(项目[经费])=0.3", True),
        ("=SUM([台账（新）][经费 合计],1)", Decimal(10)),
        ("=IF(企业数>0,ROUND(经费/企业数,2),0)", Decimal(0)),
        ("=ABS(经费-上期(经费))/上期(经费)<=30%", False),
        ("=年初(经费)+累计(经费)", Decimal(310)),
        ("=ROUND(2.675,2)", Decimal("2.68")),
        ("=ROUND(-2.5)", Decimal(-3)),
        ("=ROUND(1250,-2)", Decimal(1300)),
        ("=-2^2", Decimal(4)),
        ("=2^3^2", Decimal(64)),
        ("=2+3*4-6/2", Decimal(11)),
        ("=(2+3)*4", Decimal(20)),
        ("=--5%", Decimal("0.05")),
        ("=0.1+0.2=0.3", True),
        ('=名称&"科技局"&1.50', "凌云县科技局1.5"),
        ('="他说""好"""', '他说"好"'),
        ("=“中文引号”", "中文引号"),
        ('=0*-1&""', "0"),
        ("=LEN(名称)", Decimal(3)),
        ("=[研发（运营）人员数]+[R&D 经费]+[5G 基站]+[１２]", Decimal(27)),
        ("=有效=TRUE", True),
        ("=NOT(有效)", False),
        ("=AND(有效,经费>100)", True),
        ("=YEAR(到期)", Decimal(2023)),
        ("=DATE(2023,2,28)=到期", True),
        ("=DATE(2023,2,30)", None),
        ("=到期-发证", Decimal(1095)),
        ("=发证+1", date(2020, 3, 1)),
        ("=到期-1", date(2023, 2, 27)),
        ('=DATEDIF(发证,到期,"Y")', Decimal(2)),
        ('=DATEDIF(发证,到期,"m")', Decimal(35)),
        ('=DATEDIF(发证,到期,"D")', Decimal(1095)),
        ('=DATEDIF(到期,发证,"D")', None),
        ("=MIN(3,经费,项目[经费])", Decimal("0.1")),
        ("=MAX(项目[日期])", date(2023, 1, 1)),
        ("=COUNT(项目[经费])", Decimal(2)),
        ("=COUNT(项目[类别],空,1)", Decimal(4)),
        ("=DISTINCT(项目[类别])", Decimal(2)),
        ('=COUNTIF(项目[类别],"市级")', Decimal(2)),
        ('=COUNTIF(项目[类别],"<>市级")', Decimal(1)),
        ('=COUNTIF(项目[经费],">=0.2")', Decimal(1)),
        ('=COUNTIF(项目[经费],"")', Decimal(1)),
        ('=COUNTIF(项目[日期],">="&DATE(2023,1,1))', Decimal(1)),
        ('=COUNTIFS(项目[类别],"市级",项目[数目],1)', Decimal(1)),
        ('=SUMIF(项目[类别],"市级",项目[数目])', Decimal(3)),
        ('=SUMIF(项目[数目],">1")', Decimal(2)),
        ('=SUMIFS(项目[数目],项目[类别],"市级",项目[经费],">0")', Decimal(1)),
        ("=IF(FALSE,1)", False),
    ],
)
def test_what_formulas_are_worth(text: str, result: Operand | None) -> None:
    answer = worth(text)
    assert answer == result
    assert type(answer) is type(result)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("=空+1", None),
        ("=经费>空", None),
        ("=-空", None),
        ("=空%", None),
        ("=NOT(空)", None),
        ("=SUM(空,1)", None),
        ("=ABS(空)", None),
        ("=ROUND(空,2)", None),
        ("=IF(空>1,1,2)", None),
        ("=同期(经费)", None),
        ("=经费/企业数", None),
        ("=0^-1", None),
        ("=(-8)^0.5", None),
        ("=OR(空>1,经费>1)", True),
        ("=OR(空>1,经费>999)", None),
        ("=AND(空>1,经费>999)", False),
        ("=AND(空>1,经费>1)", None),
        ("=ISBLANK(空)", True),
        ("=ISBLANK(经费)", False),
        ("=IFERROR(空+1,5)", Decimal(5)),
        ("=IFERROR(经费/企业数,0)", Decimal(0)),
        ("=IFERROR(名称+1,7)", Decimal(7)),
        ("=IF(TRUE,1,1/0)", Decimal(1)),
        ("=COUNTIF(项目[数目],空)", None),
    ],
)
def test_missing_operands(text: str, result: Operand | None) -> None:
    assert worth(text) == result


BROKEN = {
    "empty": "",
    "only =": "=",
    "unknown function": "=FOO(1)",
    "system": '=EXEC("rm")',
    "python": '=__import__("os")',
    "attribute": "=名称.__class__",
    "open call": "=SUM(1,",
    "open bracket": "=[经费",
    "open quote": '=经费="',
    "close": "=1)",
    "two operands": "=经费 企业数",
    "name in brackets without them": "=研发（运营）人员数",
    "name with & without brackets": "=R&D 经费",
    "name with a digit first": "=5G",
    "compared twice": "=1<经费<200",
    "129 power of power": "=9**9**9",
    "129 10,000 brackets": "=" + "(" * 10_000 + "1" + ")" * 10_000,
    "129 too deep": "=" + "(" * 40 + "1" + ")" * 40,
    "129 too deep calls": "=" + "ABS(" * 40 + "1" + ")" * 40,
    "129 too many signs": "=" + "-" * 40 + "1",
    "too long": "=1" + "+1" * 300,
    "array": "=SUM({1,2})",
    "range": "=A1:B2",
    "sheet": "=Sheet1!A1",
    "absolute": "=$A$1",
    "error value": "=#REF!",
    "exponent": "=1e5",
    "no arguments": "=ABS()",
    "too many arguments": "=ABS(1,2)",
    "prior of an expression": "=上期(经费+1)",
    "empty name": "=[]",
    "quoted register": '="a"[b]',
    "only operator": "=*",
    "private character": "=\ue000",
    "nul": "=\0",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_broken_formulas_are_refused_with_a_reason(text: str) -> None:
    with pytest.raises(BaiseError) as refused:
        parse_formula(text)
    assert refused.value.code == "FORMULA"
    assert len(refused.value.sentence) < 300


@pytest.mark.parametrize(
    "text",
    [
        "=经费=名称",
        "=名称+1",
        "=发证>1",
        "=有效>0",
        "=AND(1,TRUE)",
        "=IF(经费,1,2)",
        "=项目[经费]",
        "=项目[经费]+1",
        "=SUM(名称)",
        "=LEN(1)",
        "=YEAR(经费)",
        "=ROUND(1,0.5)",
        "=ROUND(1,99)",
        "=DISTINCT(经费)",
        "=MIN(1,名称)",
        '=COUNTIFS(项目[类别],"a",另表[数],1)',
        "=SUMIFS(项目[数目],另表[数],1)",
        "=SUMIFS(项目[数目],项目[类别])",
        "=COUNTIF(项目[类别],项目[类别])",
        '=DATEDIF(发证,到期,"周")',
        "=发证+0.5",
        "=到期+9999999",
        '="a"*10^11',
        "=9^9^9^9^9",
        "=2^1001",
        "=10^999*10^999*10^999*10^999*10^999*10^999*10^999",
    ],
)
def test_operands_that_do_not_go_together_are_refused(text: str) -> None:
    with pytest.raises(BaiseError) as refused:
        worth(text)
    assert refused.value.code == "FORMULA"
    assert refused.value.values["text"] == text


def test_the_text_that_is_joined_is_bounded() -> None:
    long = Names(values={"长": "字" * 40_000})
    with pytest.raises(BaiseError, match="过大"):
        parse_formula("=长&长").evaluate(long)


def test_steps_are_bounded_and_not_caught() -> None:
    many = Names(columns={("表", "列"): (Decimal(1),) * 600_000})
    assert parse_formula("=SUM(表[列])").evaluate(many) == 600_000
    with pytest.raises(BaiseError, match="计算量"):
        parse_formula("=IFERROR(SUM(表[列])+SUM(表[列]),0)").evaluate(many)


def test_a_formula_knows_what_it_reads() -> None:
    formula = parse_formula("=IF(经费>上期(经费),SUM(项目[经费]),[R&D 经费])*经费+累计(企业数)")
    assert formula.names == {"经费", "R&D 经费"}
    assert formula.priors == {("上期", "经费"), ("累计", "企业数")}
    assert formula.columns == {("项目", "经费")}


# --- against a plain oracle -----------------------------------------------------------------------------------------

_SIGNS: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
_Worked = tuple[str, Decimal]
_NUMBERS = st.decimals(0, 10**6, places=4, allow_nan=False).map(lambda number: (f"{number:f}", number))


def _joined(parts: tuple[_Worked, str, _Worked]) -> _Worked:
    (left, one), sign, (right, other) = parts
    with localcontext(prec=34, rounding=ROUND_HALF_UP):
        return f"({left}{sign}{right})", _SIGNS[sign](one, other)


def _grown(inner: st.SearchStrategy[_Worked]) -> st.SearchStrategy[_Worked]:
    return (
        st.tuples(inner, st.sampled_from(sorted(_SIGNS)), inner).map(_joined)
        | inner.map(lambda worked: (f"ABS({worked[0]})", worked[1].copy_abs()))
        | inner.map(lambda worked: (f"(-{worked[0]})", worked[1].copy_negate()))
    )


_ARITHMETIC = st.recursive(_NUMBERS, _grown, max_leaves=8).filter(lambda worked: len(worked[0]) < 490)


@given(_ARITHMETIC)
def test_arithmetic_is_that_of_decimal(worked: _Worked) -> None:
    text, result = worked
    assert worth(f"={text}") == result


@given(st.lists(st.tuples(st.sampled_from("+-*"), st.integers(0, 9)), min_size=1, max_size=60))
def test_precedence_is_that_of_arithmetic(parts: list[tuple[str, int]]) -> None:
    text = "1" + "".join(f"{sign}{number}" for sign, number in parts)
    assert worth(text) == Decimal(eval(text))  # the oracle reads digits and + - * only


@given(_ARITHMETIC)
def test_full_width_writing_means_the_same(worked: _Worked) -> None:
    text, result = worked
    wide = "".join(chr(ord(mark) + 0xFEE0) if "!" <= mark <= "~" else mark for mark in text)
    assert worth(f"＝{wide}") == result


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("经费≥１００", "=经费>=100"),
        ("＝ＳＵＭ（项目［经费］）≤1", "=SUM(项目[经费])<=1"),
        ("＝经费≠１", "=经费<>1"),
        ("=3×4÷2", "=3*4/2"),
        ("=ＩＦ（企业数＞０，１，２）", "=IF(企业数>0,1,2)"),
        ("=MAX(1、2；3)", "=MAX(1,2,3)"),
        ("=１０％", "=10%"),
        ("= \u3000经费 + 1\n", "=经费+1"),
        ("=经费−1", "=经费-1"),
        ("=sum(项目[经费])", "=SUM(项目[经费])"),
    ],
)
def test_what_input_methods_type_is_understood(written: str, plain: str) -> None:
    assert parse_formula(written).tree == parse_formula(plain).tree


def test_quoted_and_bracketed_text_is_never_changed() -> None:
    assert parse_formula('="（全角）＞１，≥"').evaluate(SCOPE) == "（全角）＞１，≥"
    assert parse_formula("=[１２]").names == {"１２"}
    assert parse_formula("=［研发（运营）人员数］").names == {"研发（运营）人员数"}
    assert parse_formula('=["引号"]').names == {'"引号"'}


@given(st.text(st.characters(codec="utf-8", exclude_characters="[]［］"), min_size=1, max_size=60))
def test_any_name_can_be_bracketed(name: str) -> None:
    formula = parse_formula(f"=[{name}]+1")
    assert formula.names == {name}
    assert formula.evaluate(Names(values={name: Decimal(2)})) == 3


def test_every_column_of_the_catalogue_can_be_named(catalogue: Catalogue) -> None:
    columns = [(form, column) for form in catalogue.registers.values() for column in form.fields]
    assert len(columns) == 834
    for form, column in columns:
        formula = parse_formula(f"=IF([{column.name}]>0,COUNT([{form.title}][{column.name}]),0)")
        assert formula.names == {column.name}
        assert formula.columns == {(form.title, column.name)}


@given(st.text(max_size=60))
def test_any_text_is_a_formula_or_refused(text: str) -> None:
    try:
        formula = parse_formula(text)
    except BaiseError as refused:
        reason = refused.sentence
    else:
        reason = formula.text
    assert reason


def test_importing_formulas_does_not_load_openpyxl() -> None:
    code = "import sys, baise_desktop.form.findings; sys.exit('openpyxl' in sys.modules)"
    assert run([sys.executable, "-c", code], check=False).returncode == 0
