"""The ten digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.exchange.telephone import is_code, read_code, receipt_code, shown_code

NONCES, IDENTITIES = st.binary(min_size=16, max_size=16), st.from_regex(r"[0-9a-f]{64}", fullmatch=True)


@given(NONCES, IDENTITIES)
def test_a_code_is_ten_digits_and_read_however_it_is_spaced(nonce: bytes, identity: str) -> None:
    code = receipt_code(nonce, identity)
    assert len(code) == 10
    assert code.isdigit()
    for typed in (code, shown_code(code), f" {code[:3]}-{code[3:6]}－{code[6:]}　"):
        assert read_code(typed) == code
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    assert read_code(wide) == code
    assert is_code(code, nonce, identity)


@given(NONCES, IDENTITIES, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_noticed_at_once(nonce: bytes, identity: str, place: int, off: int) -> None:
    code = receipt_code(nonce, identity)
    wrong = f"{code[:place]}{(int(code[place]) + off) % 10}{code[place + 1 :]}"
    assert read_code(wrong) == ""


@given(NONCES, IDENTITIES, IDENTITIES)
def test_a_code_is_of_one_package(nonce: bytes, identity: str, other: str) -> None:
    assert (receipt_code(nonce, identity) == receipt_code(nonce, other)) == (identity == other)


def test_the_code_is_what_it_is_documented_to_be() -> None:
    assert shown_code(receipt_code(bytes(range(16)), "ab" * 32)) == "702 840 0911"


@pytest.mark.parametrize("typed", ["", "123", "12345678901", "abcdefghij", "１２３", "12345 6789", "²²²²²²²²²²"])
def test_what_no_code_looks_like(typed: str) -> None:
    assert read_code(typed) == ""
