"""Receipts, returns and decisions: what the city says under its signature, as one JSON body."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Literal

from baise_desktop.errors import BaiseError
from baise_desktop.exchange import shape
from baise_desktop.exchange.envelope import open_envelope, wrap
from baise_desktop.exchange.header import CITY, HEADER, BodyHeader, Kind, read_body_header, write_body_header
from baise_desktop.exchange.package_file import PackedFile
from baise_desktop.exchange.trust import TrustList
from baise_desktop.form import canonical
from baise_desktop.form.canonical import Json
from baise_desktop.signing.signer import Signer
from baise_desktop.texts import say

BODY = "body.json"
BodyKind = Literal[Kind.RECEIPT, Kind.RETURN, Kind.DECISION]


@dataclass(frozen=True, slots=True)
class SignedBody:
    """A verified receipt, return or decision."""

    identity: str
    """SHA-256 hex of the signed manifest."""
    content: str
    """Content digest, hex."""
    header: BodyHeader
    body: Json


def write_body(kind: BodyKind, recipient: str, body: Json, signer: Signer, at: datetime) -> bytes:
    """A package with a body, signed by the city. The same arguments give the same bytes.

    Args:
        kind: receipt, return or decision.
        recipient: unit id, or `CITY` for a decision that the city keeps.
        body: what canonical JSON can hold.
        signer: of the city.
        at: aware time, both of making and of signing.
    """
    header = BodyHeader(kind=kind, sender=CITY, recipient=recipient, created_at=at)
    files = [
        PackedFile(HEADER, "application/json", write_body_header(header)),
        PackedFile(BODY, "application/json", canonical.dump(body)),
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
