"""Receipts and returns are read strictly; villains are refused by name."""

import io
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate

from baise_desktop.errors import BaiseError
from baise_desktop.exchange.container import open_container
from baise_desktop.exchange.header import CITY, Kind
from baise_desktop.exchange.receipt import Receipt, read_receipt, write_receipt
from baise_desktop.exchange.return_package import Comment, ReturnNote, comment_finding, read_return, write_return
from baise_desktop.exchange.signed_body import AnsweredSubmission, DecisionReference, write_body
from baise_desktop.exchange.zip_layout import MANIFEST, SIGNATURE
from baise_desktop.form.canonical import Json
from tests import pki
from tests.pki import LINGYUN, NOW, PINGGUO, PublicKeyInfrastructure

ANSWERED = AnsweredSubmission("a" * 64, "b" * 64, PINGGUO, "p2", "2023Q1", 1)
RETURNED = DecisionReference("c" * 64, 7, "return", NOW)
ACCEPTED = DecisionReference("d" * 64, 8, "accept", NOW)
RECEIPT = Receipt(answered=ANSWERED, state="received", received_at=NOW, journal="e" * 64, decisions=())
NOTE = ReturnNote(
    answered=ANSWERED,
    decision=RETURNED,
    reason="请核实",
    comments=(Comment("r.firms", "0192f0c4-0000-7000-8000-000000000001", "spent", "与年报不符\n请改"),),
)


@pytest.fixture(scope="module")
def receipt(keys: PublicKeyInfrastructure) -> bytes:
    return write_receipt(RECEIPT, keys.signer(CITY), NOW)


@pytest.fixture(scope="module")
def returned(keys: PublicKeyInfrastructure) -> bytes:
    return write_return(NOTE, keys.signer(CITY), NOW)


def code_of(read: Callable[[], object]) -> str:
    with pytest.raises(BaiseError) as caught:
        read()
    return caught.value.code


def test_what_was_written_is_read(keys: PublicKeyInfrastructure, receipt: bytes, returned: bytes) -> None:
    assert read_receipt(io.BytesIO(receipt), PINGGUO, keys.trust, NOW).receipt == RECEIPT
    assert read_return(io.BytesIO(returned), PINGGUO, keys.trust, NOW).note == NOTE
    assert write_receipt(RECEIPT, keys.signer(CITY), NOW) == receipt
    assert len(receipt) < 6_000


def test_the_deciding_number_is_that_of_the_acceptance() -> None:
    accepted = replace(RECEIPT, state="accepted", decisions=(RETURNED, ACCEPTED))
    assert (RECEIPT.number, accepted.number) == (0, 8)


def test_a_kind_is_refused_where_another_is_expected(
    keys: PublicKeyInfrastructure, receipt: bytes, returned: bytes
) -> None:
    assert code_of(lambda: read_receipt(io.BytesIO(returned), PINGGUO, keys.trust, NOW)) == "KIND"
    assert code_of(lambda: read_return(io.BytesIO(receipt), PINGGUO, keys.trust, NOW)) == "KIND"
    decision = write_body(Kind.DECISION, CITY, {"decisions": []}, keys.signer(CITY), NOW)
    assert code_of(lambda: read_return(io.BytesIO(decision), PINGGUO, keys.trust, NOW)) == "KIND"


def test_another_units_letter_is_refused(keys: PublicKeyInfrastructure, receipt: bytes, returned: bytes) -> None:
    assert code_of(lambda: read_receipt(io.BytesIO(receipt), LINGYUN, keys.trust, NOW)) == "RECIPIENT"
    assert code_of(lambda: read_return(io.BytesIO(returned), LINGYUN, keys.trust, NOW)) == "RECIPIENT"


def test_only_the_city_signs_letters(keys: PublicKeyInfrastructure) -> None:
    forged = write_return(NOTE, keys.signer(LINGYUN), NOW)
    assert code_of(lambda: read_return(io.BytesIO(forged), PINGGUO, keys.trust, NOW)) == "TRUST"
    own = write_receipt(RECEIPT, keys.signer(PINGGUO), NOW)
    assert code_of(lambda: read_receipt(io.BytesIO(own), PINGGUO, keys.trust, NOW)) == "TRUST"


def test_another_citys_letter_is_refused(keys: PublicKeyInfrastructure) -> None:
    other = pki.build()
    foreign = write_receipt(RECEIPT, other.signer(CITY), NOW)
    assert code_of(lambda: read_receipt(io.BytesIO(foreign), PINGGUO, keys.trust, NOW)) == "TRUST"


@pytest.mark.parametrize("which", ["receipt", "returned"])
def test_no_flipped_byte_goes_through(
    keys: PublicKeyInfrastructure, request: pytest.FixtureRequest, which: str
) -> None:
    data: bytes = request.getfixturevalue(which)
    read = {"receipt": read_receipt, "returned": read_return}[which]
    places = Random(5).sample(range(len(data)), 60)
    for place in places:
        spoilt = bytearray(data)
        spoilt[place] ^= 1 << place % 8
        code_of(lambda spoilt=spoilt: read(io.BytesIO(bytes(spoilt)), PINGGUO, keys.trust, NOW))  # type: ignore[misc]


def body_of(note: bytes) -> dict[str, Json]:
    from baise_desktop.form import canonical

    body = canonical.load(open_container(io.BytesIO(note)).read("body.json"))
    assert isinstance(body, dict)
    return body


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"extra": ""}, "SCHEMA"),
        ({"reason": "", "comments": []}, "SCHEMA"),
        ({"reason": "零宽\u200b"}, "SCHEMA"),
        ({"reason": "长" * 2_001}, "SCHEMA"),
        ({"comments": [{"form": "r.firms", "row_id": "", "field": "spent", "comment": "行呢"}]}, "SCHEMA"),
        ({"comments": [{"form": "", "row_id": "x", "field": "", "comment": "表呢"}]}, "SCHEMA"),
        ({"comments": [{"form": "r.firms", "row_id": "", "field": "", "comment": " "}]}, "SCHEMA"),
        ({"comments": [{"form": "r.firms", "row_id": "", "field": ""}]}, "SCHEMA"),
        ({"comments": [{"form": "../x", "row_id": "", "field": "", "comment": "好"}]}, "SCHEMA"),
        ({"comments": "none"}, "SCHEMA"),
        ({"decision": {"act": "accept", "at": "2023-07-10T08:00:00Z", "identity": "c" * 64, "number": 7}}, "SCHEMA"),
        ({"decision": {"act": "return", "at": "2023-07-10T08:00:00Z", "identity": "c" * 64, "number": 0}}, "SCHEMA"),
        ({"submission": {**ANSWERED.as_json(), "unit": LINGYUN}}, "AUTHORITY"),
        ({"submission": {**ANSWERED.as_json(), "period": "2023Q9"}}, "PERIOD"),
        ({"submission": {**ANSWERED.as_json(), "version": True}}, "SCHEMA"),
    ],
)
def test_a_return_is_read_strictly(
    keys: PublicKeyInfrastructure, returned: bytes, change: dict[str, Json], code: str
) -> None:
    spoilt = write_body(Kind.RETURN, PINGGUO, {**body_of(returned), **change}, keys.signer(CITY), NOW)
    assert code_of(lambda: read_return(io.BytesIO(spoilt), PINGGUO, keys.trust, NOW)) == code


@pytest.mark.parametrize(
    "change",
    [
        {"state": "returned"},
        {"state": "accepted"},
        {"journal": "E" * 64},
        {"received_at": "2023-07-10 08:00"},
        {"decisions": [ACCEPTED.as_json(), RETURNED.as_json()]},
        {"decisions": [RETURNED.as_json(), RETURNED.as_json()]},
    ],
)
def test_a_receipt_is_read_strictly(keys: PublicKeyInfrastructure, receipt: bytes, change: dict[str, Json]) -> None:
    spoilt = write_body(Kind.RECEIPT, PINGGUO, {**body_of(receipt), **change}, keys.signer(CITY), NOW)
    assert code_of(lambda: read_receipt(io.BytesIO(spoilt), PINGGUO, keys.trust, NOW)) == "SCHEMA"


def test_a_revoked_office_says_nothing_any_more(keys: PublicKeyInfrastructure, receipt: bytes) -> None:
    from baise_desktop.signing.authority import Revocation, make_revocation_list

    gone = Revocation(keys.office.certificate, NOW - timedelta(days=2))
    trust = replace(keys.trust, crl=make_revocation_list(keys.root, [gone], 2, pki.FOUNDED))
    assert code_of(lambda: read_receipt(io.BytesIO(receipt), PINGGUO, trust, NOW)) == "REVOKED"


def test_an_answer_is_bound_to_one_return() -> None:
    finding = comment_finding("f" * 64, 2, NOTE.comments[0])
    assert finding == "returned.ffffffffffff.2@r.firms@0192f0c4-0000-7000-8000-000000000001"


@pytest.mark.parametrize("which", ["receipt", "returned"])
def test_openssl_verifies_a_letter(
    keys: PublicKeyInfrastructure, request: pytest.FixtureRequest, tmp_path: Path, which: str
) -> None:
    opened = open_container(io.BytesIO(request.getfixturevalue(which)))
    root = load_der_x509_certificate(keys.root.certificate).public_bytes(Encoding.PEM)
    for name, data in (("m.xml", opened.read(MANIFEST)), ("s.p7s", opened.read(SIGNATURE)), ("root.pem", root)):
        (tmp_path / name).write_bytes(data)
    command = "openssl cms -verify -cades -binary -inform DER -in s.p7s -content m.xml -CAfile root.pem -out out"
    command += f" -purpose any -attime {int(NOW.timestamp())}"
    done = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_receipt_names_the_ones_before_it(keys: PublicKeyInfrastructure) -> None:
    """The first says that there were none; one of a time when that was not written says nothing of it."""
    for earlier, position in (((), 1), (("a" * 16, "b" * 16), 3), (None, 0)):
        said = replace(RECEIPT, earlier=earlier)
        data = write_receipt(said, keys.signer(CITY), NOW)
        read = read_receipt(io.BytesIO(data), PINGGUO, keys.trust, NOW).receipt
        assert (read, read.position) == (said, position)
