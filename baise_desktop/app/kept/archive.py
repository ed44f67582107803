"""Everything signed that the city keeps, read back from the files alone: what it sent, what came, what it decided."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path

from baise_desktop.app.desk import Desk
from baise_desktop.app.keys.trust import TRUST, require_trust
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.decision import read_decisions
from baise_desktop.exchange.envelope import examine
from baise_desktop.exchange.header import HEADER, BodyHeader, Kind, read_body_header, read_enrolment_header
from baise_desktop.exchange.task_pack import TaskPack, read_first_task_pack, read_kept_header
from baise_desktop.exchange.trust import TrustList, follows_root, read_trust
from baise_desktop.signing.certificates import fingerprint
from baise_desktop.store.decided import decided_setting
from baise_desktop.store.decisions import Decision, list_unsigned
from baise_desktop.store.unrecorded import list_unrecorded, receiving_of


@dataclass(frozen=True, slots=True)
class KeptPack:
    """A task pack that the city published."""

    pack: TaskPack
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """A receipt, return or set of decisions that the city signed."""

    name: str
    """Of its file."""
    header: BodyHeader
    root: bytes = field(repr=False)
    """DER of the root that it was signed under."""
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Signed:
    """A decision, and the package that carries it."""

    decision: Decision
    package: str
    """Identity; empty while it waits for the city's next signature."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A kept file that cannot be taken back."""

    name: str
    error: BaiseError


@dataclass(slots=True)
class Archive:
    """What the files say, each verified as its kind asks; submissions are verified when they are merged."""

    trust: TrustList
    """The newest that follows from the one held: where the store is an old copy, the root may have changed since."""
    packs: list[KeptPack] = field(default_factory=list)
    letters: list[KeptLetter] = field(default_factory=list)
    enrolments: list[tuple[bytes, datetime]] = field(default_factory=list)
    """With the times that the units state."""
    submissions: dict[str, Path] = field(default_factory=dict)
    """File by identity."""
    decisions: list[Signed] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    unrecorded: list[str] = field(default_factory=list)
    """Names of submissions that no decision has received; they are taken by what the store says of their receiving."""
    unknown: list[str] = field(default_factory=list)
    """Names of submissions of which nobody says that they were received: they are left out."""

    def by_number(self) -> list[Signed]:
        """The decisions in the order in which they were made, after what they are about was received."""
        return sorted(self.decisions, key=lambda each: (each.decision.act != "receive", each.decision.number))

    def trust_lists(self) -> Mapping[int, TrustList]:
        """Every trust list that was signed, by version."""
        found = {kept.pack.trust.version: kept.pack.trust for kept in self.packs}
        for signed in self.decisions:
            settled = decided_setting(signed.decision)
            if settled and settled[0] == TRUST:
                trust = read_trust(settled[1].encode())
                found[trust.version] = trust
        return found


def read_archive(desk: Desk) -> Archive:
    """Read every kept package of the city; those that cannot be read are listed, and the others go on."""
    files = sorted(desk.store.packages.glob("*.asice"))
    archive = Archive(trust=_newest_trust(files, require_trust(desk)))
    for file in files:
        try:
            _take(archive, file, archive.trust)
        except BaiseError as error:
            archive.refused.append(Refused(file.name, error))
    carried = {signed.decision.identity for signed in archive.decisions}
    archive.decisions += [Signed(each, "") for each in list_unsigned(desk.store) if each.identity not in carried]
    _receive_unrecorded(archive, desk)
    return archive


def _receive_unrecorded(archive: Archive, desk: Desk) -> None:
    """What came before receiving was a decision is received as of when the store says that it came."""
    acts = [each.decision for each in archive.decisions if each.decision.act == "receive"]
    received = {identity for decision in acts for identity in decision.targets}
    last = max((each.decision.number for each in archive.decisions), default=0)
    for package in list_unrecorded(desk.store):
        if package.identity in archive.submissions and package.identity not in received:
            last += 1
            archive.decisions.append(Signed(receiving_of(package, last), ""))
            archive.unrecorded.append(archive.submissions[package.identity].name)
            received.add(package.identity)
    archive.unknown += [file.name for identity, file in archive.submissions.items() if identity not in received]


def _newest_trust(files: Iterable[Path], held: TrustList) -> TrustList:
    for file in files:
        with suppress(BaiseError):
            content = file.read_bytes()
            unverified = examine(BytesIO(content))
            # Only what is signed under a root that is not known yet can tell of one.
            if unverified.stated_kind() is Kind.TASK_PACK and unverified.offered_root() not in held.roots:
                mark = fingerprint(unverified.offered_root())
                offered = read_first_task_pack(BytesIO(content), mark, read_kept_header(content).created_at).trust
                held = offered if follows_root(held, offered) else held
    return held


def _take(archive: Archive, file: Path, trust: TrustList) -> None:
    content = file.read_bytes()
    unverified = examine(BytesIO(content))
    kind = unverified.stated_kind()
    if kind is Kind.SUBMISSION:
        archive.submissions[file.stem] = file
    elif kind is Kind.ENROLMENT:
        stated = read_enrolment_header(unverified.container.read(HEADER))
        archive.enrolments.append((content, stated.created_at))
    elif kind is Kind.TASK_PACK:
        made_at = read_kept_header(content).created_at
        mark = trust.under(unverified.offered_root()).root_fingerprint
        archive.packs.append(KeptPack(read_first_task_pack(BytesIO(content), mark, made_at), content))
    else:
        header = read_body_header(unverified.container.read(HEADER), kind)
        root = unverified.offered_root()
        archive.letters.append(KeptLetter(file.name, header, root, content))
        archive.decisions += _decisions(header, content, file.stem, trust.under(root))


def _decisions(header: BodyHeader, content: bytes, identity: str, trust: TrustList) -> Iterator[Signed]:
    if header.kind is Kind.DECISION:
        for decision in read_decisions(content, trust, header.created_at):
            yield Signed(decision, identity)


def trust_at(lists: Mapping[int, TrustList], version: int) -> TrustList:
    """The trust list of that version, or the next one that was signed."""
    later = [each for each in lists if each >= version]
    return lists[min(later) if later else max(lists)]
