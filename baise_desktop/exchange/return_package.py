"""A return: the city sends a submission back, with a reason and comments on cells, rows and forms."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import BinaryIO

from baise_desktop.exchange import shape
from baise_desktop.exchange.header import LONGEST_NOTE, Kind, is_note
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

MOST_COMMENTS = 10_000
LONGEST_COMMENT = LONGEST_NOTE
"""Characters."""
RULE = "returned"
"""Begins the rule of a finding that is a comment of the city."""
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Comment:
    """What the city says about one cell, or about a row, a form or the whole."""

    form: str
    """Form id; empty for the whole submission."""
    row_id: str
    """Empty for a form as a whole."""
    field: str
    """Field key; empty for a row or form as a whole."""
    comment: str
    """Plain text, lines apart by LF."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnNote:
    """What a return says."""

    answered: AnsweredSubmission
    decision: DecisionReference
    reason: str
    """For the submission as a whole; may be empty where there are comments."""
    comments: tuple[Comment, ...]


@dataclass(frozen=True, slots=True)
class SignedReturn:
    """A verified return."""

    identity: str
    """SHA-256 hex of the signed manifest."""
    content: str
    """Content digest, hex."""
    created_at: datetime
    note: ReturnNote


def comment_rule(identity: str, number: int) -> str:
    """Rule of the finding that is comment `number`, from 1, of the return with that identity.

    The unit's answer is its explanation of that finding, so that it travels in `signoff.json` under a name that binds
    it to this return alone.
    """
    return f"{RULE}.{identity[:_DIGITS]}.{number}"


def comment_finding(identity: str, number: int, comment: Comment) -> str:
    """Id of that finding."""
    return f"{comment_rule(identity, number)}@{comment.form}@{comment.row_id}"


def is_comment(text: str) -> bool:
    """Whether the city may say this about a cell: some words, not too long, and nothing that is not text."""
    return bool(text.strip()) and is_note(text)


def write_return(note: ReturnNote, signer: Signer, at: datetime, readme: bytes = b"") -> bytes:
    """A return to the unit that sent the submission, signed by the city; `readme` is `说明.txt`."""
    return write_body(Kind.RETURN, note.answered.unit, _to_json(note), signer, at, readme)


def read_return(file: BinaryIO, unit: str, trust: TrustList, now: datetime) -> SignedReturn:
    """A return that the city signed for this unit.

    Args:
        file: seekable, read only.
        unit: who reads.
        trust: the reader's trust list.
        now: aware.

    Raises:
        BaiseError: those of `read_body`; SCHEMA, PERIOD, AUTHORITY.
    """
    signed = read_body(file, Kind.RETURN, unit, trust, now)
    return SignedReturn(signed.identity, signed.content, signed.header.created_at, _from_json(signed.body, unit))


def read_return_body(value: Json) -> ReturnNote:
    """What a return held here says, whoever it is for. Raises: BaiseError SCHEMA."""
    data = shape.members(value, _KEYS, BODY)
    answered = data["submission"]
    unit = answered.get("unit") if isinstance(answered, dict) else None
    return _from_json(value, str(unit))


_KEYS = ("comments", "decision", "reason", "submission")


def _to_json(note: ReturnNote) -> dict[str, Json]:
    return {
        "comments": [dict[str, Json](asdict(each)) for each in note.comments],
        "decision": note.decision.as_json(),
        "reason": note.reason,
        "submission": note.answered.as_json(),
    }


def _from_json(value: Json, unit: str) -> ReturnNote:
    data = shape.members(value, _KEYS, BODY)
    reason = shape.text(data, "reason", BODY)
    listed = shape.elements(data["comments"], BODY)
    if not is_note(reason) or not (reason.strip() or listed):
        raise shape.wrong(BODY, "reason", "VALUE")
    if len(listed) > MOST_COMMENTS:
        raise shape.wrong(BODY, "comments", "VALUE")
    decision = read_decision(data["decision"])
    if decision.act != "return":
        raise shape.wrong(BODY, "act", "VALUE")
    return ReturnNote(
        answered=read_answered(data["submission"], unit),
        decision=decision,
        reason=reason,
        comments=tuple(map(_comment, listed)),
    )


def _comment(value: Json) -> Comment:
    data = shape.members(value, ("comment", "field", "form", "row_id"), BODY)
    place = {key: _name(data, key) for key in ("form", "row_id", "field")}
    comment = Comment(**place, comment=shape.text(data, "comment", BODY))
    if not is_comment(comment.comment):
        raise shape.wrong(BODY, "comment", "VALUE")
    if (comment.field and not comment.row_id) or (comment.row_id and not comment.form):
        raise shape.wrong(BODY, "row_id", "VALUE")
    return comment


def _name(data: Mapping[str, Json], key: str) -> str:
    return shape.identifier(data, key, BODY) if data[key] != "" else ""
