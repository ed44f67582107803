"""A receipt: the city holds a submission, and says how it stands."""

import re
from collections.abc import Mapping
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
MARK = 16
"""Hex digits of an identity by which a receipt names the ones before it."""
_MARK = re.compile(f"[0-9a-f]{{{MARK}}}")


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
    earlier: tuple[str, ...] | None = None
    """Every receipt that the city had given this unit before: the first `MARK` digits of each identity, sorted.
    None in a receipt of before that was written down.
    """

    @property
    def position(self) -> int:
        """Which receipt for the unit it is, from 1; 0 where it does not say."""
        return 0 if self.earlier is None else len(self.earlier) + 1

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


def write_receipt(receipt: Receipt, signer: Signer, at: datetime, readme: bytes = b"") -> bytes:
    """A receipt for the unit that sent the submission, signed by the city; `readme` is `说明.txt`."""
    return write_body(Kind.RECEIPT, receipt.answered.unit, _to_json(receipt), signer, at, readme)


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


def read_receipt_body(value: Json) -> Receipt:
    """`body.json` of a receipt that was verified before. Raises: BaiseError SCHEMA, PERIOD."""
    data = shape.members(value, _keys_of(value), BODY)
    about = shape.members(data["submission"], ("content", "identity", "period", "plan", "unit", "version"), BODY)
    return _from_json(value, shape.identifier(about, "unit", BODY))


def _keys_of(value: Json) -> tuple[str, ...]:
    return (*_KEYS, "earlier") if isinstance(value, dict) and "earlier" in value else _KEYS


def _to_json(receipt: Receipt) -> dict[str, Json]:
    earlier: dict[str, Json] = {} if receipt.earlier is None else {"earlier": list(receipt.earlier)}
    return earlier | {
        "decisions": [each.as_json() for each in receipt.decisions],
        "journal": receipt.journal,
        "received_at": shape.moment_text(receipt.received_at),
        "state": receipt.state,
        "submission": receipt.answered.as_json(),
    }


def _from_json(value: Json, unit: str) -> Receipt:
    data = shape.members(value, _keys_of(value), BODY)
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
        earlier=_earlier(data),
    )


def _earlier(data: Mapping[str, Json]) -> tuple[str, ...] | None:
    if "earlier" not in data:
        return None
    marks = [each for each in shape.elements(data["earlier"], BODY) if isinstance(each, str) and _MARK.fullmatch(each)]
    if marks != data["earlier"] or marks != sorted(set(marks)):
        raise shape.wrong(BODY, "earlier", "VALUE")
    return tuple(marks)
