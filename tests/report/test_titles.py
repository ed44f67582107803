from datetime import date

import pytest

from baise_desktop.report.titles import long_date, numeral, title_lines


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (69, "六十九"),
        (100, "一百"),
        (104, "一百〇四"),
        (111, "一百一十一"),
    ],
)
def test_numerals(number: int, text: str) -> None:
    assert numeral(number) == text


def test_titles_break_where_the_sense_does() -> None:
    assert title_lines("百色市科技创新支撑产业高质量发展三年行动实施方案（2018—2020年）", 20.1) == (
        "百色市科技创新支撑产业高质量发展",
        "三年行动实施方案（2018—2020年）",
    )
    assert title_lines("百色市科技目标数值表", 20.1) == ("百色市科技目标数值表",)
    assert title_lines("无" * 30, 20.1) == ("无" * 30,)


def test_dates_as_documents_write_them() -> None:
    assert long_date(date(2023, 7, 5)) == "2023年7月5日"
