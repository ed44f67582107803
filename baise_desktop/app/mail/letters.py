"""A unit opens what the city sent: a task pack, a receipt or a return, told apart by the kind that is signed."""

from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

from baise_desktop.app.checks.comments import tell_places
from baise_desktop.app.desk import Desk, require_real, require_role
from baise_desktop.app.enrolment.setup import open_task_pack
from baise_desktop.app.files.input_file import read_file
from baise_desktop.app.installation.naming import period_words
from baise_desktop.app.kept.letter_file import LetterKind, describe_letter
from baise_desktop.app.keys.trust import require_trust
from baise_desktop.app.mail.forgotten import ForgottenReceipt, find_forgotten
from baise_desktop.app.packs.opening import OpenedPack
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.envelope import examine
from baise_desktop.exchange.header import Kind
from baise_desktop.exchange.receipt import read_receipt
from baise_desktop.exchange.return_package import Comment, read_return
from baise_desktop.exchange.signed_body import AnsweredSubmission
from baise_desktop.form.period import parse_period
from baise_desktop.store.letters import take_letter
from baise_desktop.store.packages import get_package
from baise_desktop.store.submissions import read_submission
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedLetter:
    """A receipt or return that a unit opened, and what it changed."""

    kind: LetterKind
    plan: str
    plan_name: str
    period: str
    version: int
    """Of the submission it is about."""
    word: str
    """What the city says of that version: received, accepted or returned."""
    said_at: datetime
    """When the city received, accepted or returned it."""
    already: bool
    """It was held, and nothing changed."""
    state: str
    """How far the unit's submission is now."""
    draft: int
    """The version that is being written or was last sealed."""
    reason: str = ""
    """Of a return, for the whole."""
    comments: tuple[Comment, ...] = ()
    places: tuple[str, ...] = ()
    """Where each comment is, for people."""
    forgotten: tuple[ForgottenReceipt, ...] = ()
    """Receipts held that the city no longer knows of, as this receipt or an earlier one shows."""

    @property
    def sentence(self) -> str:
        """For people: what it is, about what, and what it changed."""
        told = say(
            f"returns.opened_{self.word}",
            submission=f"{self.plan_name} {period_words(parse_period(self.period))}",
            version=self.version,
            day=self.said_at.astimezone().strftime("%Y-%m-%d"),
            count=len(self.comments),
        )
        told += say(f"returns.{self._effect}", draft=self.draft, version=self.version)
        return told + "".join(each.sentence for each in self.forgotten)

    @property
    def _effect(self) -> str:
        if self.already:
            return "effect_already"
        if self.draft == self.version:
            return "effect_state" if self.state == self.word else "effect_overruled"
        if (self.draft, self.state) == (self.version + 1, "returned"):
            return "effect_reopened" if self.word == "returned" else "effect_overruled"
        return "effect_kept"


def open_received(desk: Desk, file: Path, root_fingerprint: str | None, now: datetime) -> OpenedPack | OpenedLetter:
    """Open whatever the city sent to this unit.

    Args:
        desk: of a unit.
        file: what came.
        root_fingerprint: for the first task pack, as read over the telephone.
        now: aware.

    Raises:
        BaiseError: ROLE_UNIT_ONLY, TRIAL; KIND for packages that no unit opens; those of `open_task_pack`; those of
            `read_receipt` and `read_return`; NO_TASK_PACK, NOT_SENT_HERE.
    """
    require_role(desk, "unit")
    require_real(desk)
    content = read_file(file)
    kind = examine(BytesIO(content)).stated_kind()
    if kind is Kind.TASK_PACK:
        return open_task_pack(desk, file, root_fingerprint, now)
    if kind is Kind.RECEIPT:
        return _open_receipt(desk, content, now)
    if kind is Kind.RETURN:
        return _open_return(desk, content, now)
    raise BaiseError("KIND", found=say(f"kinds.{kind}"), expected=say("returns.what_units_open"))


def _open_receipt(desk: Desk, content: bytes, now: datetime) -> OpenedLetter:
    receipt = read_receipt(BytesIO(content), desk.office.unit, require_trust(desk), now).receipt
    said_at = next((each.at for each in receipt.decisions if each.number == receipt.number), receipt.received_at)
    said = _Said(Kind.RECEIPT, receipt.answered, receipt.state, receipt.number, said_at)
    return _take(desk, said, content, now)


def _open_return(desk: Desk, content: bytes, now: datetime) -> OpenedLetter:
    note = read_return(BytesIO(content), desk.office.unit, require_trust(desk), now).note
    said = _Said(Kind.RETURN, note.answered, "returned", note.decision.number, note.decision.at)
    return _take(desk, replace(said, reason=note.reason, comments=note.comments), content, now)


@dataclass(frozen=True, slots=True)
class _Said:
    """A verified letter, whichever kind it is."""

    kind: LetterKind
    answered: AnsweredSubmission
    word: str
    number: int
    at: datetime
    reason: str = ""
    comments: tuple[Comment, ...] = ()


def _take(desk: Desk, said: _Said, content: bytes, now: datetime) -> OpenedLetter:
    answered = said.answered
    _require_sent(desk, said.kind, answered)
    letter = describe_letter(desk, said.kind, "in", answered, said.number, content, now)
    new = take_letter(desk.store, letter, content, answered.unit, said.reason, now)
    submission = read_submission(desk.store, answered.unit, answered.plan, answered.period)
    plan = desk.catalogue.plans.get(answered.plan)
    return OpenedLetter(
        kind=said.kind,
        plan=answered.plan,
        plan_name=plan.short_name if plan else answered.plan,
        period=answered.period,
        version=answered.version,
        word=said.word,
        said_at=said.at,
        already=not new,
        state=submission.state,
        draft=submission.version,
        reason=said.reason,
        comments=said.comments,
        places=tell_places(desk, answered.identity, said.comments),
        forgotten=find_forgotten(desk),
    )


def _require_sent(desk: Desk, kind: LetterKind, answered: AnsweredSubmission) -> None:
    sent = get_package(desk.store, answered.identity)
    claimed = (answered.content, answered.unit, answered.plan, answered.period, answered.version)
    if (
        sent is None
        or (sent.kind, sent.direction) != (Kind.SUBMISSION.value, "out")
        or (sent.content, sent.unit, sent.plan, sent.period, sent.version) != claimed
    ):
        raise BaiseError(
            "NOT_SENT_HERE",
            kind=say(f"kinds.{kind}"),
            plan=answered.plan,
            period=answered.period,
            version=answered.version,
            identity=answered.identity[:12],
        )
