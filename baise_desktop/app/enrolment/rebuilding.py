"""The city's store made again from what was signed: every package and decision, each judged as of its own day.

Source: design sections 7 and 8: the state of the city is a function of the packages and the decisions.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from baise_desktop.app.desk import CITY_UNIT, Desk, close_desk, open_desk, require_role
from baise_desktop.app.enrolment.setup import ROOT_FILE, make_installation
from baise_desktop.app.files.output_file import require_empty
from baise_desktop.app.installation.form_versions import forms_by_version
from baise_desktop.app.kept.archive import Archive, KeptLetter, Refused, Signed, read_archive, trust_at
from baise_desktop.app.kept.keeping import describe, keep
from baise_desktop.app.kept.letter_file import describe_letter
from baise_desktop.app.keys.trust import root_bundle, trust_setting
from baise_desktop.app.packs.publishing import keep_published
from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.exchange.enrolment import read_enrolment
from baise_desktop.exchange.header import Kind
from baise_desktop.exchange.merge import merge
from baise_desktop.exchange.receipt import read_receipt
from baise_desktop.exchange.return_package import read_return
from baise_desktop.exchange.trust import TrustList
from baise_desktop.exchange.unseal import FormsOf, unseal
from baise_desktop.store.decided import received_with
from baise_desktop.store.instant import from_text
from baise_desktop.store.logical_state import logical_digest
from baise_desktop.store.packages import keep_package
from baise_desktop.store.replay import replay_decision
from baise_desktop.store.settings import put_settings
from baise_desktop.texts import say

Step = Callable[[int, int], None]
"""Takes how much is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A store that was made again."""

    folder: Path
    packages: int
    """Submissions merged."""
    decisions: int
    refused: tuple[Refused, ...]
    """What could not be taken back; the new store goes without."""
    digest: str
    """Logical digest of the new store."""
    before: str
    """Of the store that it was made from."""
    unrecorded: tuple[str, ...] = ()
    """Submissions of before receiving was a decision: taken as of when the store says that they came."""
    unknown: tuple[str, ...] = ()
    """Submissions left out, since neither a decision nor the store says that they were received: to be merged again."""

    @property
    def told(self) -> tuple[str, ...]:
        """What is to be said of single files, for people."""
        return (
            *(say("rebuilt.refused", name=each.name, reason=each.error) for each in self.refused),
            *(say("rebuilt.unrecorded", name=name) for name in self.unrecorded),
            *(say("rebuilt.unknown", name=name) for name in self.unknown),
        )

    @property
    def is_whole(self) -> bool:
        """Whether nothing was refused and both stores mean the same."""
        return not self.refused and self.digest == self.before


def rebuild(desk: Desk, out: Path, now: datetime, step: Step = lambda *_: None) -> Rebuilt:
    """Verify every kept package and decision again and merge them into a new store.

    Args:
        desk: of the city; not changed.
        out: folder of the new installation; empty, or not there yet. It appears whole or not at all.
        now: aware.
        step: told how many acts are replayed, and of how many; what it raises ends the work, and nothing is left of it.

    Raises:
        BaiseError: ROLE_CITY_ONLY, FOLDER_NOT_EMPTY, OUT_FOLDER, STORE_PLACE.
    """
    require_role(desk, "city")
    require_empty(out)
    archive = read_archive(desk)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as beside:
            made = Path(beside) / out.name
            _found(desk, made, archive.trust, now)
            rebuilt = _fill(made, archive, logical_digest(desk.store), step)
            if out.exists():
                out.rmdir()
            made.rename(out)
    except OSError as cause:
        raise BaiseError("OUT_FOLDER", folder=out, reason=disk_reason(cause)) from cause
    return replace(rebuilt, folder=out)


def _found(desk: Desk, folder: Path, trust: TrustList, now: datetime) -> None:
    keys = {file.name: file.read_bytes() for file in sorted(desk.keys.glob("*.p12"))}
    root = root_bundle(trust)
    make_installation(folder, desk.office, keys, {}, now, lambda made: (made / ROOT_FILE).write_bytes(root))


def _fill(folder: Path, archive: Archive, before: str, step: Step) -> Rebuilt:
    lists = archive.trust_lists()
    first = open_desk(folder)
    for kept in sorted(archive.packs, key=lambda each: each.pack.header.version):
        keep_published(first, kept.pack.header, kept.pack.trust, kept.pack.content, kept.content)
    close_desk(first)
    # Only an opened desk goes by the definitions that the packs brought.
    desk = open_desk(folder)
    try:
        _keep_enrolments(desk, archive)
        merged = _replay(desk, archive, lists, step)
        newest = lists[max(lists)]
        # A pack may carry a newer trust list than the last decision about trust.
        put_settings(desk.store, trust_setting(newest))
        for letter in archive.letters:
            try:
                _keep_letter(desk, letter, newest)
            except BaiseError as error:
                archive.refused.append(Refused(letter.name, error))
        refused = tuple(archive.refused)
        made = Rebuilt(folder, merged, len(archive.decisions), refused, logical_digest(desk.store), before)
        return replace(made, unrecorded=tuple(archive.unrecorded), unknown=tuple(archive.unknown))
    finally:
        close_desk(desk)


def _replay(desk: Desk, archive: Archive, lists: Mapping[int, TrustList], step: Step) -> int:
    forms = forms_by_version(desk)
    merged = 0
    acts = list(archive.by_number())
    for done, signed in enumerate(acts):
        step(done, len(acts))
        try:
            if signed.decision.act == "receive":
                _receive(desk, archive, signed, lists, forms)
                merged += 1
            else:
                replay_decision(desk.store, signed.decision, signed.package, desk.catalogue.forms)
        except BaiseError as error:
            archive.refused.append(Refused(_name(archive, signed), error))
    return merged


def _name(archive: Archive, signed: Signed) -> str:
    """What is told apart: the package that cannot be received, or the number of the decision."""
    file = archive.submissions.get(signed.decision.targets[0]) if signed.decision.act == "receive" else None
    return file.name if file else say("words.decision_number", number=signed.decision.number)


def _receive(desk: Desk, archive: Archive, signed: Signed, lists: Mapping[int, TrustList], forms: FormsOf) -> None:
    (identity,) = signed.decision.targets
    if identity not in archive.submissions:
        raise BaiseError("PACKAGE_FILE", identity=identity)
    received_at = from_text(signed.decision.at)
    file_name, version = received_with(signed.decision)
    package = unseal(archive.submissions[identity], trust_at(lists, version), forms, received_at)
    merge(desk.store, package, signed.decision.by, received_at, file_name, (signed.decision, signed.package))


def _keep_enrolments(desk: Desk, archive: Archive) -> None:
    for content, made_at in archive.enrolments:
        asked = read_enrolment(BytesIO(content), made_at)
        keep(desk, Kind.ENROLMENT, "in", asked.header.unit, content, made_at)


def _keep_letter(desk: Desk, letter: KeptLetter, newest: TrustList) -> None:
    trust = newest.under(letter.root)
    content, at, unit = letter.content, letter.header.created_at, letter.header.recipient
    if letter.header.kind is Kind.RECEIPT:
        receipt = read_receipt(BytesIO(content), unit, trust, at).receipt
        package = describe_letter(desk, Kind.RECEIPT, "out", receipt.answered, receipt.number, content, at)
    elif letter.header.kind is Kind.RETURN:
        note = read_return(BytesIO(content), unit, trust, at).note
        package = describe_letter(desk, Kind.RETURN, "out", note.answered, note.decision.number, content, at)
    else:
        package = describe(desk, Kind.DECISION, "out", CITY_UNIT, content, at)
    keep_package(desk.store, package, content, at)
