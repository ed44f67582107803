"""Who may sign a submission, and who may not. Numbers are those of the list of bad inputs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.exchange.header import CITY
from baise_desktop.exchange.trust import TrustedUnit
from baise_desktop.form.record import to_line
from baise_desktop.signing.authority import Identity, Revocation, issue, make_revocation_list
from baise_desktop.signing.cades import IdentitySigner
from tests.exchange.workshop import Workshop, record
from tests.pki import FOUNDED, LINGYUN, NOW, PINGGUO


def test_mixing_two_genuine_packages_is_refused(workshop: Workshop) -> None:
    one = {file.name: file for file in workshop.files()}
    workshop.header_changes["version"] = 2
    with pytest.raises(AssertionError):
        assert one == {file.name: file for file in workshop.files()}
    first = Workshop(workshop.keys, workshop.forms).pack()
    second = workshop.pack()
    start, end = b"PK\x03\x04", b"META-INF/ASiCManifest001.xml"
    mixed = first[: first.index(end) - 30] + second[second.index(end) - 30 :]
    assert first.startswith(start)
    assert workshop.refusal(mixed)


@pytest.mark.parametrize(
    ("crime", "code"),
    [
        ("expired", "TRUST"),
        ("not_yet_valid", "TRUST"),
        ("for_servers_only", "TRUST"),
        ("for_encryption_only", "TRUST"),
        ("issued_by_a_leaf", "TRUST"),
        ("issued_by_a_look_alike", "TRUST"),
        ("not_admitted", "TRUST"),
    ],
)
def test_072_to_077_villains(workshop: Workshop, crime: str, code: str) -> None:
    workshop.signer = workshop.keys.villain(crime)
    assert workshop.refusal() == code


def test_075_both_dates_are_told(workshop: Workshop) -> None:
    workshop.signer = workshop.keys.villain("expired")
    with pytest.raises(BaiseError) as caught:
        workshop.open()
    assert "2023-07-09" in caught.value.sentence
    assert NOW.date().isoformat() in caught.value.sentence


@pytest.mark.parametrize("other", [LINGYUN, CITY])
def test_078_anothers_key_on_this_units_package(workshop: Workshop, other: str) -> None:
    workshop.signer = workshop.keys.signer(other)
    assert workshop.refusal() == "AUTHORITY"


def test_078_anothers_records_under_ones_own_key(workshop: Workshop) -> None:
    foreign = replace(record(1), unit=LINGYUN)
    workshop.lines[0] = to_line(foreign, workshop.forms["r.firms"])
    assert workshop.refusal() == "AUTHORITY"


def test_080_revoked(workshop: Workshop) -> None:
    crl = workshop.keys.revoked(PINGGUO, NOW - timedelta(days=1))
    workshop.trust = replace(workshop.trust, crl=crl)
    assert workshop.refusal() == "REVOKED"


def test_080_revoked_after_a_package(workshop: Workshop) -> None:
    certificate = workshop.signer.certificate
    crl = workshop.keys.revoked(PINGGUO, NOW - timedelta(days=1))
    workshop.trust = workshop.trust.with_revocation(certificate, 4, crl)
    workshop.header_changes = {"seq": 4, "prev": "a" * 64}
    assert workshop.refusal() == ""
    workshop.header_changes = {"seq": 5, "prev": "a" * 64}
    assert workshop.refusal() == "REVOKED"


def test_080_revoked_after_a_package_though_the_list_does_not_name_it(workshop: Workshop) -> None:
    workshop.trust = workshop.trust.with_revocation(workshop.signer.certificate, 0, workshop.keys.crl)
    assert workshop.refusal() == "REVOKED"


def test_086_old_packages_stand_beside_a_new_key(workshop: Workshop) -> None:
    keys = workshop.keys
    old = workshop.pack()
    renewed = issue(keys.root, keys.requests[LINGYUN].certificate, PINGGUO, "平果市科技局", FOUNDED)
    workshop.trust = workshop.trust.with_unit(TrustedUnit(PINGGUO, renewed, 2))
    workshop.signer = IdentitySigner(Identity(keys.units[LINGYUN].key, renewed), (keys.root.certificate,))
    assert workshop.open(old).certificate == keys.units[PINGGUO].certificate
    assert workshop.open().certificate == renewed


def test_084_for_somebody_else(workshop: Workshop) -> None:
    workshop.header_changes["recipient"] = "city.hechi"
    assert workshop.refusal() == "RECIPIENT"


def test_a_certificate_revoked_for_the_city_is_refused_everywhere(workshop: Workshop) -> None:
    crl = make_revocation_list(workshop.keys.root, [Revocation(workshop.signer.certificate, FOUNDED)], 2, FOUNDED)
    workshop.trust = replace(workshop.trust, crl=crl)
    assert workshop.refusal() == "REVOKED"
