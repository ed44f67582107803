import io
from dataclasses import replace

import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.exchange.enrolment import admit, read_enrolment, write_enrolment
from baise_desktop.exchange.envelope import wrap
from baise_desktop.exchange.header import CITY, EnrolmentHeader, Kind, write_enrolment_header
from baise_desktop.exchange.inspection import inspect
from baise_desktop.exchange.package_file import PackedFile
from baise_desktop.signing.cades import IdentitySigner
from baise_desktop.signing.certificates import public_key_bytes, read_certificate
from tests.pki import NOW, PINGGUO, PublicKeyInfrastructure

HEADER = EnrolmentHeader(unit=PINGGUO, installation="9b2d", created_at=NOW)


def request(keys: PublicKeyInfrastructure, header: EnrolmentHeader) -> bytes:
    file = PackedFile("header.json", "application/json", write_enrolment_header(header))
    return wrap(Kind.ENROLMENT, [file], IdentitySigner(keys.requests[PINGGUO]), NOW)


def test_a_request_is_read_and_admitted(keys: PublicKeyInfrastructure) -> None:
    package = write_enrolment(PINGGUO, "9b2d", IdentitySigner(keys.requests[PINGGUO]), NOW)
    read = read_enrolment(io.BytesIO(package), NOW)
    assert read.header == HEADER
    entry = admit(read, read.fingerprint.replace("-", " ").lower(), keys.root, "平果市科技局", NOW)
    facts = read_certificate(entry.certificate)
    assert (entry.unit, facts.unit, facts.subject) == (PINGGUO, PINGGUO, "平果市科技局")
    assert public_key_bytes(entry.certificate) == public_key_bytes(keys.requests[PINGGUO].certificate)
    told = inspect(io.BytesIO(package), keys.anchors, NOW)
    assert (told.intact.holds, told.valid.holds, told.trusted.holds) == (True, True, False)
    assert told.fingerprint == read.fingerprint


def test_the_wrong_fingerprint_admits_nobody(keys: PublicKeyInfrastructure) -> None:
    read = read_enrolment(io.BytesIO(request(keys, HEADER)), NOW)
    for given in ("", "0000-0000", read.fingerprint[:-1] + "?"):
        with pytest.raises(BaiseError, match="FINGERPRINT"):
            admit(read, given, keys.root, "平果市科技局", NOW)


@pytest.mark.parametrize(
    ("header", "code"),
    [(replace(HEADER, unit="c.lingyun"), "AUTHORITY"), (replace(HEADER, recipient="city.hechi"), "RECIPIENT")],
)
def test_a_request_speaks_for_itself_and_to_the_city(
    keys: PublicKeyInfrastructure, header: EnrolmentHeader, code: str
) -> None:
    with pytest.raises(BaiseError, match=code):
        read_enrolment(io.BytesIO(request(keys, header)), NOW)


def test_another_kind_is_no_request(keys: PublicKeyInfrastructure) -> None:
    files = [PackedFile(name, "application/json", b'{"kind":"receipt"}') for name in ("header.json", "body.json")]
    package = wrap(Kind.RECEIPT, files, keys.signer(CITY), NOW)
    with pytest.raises(BaiseError) as caught:
        read_enrolment(io.BytesIO(package), NOW)
    assert caught.value.code in {"KIND", "TRUST"}


def test_a_flipped_byte_is_no_request(keys: PublicKeyInfrastructure) -> None:
    package = request(keys, HEADER)
    for position in range(0, len(package), 17):
        flipped = bytearray(package)
        flipped[position] ^= 1 << position % 8
        try:
            read = read_enrolment(io.BytesIO(flipped), NOW)
        except BaiseError:
            continue
        assert read.header == HEADER
