"""The unified social credit code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.form.uscc import check_character, is_uscc

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
