"""Task packs: the city tells its units who owes which form when, what the forms are, and whose signature counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from baise_desktop.errors import BaiseError
from baise_desktop.exchange.container import open_container
from baise_desktop.exchange.digests import identity_of
from baise_desktop.exchange.envelope import Envelope, UnverifiedEnvelope, examine, wrap
from baise_desktop.exchange.header import (
    CITY,
    HEADER,
    Kind,
    TaskPackHeader,
    read_task_pack_header,
    write_task_pack_header,
)
from baise_desktop.exchange.pack_content import PackContent, pack_files, read_content
from baise_desktop.exchange.package_file import PackedFile, readme_files
from baise_desktop.exchange.trust import TRUST, TrustList, check_update, follows_root, read_trust, write_trust
from baise_desktop.exchange.zip_layout import MANIFEST
from baise_desktop.signing.anchors import Anchors
from baise_desktop.signing.certificates import fingerprint, same_fingerprint
from baise_desktop.signing.signer import Signer
from baise_desktop.signing.verification import SignatureStatus
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True)
class TaskPack:
    """A verified task pack."""

    identity: str
    """SHA-256 hex of the signed manifest."""
    header: TaskPackHeader
    trust: TrustList
    content: PackContent


@dataclass(frozen=True, slots=True)
class HeldTaskPack:
    """What a unit already has: the trust list it goes by, and the latest task pack of one plan."""

    trust: TrustList
    version: int = 0
    """Of the plan's latest task pack; 0 when there is none yet."""
    identity: str = ""
    """Of that task pack."""
    newest: int = 0
    """Highest version of any plan's task pack held: its trust list is the one held."""


def write_task_pack(
    header: TaskPackHeader, trust: TrustList, content: PackContent, signer: Signer, at: datetime, readme: bytes = b""
) -> bytes:
    """A task pack, signed by the city.

    Args:
        header: its `row_count` is the number of obligations, its `catalogue` the digest of the definitions.
        trust: the city's current trust list.
        content: for the header's plan.
        signer: of the city, with the root in its chain.
        at: aware time.
        readme: `说明.txt`, for people; empty for none.

    Raises:
        BaiseError: NAME, a definition file has a name that packs do not carry; TOO_BIG.
    """
    files = [
        PackedFile(HEADER, "application/json", write_task_pack_header(header)),
        PackedFile(TRUST, "application/json", write_trust(trust)),
        *pack_files(content),
        *readme_files(readme),
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
    root = unverified.offered_root()
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
            version, or the same version with other content; JSON, SCHEMA, COUNTS, FORMS_DIGEST.
    """
    unverified = examine(file)
    pack = _read(_open_following(unverified, held.trust, now))
    if pack.header.version < max(held.newest, held.version) and pack.trust.version < held.trust.version:
        # A pack of another plan that was made before the newest one held: what it says of trust is overtaken.
        pack = replace(pack, trust=held.trust)
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


def _open_following(unverified: UnverifiedEnvelope, held: TrustList, now: datetime) -> Envelope:
    """Verified under the root held, or under a new one that the root held vouches for."""
    status = unverified.judge(held.anchors, now)
    if status.code != "TRUST":
        return _accept(unverified, status)
    root = unverified.offered_root()
    envelope = _open(unverified, Anchors((root,)), now)
    offered = read_trust(envelope.read(TRUST))
    if offered.root in [each.root for each in held.former] and offered.version < held.version:
        raise BaiseError("ROLLBACK", what=TRUST, given=offered.version, held=held.version)
    if offered.root != root or not follows_root(held, offered):
        status.require()
    return envelope


def _open(unverified: UnverifiedEnvelope, anchors: Anchors, now: datetime) -> Envelope:
    return _accept(unverified, unverified.judge(anchors, now))


def _accept(unverified: UnverifiedEnvelope, status: SignatureStatus) -> Envelope:
    status.require()
    if status.unit != CITY:
        raise BaiseError("TRUST", detail=say("signing.NOT_CITY"))
    return unverified.accept(status, Kind.TASK_PACK)


def read_kept_pack(data: bytes) -> TaskPack:
    """A pack that this installation made or has verified before; its signature is not asked again.

    Raises:
        BaiseError: as `read_task_pack`, for a pack of an earlier format.
    """
    container = open_container(BytesIO(data))
    return _parse(identity_of(container.read(MANIFEST)), tuple(container.entries), container.read)


def read_kept_header(data: bytes) -> TaskPackHeader:
    """What a pack that this installation made or has verified before says of itself. Raises: as `read_kept_pack`."""
    return read_task_pack_header(open_container(BytesIO(data)).read(HEADER))


def _read(envelope: Envelope) -> TaskPack:
    return _parse(envelope.identity, tuple(file.name for file in envelope.files), envelope.read)


def _parse(identity: str, names: Sequence[str], read: Callable[[str], bytes]) -> TaskPack:
    header = read_task_pack_header(read(HEADER))
    if header.city != CITY:
        raise BaiseError("AUTHORITY", signer=CITY, claimed=header.city)
    trust = read_trust(read(TRUST))
    content = read_content(names, read, header.plan)
    if len(content.obligations) != header.row_count:
        raise BaiseError("COUNTS", stated=header.row_count, found=len(content.obligations))
    if content.catalogue != header.catalogue:
        raise BaiseError("FORMS_DIGEST")
    return TaskPack(identity, header, trust, content)
