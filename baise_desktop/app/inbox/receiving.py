"""What arrives at the city: verified, shown, merged. One bad file never stops the others."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from baise_desktop.app.checks.comments import AnsweredComment, answered_comments
from baise_desktop.app.checks.double_claims import DoubleClaim, claims_of, find_double_claims, tell_claims
from baise_desktop.app.checks.unmet_rules import tell_unmet
from baise_desktop.app.clock_check import require_clock, tell_leap
from baise_desktop.app.desk import Desk, require_role
from baise_desktop.app.files.arrived_kind import tell_place
from baise_desktop.app.files.input_file import read_file
from baise_desktop.app.files.joining import Arrived, gather_arrived
from baise_desktop.app.inbox.file_verdict import FileVerdict, judge_paper
from baise_desktop.app.inbox.recalling import recall_file
from baise_desktop.app.inbox.unsealing import Unsealer, look_ahead, unsealing
from baise_desktop.app.installation.form_versions import forms_by_version
from baise_desktop.app.installation.naming import name_on, named_on
from baise_desktop.app.kept.merge_backup import MergeBackup
from baise_desktop.app.keys.encryption import Opener
from baise_desktop.app.keys.trust import require_trust
from baise_desktop.app.scan.paper_filing import SeenPrint, read_seen
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.comparison import Comparison, compare
from baise_desktop.exchange.inspection import inspect
from baise_desktop.exchange.merge import MergeReport, find_held, merge
from baise_desktop.exchange.verified_package import VerifiedPackage
from baise_desktop.form.period import parse_period
from baise_desktop.signing.anchors import Anchors
from baise_desktop.signing.certificates import from_pem_bundle
from baise_desktop.store.packages import get_package
from baise_desktop.store.queries import read_standings
from baise_desktop.store.standing import Standing
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file, or would."""

    file: Path
    error: BaiseError | None = None
    report: MergeReport | None = None
    """Of a merge."""
    comparison: Comparison | None = None
    """Of a dry run."""
    sender: str = ""
    """Name and id of the unit, as it was called on the last day of the period."""
    claims: tuple[DoubleClaim, ...] = ()
    """Double claims that its rows take part in; they refuse nothing."""
    parts: tuple[Path, ...] = ()
    """The slices that the file is made of, when it came in several mails; `file` is then the first of them."""

    @property
    def sources(self) -> tuple[Path, ...]:
        """The files to be given again for the same outcome."""
        return self.parts or (self.file,)

    leap: str = ""
    """Where the computer's clock is far ahead of the journal: a sentence that says so."""

    answers: tuple[AnsweredComment, ...] = ()
    """Of a dry run: the city's comments on the version returned before, each with what became of it."""

    unchanged: tuple[str, ...] = ()
    """Forms that the unit states to be as they were in the period before."""
    stated: str = ""
    """Those for people."""
    unmet: tuple[str, ...] = ()
    """Rules that stop a signature and that its rows do not keep to, for people; they refuse nothing."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """Everything beside the verdict, for people, a line or a few each."""
        return tuple(filter(None, (self.stated, "\n".join(self.unmet), *self.claim_lines)))

    @property
    def answer_lines(self) -> tuple[str, ...]:
        """Those comments for people."""
        return tuple(each.sentence for each in self.answers)

    @property
    def claim_lines(self) -> tuple[str, ...]:
        """The double claims for people; long lists are cut short."""
        return tell_claims(self.claims)

    @property
    def sentence(self) -> str:
        """One line for people."""
        if self.error:
            return str(self.error) + self.leap
        if self.report:
            return self.report.tell(self.sender) + self.leap
        return self.comparison.tell(self.sender) + self.leap if self.comparison else ""

    def as_json(self) -> dict[str, Any]:
        """As `baise merge --json` prints it."""
        document: dict[str, Any] = {"file": str(self.file), "ok": self.error is None, "sentence": self.sentence}
        if self.error:
            return document | {"code": self.error.code}
        document["stated_unchanged"] = list(self.unchanged)
        document["unmet"] = list(self.unmet)
        document["double_claims"] = list(tell_claims(self.claims, most=None))
        document |= asdict(self.report) if self.report else {}
        if self.comparison:
            document |= self.comparison.as_json() | {"answers": [each.as_json() for each in self.answers]}
        return document


def merge_files(
    desk: Desk,
    files: Sequence[Path],
    now: datetime,
    actor: str = "",
    *,
    with_backup: bool = True,
    passphrase: str = "",
    stopped: Callable[[], bool] = lambda: False,
) -> tuple[Outcome, ...]:
    """Verify and merge files, each on its own; the database is copied before the first one changes it.

    Args:
        desk: of the city.
        files: packages, encrypted or not, whole or in slices.
        now: aware.
        actor: who received them; the office itself when empty.
        with_backup: whether to copy the database.
        passphrase: of the city's keys; encrypted files are refused without it.
        stopped: asked before each file; from then on none is merged, and nothing is said of those that are left.

    Raises:
        BaiseError: ROLE_CITY_ONLY, NO_TASK_PACK; CLOCK_BACK, the clock is not to be believed.
    """
    registers: set[str] = set()
    copy = MergeBackup(desk, now)

    def take(package: VerifiedPackage, file: Path) -> Outcome:
        if with_backup and get_package(desk.store, package.identity) is None:
            copy.make()
        registers.update(package.rows.counts)
        report = merge(desk.store, package, actor or desk.office.unit, now, _name_of(file))
        outcome = Outcome(file, report=report, sender=_sender(desk, report.unit, report.period))
        if not report.already:
            outcome = replace(outcome, unmet=tell_unmet(desk, package))
        return _with_statements(desk, package.signoff.unchanged, outcome)

    def remember(opened: Path | BinaryIO, file: Path) -> Outcome | None:
        recalled = recall_file(desk, opened)
        if recalled is None:
            return None
        registers.update(recalled.registers)
        report = recalled.report
        outcome = Outcome(file, report=report, sender=_sender(desk, report.unit, report.period))
        return _with_statements(desk, recalled.unchanged, outcome)

    outcomes = _each(desk, files, now, take, passphrase, remember, stopped)
    return _with_claims(desk, outcomes, registers, ())


def _with_statements(desk: Desk, stated: tuple[str, ...], outcome: Outcome) -> Outcome:
    """The outcome with the forms that the unit states to be unchanged."""
    titles = "、".join(desk.catalogue.forms[form].title for form in stated)
    words = say("unchanged.told", count=len(stated), titles=titles) if stated else ""
    return replace(outcome, unchanged=stated, stated=words)


def _sender(desk: Desk, unit: str, period: str) -> str:
    return named_on(desk.catalogue, unit, parse_period(period).end)


def _name_of(file: Path) -> str:
    """A file's name as text, whatever bytes the disk gives it."""
    return file.name.encode("utf-8", "replace").decode()


def preview(desk: Desk, files: Sequence[Path], now: datetime, passphrase: str = "") -> tuple[Outcome, ...]:
    """Verify files and say what merging them would change, cell by cell; nothing is written. See `merge_files`.

    Raises:
        BaiseError: as `merge_files`.
    """
    packages: list[VerifiedPackage] = []

    def look(package: VerifiedPackage, file: Path) -> Outcome:
        packages.append(package.without_file())
        words = desk.context.on(parse_period(package.header.period).end)
        comparison = compare(desk.store, package, desk.catalogue.forms, words)
        answers = answered_comments(desk, package)
        sender = _sender(desk, comparison.unit, comparison.period)
        outcome = Outcome(file, comparison=comparison, sender=sender, answers=answers, unmet=tell_unmet(desk, package))
        return _with_statements(desk, package.signoff.unchanged, outcome)

    outcomes = _each(desk, files, now, look, passphrase)
    registers = {form for package in packages for form in package.rows.counts}
    return _with_claims(desk, outcomes, registers, packages)


def _with_claims(
    desk: Desk, outcomes: Sequence[Outcome], registers: AbstractSet[str], laid_over: Sequence[VerifiedPackage]
) -> tuple[Outcome, ...]:
    """The outcomes with the double claims that their packages take part in, found once for all of them."""
    found = find_double_claims(desk, registers=registers, laid_over=laid_over)
    told = [outcome.report or outcome.comparison for outcome in outcomes]
    return tuple(
        replace(outcome, claims=claims_of(found, each.identity)) if each else outcome
        for outcome, each in zip(outcomes, told, strict=True)
    )


def _each(
    desk: Desk,
    files: Sequence[Path],
    now: datetime,
    act: Callable[[VerifiedPackage, Path], Outcome],
    passphrase: str,
    remember: Callable[[Path | BinaryIO, Path], Outcome | None] = lambda _opened, _file: None,
    stopped: Callable[[], bool] = lambda: False,
) -> tuple[Outcome, ...]:
    require_role(desk, "city")
    require_clock(desk, now)
    trust, forms, leap = require_trust(desk), forms_by_version(desk), tell_leap(desk, now)
    outcomes, opener, arrived = [], Opener(desk, passphrase), gather_arrived(files)
    known = {desk.catalogue.digest: desk.catalogue.forms}
    with unsealing(trust, forms, known, now, len(arrived)) as unsealer, ExitStack() as closing:
        begun = ((each, _begin(desk, each, opener, unsealer, closing)) for each in arrived)
        for each, file in look_ahead(begun, unsealer.ahead):
            if stopped():
                break
            outcome = file if isinstance(file, Outcome) else _finish(each, file, act, remember)
            outcomes.append(replace(outcome, file=each.file, parts=each.parts, leap=leap))
    return tuple(outcomes)


@dataclass(frozen=True, slots=True)
class _Begun:
    """A file that is open, and is being verified."""

    closing: ExitStack
    opened: Path | BinaryIO
    unsealed: Callable[[], VerifiedPackage]


def _begin(desk: Desk, arrived: Arrived, opener: Opener, unsealer: Unsealer, at_last: ExitStack) -> _Begun | Outcome:
    """Open a file; `at_last` closes it where nobody comes to finish it."""
    with ExitStack() as closing:
        try:
            opened = closing.enter_context(opener.open(arrived))
            held = unsealer.ahead and find_held(desk.store, opened)
            unsealed = unsealer.defer(opened) if held else unsealer.submit(opened)
        except BaiseError as error:
            return Outcome(arrived.shown, tell_place(arrived, error))
        kept = closing.pop_all()
        at_last.callback(kept.close)
        return _Begun(kept, opened, unsealed)


def _finish(
    arrived: Arrived,
    begun: _Begun,
    act: Callable[[VerifiedPackage, Path], Outcome],
    remember: Callable[[Path | BinaryIO, Path], Outcome | None],
) -> Outcome:
    try:
        with begun.closing:
            return remember(begun.opened, arrived.shown) or act(begun.unsealed(), arrived.shown)
    except BaiseError as error:
        return Outcome(arrived.shown, tell_place(arrived, error))


@dataclass(frozen=True, slots=True)
class ReceivedPackage:
    """One submission that the city holds."""

    identity: str
    unit: str
    unit_name: str
    plan: str
    period: str
    version: int
    task_pack: int
    """Version of the task pack by whose definitions it was filled in."""
    state: str
    """received, accepted, returned, withdrawn, conflict or hold."""
    rows: int
    received_at: str
    """ISO 8601, UTC."""
    counts: bool
    """Whether its rows enter the figures."""
    paper: SeenPrint
    """How much of its report was seen on paper."""


def list_received(desk: Desk) -> tuple[ReceivedPackage, ...]:
    """Every submission held, by unit, period and version."""
    require_role(desk, "city")
    papers = read_seen(desk)
    found = [
        _received(desk, standing, papers.get(standing.package.content, SeenPrint(0)))
        for standing in read_standings(desk.store).by_identity.values()
    ]
    return tuple(sorted(found, key=lambda package: (package.unit, package.plan, package.period, package.version)))


def _shown_state(state: str, hold: str, *, disputed: bool) -> str:
    # What was taken out can be brought back, whatever else there is to it.
    if state == "withdrawn":
        return state
    return "conflict" if disputed else "hold" if hold else state


def _received(desk: Desk, standing: Standing, paper: SeenPrint) -> ReceivedPackage:
    package = standing.package
    return ReceivedPackage(
        package.identity,
        package.unit,
        name_on(desk, package.unit, parse_period(package.period).end),
        package.plan,
        package.period,
        package.version,
        package.task_pack,
        _shown_state(standing.state, standing.hold, disputed=standing.disputed),
        package.line_count,
        package.at,
        standing.counts,
        paper,
    )


def verify_file(file: Path, trust: Path | None, now: datetime, opener: Opener | None = None) -> FileVerdict:
    """Judge a package of any kind, or a signed PDF, against a root certificate in PEM.

    Args:
        file: the PDF or package, or one of its slices, with the others beside it.
        trust: PEM; None to trust nobody.
        now: aware.
        opener: of the city, for packages that are encrypted or in slices.

    Raises:
        BaiseError: FILE_UNREADABLE, CERTIFICATE; those of `Opener.open`.
    """
    anchors = Anchors(from_pem_bundle(read_file(trust))) if trust else None
    paper = judge_paper(file, anchors, now)
    if paper is not None:
        return paper
    if opener is None:
        return FileVerdict(inspect(file, anchors, now))
    with opener.open(gather_arrived([file])[0]) as opened:
        return FileVerdict(inspect(opened, anchors, now))
