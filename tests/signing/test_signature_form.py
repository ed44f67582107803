"""Signatures that some library accepts and this program does not. Numbers are those of the list of bad inputs."""

from collections.abc import Callable
from typing import Any

import pytest
from asn1crypto import cms, core
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from baise_desktop.errors import BaiseError
from baise_desktop.signing.signature_form import read_signature
from baise_desktop.signing.verification import verify_bytes
from tests.pki import NOW, PINGGUO, LibrarySigner, PublicKeyInfrastructure, certificate, subject

DATA = b"manifest"
Change = Callable[[Any], None]


@pytest.fixture(scope="module")
def genuine(keys: PublicKeyInfrastructure) -> bytes:
    return keys.signer(PINGGUO).sign(DATA, NOW)


def resigned(keys: PublicKeyInfrastructure, der: bytes, change: Change) -> bytes:
    """The signature with its attributes changed, and signed anew by the right key."""
    content = cms.ContentInfo.load(der)
    signer = content["content"]["signer_infos"][0]
    attributes = list(signer["signed_attrs"])
    change(attributes)
    signer["signed_attrs"] = cms.CMSAttributes(attributes)
    signed = signer["signed_attrs"].untag().dump(force=True)
    signer["signature"] = keys.units[PINGGUO].key.sign(signed, padding.PKCS1v15(), hashes.SHA256())
    return bytes(content.dump(force=True))


def changed(der: bytes, change: Change) -> bytes:
    content = cms.ContentInfo.load(der)
    change(content["content"])
    return bytes(content.dump(force=True))


def refusal(keys: PublicKeyInfrastructure, der: bytes, data: bytes = DATA) -> str:
    status = verify_bytes(data, der, keys.anchors, NOW)
    assert not status.trusted
    return status.code


def attribute(name: str) -> Callable[[Any], bool]:
    return lambda each: each["type"].native == name


def drop(name: str) -> Change:
    def change(attributes: list[Any]) -> None:
        attributes[:] = [each for each in attributes if not attribute(name)(each)]

    return change


def double(name: str) -> Change:
    def change(attributes: list[Any]) -> None:
        attributes.extend([each.copy() for each in attributes if attribute(name)(each)])

    return change


def set_value(name: str, value: object) -> Change:
    def change(attributes: list[Any]) -> None:
        next(filter(attribute(name), attributes))["values"] = [value]

    return change


def two_values(name: str) -> Change:
    def change(attributes: list[Any]) -> None:
        values = next(filter(attribute(name), attributes))["values"]
        values.append(values[0].copy())

    return change


def add_unknown(attributes: list[Any]) -> None:
    attributes.append(cms.CMSAttribute({"type": "1.2.3.4", "values": [core.Null()]}))


WRONG_DIGEST = set_value("message_digest", b"\0" * 32)


def test_nothing_changed_is_accepted(keys: PublicKeyInfrastructure, genuine: bytes) -> None:
    assert verify_bytes(DATA, resigned(keys, genuine, lambda _: None), keys.anchors, NOW).trusted


@pytest.mark.parametrize("der", [b"", b"random bytes", b"\x30\x03\x02\x01\x01", b"0\x80" + b"\0" * 40])
def test_058_no_signature(keys: PublicKeyInfrastructure, der: bytes) -> None:
    assert refusal(keys, der) == "SIG"


def test_060_attributes_passed_off_as_content(keys: PublicKeyInfrastructure, genuine: bytes) -> None:
    signer = cms.ContentInfo.load(genuine)["content"]["signer_infos"][0]
    attributes = signer["signed_attrs"].untag().dump()
    forged = changed(genuine, lambda signed: signed["signer_infos"][0].__delitem__("signed_attrs"))
    assert refusal(keys, forged, attributes) == "SIG"


def test_061_no_signed_attributes(keys: PublicKeyInfrastructure, genuine: bytes) -> None:
    def change(signed: Any) -> None:
        signer = signed["signer_infos"][0]
        del signer["signed_attrs"]
        signer["signature"] = keys.units[PINGGUO].key.sign(DATA, padding.PKCS1v15(), hashes.SHA256())

    assert refusal(keys, changed(genuine, change)) == "SIG"


@pytest.mark.parametrize(
    "change",
    [
        drop("message_digest"),
        double("message_digest"),
        two_values("message_digest"),
        two_values("signing_certificate_v2"),
        WRONG_DIGEST,
        drop("content_type"),
        set_value("content_type", "signed_data"),
        drop("signing_time"),
        drop("signing_certificate_v2"),
        add_unknown,
    ],
    ids=[
        "062 none",
        "062 two",
        "two values",
        "two certificates",
        "062 other",
        "063 none",
        "063 other",
        "no time",
        "no certificate",
        "unknown",
    ],
)
def test_062_063_attributes(keys: PublicKeyInfrastructure, genuine: bytes, change: Change) -> None:
    signature = resigned(keys, genuine, change)
    assert refusal(keys, signature) == "SIG"
    if change is not WRONG_DIGEST:
        with pytest.raises(BaiseError, match=r"SIG.*签名属性"):
            read_signature(signature)


@pytest.mark.parametrize("digest", ["sha1", "sha512"])
def test_065_other_digests(keys: PublicKeyInfrastructure, digest: str) -> None:
    identity = keys.units[PINGGUO]
    signature = LibrarySigner(identity.key, identity.certificate).sign(DATA, NOW, digest)
    assert refusal(keys, signature) == "ALG"


def test_066_short_key(keys: PublicKeyInfrastructure) -> None:
    key = rsa.generate_private_key(65537, 1024)
    leaf = certificate(keys.root, key, subject("平果市科技局", PINGGUO))
    assert refusal(keys, LibrarySigner(key, leaf).sign(DATA, NOW)) == "ALG"


def test_068_signers(genuine: bytes) -> None:
    def none(signed: Any) -> None:
        signed["signer_infos"] = []

    def two(signed: Any) -> None:
        signed["signer_infos"].append(signed["signer_infos"][0].copy())

    for change in (none, two):
        with pytest.raises(BaiseError, match=r"SIG.*签名人必须恰好一个"):
            read_signature(changed(genuine, change))


def test_070_content_of_its_own(genuine: bytes) -> None:
    def change(signed: Any) -> None:
        signed["encap_content_info"] = {"content_type": "data", "content": b"other"}

    with pytest.raises(BaiseError, match=r"SIG.*夹带"):
        read_signature(changed(genuine, change))


def test_071_bytes_behind_the_end(genuine: bytes) -> None:
    with pytest.raises(BaiseError, match=r"SIG.*编码不规范"):
        read_signature(genuine + b"\0")


def test_071_indefinite_length(keys: PublicKeyInfrastructure, genuine: bytes) -> None:
    assert genuine[:2] == b"\x30\x82"
    assert refusal(keys, b"\x30\x80" + genuine[4:] + b"\0\0") == "SIG"


def test_071_longer_length_than_needed(keys: PublicKeyInfrastructure, genuine: bytes) -> None:
    assert refusal(keys, b"\x30\x83\x00" + genuine[2:]) == "SIG"


def test_087_unsigned_attribute(keys: PublicKeyInfrastructure, genuine: bytes) -> None:
    def change(signed: Any) -> None:
        added = cms.CMSAttribute({"type": "1.2.3.4", "values": [core.Null()]})
        signed["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([added])

    assert refusal(keys, changed(genuine, change)) == "SIG"


def test_no_certificate(keys: PublicKeyInfrastructure, genuine: bytes) -> None:
    assert refusal(keys, changed(genuine, lambda signed: signed.__setitem__("certificates", []))) == "SIG"


def test_every_flipped_byte_is_refused_by_code(keys: PublicKeyInfrastructure, genuine: bytes) -> None:
    for position in range(0, len(genuine), 11):
        flipped = bytearray(genuine)
        flipped[position] ^= 1 << position % 8
        status = verify_bytes(DATA, bytes(flipped), keys.anchors, NOW)
        if status.trusted:
            # Only what travels along unsigned may change: the root's own copy.
            assert status.certificate == keys.units[PINGGUO].certificate
            assert status.signed_at == NOW


@pytest.mark.parametrize("cut", [1, 2, 3, 100, 2000])
def test_truncated(genuine: bytes, cut: int) -> None:
    with pytest.raises(BaiseError, match="SIG"):
        read_signature(genuine[:-cut])
