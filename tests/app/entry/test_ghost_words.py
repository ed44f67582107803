from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.app.entry.ghost_words import GhostWords, tell_ghost
from baise_desktop.form.definition import Field, FieldType

AMOUNT = Field(key="amount", name="金额", type=FieldType.DECIMAL)
TITLE = Field(key="title", name="名称", type=FieldType.TEXT)


@pytest.mark.parametrize(
    ("question", "now", "then", "words"),
    [
        (TITLE, "甲", "甲", None),
        (TITLE, "甲", "", None),
        (TITLE, "", "甲\n乙", GhostWords("上期 甲 乙")),
        (AMOUNT, "", "10", GhostWords("上期 10")),
        (AMOUNT, "10", "10.00", None),
        (AMOUNT, "11", "10", GhostWords("上期 10 ▲10%")),
        (AMOUNT, "9.95", "10", GhostWords("上期 10 ▼0.5%")),
        (AMOUNT, "13", "10", GhostWords("上期 10 ▲30%")),
        (AMOUNT, "13.1", "10", GhostWords("上期 10 ▲31% 变动大", large=True)),
        (AMOUNT, "-5", "10", GhostWords("上期 10 ▼150% 变动大", large=True)),
        (AMOUNT, "5", "0", GhostWords("上期 0")),
        (AMOUNT, "很多", "10", GhostWords("上期 10")),
        (AMOUNT, "不适用", "10", GhostWords("上期 10")),
    ],
)
def test_the_words_beside_a_cell(question: Field, now: str, then: str, words: GhostWords | None) -> None:
    assert tell_ghost(question, now, then, comparable=True) == words


def test_periods_of_another_length_are_not_compared_in_percent() -> None:
    assert tell_ghost(AMOUNT, "30", "10", comparable=False) == GhostWords("上期 10")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4), st.decimals(1, 10**9, places=4))
def test_a_large_change_is_one_over_thirty_percent(now: Decimal, then: Decimal) -> None:
    words = tell_ghost(AMOUNT, str(now), str(then), comparable=True)
    assert (words is not None and words.large) == (abs(now - then) * 100 > then * 30)
    assert words is None or words.large == ("变动大" in words.text)
