"""What a certificate says: whose it is, how long it holds, and the fingerprint to read over the telephone."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from baise_desktop.errors import BaiseError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate, Name
    from cryptography.x509.oid import ObjectIdentifier


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """What people and checks need to know of a certificate."""

    unit: str
    """Unit id, from the subject's serialNumber; empty when there is none."""
    subject: str
    """Common name of the subject."""
    issuer: str
    """Common name of the issuer."""
    serial: int
    not_before: datetime
    """UTC."""
    not_after: datetime
    """UTC."""
    fingerprint: str
    """Eight groups of four upper-case hex digits over the public key."""


@lru_cache(maxsize=256)
def read_certificate(der: bytes) -> CertificateFacts:
    """The facts of a DER certificate.

    Raises:
        BaiseError: CERTIFICATE, the bytes are no certificate.
    """
    try:
        return _read(der)
    except ValueError:
        # The library looks at names and times only when it is asked for them.
        raise BaiseError("CERTIFICATE") from None


def _read(der: bytes) -> CertificateFacts:
    from cryptography.x509.oid import NameOID

    certificate = parse(der)
    return CertificateFacts(
        unit=_attribute(certificate.subject, NameOID.SERIAL_NUMBER),
        subject=_attribute(certificate.subject, NameOID.COMMON_NAME),
        issuer=_attribute(certificate.issuer, NameOID.COMMON_NAME),
        serial=certificate.serial_number,
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        fingerprint=fingerprint(der),
    )


def parse(der: bytes) -> "Certificate":
    """The certificate as the library's object. Raises: BaiseError CERTIFICATE."""
    from cryptography import x509

    try:
        return x509.load_der_x509_certificate(der)
    except (ValueError, TypeError, x509.InvalidVersion):
        raise BaiseError("CERTIFICATE") from None


def public_key_bytes(der: bytes) -> bytes:
    """DER of the certificate's SubjectPublicKeyInfo. Raises: BaiseError CERTIFICATE."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    try:
        return parse(der).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    except (ValueError, UnsupportedAlgorithm):
        raise BaiseError("CERTIFICATE") from None


def fingerprint(der: bytes) -> str:
    """Eight groups of four upper-case hex digits, joined by hyphens: the first 128 bits of SHA-256 over the public key.

    Raises:
        BaiseError: CERTIFICATE.
    """
    digits = hashlib.sha256(public_key_bytes(der)).hexdigest()[:32].upper()
    return "-".join(digits[start : start + 4] for start in range(0, 32, 4))


def same_fingerprint(given: str, expected: str) -> bool:
    """Whether a fingerprint typed by a person is the expected one; spaces, hyphens and case do not count."""
    return _bare(given) == _bare(expected)


def passes_on(link: bytes, old_root: bytes, new_root: bytes) -> bool:
    """Whether `link` is a certificate by which the old root vouches for the key of the new one; all are DER.

    Raises:
        BaiseError: CERTIFICATE.
    """
    from cryptography.exceptions import InvalidSignature

    try:
        parse(link).verify_directly_issued_by(parse(old_root))
    except (InvalidSignature, ValueError, TypeError):
        return False
    return public_key_bytes(link) == public_key_bytes(new_root)


def to_pem(der: bytes) -> bytes:
    """The certificate as PEM, for standard tools. Raises: BaiseError CERTIFICATE."""
    from cryptography.hazmat.primitives.serialization import Encoding

    return parse(der).public_bytes(Encoding.PEM)


def from_pem_bundle(pem: bytes) -> tuple[bytes, ...]:
    """DER of every certificate of a PEM file. Raises: BaiseError CERTIFICATE."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        return tuple(each.public_bytes(Encoding.DER) for each in x509.load_pem_x509_certificates(pem))
    except ValueError:
        raise BaiseError("CERTIFICATE") from None


def _attribute(name: "Name", kind: "ObjectIdentifier") -> str:
    values = name.get_attributes_for_oid(kind)
    return str(values[0].value) if len(values) == 1 else ""


def _bare(text: str) -> str:
    return "".join(text.split()).replace("-", "").upper()
