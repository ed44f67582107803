"""Somebody who has Pingguo's key, and the city's where it takes that, and builds signatures by hand."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from asn1crypto import algos, cms, core
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.name import _ASN1Type
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from baise_desktop.exchange.zip_layout import MANIFEST, SIGNATURE
from baise_desktop.signing.authority import Identity, make_root, open_pkcs12
from tests.pki import LibrarySigner
from tests.round_trip import PASSPHRASE, PINGGUO
from tests.villains.estate import NOW, Estate, packed
from tests.villains.raw_zip import entries_of

Edit = Callable[[Any], object]
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
SHORT_KEY = rsa.generate_private_key(65537, 1024)
CURVE_KEY = ec.generate_private_key(ec.SECP256R1())


class Forger:
    """Signs the genuine manifest in ways that the product never would."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate
        self.root = open_pkcs12((estate.folder / "city" / "keys" / "root.p12").read_bytes(), PASSPHRASE)
        held = open_pkcs12((estate.folder / "county" / "keys" / "unit.p12").read_bytes(), PASSPHRASE)
        self.county = Identity(held.key, estate.county_signer.certificate)
        entries = {entry.name.decode(): entry.data for entry in entries_of(estate.april)}
        self.manifest, self.genuine = entries[MANIFEST], entries[SIGNATURE]

    def package(self, signature: bytes, manifest: bytes | None = None) -> bytes:
        """The genuine files under this signature."""
        files = {**self.estate.files, MANIFEST: self.manifest if manifest is None else manifest}
        return packed({**files, SIGNATURE: signature})

    @cached_property
    def attributes(self) -> bytes:
        """DER of the genuine signed attributes, as they are signed."""
        return bytes(cms.ContentInfo.load(self.genuine)["content"]["signer_infos"][0]["signed_attrs"].untag().dump())

    def edited(self, edit: Edit) -> bytes:
        """The genuine signature with its SignedData changed."""
        content = cms.ContentInfo.load(self.genuine)
        edit(content["content"])
        return bytes(content.dump(force=True))

    def resigned(self, edit: Edit, digest: hashes.HashAlgorithm | None = None) -> bytes:
        """The same with the list of signed attributes changed, and signed anew by the right key."""

        def sign(signed: Any) -> None:
            signer = signed["signer_infos"][0]
            attributes = list(signer["signed_attrs"])
            edit(attributes)
            signer["signed_attrs"] = cms.CMSAttributes(attributes)
            if digest is not None:
                name = digest.name
                signer["digest_algorithm"] = {"algorithm": name}
                signed["digest_algorithms"] = [{"algorithm": name}]
                signer["signature_algorithm"] = {"algorithm": f"{name}_rsa"}
            octets = signer["signed_attrs"].untag().dump(force=True)
            signer["signature"] = self.county.key.sign(octets, padding.PKCS1v15(), digest or hashes.SHA256())

        return self.edited(sign)

    def signed_by(self, key: Any, certificate: bytes, data: bytes | None = None, at: datetime = NOW) -> bytes:
        """A signature by any key under any certificate."""
        return LibrarySigner(key, certificate).sign(self.manifest if data is None else data, at)

    def certificate(
        self,
        *,
        issuer: Identity | None = None,
        key: Any = None,
        serials: tuple[str, ...] = (PINGGUO,),
        start: datetime = NOW - timedelta(days=1),
        end: datetime = NOW + timedelta(days=365),
        purposes: tuple[x509.ObjectIdentifier, ...] = (ExtendedKeyUsageOID.EMAIL_PROTECTION,),
        signs: bool = True,
        authority: bool = False,
        more: tuple[tuple[x509.ExtensionType, bool], ...] = (),
    ) -> bytes:
        """DER of a leaf certificate, good unless an argument says otherwise."""
        issuer = issuer or self.root
        key = key or self.county.key
        above = x509.load_der_x509_certificate(issuer.certificate)
        # The only string type that can hold every look-alike.
        names = [x509.NameAttribute(NameOID.SERIAL_NUMBER, each, _ASN1Type.UTF8String) for each in serials]
        subject = x509.Name([*names, x509.NameAttribute(NameOID.COMMON_NAME, "平果市科技局")])
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(above.subject)
        builder = builder.serial_number(x509.random_serial_number()).not_valid_before(start).not_valid_after(end)
        builder = builder.public_key(key.public_key())
        builder = builder.add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        usage = x509.KeyUsage(signs, signs, not signs, False, False, authority, authority, False, False)
        builder = builder.add_extension(usage, critical=True)
        if purposes:
            builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
        marks = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
        builder = builder.add_extension(marks, critical=False)
        for extension, critical in more:
            builder = builder.add_extension(extension, critical=critical)
        return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def with_certificate(self, **changes: Any) -> bytes:
        """A package signed with Pingguo's key under a certificate of its own making."""
        certificate = self.certificate(**changes)
        return self.package(self.signed_by(changes.get("key") or self.county.key, certificate))

    def embedding(self, *certificates: bytes) -> Edit:
        """Further certificates to travel along."""

        def embed(signed: Any) -> None:
            for each in certificates:
                signed["certificates"].append(cms.CertificateChoices("certificate", asn1_x509.Certificate.load(each)))

        return embed

    def look_alike(self) -> bytes:
        """A package under a root of the same name, which travels along."""
        impostor = make_root("百色市科技领导小组办公室", NOW)
        signature = self.signed_by(self.county.key, self.certificate(issuer=impostor))
        content = cms.ContentInfo.load(signature)
        self.embedding(impostor.certificate)(content["content"])
        return self.package(bytes(content.dump(force=True)))


def attribute_of(attributes: list[Any], name: str) -> Any:
    """The attribute of that name."""
    return next(each for each in attributes if each["type"].native == name)


def without(name: str) -> Edit:
    """The attribute is missing."""
    return lambda attributes: attributes.remove(attribute_of(attributes, name))


def twice(name: str) -> Edit:
    """The attribute stands there twice."""
    return lambda attributes: attributes.append(attribute_of(attributes, name).copy())


def doubled(name: str) -> Edit:
    """The attribute has two values."""

    def edit(attributes: list[Any]) -> None:
        values = attribute_of(attributes, name)["values"]
        values.append(values[0].copy())

    return edit


def saying(name: str, value: object) -> Edit:
    """The attribute has another value."""

    def edit(attributes: list[Any]) -> None:
        attribute_of(attributes, name)["values"] = [value]

    return edit


def also(*values: Any) -> Edit:
    """One more attribute that nobody knows."""
    return lambda attributes: attributes.append(cms.CMSAttribute({"type": "1.2.3.4", "values": list(values)}))


def signers(count: int) -> Edit:
    """As many signers, all of them the same."""

    def edit(signed: Any) -> None:
        signed["signer_infos"] = [signed["signer_infos"][0].copy() for _ in range(count)]

    return edit


def unsigned(name: str = "1.2.3.4") -> Edit:
    """An attribute that is not signed."""

    def edit(signed: Any) -> None:
        added = cms.CMSAttribute({"type": name, "values": [core.Null()]})
        signed["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([added])

    return edit


def bare(forger: Forger) -> Edit:
    """No signed attributes, and a genuine signature over the manifest itself."""

    def edit(signed: Any) -> None:
        signer = signed["signer_infos"][0]
        del signer["signed_attrs"]
        signer["signature"] = forger.county.key.sign(forger.manifest, padding.PKCS1v15(), hashes.SHA256())

    return edit


def drop_attributes(signed: Any) -> None:
    """No signed attributes, under the signature that was made over them."""
    del signed["signer_infos"][0]["signed_attrs"]


def carrying(content: bytes) -> Edit:
    """Content inside, beside the one outside."""

    def edit(signed: Any) -> None:
        signed["encap_content_info"] = {"content_type": "data", "content": content}

    return edit


def as_algorithm(name: str) -> Edit:
    """Another name for how it was signed."""

    def edit(signed: Any) -> None:
        signed["signer_infos"][0]["signature_algorithm"] = algos.SignedDigestAlgorithm({"algorithm": name})

    return edit


def mirrored(der: bytes) -> bytes:
    """The same ECDSA signature with s replaced by n - s: it still verifies, and has other bytes."""
    content = cms.ContentInfo.load(der)
    signer = content["content"]["signer_infos"][0]
    r, s = decode_dss_signature(signer["signature"].native)
    signer["signature"] = encode_dss_signature(r, P256_ORDER - s)
    return bytes(content.dump(force=True))


def indefinite(der: bytes) -> bytes:
    """BER with a length that is not said."""
    return b"\x30\x80" + der[4:] + b"\0\0"
