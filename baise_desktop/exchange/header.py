"""`header.json` of each kind of package: what the package is, for whom, and where it stands in order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from baise_desktop.errors import BaiseError, printable
from baise_desktop.exchange import shape
from baise_desktop.form import canonical
from baise_desktop.form.canonical import Json
from baise_desktop.form.period import parse_period
from baise_desktop.texts import say

HEADER = "header.json"
CITY = "city.baise"
"""The city office as sender and recipient; also the unit id in its certificate."""
FORMAT = 1
NO_PREVIOUS = "0" * 64
"""`prev` of an installation's first package."""
_MOST_ROWS = 10**6
_NONCE = re.compile(r"[A-Za-z0-9+/]{1,4096}={0,2}")
LONGEST_NOTE = 2_000
"""Characters of what the city says about a version of a task pack."""


class Kind(StrEnum):
    """The kinds of signed package. Source: design section 7."""

    ENROLMENT = "enrolment"
    TASK_PACK = "task-pack"
    SUBMISSION = "submission"
    RECEIPT = "receipt"
    RETURN = "return"
    DECISION = "decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionHeader:
    """A submission: the full state of unit x plan x period."""

    unit: str
    plan: str
    period: str
    version: int
    """1, 2, ... per (unit, plan, period)."""
    installation: str
    """Id of the store that exported it."""
    epoch: int
    """From 1; raised by a planned change of PC and by a restore."""
    seq: int
    """From 1, counting every submission of one (unit, installation, epoch)."""
    prev: str
    """Identity of that installation's previous package; `NO_PREVIOUS` for the first."""
    task_pack: int
    """Version of the task pack it answers."""
    catalogue: str
    """Digest of the form catalogue it was filled in with."""
    counts: Mapping[str, int]
    """Lines of `records.jsonl` by form, tombstones included; a form that is owed but empty stands with 0."""
    created_at: datetime
    """UTC, whole seconds; a claim, never an order."""
    recipient: str = CITY
    nonce: str = ""
    """16 random bytes encrypted to the city, Base64; the receipt that is read over the telephone is made of them. ''
    where the unit knows no key to encrypt to."""

    @property
    def row_count(self) -> int:
        """Lines of `records.jsonl`."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentHeader:
    """A unit asks the city to admit its key."""

    unit: str
    installation: str
    created_at: datetime
    recipient: str = CITY


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPackHeader:
    """The city says who owes what, when, and whom to trust."""

    city: str
    plan: str
    version: int
    """Rises with every task pack of the plan."""
    catalogue: str
    row_count: int
    """Lines of `obligations.jsonl`."""
    due: Mapping[str, int]
    """Days after the end of a period within which it is owed, by frequency."""
    created_at: datetime
    note: str = ""
    """What the city says about this version: plain text, lines apart by LF."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyHeader:
    """A receipt, return or decision: signed by the city, its substance in `body.json`."""

    kind: Kind
    sender: str
    recipient: str
    """A unit id, or `CITY` for a decision that the city keeps for itself."""
    created_at: datetime


def read_kind(data: bytes) -> Kind:
    """The kind that a `header.json` of any kind states.

    Raises:
        BaiseError: JSON; SCHEMA when there is no kind or an unknown one.
    """
    header = canonical.load(data)
    kind = header.get("kind") if isinstance(header, dict) else None
    if not isinstance(kind, str) or kind not in set(Kind):
        raise shape.wrong(HEADER, "kind", "VALUE")
    return Kind(kind)


def write_submission_header(header: SubmissionHeader) -> bytes:
    """`header.json` of a submission."""
    nonce: dict[str, Json] = {"nonce": header.nonce} if header.nonce else {}
    return canonical.dump(
        nonce
        | {
            "catalogue": header.catalogue,
            "counts": dict(header.counts),
            "created_at": shape.moment_text(header.created_at),
            "epoch": header.epoch,
            "format": FORMAT,
            "installation": header.installation,
            "kind": Kind.SUBMISSION.value,
            "period": header.period,
            "plan": header.plan,
            "prev": header.prev,
            "recipient": header.recipient,
            "row_count": header.row_count,
            "seq": header.seq,
            "task_pack": header.task_pack,
            "unit": header.unit,
            "version": header.version,
        }
    )


_SUBMISSION_KEYS = (
    *("catalogue", "counts", "created_at", "epoch", "format", "installation", "kind", "period", "plan", "prev"),
    *("recipient", "row_count", "seq", "task_pack", "unit", "version"),
)


def read_submission_header(data: bytes) -> SubmissionHeader:
    """`header.json` of a submission.

    Raises:
        BaiseError: JSON, SCHEMA naming the key, KIND, PERIOD, FORMAT.
    """
    fields = _header_fields(data, _SUBMISSION_KEYS, Kind.SUBMISSION, ("nonce",))
    header = SubmissionHeader(
        unit=shape.identifier(fields, "unit", HEADER),
        plan=shape.identifier(fields, "plan", HEADER),
        period=str(parse_period(shape.text(fields, "period", HEADER))),
        version=shape.number(fields, "version", HEADER, 1),
        installation=shape.identifier(fields, "installation", HEADER),
        epoch=shape.number(fields, "epoch", HEADER, 1),
        seq=shape.number(fields, "seq", HEADER, 1),
        prev=shape.digest(fields, "prev", HEADER),
        task_pack=shape.number(fields, "task_pack", HEADER, 1),
        catalogue=shape.digest(fields, "catalogue", HEADER),
        counts=_counts(fields),
        created_at=shape.moment(fields, "created_at", HEADER),
        recipient=shape.identifier(fields, "recipient", HEADER),
        nonce=_nonce(fields),
    )
    if header.row_count != shape.number(fields, "row_count", HEADER, 0, _MOST_ROWS):
        raise shape.wrong(HEADER, "row_count", "VALUE")
    if (header.seq == 1) != (header.prev == NO_PREVIOUS):
        raise shape.wrong(HEADER, "prev", "VALUE")
    return header


def write_enrolment_header(header: EnrolmentHeader) -> bytes:
    """`header.json` of an enrolment request."""
    return canonical.dump(
        {
            "created_at": shape.moment_text(header.created_at),
            "format": FORMAT,
            "installation": header.installation,
            "kind": Kind.ENROLMENT.value,
            "recipient": header.recipient,
            "unit": header.unit,
        }
    )


def read_enrolment_header(data: bytes) -> EnrolmentHeader:
    """`header.json` of an enrolment request. Raises: BaiseError JSON, SCHEMA, KIND, FORMAT."""
    keys = ("created_at", "format", "installation", "kind", "recipient", "unit")
    fields = _header_fields(data, keys, Kind.ENROLMENT)
    return EnrolmentHeader(
        unit=shape.identifier(fields, "unit", HEADER),
        installation=shape.identifier(fields, "installation", HEADER),
        created_at=shape.moment(fields, "created_at", HEADER),
        recipient=shape.identifier(fields, "recipient", HEADER),
    )


def write_task_pack_header(header: TaskPackHeader) -> bytes:
    """`header.json` of a task pack."""
    return canonical.dump(
        {
            "catalogue": header.catalogue,
            "city": header.city,
            "created_at": shape.moment_text(header.created_at),
            "due": dict(header.due),
            "format": FORMAT,
            "kind": Kind.TASK_PACK.value,
            "note": header.note,
            "plan": header.plan,
            "row_count": header.row_count,
            "version": header.version,
        }
    )


def read_task_pack_header(data: bytes) -> TaskPackHeader:
    """`header.json` of a task pack. Raises: BaiseError JSON, SCHEMA, KIND, FORMAT."""
    keys = ("catalogue", "city", "created_at", "due", "format", "kind", "note", "plan", "row_count", "version")
    fields = _header_fields(data, keys, Kind.TASK_PACK)
    note = shape.text(fields, "note", HEADER)
    if not is_note(note):
        raise shape.wrong(HEADER, "note", "VALUE")
    return TaskPackHeader(
        city=shape.identifier(fields, "city", HEADER),
        plan=shape.identifier(fields, "plan", HEADER),
        version=shape.number(fields, "version", HEADER, 1),
        catalogue=shape.digest(fields, "catalogue", HEADER),
        row_count=shape.number(fields, "row_count", HEADER, 0, _MOST_ROWS),
        due=_numbers(fields, "due", 3660),
        created_at=shape.moment(fields, "created_at", HEADER),
        note=note,
    )


def is_note(text: str) -> bool:
    """Whether the city may say this about a version of a task pack: not too long, and nothing that is not text."""
    return len(text) <= LONGEST_NOTE and all(mark in "\n\u3000" or mark.isprintable() for mark in text)


def write_body_header(header: BodyHeader) -> bytes:
    """`header.json` of a receipt, return or decision."""
    return canonical.dump(
        {
            "created_at": shape.moment_text(header.created_at),
            "format": FORMAT,
            "kind": header.kind.value,
            "recipient": header.recipient,
            "sender": header.sender,
        }
    )


def read_body_header(data: bytes, kind: Kind) -> BodyHeader:
    """`header.json` of a receipt, return or decision. Raises: BaiseError JSON, SCHEMA, KIND, FORMAT."""
    fields = _header_fields(data, ("created_at", "format", "kind", "recipient", "sender"), kind)
    return BodyHeader(
        kind=kind,
        sender=shape.identifier(fields, "sender", HEADER),
        recipient=shape.identifier(fields, "recipient", HEADER),
        created_at=shape.moment(fields, "created_at", HEADER),
    )


def _nonce(fields: Mapping[str, Json]) -> str:
    if "nonce" not in fields:
        return ""
    nonce = shape.text(fields, "nonce", HEADER)
    if not _NONCE.fullmatch(nonce) or len(nonce) % 4:
        raise shape.wrong(HEADER, "nonce", "VALUE")
    return nonce


def _header_fields(
    data: bytes, keys: tuple[str, ...], kind: Kind, optional: tuple[str, ...] = ()
) -> Mapping[str, Json]:
    stated = read_kind(data)
    if stated is not kind:
        raise BaiseError("KIND", found=say(f"kinds.{stated}"), expected=say(f"kinds.{kind}"))
    loaded = shape.load_exact(data)
    given = loaded if isinstance(loaded, dict) else {}
    fields = shape.members(loaded, (*keys, *(key for key in optional if key in given)), HEADER)
    if fields["format"] != FORMAT or type(fields["format"]) is not int:
        raise BaiseError("FORMAT", format=printable(str(fields["format"])))
    return fields


def _counts(fields: Mapping[str, Json]) -> Mapping[str, int]:
    return _numbers(fields, "counts", _MOST_ROWS)


def _numbers(fields: Mapping[str, Json], key: str, highest: int) -> Mapping[str, int]:
    value = fields[key]
    if not isinstance(value, dict):
        raise shape.wrong(HEADER, key, "VALUE")
    return {name: shape.number(value, name, f"{HEADER}/{key}", 0, highest) for name in value}
