"""The unified social credit code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.form.uscc import are_usccs, check_character, is_uscc

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_BODY = st.builds(
    "{}{}{}".format,
    st.text(_ALPHABET, min_size=2, max_size=2),
    st.integers(100000, 999999),
    st.text(_ALPHABET, min_size=9, max_size=9),
)


def test_the_example_of_the_standard() -> None:
    assert is_uscc("91350100M000100Y43")


@given(_BODY)
def test_the_weights_are_those_printed_in_the_standard(body: str) -> None:
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    total = sum(_ALPHABET.index(character) * weight for character, weight in zip(body, weights, strict=True))
    assert check_character(body) == _ALPHABET[(31 - total % 31) % 31]


@given(_BODY, st.integers(0, 16), st.sampled_from(_ALPHABET))
def test_any_single_wrong_character_is_noticed(body: str, place: int, other: str) -> None:
    code = body + check_character(body)
    assert is_uscc(code)
    changed = code[:place] + other + code[place + 1 :]
    assert is_uscc(changed) == (changed == code)


@pytest.mark.parametrize(
    "code", ["", "91350100M000100Y4", "91350100m000100y43", "91350100M000100Y4I", "91350100M000100Y43 "]
)
def test_other_shapes(code: str) -> None:
    assert not is_uscc(code)


_CODE = _BODY.map(lambda body: body + check_character(body))
_CHANGED = st.builds(
    lambda code, place, other: code[:place] + other + code[place + 1 :],
    _CODE,
    st.integers(0, 17),
    st.sampled_from([*_ALPHABET, "I", "a", " ", "\n", "é", "字", "", "00"]),
)


@given(st.lists(_CODE, max_size=40))
def test_many_right_codes_are_right_together(codes: list[str]) -> None:
    assert are_usccs(codes)


@given(st.lists(_CODE, max_size=5), st.one_of(_CHANGED, st.text(max_size=20)), st.lists(_CODE, max_size=5))
def test_a_wrong_code_among_many_is_noticed(before: list[str], changed: str, after: list[str]) -> None:
    assert are_usccs([*before, changed, *after]) == is_uscc(changed)


def test_two_wrong_codes_do_not_make_up_for_each_other() -> None:
    right = "91350100M000100Y43"
    assert not are_usccs([right[:17], right + "9"])
    assert not are_usccs([right[:-1] + "2", right[:-1] + "4"])
