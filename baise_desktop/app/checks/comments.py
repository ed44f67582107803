"""The city's comments on a returned submission: what became of each, as the unit and as the city see it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from baise_desktop.app.desk import Desk
from baise_desktop.app.kept.letter_file import kept_note
from baise_desktop.errors import Severity
from baise_desktop.exchange.return_package import RULE, Comment, comment_finding, comment_rule
from baise_desktop.exchange.verified_package import VerifiedPackage
from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Form, FormKind
from baise_desktop.form.fields import show
from baise_desktop.form.findings import Finding
from baise_desktop.form.period import parse_period
from baise_desktop.form.record import Record, from_line
from baise_desktop.form.row_names import name_row, place_row
from baise_desktop.store.entries import Entry
from baise_desktop.store.letters import RETURN, last_word, list_letters
from baise_desktop.store.packages import Package
from baise_desktop.store.revisions import list_form_revisions
from baise_desktop.store.submissions import read_submission
from baise_desktop.texts import say

CommentState = Literal["changed", "answered", "open"]
Rows = Mapping[str, Record]
"""Live records of one form by row id."""
_READ: dict[tuple[str, ...], Rows] = {}
_MOST_READ = 32


@dataclass(frozen=True, slots=True)
class AnsweredComment:
    """One comment of the city beside what the next version makes of it."""

    form: str
    row_id: str
    field: str
    place: str
    """Form, row and field as people name them."""
    comment: str
    old: str
    """The cell in the returned version; empty unless the comment is on a cell."""
    new: str
    """The cell now."""
    answer: str
    """What the unit says; empty when it said nothing."""
    state: CommentState
    """已改, 已答复 or 未处理."""

    @property
    def sentence(self) -> str:
        """The comment, both values and the answer, in one line."""
        values = (
            say("returns.answer_values", old=self.old or say("returns.blank"), new=self.new or say("returns.blank"))
            if self.field
            else ""
        )
        answer = say("returns.answer_words", answer=self.answer) if self.answer else ""
        state = say(f"returns.answer_{self.state}")
        return say("returns.answer", state=state, place=self.place, comment=self.comment) + values + answer

    def as_json(self) -> dict[str, Any]:
        """As `baise merge --dry-run --json` prints it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Commented:
    """One comment with both sides of the row it is about."""

    id: str
    rule: str
    comment: Comment
    old: Record | None
    new: Record | None
    number: int
    """Of the row in its form, from 1; 0 for none."""
    rows: tuple[Rows, Rows]
    """Of its form, before and now."""
    is_register: bool

    @property
    def is_changed(self) -> bool:
        """Whether what was commented on is no longer as it was.

        A register as a whole has changed when rows came or went; the submission as a whole needs words.
        """
        if not self.comment.row_id:
            before, now = self.rows
            same = before.keys() == now.keys() if self.is_register else _contents(before) == _contents(now)
            return bool(self.comment.form) and not same
        if self.old is None or self.new is None:
            return True
        if self.comment.field:
            return self.old.values.get(self.comment.field) != self.new.values.get(self.comment.field)
        return (self.old.values, self.old.evidence) != (self.new.values, self.new.evidence)


def find_comments(
    desk: Desk, plan: str, period: str, entries: Iterable[Entry], forms: Mapping[str, Form]
) -> tuple[Finding, ...]:
    """The comments that the version being written answers, as findings; those on cells that have changed are hints.

    Args:
        desk: of a unit.
        plan: plan id.
        period: of the submission.
        entries: its live rows.
        forms: that the unit owes in it, by id.
    """
    letters = _open_returns(desk, plan, period)
    if not letters:
        return ()
    now: dict[str, dict[str, Record]] = {}
    for entry in entries:
        now.setdefault(entry.record.form, {})[entry.record.row_id] = entry.record
    dated = desk.context.on(parse_period(period).end)
    return tuple(_finding(desk, each, forms, dated) for letter in letters for each in _pair(desk, letter, now))


def answered_comments(desk: Desk, package: VerifiedPackage) -> tuple[AnsweredComment, ...]:
    """The city's comments on the version that was returned before a submission, each with its answer."""
    header = package.header
    letters = [
        letter
        for letter in list_letters(desk.store, header.plan, header.period, RETURN)
        if letter.version < header.version and kept_note(desk, letter).answered.unit == header.unit
    ]
    newest = max((letter.version for letter in letters), default=0)
    now: dict[str, dict[str, Record]] = {}
    for row in package.rows:
        if not row.deleted:
            now.setdefault(row.form, {})[row.row_id] = row.record
    answers = {each.finding: each.text for each in package.signoff.explanations}
    dated = desk.context.on(parse_period(header.period).end)
    return tuple(
        _answered(desk, each, answers.get(each.id, ""), dated)
        for letter in letters
        if letter.version == newest
        for each in _pair(desk, letter, now)
    )


def _open_returns(desk: Desk, plan: str, period: str) -> Sequence[Package]:
    """The returns of the newest returned version, unless that or a later one has been accepted since."""
    draft = read_submission(desk.store, desk.office.unit, plan, period).version
    held = [each for each in list_letters(desk.store, plan, period, RETURN) if each.version < draft]
    newest = max((letter.version for letter in held), default=0)
    connection = desk.store.connection
    if any(last_word(connection, plan, period, version) == "accepted" for version in range(newest, draft + 1)):
        return ()
    return [letter for letter in held if letter.version == newest]


def _pair(desk: Desk, letter: Package, now: Mapping[str, Rows]) -> Iterator[_Commented]:
    comments = kept_note(desk, letter).comments
    before = {form: _read_rows(desk, letter.prev, form) for form in {each.form for each in comments if each.form}}
    for number, comment in enumerate(comments, 1):
        old, new = before.get(comment.form, {}), now.get(comment.form, {})
        places = [*old] if comment.row_id not in new else [*new]
        yield _Commented(
            id=comment_finding(letter.identity, number, comment),
            rule=comment_rule(letter.identity, number),
            comment=comment,
            old=old.get(comment.row_id),
            new=new.get(comment.row_id),
            number=places.index(comment.row_id) + 1 if comment.row_id in places else 0,
            rows=(old, new),
            is_register=comment.form in desk.catalogue.registers,
        )


def _read_rows(desk: Desk, submission: str, form: str) -> Rows:
    """The live rows of one form of a package, which never change: read once for all the checks while typing."""
    key = (str(desk.store.file), submission, form, desk.catalogue.digest)
    if key not in _READ:
        if len(_READ) >= _MOST_READ:
            _READ.clear()
        lines = list_form_revisions(desk.store, submission, form) if form in desk.catalogue.forms else {}
        _READ[key] = {row_id: from_line(line, desk.catalogue.forms) for row_id, line in lines.items()}
    return _READ[key]


def _contents(rows: Rows) -> dict[str, tuple[object, object]]:
    return {row_id: (record.values, record.evidence) for row_id, record in rows.items()}


def _finding(desk: Desk, found: _Commented, forms: Mapping[str, Form], context: FieldContext) -> Finding:
    comment = found.comment
    form = desk.catalogue.forms.get(comment.form)
    field = (comment.field,) if comment.field else ()
    words, old = " ".join(comment.comment.split("\n")), _cell(form, found.old, comment.field, context)
    return Finding(
        id=found.id,
        rule=found.rule,
        severity=Severity.HINT if found.is_changed else Severity.EXPLAIN,
        form=comment.form if comment.form in forms else "",
        row_id=comment.row_id,
        fields=field,
        sentence=say(_told_as(found), comment=words, old=old or say("returns.blank")),
        row=_where(form, found),
    )


def _told_as(found: _Commented) -> str:
    """The sentence that says what became of it."""
    if found.old is not None and found.new is None:
        return "returns.finding_gone"
    if not found.is_changed:
        return "returns.finding"
    return "returns.finding_changed" if found.comment.field else "returns.finding_mended"


def _where(form: Form | None, found: _Commented) -> str:
    """Row and field in few words: the list of findings is narrow, and leads to the cell."""
    if form is None:
        return ""
    numbered = form.kind is FormKind.REGISTER and found.number
    row = place_row(found.number, "") if numbered else ""
    return " ".join(part for part in (row, _field_name(form, found.comment.field)) if part)


def _answered(desk: Desk, found: _Commented, answer: str, context: FieldContext) -> AnsweredComment:
    comment = found.comment
    form = desk.catalogue.forms.get(comment.form)
    title = form.title if form else say("returns.whole")
    return AnsweredComment(
        form=comment.form,
        row_id=comment.row_id,
        field=comment.field,
        place="　".join(part for part in (title, _place(form, found, context)) if part),
        comment=comment.comment,
        old=_cell(form, found.old, comment.field, context),
        new=_cell(form, found.new, comment.field, context),
        answer=answer,
        state="changed" if found.is_changed else "answered" if answer else "open",
    )


def _place(form: Form | None, found: _Commented, context: FieldContext) -> str:
    record = found.new or found.old
    if form is None or record is None:
        return ""
    named = form.kind is FormKind.REGISTER and found.number
    row = place_row(found.number, name_row(form, record, context)) if named else ""
    gone = say("returns.row_gone") if found.new is None else ""
    return "　".join(part for part in (row, _field_name(form, found.comment.field), gone) if part)


def _field_name(form: Form, key: str) -> str:
    return next((question.name for question in form.fields if question.key == key), "")


def _cell(form: Form | None, record: Record | None, key: str, context: FieldContext) -> str:
    question = next((each for each in form.fields if each.key == key), None) if form else None
    value = record.values.get(key) if record else None
    return show(value, question, context) if question and value is not None else ""


def is_comment_rule(rule: str) -> bool:
    """Whether a finding is a comment of the city."""
    return rule.startswith(f"{RULE}.")


def tell_places(desk: Desk, submission: str, comments: Sequence[Comment]) -> tuple[str, ...]:
    """Where each comment on a submission is, as people name form, row and field; `submission` is its identity."""
    rows = {form: _read_rows(desk, submission, form) for form in {each.form for each in comments if each.form}}
    return tuple(_tell_place(desk, each, rows.get(each.form, {})) for each in comments)


def _tell_place(desk: Desk, comment: Comment, rows: Rows) -> str:
    form = desk.catalogue.forms.get(comment.form)
    if form is None:
        return say("returns.whole")
    parts = [form.title]
    record = rows.get(comment.row_id)
    if record is not None and form.kind is FormKind.REGISTER:
        dated = desk.context.on(parse_period(record.period).end)
        parts.append(place_row([*rows].index(comment.row_id) + 1, name_row(form, record, dated)))
    parts.append(_field_name(form, comment.field))
    return "　".join(part for part in parts if part)
