"""A receipt: the city holds a submission, and says how it stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Literal, get_args

from baise_desktop.exchange import shape
from baise_desktop.exchange.header import Kind
from baise_desktop.exchange.signed_body import (
    BODY,
    AnsweredSubmission,
    DecisionReference,
    read_answered,
    read_body,
    read_decision,
    write_body,
)
from baise_desktop.exchange.trust import TrustList
from baise_desktop.form.canonical import Json
from baise_desktop.signing.signer import Signer

ReceiptState = Literal["received", "accepted"]
_STATES: tuple[ReceiptState, ...] = get_args(ReceiptState)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a receipt says."""

    answered: AnsweredSubmission
    state: ReceiptState
    received_at: datetime
    """When the city merged it; UTC, whole seconds."""
    journal: str
    """Head of the city's journal when the receipt was made, 64 hex digits."""
    decisions: tuple[DecisionReference, ...]
    """Those about the submission, by number."""

    @property
    def number(self) -> int:
        """Number of the decision that accepted it; 0 where it is only received."""
        accepts = [each.number for each in self.decisions if each.act == "accept"]
        return max(accepts) if self.state == "accepted" else 0


@dataclass(frozen=True, slots=True)
class SignedReceipt:
    """A verified receipt."""

    identity: str
    """SHA-256 hex of the signed manifest."""
    content: str
    """Content digest, hex."""
    created_at: datetime
    receipt: Receipt


def write_receipt(receipt: Receipt, signer: Signer, at: datetime) -> bytes:
    """A receipt for the unit that sent the submission, signed by the city."""
    return write_body(Kind.RECEIPT, receipt.answered.unit, _to_json(receipt), signer, at)


def read_receipt(file: BinaryIO, unit: str, trust: TrustList, now: datetime) -> SignedReceipt:
    """A receipt that the city signed for this unit.

    Args:
        file: seekable, read only.
        unit: who reads.
        trust: the reader's trust list.
        now: aware.

    Raises:
        BaiseError: those of `read_body`; SCHEMA, PERIOD, AUTHORITY.
    """
    signed = read_body(file, Kind.RECEIPT, unit, trust, now)
    return SignedReceipt(signed.identity, signed.content, signed.header.created_at, _from_json(signed.body, unit))


_KEYS = ("decisions", "journal", "received_at", "state", "submission")


def _to_json(receipt: Receipt) -> dict[str, Json]:
    return {
        "decisions": [each.as_json() for each in receipt.decisions],
        "journal": receipt.journal,
        "received_at": shape.moment_text(receipt.received_at),
        "state": receipt.state,
        "submission": receipt.answered.as_json(),
    }


def _from_json(value: Json, unit: str) -> Receipt:
    data = shape.members(value, _KEYS, BODY)
    written = shape.text(data, "state", BODY)
    state = next((each for each in _STATES if each == written), None)
    if state is None:
        raise shape.wrong(BODY, "state", "VALUE")
    decisions = tuple(read_decision(each) for each in shape.elements(data["decisions"], BODY))
    numbers = [each.number for each in decisions]
    accepted = any(each.act == "accept" for each in decisions)
    if numbers != sorted(set(numbers)) or (state == "accepted" and not accepted):
        raise shape.wrong(BODY, "decisions", "VALUE")
    return Receipt(
        answered=read_answered(data["submission"], unit),
        state=state,
        received_at=shape.moment(data, "received_at", BODY),
        journal=shape.digest(data, "journal", BODY),
        decisions=decisions,
    )
