"""Verification through pyHanko. Imported only when something is verified: pyHanko is slow to load."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import lru_cache

from asn1crypto import cms, crl, x509
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import StandardCMSSignatureStatus
from pyhanko_certvalidator import ValidationContext

from baise_desktop.signing.anchors import Anchors

# pyHanko logs every refusal with a stack trace; here a refusal is a result, told once, in Chinese.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

_KEY_USAGE = KeyUsageConstraints(key_usage={"non_repudiation"}, extd_key_usage={"email_protection"})


class Verdict(Enum):
    """Whether the signer's certificate is to be trusted, and if not, why."""

    TRUSTED = "trusted"
    UNKNOWN_ISSUER = "unknown issuer"
    OUT_OF_TIME = "out of time"
    WRONG_USE = "wrong use"
    REVOKED = "revoked"
    STALE = "stale revocation list"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What pyHanko found."""

    intact: bool
    valid: bool
    verdict: Verdict


_VERDICTS: dict[object, Verdict] = {
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: Verdict.UNKNOWN_ISSUER,
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: Verdict.OUT_OF_TIME,
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: Verdict.WRONG_USE,
    AdESIndeterminate.REVOKED_NO_POE: Verdict.REVOKED,
    AdESIndeterminate.TRY_LATER: Verdict.STALE,
}


def judge(data: bytes, signed: cms.SignedData, anchors: Anchors, at: datetime) -> Judgement:
    """Verify a signature of the accepted form, and its certificate at a time.

    Args:
        data: the signed bytes.
        signed: from `signature_form.read_signature`, which has refused every other form.
        anchors: roots, and revocation lists.
        at: aware time at which the certificate must hold.
    """
    found = _verify(data, signed, anchors, at)
    if found is None:
        # The chain made pyHanko stumble; whether the bytes are the signed ones can still be told.
        bare = _verify(data, signed, Anchors(()), at)
        return Judgement(bare is not None and bare.intact, bare is not None and bare.valid, Verdict.OTHER)
    if found.trusted:
        return Judgement(found.intact, found.valid, Verdict.TRUSTED)
    verdict = _VERDICTS.get(found.trust_problem_indic, Verdict.OTHER)
    if verdict is Verdict.WRONG_USE and found.signing_cert.self_signed != "no":
        verdict = Verdict.UNKNOWN_ISSUER
    if verdict is Verdict.REVOKED and not _holds_but_for_revocation(data, signed, anchors, at):
        verdict = Verdict.OTHER
    return Judgement(found.intact, found.valid, verdict)


def _holds_but_for_revocation(data: bytes, signed: cms.SignedData, anchors: Anchors, at: datetime) -> bool:
    found = _verify(data, signed, Anchors(anchors.roots), at)
    return found is not None and bool(found.trusted)


def _verify(data: bytes, signed: cms.SignedData, anchors: Anchors, at: datetime) -> StandardCMSSignatureStatus | None:
    try:
        return asyncio.run(
            async_validate_detached_cms(
                data,
                signed,
                signer_validation_context=_context(anchors, at),
                key_usage_settings=_KEY_USAGE,
            )
        )
    except Exception:  # noqa: BLE001
        # Deliberately broad: on hostile input pyHanko raises anything, AssertionError included, and whatever keeps a
        # signature from being verified makes it not valid.
        return None


def _context(anchors: Anchors, at: datetime) -> ValidationContext:
    return ValidationContext(
        trust_roots=[_certificate(each) for each in anchors.roots],
        crls=[_revocation_list(each) for each in anchors.crls],
        # Only "require" looks at a supplied list when the certificate names no distribution point.
        revocation_mode="require" if anchors.crls else "soft-fail",
        allow_fetching=False,
        moment=at,
        # A package is judged at its receive time, also by a list that is newer than that.
        retroactive_revinfo=True,
    )


@lru_cache(maxsize=16)
def _certificate(der: bytes) -> x509.Certificate:
    return x509.Certificate.load(der)


@lru_cache(maxsize=16)
def _revocation_list(der: bytes) -> crl.CertificateList:
    return crl.CertificateList.load(der)
