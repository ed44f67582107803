"""What can be said of a paper, a PDF signed by its unit: intact, valid and trusted, each apart, as of a package."""

import re
from dataclasses import dataclass
from datetime import datetime

from baise_desktop.errors import BaiseError
from baise_desktop.exchange.inspection import Fact, Inspection
from baise_desktop.exchange.zip_layout import LOCAL_MARK
from baise_desktop.signing.anchors import Anchors
from baise_desktop.signing.certificates import fingerprint
from baise_desktop.signing.paper import MAGIC, PaperSignature, find_signature
from baise_desktop.signing.verification import SignatureStatus, verify_bytes
from baise_desktop.texts import say

_MARK = "BSKJ1"
_CLAIM = re.compile(
    rf"{_MARK}/([a-z0-9_.-]{{1,40}})/([a-z0-9-]{{1,20}})/([0-9A-Z-]{{4,10}})/([1-9][0-9]{{0,6}})/([0-9a-f]{{64}})?"
)
PREAMBLE = 1024
"""Bytes within which readers look for the head of a PDF."""


@dataclass(frozen=True, slots=True)
class PaperClaim:
    """What a paper says of itself, for programs."""

    unit: str
    plan: str
    period: str
    version: int
    content: str
    """Content digest of the package, hex; empty when the paper was made before there was one."""


def write_claim(claim: PaperClaim) -> str:
    """As it stands in the document's keywords."""
    return "/".join((_MARK, claim.unit, claim.plan, claim.period, str(claim.version), claim.content))


def read_claim(keywords: str) -> PaperClaim | None:
    """The claim read back; None for other papers."""
    found = _CLAIM.fullmatch(keywords)
    if found is None:
        return None
    unit, plan, period, version, content = found.groups()
    return PaperClaim(unit, plan, period, int(version), content or "")


def is_paper(head: bytes) -> bool:
    """Whether a file is for those who look at PDF files; `head`: its first kilobyte or more.

    A package is none, though a small one holds its report within its first kilobyte.
    """
    return MAGIC in head[:PREAMBLE] and not head.startswith(LOCAL_MARK)


def inspect_paper(pdf: bytes, anchors: Anchors | None, at: datetime) -> Inspection:
    """Judge a PDF; nothing that is wrong with it raises.

    Args:
        pdf: the whole file.
        anchors: what to trust; None when nothing is given to trust.
        at: aware time at which the certificate must hold.
    """
    try:
        signature = find_signature(pdf)
    except BaiseError as error:
        broken = _refuse(error)
        return Inspection(intact=broken, valid=broken, trusted=broken)
    return _judge(pdf, signature, anchors, at)


def _judge(pdf: bytes, signature: PaperSignature, anchors: Anchors | None, at: datetime) -> Inspection:
    from baise_desktop.signing.paper_structure import read_keywords

    status = verify_bytes(signature.covered, signature.der, anchors or Anchors(()), at, signature.claimed)
    claim = read_claim(read_keywords(pdf[: signature.end]))  # what came behind may say anything
    return Inspection(
        intact=_intact(pdf, signature, status),
        valid=Fact(holds=True) if status.valid else _because(status),
        trusted=_trusted(status, claim, anchors),
        signer=status.unit,
        fingerprint=fingerprint(status.certificate) if status.certificate else "",
        certificate=status.certificate,
        signed_at=status.signed_at,
        unit=claim.unit if claim else "",
        plan=claim.plan if claim else "",
        period=claim.period if claim else "",
        version=claim.version if claim else 0,
        content=claim.content if claim else "",
    )


def _intact(pdf: bytes, signature: PaperSignature, status: SignatureStatus) -> Fact:
    from baise_desktop.signing.paper_structure import agrees, tell_changes

    if status.certificate and not status.intact:
        return _refuse(BaiseError("PAPER_CHANGED", changes=say("paper.within")))
    if not status.intact:
        return _because(status)
    if not signature.whole:
        return _refuse(BaiseError("PAPER_CHANGED", changes=tell_changes(pdf, signature.end)))
    return Fact(holds=True) if agrees(pdf, signature) else _refuse(BaiseError("PAPER_RANGE"))


def _trusted(status: SignatureStatus, claim: PaperClaim | None, anchors: Anchors | None) -> Fact:
    if status.trusted and claim is not None and claim.unit != status.unit:
        return _refuse(BaiseError("AUTHORITY", signer=status.unit, claimed=claim.unit))
    if status.trusted:
        return Fact(holds=True, reason="" if anchors and anchors.crls else say("signing.NO_LIST"))
    if status.intact and status.valid and anchors is None:
        return Fact(holds=False, code="TRUST", reason=say("signing.NO_ANCHOR"))
    return _because(status)


def _because(status: SignatureStatus) -> Fact:
    return Fact(holds=False, code=status.code, reason=status.reason)


def _refuse(error: BaiseError) -> Fact:
    return Fact(holds=False, code=error.code, reason=error.sentence)
