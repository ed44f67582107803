"""However a number or a date is dressed, it is read as what is meant, or refused."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.errors import Problem
from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Field, FieldType
from baise_desktop.form.echo import tell_understood
from baise_desktop.form.fields import parse

WORDS = FieldContext(code_lists={}, units={})
MONEY = Field(key="a", name="金额", type=FieldType.DECIMAL, unit="万元", decimals=4)
COUNT = Field(key="a", name="数量", type=FieldType.INTEGER, unit="家")
DAY = Field(key="a", name="日期", type=FieldType.DATE)
POWERS = {"": 4, "万": 4, "万元": 4, "元": 0, "亿": 8, "亿元": 8, "千万元": 7, "百万": 6}
MINUS = ["-", "－", "−", "—", "–", "﹣", "负", "负 "]
FULL = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789.,"}


@given(
    st.decimals(0, 900_000, places=2, allow_nan=False, allow_infinity=False),
    st.sampled_from(["", ",", " "]),
    st.sampled_from(sorted(POWERS)),
    st.sampled_from(["", "+", *MINUS]),
    st.booleans(),
    st.sampled_from(["", " ", "\u3000", "\u200b"]),
    st.sampled_from(["", "¥", "人民币", "'"]),
)
def test_a_dressed_number_is_the_number(
    number: Decimal, separator: str, suffix: str, sign: str, full: bool, space: str, before: str
) -> None:
    digits = f"{number:,.2f}".replace(",", separator)
    typed = f"{before}{sign}{digits.translate(FULL) if full else digits}{space}{suffix}"
    expected = number.scaleb(POWERS[suffix] - 4) * (-1 if sign in MINUS else 1)
    got = parse(typed, MONEY, WORDS)
    if expected == round(expected, 4):
        assert got == expected
        assert isinstance(got, Decimal)
        assert not (got.is_zero() and got.is_signed())
    else:
        assert isinstance(got, Problem)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("(1,200)", -1200), ("（12）", -12), ("1 200", 1200), ("1，200万", 1200), ("12.50万元整", Decimal("12.5"))],
)
def test_accounting_habits(typed: str, expected: Decimal) -> None:
    assert parse(typed, MONEY, WORDS) == expected


@pytest.mark.parametrize(
    "typed",
    ["1,20", "1 20", "1 2000", "1,2000", "12 34", "1.2E+05", "约12", "12k", "(12", "--12", "负-12", "十二", "()"],
)
def test_what_may_mean_two_things_is_refused(typed: str) -> None:
    assert isinstance(parse(typed, MONEY, WORDS), Problem)


def test_counts_are_whole() -> None:
    assert parse("1.5万家", COUNT, WORDS) == 15000
    assert isinstance(parse("1.5家", COUNT, WORDS), Problem)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(0, 7), st.booleans(), st.booleans())
def test_a_dressed_date_is_the_date(day: date, shape: int, full: bool, spaced: bool) -> None:
    year, month, number = day.year, day.month, day.day
    texts = (
        day.isoformat(),
        f"{year}.{month}.{number}",
        f"{year}/{month}/{number}",
        f"{year:04}{month:02}{number:02}",
        f"{year}年{month}月{number}日",
        f"{year}年{month:02}月{number:02}号",
        f"{year}—{month}—{number}",
        f"{year}、{month}、{number}.",
    )
    typed = texts[shape]
    if spaced and shape != 3:
        typed = "".join(f" {each} " if not each.isdigit() else each for each in typed)
    assert parse(typed.translate(FULL) if full else typed, DAY, WORDS) == day


@pytest.mark.parametrize(("typed", "expected"), [("2023年3月", date(2023, 3, 1)), ("2023.3", date(2023, 3, 1))])
def test_a_month_is_its_first_day(typed: str, expected: date) -> None:
    assert parse(typed, DAY, WORDS) == expected


@pytest.mark.parametrize("typed", ["23.3.5", "230305", "202303", "3月5日", "45000", "2023-02-30", "05/03/2023"])
def test_dates_that_may_be_others_are_refused(typed: str) -> None:
    assert isinstance(parse(typed, DAY, WORDS), Problem)


@pytest.mark.parametrize(
    ("typed", "shown", "field", "told"),
    [
        ("1,200 万元", "1200.0000", MONEY, "已按“1,200 万元”= 1200.0000 万元存入"),
        ("1.2亿", "12000.0000", MONEY, "已按“1.2亿”= 12000.0000 万元存入"),
        ("１２", "12", COUNT, "已按“１２”= 12 家存入"),
        ("12.5", "12.5000", MONEY, ""),
        ("12", "12", COUNT, ""),
        ("", "", COUNT, ""),
        ("2023.3.5", "2023-03-05", DAY, "已按“2023.3.5”= 2023-03-05 存入"),
        ("2023-03-05", "2023-03-05", DAY, ""),
    ],
)
def test_what_was_understood_is_told_where_it_was_written_otherwise(
    typed: str, shown: str, field: Field, told: str
) -> None:
    assert tell_understood(typed, shown, field) == told
