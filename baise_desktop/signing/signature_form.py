"""The one form of CMS signature that is looked at: checks that run before any library is asked to verify.

pyHanko and OpenSSL both accept signatures that can be read two ways: without signed attributes, with a second signer,
with content of their own, with bytes behind the end. All of these are refused here, in this order:

1. strict DER: definite, shortest lengths, nothing behind the end;
2. SignedData over `data`, detached, without revocation lists;
3. one to four certificates, exactly one signer;
4. SHA-256 throughout; RSA of 2048 bits and more, or P-256;
5. signed attributes: each once, each with one value, none that is not known, none of the needed ones missing;
6. no unsigned attributes.

Source: RFC 5652; ETSI EN 319 122-1, level B-B; bad inputs 060 to 071 and 087.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from baise_desktop.errors import BaiseError
from baise_desktop.signing.certificates import CertificateFacts, read_certificate
from baise_desktop.texts import say

if TYPE_CHECKING:
    from asn1crypto.cms import SignedData

_MOST_BYTES = 64 << 10
_DEEPEST = 24
_MOST_CERTIFICATES = 4
# By number: asn1crypto knows some of the names only once pyHanko has been loaded.
_CONTENT_TYPE, _SIGNING_TIME = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.5"
_MESSAGE_DIGEST, _SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.4", "1.2.840.113549.1.9.16.2.47"
_ALGORITHM_PROTECTION = "1.2.840.113549.1.9.52"
_NEEDED = frozenset({_CONTENT_TYPE, _MESSAGE_DIGEST, _SIGNING_TIME, _SIGNING_CERTIFICATE_V2})
_KNOWN = _NEEDED | {_ALGORITHM_PROTECTION}
_ALGORITHMS = frozenset({"sha256_rsa", "rsassa_pkcs1v15", "sha256_ecdsa"})
_SHORTEST_RSA = 2048
_HIGH_TAG = 0x1F
_CONSTRUCTED = 0x20
_LONG_LENGTH = 0x80
_MOST_LENGTH_BYTES = 3


@dataclass(frozen=True, slots=True)
class SignatureForm:
    """A signature of the right form; nothing about it has been verified."""

    signed_data: "SignedData"
    certificate: bytes
    """DER of the certificate that the signer names."""
    facts: CertificateFacts
    others: tuple[bytes, ...]
    """DER of the certificates that travel along."""
    signed_at: datetime
    """UTC, as claimed."""


def read_signature(der: bytes, claimed: datetime | None = None) -> SignatureForm:
    """A signature of the one accepted form.

    Args:
        der: the signature.
        claimed: signing time of a paper, which states it beside its signature and not among the attributes.

    Raises:
        BaiseError: SIG, another form or no signature at all; ALG, an algorithm or key that is not accepted.
    """
    _check_der(der)
    try:
        return _read(der, claimed)
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, AttributeError) as error:
        # What asn1crypto raises on elements of another type than the structure names.
        raise _wrong("FORM") from error


def _read(der: bytes, claimed: datetime | None) -> SignatureForm:
    # tsp before the first attribute is read: it adds names that pyHanko signs with, and no name is added after that.
    from asn1crypto import cms, tsp  # noqa: F401

    content = cms.ContentInfo.load(der, strict=True)
    if content["content_type"].native != "signed_data":
        raise _wrong("FORM")
    signed = content["content"]
    _check_content(signed)
    if len(signed["signer_infos"]) != 1:
        raise _wrong("SIGNERS")
    signer = signed["signer_infos"][0]
    _check_algorithms(signed, signer)
    attributes = _attributes(signer, _NEEDED if claimed is None else _NEEDED - {_SIGNING_TIME})
    if _is_there(signer["unsigned_attrs"]):
        raise _wrong("UNSIGNED")
    own, others = _certificates(signed, signer)
    _check_key(own)
    certificate = own.dump()
    return SignatureForm(
        signed_data=signed,
        certificate=certificate,
        facts=_facts(certificate),
        others=tuple(others),
        signed_at=claimed or attributes[_SIGNING_TIME].native,
    )


def _is_there(element: Any) -> bool:
    """Whether an optional element was given; asking for its value would read everything inside it."""
    from asn1crypto.core import Void

    return not isinstance(element, Void)


def _facts(certificate: bytes) -> CertificateFacts:
    try:
        return read_certificate(certificate)
    except BaiseError:
        raise _wrong("CERTIFICATES") from None


def _check_content(signed: Any) -> None:
    enclosed = signed["encap_content_info"]
    if enclosed["content_type"].native != "data" or _is_there(enclosed["content"]):
        raise _wrong("CONTENT")
    if _is_there(signed["crls"]):
        raise _wrong("FORM")


def _check_algorithms(signed: Any, signer: Any) -> None:
    digests = [each["algorithm"].native for each in signed["digest_algorithms"]]
    digests.append(signer["digest_algorithm"]["algorithm"].native)
    if set(digests) != {"sha256"}:
        raise BaiseError("ALG", detail=say("signing.DIGEST"))
    if signer["signature_algorithm"]["algorithm"].native not in _ALGORITHMS:
        raise BaiseError("ALG", detail=say("signing.ALGORITHM"))


def _attributes(signer: Any, needed: frozenset[str]) -> dict[str, Any]:
    if not _is_there(signer["signed_attrs"]):
        raise _wrong("ATTRIBUTES")
    found = {each["type"].dotted: each["values"] for each in signer["signed_attrs"]}
    if len(found) != len(signer["signed_attrs"]) or not needed <= found.keys() <= _KNOWN:
        raise _wrong("ATTRIBUTES")
    if any(len(values) != 1 for values in found.values()):
        raise _wrong("ATTRIBUTES")
    attributes = {name: values[0] for name, values in found.items()}
    if attributes[_CONTENT_TYPE].native != "data":
        raise _wrong("ATTRIBUTES")
    return attributes


def _certificates(signed: Any, signer: Any) -> tuple[Any, list[bytes]]:
    held = signed["certificates"]
    if not _is_there(held) or not 1 <= len(held) <= _MOST_CERTIFICATES:
        raise _wrong("CERTIFICATES")
    if any(each.name != "certificate" for each in held) or signer["sid"].name != "issuer_and_serial_number":
        raise _wrong("CERTIFICATES")
    certificates = [each.chosen for each in held]
    name = signer["sid"].chosen
    own = [each for each in certificates if _is_named(each, name)]
    if len(own) != 1:
        raise _wrong("CERTIFICATES")
    return own[0], [each.dump() for each in certificates if each is not own[0]]


def _is_named(certificate: Any, name: Any) -> bool:
    same_issuer = certificate.issuer.dump() == name["issuer"].dump()
    return bool(same_issuer and certificate.serial_number == name["serial_number"].native)


def _check_key(certificate: Any) -> None:
    key = certificate.public_key
    if key.algorithm == "rsa" and key.bit_size >= _SHORTEST_RSA:
        return
    if key.algorithm == "ec" and key.curve == ("named", "secp256r1"):
        return
    raise BaiseError("ALG", detail=say("signing.KEY"))


def _check_der(der: bytes) -> None:
    if not der or len(der) > _MOST_BYTES:
        raise _wrong("FORM")
    if _element_end(der, 0, len(der), 0) != len(der):
        raise _wrong("DER")


def _element_end(der: bytes, start: int, limit: int, depth: int) -> int:
    """Where the element at `start` ends, once it and everything inside it is found to be strict DER."""
    if depth > _DEEPEST or start + 2 > limit or der[start] & _HIGH_TAG == _HIGH_TAG:
        raise _wrong("DER")
    content, length = _length(der, start + 1, limit)
    end = content + length
    if end > limit:
        raise _wrong("DER")
    if der[start] & _CONSTRUCTED:
        while content < end:
            content = _element_end(der, content, end, depth + 1)
    return end


def _length(der: bytes, at: int, limit: int) -> tuple[int, int]:
    first = der[at]
    if first < _LONG_LENGTH:
        return at + 1, first
    size = first - _LONG_LENGTH
    if not 1 <= size <= _MOST_LENGTH_BYTES or at + 1 + size > limit:
        raise _wrong("DER")
    length = int.from_bytes(der[at + 1 : at + 1 + size], "big")
    if length < _LONG_LENGTH or length >> (8 * (size - 1)) == 0:
        raise _wrong("DER")
    return at + 1 + size, length


def _wrong(reason: str) -> BaiseError:
    return BaiseError("SIG", detail=say(f"signing.{reason}"))
