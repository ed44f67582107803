"""The city's root certificate, the keys below it, and its list of revoked certificates.

Source: RFC 5280; profile as decided for standard tools: RSA-3072, SHA-256, emailProtection, so that plain
`openssl cms -verify` accepts what the keys sign.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from baise_desktop.errors import BaiseError
from baise_desktop.signing.certificates import parse, public_key_bytes

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.x509 import CertificateBuilder, KeyUsage, Name

KEY_BITS = 3072
ROOT_DAYS = 20 * 365
LEAF_DAYS = 5 * 365
LIST_DAYS = 400
"""How long a revocation list speaks: a year of task packs, and a month to spare."""
_SKEW = timedelta(days=1)
"""Clocks of two offices may differ by this much."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A private key and its certificate."""

    key: "RSAPrivateKey" = field(repr=False)
    certificate: bytes
    """DER."""


@dataclass(frozen=True, slots=True)
class Revocation:
    """One certificate that is no longer to be trusted."""

    certificate: bytes
    """DER."""
    at: datetime
    """UTC."""


def make_root(city_name: str, now: datetime, generation: int = 1) -> Identity:
    """The city's own root: a key and a self-signed certificate that may issue leaves and nothing deeper.

    Args:
        city_name: Chinese name, for people.
        now: aware time.
        generation: 2 for the root after the first, which must not bear the same name.
    """
    from cryptography import x509

    key = _make_key()
    numbered = f" G{generation}" if generation > 1 else ""
    name = _name(f"{city_name} 根证书{numbered}", city_name)
    builder = _builder(name, name, now, ROOT_DAYS).public_key(key.public_key())
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_key_usage(authority=True), critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    return Identity(key, _sign(builder, key))


def certify_successor(root: Identity, successor: bytes, now: datetime) -> bytes:
    """A certificate of a new root's key under the old root: who believes the old one may believe the new one.

    Args:
        root: the old root.
        successor: DER of the new root's certificate.
        now: aware time.

    Returns:
        DER.
    """
    from cryptography import x509

    old, new = parse(root.certificate), parse(successor)
    builder = x509.CertificateBuilder().subject_name(new.subject).issuer_name(old.subject)
    builder = builder.serial_number(x509.random_serial_number()).public_key(new.public_key())
    builder = builder.not_valid_before(now - _SKEW).not_valid_after(old.not_valid_after_utc)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_key_usage(authority=True), critical=True)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key())
    return _sign(builder.add_extension(issuer, critical=False), root.key)


def make_request(unit: str, unit_name: str, now: datetime, key: "RSAPrivateKey | None" = None) -> Identity:
    """A unit's new key, with a certificate signed by that key itself, for the enrolment request.

    Args:
        unit: unit id, such as `c.pingguo`.
        unit_name: Chinese name, for people.
        now: aware time.
        key: one that there is already, on a token; else one is made.
    """
    from cryptography import x509

    key = key or _make_key()
    name = _name(unit_name, unit_name, unit)
    builder = _leaf_extensions(_builder(name, name, now, LEAF_DAYS).public_key(key.public_key()))
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    return Identity(key, _sign(builder, key))


def issue(root: Identity, request: bytes, unit: str, unit_name: str, now: datetime, days: int = LEAF_DAYS) -> bytes:
    """The certificate of a unit, or of the city as a sender.

    Args:
        root: the city's root.
        request: DER of a certificate that holds the public key.
        unit: unit id that the certificate is to speak for.
        unit_name: Chinese name, for people.
        now: aware time.
        days: how long it holds; never longer than the root.

    Returns:
        DER.
    """
    from cryptography import x509

    public_key = parse(request).public_key()
    builder = _builder(_name(unit_name, unit_name, unit), parse(root.certificate).subject, now, days)
    builder = _leaf_extensions(builder.public_key(public_key))
    builder = builder.add_extension(
        x509.SubjectKeyIdentifier.from_public_key(public_key),
        critical=False,
    )
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key())
    return _sign(builder.add_extension(issuer, critical=False), root.key)


def make_revocation_list(
    root: Identity, revoked: Sequence[Revocation], number: int, now: datetime, days: int = LIST_DAYS
) -> bytes:
    """A revocation list (CRL) of the root.

    Args:
        root: the city's root.
        revoked: every certificate revoked so far.
        number: rises with every list.
        now: aware time.
        days: how long the list holds from then.

    Returns:
        DER.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.serialization import Encoding

    builder = x509.CertificateRevocationListBuilder().issuer_name(parse(root.certificate).subject)
    builder = builder.last_update(now - _SKEW).next_update(now + timedelta(days=days))
    for each in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(parse(each.certificate).serial_number)
        builder = builder.add_revoked_certificate(entry.revocation_date(each.at).build())
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key())
    builder = builder.add_extension(x509.CRLNumber(number), critical=False).add_extension(issuer, critical=False)
    return builder.sign(root.key, hashes.SHA256()).public_bytes(Encoding.DER)


def to_pkcs12(identity: Identity, passphrase: str) -> bytes:
    """The key and its certificate, locked with a passphrase."""
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
    from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

    lock = BestAvailableEncryption(passphrase_bytes(passphrase))
    return serialize_key_and_certificates(None, identity.key, parse(identity.certificate), None, lock)


def open_pkcs12(data: bytes, passphrase: str, certificate: bytes | None = None) -> Identity:
    """The key of a PKCS#12 file, and its certificate.

    Args:
        data: the file's bytes.
        passphrase: as typed.
        certificate: DER of a newer certificate of the same key, taken instead of the one in the file.

    Raises:
        BaiseError: PASSPHRASE, wrong or the file is no PKCS#12 file; KEY_MISMATCH, `certificate` is of another key.
    """
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates

    try:
        key, own, _ = load_key_and_certificates(data, passphrase_bytes(passphrase))
    except ValueError:
        raise BaiseError("PASSPHRASE") from None
    if not isinstance(key, RSAPrivateKey) or own is None:
        raise BaiseError("PASSPHRASE")
    held = own.public_bytes(Encoding.DER)
    if certificate is not None and public_key_bytes(certificate) != public_key_bytes(held):
        raise BaiseError("KEY_MISMATCH")
    return Identity(key, certificate or held)


def passphrase_bytes(passphrase: str) -> bytes:
    """The passphrase as it locks a file: the same however the keyboard composed it."""
    return unicodedata.normalize("NFC", passphrase).encode()


def _make_key() -> "RSAPrivateKey":
    from cryptography.hazmat.primitives.asymmetric import rsa

    return rsa.generate_private_key(65537, KEY_BITS)


def _name(common_name: str, organisation: str, unit: str = "") -> "Name":
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    attributes = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
        x509.NameAttribute(NameOID.STATE_OR_PROVINCE_NAME, "广西壮族自治区"),
        x509.NameAttribute(NameOID.LOCALITY_NAME, "百色市"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
        *([x509.NameAttribute(NameOID.SERIAL_NUMBER, unit)] if unit else []),
        x509.NameAttribute(NameOID.COMMON_NAME, common_name),
    ]
    return x509.Name(attributes)


def _builder(subject: "Name", issuer: "Name", now: datetime, days: int) -> "CertificateBuilder":
    from cryptography import x509

    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer)
    builder = builder.serial_number(x509.random_serial_number())
    return builder.not_valid_before(now - _SKEW).not_valid_after(now + timedelta(days=days))


def _leaf_extensions(builder: "CertificateBuilder") -> "CertificateBuilder":
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID

    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_key_usage(authority=False), critical=True)
    return builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)


def _key_usage(*, authority: bool) -> "KeyUsage":
    from cryptography import x509

    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _sign(builder: "CertificateBuilder", key: "RSAPrivateKey") -> bytes:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.serialization import Encoding

    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)
