"""What can be said of any package without taking it in: for auditors, and for `baise verify`."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from baise_desktop.errors import BaiseError, printable
from baise_desktop.exchange.digests import content_digest, identity_of
from baise_desktop.exchange.envelope import UnverifiedEnvelope, examine
from baise_desktop.exchange.header import CITY, HEADER, Kind, read_kind
from baise_desktop.exchange.package_file import SignedFile
from baise_desktop.exchange.package_source import reading
from baise_desktop.exchange.trust import TrustList
from baise_desktop.form import canonical
from baise_desktop.signing.anchors import Anchors
from baise_desktop.signing.certificates import fingerprint
from baise_desktop.signing.encryption import MAGIC, is_encrypted
from baise_desktop.signing.verification import SignatureStatus
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True)
class Fact:
    """One of the three things that are told apart."""

    holds: bool
    code: str = ""
    """Why not: code of an error; empty when it holds."""
    reason: str = ""
    """Why not, or under what reserve: a Chinese sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """The verdict on a package; fields of a package that could not be read are empty."""

    intact: Fact
    """Every byte is what the manifest names, and the manifest is what was signed."""
    valid: Fact
    """The signature was made with the key of the certificate it names."""
    trusted: Fact
    """That certificate is one of ours, holds, and is not revoked."""
    kind: Kind | None = None
    identity: str = ""
    """SHA-256 hex of the manifest."""
    content: str = ""
    """Content digest, hex; empty when the files are not those of the manifest."""
    signer: str = ""
    """Unit id in the certificate."""
    fingerprint: str = ""
    """Of the certificate's key; empty when there is no certificate."""
    certificate: bytes = b""
    """DER."""
    signed_at: datetime | None = None
    """UTC; the signer's claim."""
    unit: str = ""
    plan: str = ""
    period: str = ""
    version: int = 0
    """As the header claims; 0 when it claims none."""
    seq: int = 0
    chain: tuple[str, int] = ("", 0)
    """The same of a submission: its number, and the installation and epoch that it is counted in."""
    recipient: str = ""
    files: tuple[SignedFile, ...] = ()


def inspect(file: Path | BinaryIO, anchors: Anchors | None, at: datetime) -> Inspection:
    """Judge a package of any kind; nothing that is wrong with it raises.

    Args:
        file: read only; an open file must be seekable.
        anchors: what to trust; None when nothing is given to trust.
        at: aware time at which the certificate must hold.

    Raises:
        BaiseError: FILE_UNREADABLE.
    """
    with reading(file) as opened:
        try:
            unverified = examine(opened)
        except BaiseError as refused:
            error = BaiseError("ENCRYPTED") if _is_encrypted(opened) else refused
            broken = Fact(holds=False, code=error.code, reason=error.sentence)
            return Inspection(intact=broken, valid=broken, trusted=broken)
        return _judge(unverified, anchors, at)


def weigh(found: Inspection, trust: TrustList, chains: AbstractSet[tuple[str, int]] | None = None) -> Inspection:
    """The same verdict by a trust list: who is on it, and up to which package a revoked certificate is still good.

    Args:
        found: a verdict by the anchors of that list.
        trust: the list held.
        chains: where the signer's key was used before it was revoked, as the city knows it; None for unknown.
    """
    if found.kind is not Kind.SUBMISSION or not (found.trusted.holds or found.trusted.code == "REVOKED"):
        return found
    entry = trust.find(found.certificate)
    if entry is None or entry.unit != found.unit:
        return replace(found, trusted=_distrusted("TRUST", say("signing.NOT_LISTED")))
    last = entry.revoked_after_seq
    if last is None:
        return found
    if found.seq > last:
        return replace(found, trusted=_distrusted("REVOKED", say("signing.REVOKED_AFTER", last=last, seq=found.seq)))
    if chains is not None and found.chain not in chains:
        return replace(found, trusted=_distrusted("REVOKED", say("signing.REVOKED_CHAIN")))
    return replace(found, trusted=Fact(holds=True, reason=say("signing.REVOKED_SINCE", last=last, seq=found.seq)))


def _distrusted(code: str, detail: str) -> Fact:
    return Fact(holds=False, code=code, reason=BaiseError(code, detail=detail).sentence)


def _is_encrypted(file: BinaryIO) -> bool:
    file.seek(0)
    return is_encrypted(file.read(len(MAGIC)))


def _judge(unverified: UnverifiedEnvelope, anchors: Anchors | None, at: datetime) -> Inspection:
    status = unverified.judge(anchors or Anchors(()), at)
    header, kind = _header(unverified)
    claims = {key: printable(value) for key, value in header.items() if isinstance(value, str)}
    version, seq, epoch = header.get("version"), header.get("seq"), header.get("epoch")
    intact, files = _files(unverified, status)
    return Inspection(
        intact=intact,
        valid=_fact(status.valid, status),
        trusted=_trusted(status, kind, claims, given=anchors is not None, has_lists=bool(anchors and anchors.crls)),
        kind=kind,
        identity=identity_of(unverified.manifest),
        content=content_digest(files) if files else "",
        signer=status.unit,
        fingerprint=fingerprint(status.certificate) if status.certificate else "",
        certificate=status.certificate,
        signed_at=status.signed_at,
        unit=claims.get("unit", ""),
        plan=claims.get("plan", ""),
        period=claims.get("period", ""),
        version=version if isinstance(version, int) else 0,
        seq=seq if isinstance(seq, int) else 0,
        chain=(claims.get("installation", ""), epoch if isinstance(epoch, int) else 0),
        recipient=claims.get("recipient", ""),
        files=files,
    )


def _header(unverified: UnverifiedEnvelope) -> tuple[dict[str, object], Kind | None]:
    try:
        data = unverified.container.read(HEADER)
        members = canonical.load(data)
        return (dict(members) if isinstance(members, dict) else {}), read_kind(data)
    except (BaiseError, KeyError):
        return {}, None


def _files(unverified: UnverifiedEnvelope, status: SignatureStatus) -> tuple[Fact, tuple[SignedFile, ...]]:
    try:
        files = unverified.check_files()
    except BaiseError as error:
        return Fact(holds=False, code=error.code, reason=error.sentence), ()
    return _fact(status.intact, status), files


def _fact(holds: bool, status: SignatureStatus) -> Fact:
    return Fact(holds=True) if holds else Fact(holds=False, code=status.code, reason=status.reason)


def _trusted(
    status: SignatureStatus, kind: Kind | None, claims: dict[str, str], *, given: bool, has_lists: bool
) -> Fact:
    if not status.trusted and status.intact and status.valid:
        if kind is Kind.ENROLMENT:
            return Fact(holds=False, code="TRUST", reason=say("signing.SELF_SIGNED"))
        if not given:
            return Fact(holds=False, code="TRUST", reason=say("signing.NO_ANCHOR"))
    sender = claims.get("unit", CITY) if kind is Kind.SUBMISSION else CITY
    if status.trusted and status.unit != sender:
        reason = BaiseError("AUTHORITY", signer=status.unit, claimed=sender).sentence
        return Fact(holds=False, code="AUTHORITY", reason=reason)
    if status.trusted and not has_lists:
        return Fact(holds=True, reason=say("signing.NO_LIST"))
    return _fact(status.trusted, status)
