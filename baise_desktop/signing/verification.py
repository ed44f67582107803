"""Whether a signature holds: intact, valid and trusted are three facts, each told apart, with the reason."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from baise_desktop.errors import BaiseError
from baise_desktop.signing.anchors import Anchors
from baise_desktop.signing.certificates import CertificateFacts
from baise_desktop.texts import say

if TYPE_CHECKING:
    from baise_desktop.signing.chain import Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureStatus:
    """The verdict on one signature."""

    intact: bool = False
    """The bytes are those that were signed."""
    valid: bool = False
    """The signature was made by the key of the certificate that it names."""
    trusted: bool = False
    """That certificate chains to an anchor, holds at the time, is meant for signing, and is not revoked."""
    revoked: bool = False
    """Nothing but the revocation list speaks against trust."""
    code: str = ""
    """SIG, ALG, TRUST or REVOKED; empty when all is well."""
    reason: str = ""
    """Chinese sentence; empty when all is well."""
    certificate: bytes = b""
    """DER of the signer's certificate; empty when the signature could not be read."""
    unit: str = ""
    """Unit id that the certificate states."""
    signed_at: datetime | None = None
    """UTC; the signer's claim."""

    def require(self) -> None:
        """Pass only what is intact, valid and trusted. Raises: BaiseError SIG, ALG, TRUST or REVOKED."""
        if self.code:
            raise BaiseError(self.code, detail=self.reason)


def verify_bytes(
    data: bytes, der: bytes, anchors: Anchors, at: datetime, claimed: datetime | None = None
) -> SignatureStatus:
    """Judge a detached signature over `data`.

    Args:
        data: the signed bytes.
        der: the signature, DER of a CMS ContentInfo.
        anchors: roots, and revocation lists.
        at: aware time at which certificates must hold: the verifier's clock, or the recorded receive time.
        claimed: signing time of a paper; see `read_signature`.

    Returns:
        The verdict; nothing that is wrong with a signature raises.
    """
    from baise_desktop.signing import chain
    from baise_desktop.signing.signature_form import read_signature

    try:
        form = read_signature(der, claimed)
    except BaiseError as error:
        return SignatureStatus(code=error.code, reason=str(error.values["detail"]))
    judgement = chain.judge(data, form.signed_data, anchors, at)
    code, reason = _explain(judgement, form.facts, at)
    return SignatureStatus(
        intact=judgement.intact,
        valid=judgement.valid,
        trusted=not code,
        revoked=code == "REVOKED",
        code=code,
        reason=reason,
        certificate=form.certificate,
        unit=form.facts.unit,
        signed_at=form.signed_at,
    )


def _explain(judgement: "Judgement", facts: CertificateFacts, at: datetime) -> tuple[str, str]:
    if not (judgement.intact and judgement.valid):
        return "SIG", say("signing.NOT_BY_KEY" if judgement.intact else "signing.CHANGED")
    if judgement.verdict.name == "TRUSTED":
        return "", ""
    if judgement.verdict.name == "REVOKED":
        return "REVOKED", say("signing.REVOKED")
    verdict = judgement.verdict.name if facts.not_before <= at <= facts.not_after else "OUT_OF_TIME"
    start, end = facts.not_before.date().isoformat(), facts.not_after.date().isoformat()
    return "TRUST", say(f"signing.{verdict}", start=start, end=end, now=at.date().isoformat())
