"""Signatures that are none, or of the wrong one: number in the list of bad inputs (X: beside it), making, code."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto import core
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import ExtendedKeyUsageOID

from tests.round_trip import LINGYUN, PINGGUO
from tests.villains.estate import NOW, packed
from tests.villains.forger import (
    SHORT_KEY,
    Edit,
    Forger,
    also,
    as_algorithm,
    bare,
    carrying,
    doubled,
    drop_attributes,
    indefinite,
    saying,
    signers,
    twice,
    unsigned,
    without,
)
from tests.villains.raw_zip import entries_of

Make = Callable[[Forger], bytes]
_OPTIONAL = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4.5"), b"\x05\x00")


def without_signature(forger: Forger) -> bytes:
    """The genuine package, and no signature in it."""
    return packed({each.name.decode(): each.data for each in entries_of(forger.estate.april)[1:-1]})


def resigned(edit: Edit, digest: hashes.HashAlgorithm | None = None) -> Make:
    """Other signed attributes, signed by the right key."""
    return lambda forger: forger.package(forger.resigned(edit, digest))


def edited(edit: Edit) -> Make:
    """Another SignedData under the genuine signature."""
    return lambda forger: forger.package(forger.edited(edit))


def under(**changes: object) -> Make:
    """Pingguo's own key under another certificate."""
    return lambda forger: forger.with_certificate(**changes)


def uncertified(signed: Any) -> None:
    """No certificate travels along."""
    signed["certificates"] = []


def _digested(forger: Forger, digest: hashes.HashAlgorithm) -> bytes:
    """Everything right, over a digest that can be forged."""
    hasher = hashes.Hash(digest)
    hasher.update(forger.manifest)
    return forger.package(forger.resigned(saying("message_digest", hasher.finalize()), digest))


LISTED: dict[str, tuple[Make, str]] = {
    "C058 missing": (without_signature, "SIG"),
    "C058 empty": (lambda forger: forger.package(b""), "SIG"),
    "C058 random": (lambda forger: forger.package(bytes(range(256)) * 8), "SIG"),
    "C059 one space": (lambda forger: forger.package(forger.genuine, forger.manifest + b" "), "SIG"),
    "C060 attributes as manifest": (
        lambda forger: forger.package(forger.edited(drop_attributes), forger.attributes),
        "SIG",
    ),
    "C061 no attributes": (lambda forger: forger.package(forger.edited(bare(forger))), "SIG"),
    "C062 no digest": (resigned(without("message_digest")), "SIG"),
    "C062 two digests": (resigned(twice("message_digest")), "SIG"),
    "C062 two values": (resigned(doubled("message_digest")), "SIG"),
    "C062 digest of other data": (resigned(saying("message_digest", b"\0" * 32)), "SIG"),
    "C063 no content type": (resigned(without("content_type")), "SIG"),
    "C063 other content type": (resigned(saying("content_type", "signed_data")), "SIG"),
    "C065 SHA-1": (lambda forger: _digested(forger, hashes.SHA1()), "ALG"),
    "C065 MD5": (lambda forger: _digested(forger, hashes.MD5()), "ALG"),
    "C066 RSA-1024": (under(key=SHORT_KEY), "ALG"),
    "C068 no signer": (edited(signers(0)), "SIG"),
    "C068 two signers": (edited(signers(2)), "SIG"),
    "C070 other content": (edited(carrying(b"other")), "SIG"),
    "C070 the same content": (lambda forger: forger.package(forger.edited(carrying(forger.manifest))), "SIG"),
    "C071 bytes behind": (lambda forger: forger.package(forger.genuine + b"\0"), "SIG"),
    "C071 indefinite length": (lambda forger: forger.package(indefinite(forger.genuine)), "SIG"),
    "C072 look-alike root": (Forger.look_alike, "TRUST"),
    "C073 leaf as authority": (lambda forger: forger.with_certificate(issuer=forger.county), "TRUST"),
    "C075 expired": (under(start=NOW - timedelta(days=90), end=NOW - timedelta(days=1)), "TRUST"),
    "C075 not yet": (under(start=NOW + timedelta(days=1)), "TRUST"),
    "C077 for servers": (under(purposes=(ExtendedKeyUsageOID.SERVER_AUTH,)), "TRUST"),
    "C077 for encryption": (under(signs=False), "TRUST"),
    "C078 another county": (under(serials=(LINGYUN,)), "AUTHORITY"),
    "C078 the city": (lambda forger: forger.estate.letter(forger.estate.files), "AUTHORITY"),
    "C087 unsigned attribute": (edited(unsigned()), "SIG"),
}

UNLISTED: dict[str, tuple[Make, str]] = {
    "CX01 unknown critical extension": (under(more=((_OPTIONAL, True),)), "TRUST"),
    "CX02 unknown extension": (under(more=((_OPTIONAL, False),)), "TRUST"),
    "CX03 two unit ids": (under(serials=(PINGGUO, LINGYUN)), "AUTHORITY"),
    "CX04 no unit id": (under(serials=()), "AUTHORITY"),
    "CX05 unit id in Cyrillic": (under(serials=("с.pingguo",)), "AUTHORITY"),
    "CX06 unit id in capitals": (under(serials=("C.PINGGUO",)), "AUTHORITY"),
    "CX07 unit id with a blank": (under(serials=("c.pingguo ",)), "AUTHORITY"),
    "CX08 never admitted": (under(), "TRUST"),
    "CX09 says it is an authority": (under(authority=True), "TRUST"),
    "CX10 for no purpose": (under(purposes=()), "TRUST"),
    "CX11 signed by itself": (
        lambda forger: forger.with_certificate(issuer=type(forger.county)(forger.county.key, forger.certificate())),
        "TRUST",
    ),
    "CX12 no signing time": (resigned(without("signing_time")), "SIG"),
    "CX13 two signing times": (resigned(twice("signing_time")), "SIG"),
    "CX14 certificate not named": (resigned(without("signing_certificate_v2")), "SIG"),
    "CX15 unknown signed attribute": (resigned(also(core.Null())), "SIG"),
    "CX16 attribute without value": (resigned(also()), "SIG"),
    "CX17 called PSS": (edited(as_algorithm("rsassa_pss")), "ALG"),
    "CX18 called SHA-1": (edited(as_algorithm("sha1_rsa")), "ALG"),
    "CX19 five certificates": (
        lambda forger: forger.package(forger.edited(forger.embedding(*(forger.certificate() for _ in range(4))))),
        "SIG",
    ),
    "CX20 own certificate twice": (
        lambda forger: forger.package(forger.edited(forger.embedding(forger.county.certificate))),
        "SIG",
    ),
    "CX21 no certificate": (edited(uncertified), "SIG"),
    "CX22 signature of another manifest": (
        lambda forger: forger.package(forger.signed_by(forger.county.key, forger.county.certificate, b"other")),
        "SIG",
    ),
    "CX23 longer length than needed": (lambda forger: forger.package(b"\x30\x83\x00" + forger.genuine[2:]), "SIG"),
    "CX24 64 KiB of signature": (lambda forger: forger.package(b"\x30\x83\x01\x00\x00" + b"\0" * 65536), "SIG"),
    "CX25 as PEM": (lambda forger: forger.package(b"-----BEGIN CMS-----\n" + forger.genuine), "SIG"),
}

CLAIMS: Mapping[str, datetime] = {
    "CX26 signed in 2049": datetime(2049, 1, 1, tzinfo=UTC),
    "CX27 signed in 1970": datetime(1970, 1, 1, tzinfo=UTC),
}
"""When somebody says that he signed: a claim, which decides nothing."""
