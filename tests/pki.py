"""A whole city of keys for tests: a root, honest units, and villains named after their crimes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from baise_desktop.exchange.header import CITY
from baise_desktop.exchange.trust import TrustedUnit, TrustList
from baise_desktop.signing.anchors import Anchors
from baise_desktop.signing.authority import Identity, Revocation, issue, make_request, make_revocation_list, make_root
from baise_desktop.signing.cades import IdentitySigner

NOW = datetime(2023, 7, 10, 8, 0, tzinfo=UTC)
"""The clock of every test that verifies."""
FOUNDED = NOW - timedelta(days=30)
CITY_NAME = "百色市科学技术局"
PINGGUO, LINGYUN = "c.pingguo", "c.lingyun"


@dataclass(frozen=True)
class PublicKeyInfrastructure:
    """The honest part; villains are made as they are asked for."""

    root: Identity
    office: Identity
    """The city's own signing key, certified by the root as `city.baise`."""
    requests: dict[str, Identity]
    """By unit: the key with the certificate it signed for itself."""
    units: dict[str, Identity]
    """By unit: the same keys, certified by the root."""

    @cached_property
    def crl(self) -> bytes:
        return make_revocation_list(self.root, [], 1, FOUNDED)

    @cached_property
    def anchors(self) -> Anchors:
        return Anchors((self.root.certificate,), (self.crl,))

    @cached_property
    def trust(self) -> TrustList:
        listed = tuple(TrustedUnit(unit, identity.certificate) for unit, identity in self.units.items())
        return TrustList(len(listed) + 1, self.root.certificate, listed, self.crl)

    def signer(self, unit: str) -> IdentitySigner:
        """Whoever signs for a unit, or for the city."""
        identity = self.office if unit == CITY else self.units[unit]
        return IdentitySigner(identity, (self.root.certificate,))

    def revoked(self, unit: str, at: datetime) -> bytes:
        """A revocation list that names the unit's certificate."""
        return make_revocation_list(self.root, [Revocation(self.units[unit].certificate, at)], 2, FOUNDED)

    def villain(self, crime: str) -> IdentitySigner:
        """A signer with Pingguo's key and a certificate with one thing wrong."""
        return IdentitySigner(Identity(self.units[PINGGUO].key, self._bad_certificate(crime)))

    def _bad_certificate(self, crime: str) -> bytes:
        key, name = self.units[PINGGUO].key, subject("平果市科技局", PINGGUO)
        match crime:
            case "expired":
                start, end = NOW - timedelta(days=90), NOW - timedelta(days=1)
                return certificate(self.root, key, name, start=start, end=end)
            case "not_yet_valid":
                return certificate(self.root, key, name, start=NOW + timedelta(days=1), end=NOW + timedelta(days=90))
            case "for_servers_only":
                return certificate(self.root, key, name, purposes=[ExtendedKeyUsageOID.SERVER_AUTH])
            case "for_encryption_only":
                return certificate(self.root, key, name, signs=False)
            case "issued_by_a_leaf":
                return certificate(self.units[LINGYUN], key, name)
            case "issued_by_a_look_alike":
                return certificate(make_root(CITY_NAME, FOUNDED), key, name)
            case "not_admitted":
                return certificate(self.root, key, name)
        raise KeyError(crime)


def build() -> PublicKeyInfrastructure:
    """Four keys of 3072 bits: made once per run."""
    root = make_root(CITY_NAME, FOUNDED)
    office = make_request(CITY, "百色市科技领导小组办公室", FOUNDED)
    requests = {
        PINGGUO: make_request(PINGGUO, "平果市科技局", FOUNDED),
        LINGYUN: make_request(LINGYUN, "凌云县科技局", FOUNDED),
    }
    units = {
        unit: Identity(each.key, issue(root, each.certificate, unit, unit, FOUNDED)) for unit, each in requests.items()
    }
    city = Identity(office.key, issue(root, office.certificate, CITY, "百色市科技领导小组办公室", FOUNDED))
    return PublicKeyInfrastructure(root, city, requests, units)


def subject(common_name: str, unit: str) -> x509.Name:
    """A subject as the city writes it."""
    serial = x509.NameAttribute(NameOID.SERIAL_NUMBER, unit)
    return x509.Name([serial, x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def certificate(
    issuer: Identity,
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
    name: x509.Name,
    *,
    start: datetime = FOUNDED,
    end: datetime = NOW + timedelta(days=365),
    purposes: Sequence[x509.ObjectIdentifier] = (ExtendedKeyUsageOID.EMAIL_PROTECTION,),
    signs: bool = True,
) -> bytes:
    """DER of a leaf certificate, good unless an argument says otherwise."""
    usage = x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_encipherment=not signs,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    authority = x509.load_der_x509_certificate(issuer.certificate)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(authority.subject).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(start).not_valid_after(end)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(usage, critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    marks = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    made = builder.add_extension(marks, critical=False).sign(issuer.key, hashes.SHA256())
    return made.public_bytes(Encoding.DER)


class LibrarySigner:
    """pyHanko's own signer over any key, for signatures that the product would not make."""

    def __init__(self, key: Any, certificate: bytes) -> None:
        from asn1crypto import keys
        from asn1crypto import x509 as asn1_x509
        from pyhanko.sign.signers import SimpleSigner
        from pyhanko_certvalidator.registry import SimpleCertificateStore

        self.certificate = certificate
        self._signer = SimpleSigner(
            asn1_x509.Certificate.load(certificate),
            keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())),
            SimpleCertificateStore(),
        )

    def sign(self, data: bytes, at: datetime, digest: str = "sha256", *, detached: bool = True) -> bytes:
        import asyncio

        from pyhanko.sign.ades.api import CAdESSignedAttrSpec
        from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

        attributes = PdfCMSSignedAttributes(signing_time=at, cades_signed_attrs=CAdESSignedAttrSpec())
        made = self._signer.async_sign_general_data(
            data, digest, detached=detached, use_cades=True, signed_attr_settings=attributes
        )
        return bytes(asyncio.run(made).dump())
