"""Task packs: the city tells its units who owes which form when, and whose signature counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from baise_desktop.errors import BaiseError
from baise_desktop.exchange import shape
from baise_desktop.exchange.envelope import Envelope, UnverifiedEnvelope, examine, wrap
from baise_desktop.exchange.header import (
    CITY,
    HEADER,
    Kind,
    TaskPackHeader,
    read_task_pack_header,
    write_task_pack_header,
)
from baise_desktop.exchange.package_file import PackedFile
from baise_desktop.exchange.trust import TRUST, TrustList, check_update, read_trust, write_trust
from baise_desktop.form import canonical
from baise_desktop.form.canonical import Json
from baise_desktop.form.obligation import Obligation
from baise_desktop.form.period import parse_period
from baise_desktop.signing.certificates import fingerprint, same_fingerprint
from baise_desktop.signing.signature_form import read_signature
from baise_desktop.signing.signer import Signer
from baise_desktop.signing.verification import Anchors
from baise_desktop.texts import say

OBLIGATIONS = "obligations.jsonl"
_KEYS = ("due", "form", "period", "plan", "unit")


@dataclass(frozen=True, slots=True)
class TaskPack:
    """A verified task pack."""

    identity: str
    """SHA-256 hex of the signed manifest."""
    header: TaskPackHeader
    trust: TrustList
    obligations: tuple[Obligation, ...]


@dataclass(frozen=True, slots=True)
class HeldTaskPack:
    """What a unit already has: the trust list it goes by, and the latest task pack of one plan."""

    trust: TrustList
    version: int = 0
    """Of the plan's latest task pack; 0 when there is none yet."""
    identity: str = ""
    """Of that task pack."""


def write_task_pack(
    header: TaskPackHeader, trust: TrustList, obligations: Sequence[Obligation], signer: Signer, at: datetime
) -> bytes:
    """A task pack, signed by the city.

    Args:
        header: its `row_count` is the number of obligations.
        trust: the city's current trust list.
        obligations: of the header's plan, in any order.
        signer: of the city, with the root in its chain.
        at: aware time.
    """
    lines = sorted(_line(each) for each in obligations)
    files = [
        PackedFile(HEADER, "application/json", write_task_pack_header(header)),
        PackedFile(TRUST, "application/json", write_trust(trust)),
        PackedFile(OBLIGATIONS, "application/jsonl", b"".join(lines)),
    ]
    return wrap(Kind.TASK_PACK, files, signer, at)


def read_first_task_pack(file: BinaryIO, root_fingerprint: str, now: datetime) -> TaskPack:
    """The first task pack a unit opens: its root is believed because its fingerprint was read over the telephone.

    Args:
        file: seekable, read only.
        root_fingerprint: as the city read it out; empty when it was not asked for yet.
        now: aware time.

    Raises:
        BaiseError: FINGERPRINT_NEEDED, naming the one in the file; FINGERPRINT; and those of `read_task_pack`.
    """
    unverified = examine(file)
    root = _offered_root(unverified)
    found = fingerprint(root)
    if not root_fingerprint:
        raise BaiseError("FINGERPRINT_NEEDED")
    if not same_fingerprint(root_fingerprint, found):
        raise BaiseError("FINGERPRINT", given=root_fingerprint)
    # The revocation list is inside; it is asked for as soon as the signature lets it be read.
    envelope = _open(unverified, Anchors((root,)), now)
    pack = _read(envelope)
    if pack.trust.root != root:
        raise BaiseError("ROOT_CHANGED")
    unverified.judge(pack.trust.anchors, now).require()
    return pack


def read_task_pack(file: BinaryIO, held: HeldTaskPack, now: datetime) -> TaskPack:
    """A later task pack: signed under the root that is pinned, and not older than what is held.

    Args:
        file: seekable, read only.
        held: what the unit has; `version` and `identity` are those of the plan the pack is for.
        now: aware time.

    Raises:
        BaiseError: those of `envelope.open_envelope`; TRUST, not signed by the city; ROOT_CHANGED; ROLLBACK, an older
            version, or the same version with other content; JSON, SCHEMA, COUNTS.
    """
    unverified = examine(file)
    pack = _read(_open(unverified, held.trust.anchors, now))
    check_update(held.trust, pack.trust)
    unverified.judge(pack.trust.anchors, now).require()
    same = pack.header.version == held.version and pack.identity == held.identity
    if pack.header.version <= held.version and not same:
        raise BaiseError("ROLLBACK", what=say("kinds.task-pack"), given=pack.header.version, held=held.version)
    return pack


def peek_plan(file: BinaryIO) -> str:
    """The plan that a file claims to be the task pack of, so that what is held of it can be looked up; unverified.

    Raises:
        BaiseError: those of `envelope.examine`; KIND, LAYOUT, JSON, SCHEMA.
    """
    unverified = examine(file)
    unverified.stated_kind()
    return read_task_pack_header(unverified.container.read(HEADER)).plan


def _offered_root(unverified: UnverifiedEnvelope) -> bytes:
    others = read_signature(unverified.signature).others
    if len(others) != 1:
        raise BaiseError("TRUST", detail=say("signing.UNKNOWN_ISSUER"))
    return others[0]


def _open(unverified: UnverifiedEnvelope, anchors: Anchors, now: datetime) -> Envelope:
    status = unverified.judge(anchors, now)
    status.require()
    if status.unit != CITY:
        raise BaiseError("TRUST", detail=say("signing.NOT_CITY"))
    return unverified.accept(status, Kind.TASK_PACK)


def _read(envelope: Envelope) -> TaskPack:
    header = read_task_pack_header(envelope.read(HEADER))
    if header.city != CITY:
        raise BaiseError("AUTHORITY", signer=CITY, claimed=header.city)
    trust = read_trust(envelope.read(TRUST))
    obligations = _obligations(envelope.read(OBLIGATIONS), header.plan)
    if len(obligations) != header.row_count:
        raise BaiseError("COUNTS", stated=header.row_count, found=len(obligations))
    return TaskPack(envelope.identity, header, trust, obligations)


def _line(obligation: Obligation) -> bytes:
    members: dict[str, Json] = {
        "due": obligation.due.isoformat(),
        "form": obligation.form,
        "period": str(obligation.period),
        "plan": obligation.plan,
        "unit": obligation.unit,
    }
    return canonical.dump(members) + b"\n"


def _obligations(data: bytes, plan: str) -> tuple[Obligation, ...]:
    lines = data.splitlines(keepends=True)
    if lines != sorted(set(lines)):
        raise shape.wrong(OBLIGATIONS, "[]", "ORDER")
    return tuple(_obligation(line, plan) for line in lines)


def _obligation(line: bytes, plan: str) -> Obligation:
    if not line.endswith(b"\n"):
        raise shape.wrong(OBLIGATIONS, "[]", "VALUE")
    data = shape.members(canonical.load_canonical(line[:-1]), _KEYS, OBLIGATIONS)
    obligation = Obligation(
        unit=shape.identifier(data, "unit", OBLIGATIONS),
        plan=shape.identifier(data, "plan", OBLIGATIONS),
        period=parse_period(shape.text(data, "period", OBLIGATIONS)),
        form=shape.identifier(data, "form", OBLIGATIONS),
        due=_date(shape.text(data, "due", OBLIGATIONS)),
    )
    if obligation.plan != plan or _line(obligation) != line:
        raise shape.wrong(OBLIGATIONS, "plan", "VALUE")
    return obligation


def _date(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise shape.wrong(OBLIGATIONS, "due", "VALUE") from None
