"""Items A004 and A005: cut short at every byte, every bit turned; refused, or read as the very same.

In full on the smallest receipt there is, and at 2,000 places of a whole submission, of which a quarter is tried each
time and the rest by `make check-slow`.
"""

import io
import random
from collections.abc import Iterator
from dataclasses import fields

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.installation.form_versions import forms_by_version
from baise_desktop.app.keys.trust import require_trust
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.receipt import SignedReceipt, read_receipt
from baise_desktop.exchange.unseal import unseal
from baise_desktop.exchange.verified_package import VerifiedPackage
from tests.round_trip import PINGGUO
from tests.villains.estate import NOW, Estate, unpacked
from tests.villains.refusal import Ward

PLACES, SHARES = 2_000, 4
CUT_SHORT = {"NOT_PACKAGE", "FRAME"}
MEANINGLESS = 8
"""Most bits of one packed file that mean nothing: those behind the end of a deflate stream."""


@pytest.fixture(scope="session")
def smallest(estate: Estate) -> bytes:
    """A receipt without words for people."""
    files = unpacked(estate.receipt)
    data = estate.letter({name: files[name] for name in ("header.json", "body.json")})
    assert len(data) < 6_000
    return data


def turned(data: bytes, bits: Iterator[int]) -> Iterator[bytes]:
    """The data with one bit turned, each of them in turn."""
    spoilt = bytearray(data)
    for bit in bits:
        spoilt[bit // 8] ^= 1 << bit % 8
        yield bytes(spoilt)
        spoilt[bit // 8] ^= 1 << bit % 8


def opened(county: Desk, data: bytes) -> SignedReceipt | str:
    """What the receipt says, or the code with which it is refused."""
    try:
        return read_receipt(io.BytesIO(data), PINGGUO, require_trust(county), NOW)
    except BaiseError as error:
        return error.code


def received(city: Desk, data: bytes) -> VerifiedPackage | str:
    """What the submission says, or the code with which it is refused."""
    try:
        return unseal(io.BytesIO(data), require_trust(city), forms_by_version(city), NOW)
    except BaiseError as error:
        return error.code


def test_a004_the_smallest_receipt_cut_short_anywhere(county: Desk, smallest: bytes) -> None:
    assert {opened(county, smallest[:length]) for length in range(len(smallest))} <= CUT_SHORT


@pytest.mark.parametrize("bit", range(8))
def test_a005_every_bit_of_the_smallest_receipt(county: Desk, smallest: bytes, bit: int) -> None:
    genuine = opened(county, smallest)
    assert isinstance(genuine, SignedReceipt)
    found = [opened(county, data) for data in turned(smallest, iter(range(bit, 8 * len(smallest), 8)))]
    read = [each for each in found if isinstance(each, SignedReceipt)]
    assert [each for each in read if each != genuine] == []
    assert len(read) <= MEANINGLESS


def test_a004_a_submission_cut_short_at_many_places(ward: Ward) -> None:
    whole = ward.estate.april
    lengths = random.Random(4).sample(range(len(whole)), PLACES)
    assert {received(ward.city, whole[:length]) for length in lengths} <= CUT_SHORT
    ward.refuse_frame(whole[: lengths[0]], "FRAME")


@pytest.mark.parametrize("share", [0, *(pytest.param(each, marks=pytest.mark.slow) for each in range(1, SHARES))])
def test_a005_bits_of_a_submission(ward: Ward, share: int) -> None:
    whole = ward.estate.april
    genuine = received(ward.city, whole)
    assert isinstance(genuine, VerifiedPackage)
    bits = random.Random(5).sample(range(8 * len(whole)), PLACES)[share::SHARES]
    for data in turned(whole, iter(bits)):
        found = received(ward.city, data)
        if isinstance(found, VerifiedPackage):
            # The same package in other bytes: the file's own digest is all that differs.
            names = [each.name for each in fields(found) if each.name not in {"file_digest", "source"}]
            assert [getattr(found, name) for name in names] == [getattr(genuine, name) for name in names]
    ward.take_good()
