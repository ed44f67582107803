"""Receipts, returns and decisions: what the city says under its signature, as one JSON body."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Literal

from baise_desktop.errors import BaiseError
from baise_desktop.exchange import shape
from baise_desktop.exchange.envelope import open_envelope, wrap
from baise_desktop.exchange.header import CITY, HEADER, BodyHeader, Kind, read_body_header, write_body_header
from baise_desktop.exchange.package_file import PackedFile, readme_files
from baise_desktop.exchange.trust import TrustList
from baise_desktop.form import canonical
from baise_desktop.form.canonical import Json
from baise_desktop.form.period import parse_period
from baise_desktop.signing.signer import Signer
from baise_desktop.store.decisions import PACKAGE_ACTS, PackageAct
from baise_desktop.texts import say

BODY = "body.json"
BodyKind = Literal[Kind.RECEIPT, Kind.RETURN, Kind.DECISION]


@dataclass(frozen=True, slots=True)
class AnsweredSubmission:
    """The submission that a receipt or return is about."""

    identity: str
    """64 hex digits."""
    content: str
    """Content digest, 64 hex digits."""
    unit: str
    plan: str
    period: str
    version: int

    def as_json(self) -> dict[str, Json]:
        """As it stands in `body.json`."""
        return {
            "content": self.content,
            "identity": self.identity,
            "period": self.period,
            "plan": self.plan,
            "unit": self.unit,
            "version": self.version,
        }


@dataclass(frozen=True, slots=True)
class DecisionReference:
    """A decision of the city, named in a receipt or return."""

    identity: str
    """64 hex digits."""
    number: int
    """The city's own count; of two about one thing the higher stands."""
    act: PackageAct
    at: datetime

    def as_json(self) -> dict[str, Json]:
        """As it stands in `body.json`."""
        at = shape.moment_text(self.at)
        return {"act": self.act, "at": at, "identity": self.identity, "number": self.number}


@dataclass(frozen=True, slots=True)
class SignedBody:
    """A verified receipt, return or decision."""

    identity: str
    """SHA-256 hex of the signed manifest."""
    content: str
    """Content digest, hex."""
    header: BodyHeader
    body: Json


def write_body(kind: BodyKind, recipient: str, body: Json, signer: Signer, at: datetime, readme: bytes = b"") -> bytes:
    """A package with a body, signed by the city. The same arguments give the same bytes.

    Args:
        kind: receipt, return or decision.
        recipient: unit id, or `CITY` for a decision that the city keeps.
        body: what canonical JSON can hold.
        signer: of the city.
        at: aware time, both of making and of signing.
        readme: `说明.txt`, for people; empty for none.
    """
    header = BodyHeader(kind=kind, sender=CITY, recipient=recipient, created_at=at)
    files = [
        PackedFile(HEADER, "application/json", write_body_header(header)),
        PackedFile(BODY, "application/json", canonical.dump(body)),
        *readme_files(readme),
    ]
    return wrap(kind, files, signer, at)


def read_body(file: BinaryIO, kind: BodyKind, recipient: str, trust: TrustList, now: datetime) -> SignedBody:
    """A package with a body that the city signed for this recipient.

    Args:
        file: seekable, read only.
        kind: the one kind that is expected here.
        recipient: who reads: unit id, or `CITY`.
        trust: the reader's trust list.
        now: aware time.

    Raises:
        BaiseError: those of `envelope.open_envelope`; TRUST, not signed by the city; RECIPIENT; JSON, SCHEMA.
    """
    envelope = open_envelope(file, kind, trust.anchors, now)
    if envelope.status.unit != CITY:
        raise BaiseError("TRUST", detail=say("signing.NOT_CITY"))
    header = read_body_header(envelope.read(HEADER), kind)
    if header.sender != CITY:
        raise BaiseError("AUTHORITY", signer=CITY, claimed=header.sender)
    if header.recipient != recipient:
        raise BaiseError("RECIPIENT", recipient=header.recipient, expected=recipient)
    return SignedBody(envelope.identity, envelope.content, header, shape.load_exact(envelope.read(BODY)))


def read_answered(value: Json, recipient: str) -> AnsweredSubmission:
    """Which submission a body is about.

    Raises:
        BaiseError: SCHEMA, PERIOD; AUTHORITY, it is another unit's than the one addressed.
    """
    data = shape.members(value, ("content", "identity", "period", "plan", "unit", "version"), BODY)
    answered = AnsweredSubmission(
        identity=shape.digest(data, "identity", BODY),
        content=shape.digest(data, "content", BODY),
        unit=shape.identifier(data, "unit", BODY),
        plan=shape.identifier(data, "plan", BODY),
        period=str(parse_period(shape.text(data, "period", BODY))),
        version=shape.number(data, "version", BODY, 1),
    )
    if answered.unit != recipient:
        raise BaiseError("AUTHORITY", signer=recipient, claimed=answered.unit)
    return answered


def read_decision(value: Json) -> DecisionReference:
    """A decision that a body names. Raises: BaiseError SCHEMA."""
    data = shape.members(value, ("act", "at", "identity", "number"), BODY)
    written = shape.text(data, "act", BODY)
    act = next((each for each in PACKAGE_ACTS if each == written), None)
    if act is None:
        raise shape.wrong(BODY, "act", "VALUE")
    number = shape.number(data, "number", BODY, 1)
    return DecisionReference(shape.digest(data, "identity", BODY), number, act, shape.moment(data, "at", BODY))
