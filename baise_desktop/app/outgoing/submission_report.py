"""What a unit's printed submission says, gathered from its store."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from baise_desktop.app.checks.alike import cut_alike
from baise_desktop.app.checks.balance import read_balance
from baise_desktop.app.checks.checking import SubmissionCheck, check_submission
from baise_desktop.app.desk import Desk
from baise_desktop.app.entry.filling import CLERK, clause_text
from baise_desktop.app.entry.row_start import context_for
from baise_desktop.app.installation.contact import tell_contact
from baise_desktop.app.installation.home import owed_here
from baise_desktop.app.installation.naming import name_on, period_words
from baise_desktop.app.packs.opening import newest_version
from baise_desktop.app.results.figures import FigureRow, figure_table, show_own_requirement
from baise_desktop.errors import Severity
from baise_desktop.form.dates import BEIJING
from baise_desktop.form.definition import FieldType, Form, FormKind
from baise_desktop.form.fields import show
from baise_desktop.form.period import parse_period
from baise_desktop.form.record import Record
from baise_desktop.report.model import (
    Binding,
    Column,
    DeliverableLine,
    ExplanationLine,
    FindingLine,
    MeasureLine,
    Narrative,
    Section,
    Statement,
    SubmissionReport,
    TableSection,
    TargetSection,
    TaskSection,
)
from baise_desktop.store.entries import Sheet, list_submission_entries
from baise_desktop.store.sealed import find_sealed
from baise_desktop.store.submissions import Submission, list_explanations, read_submission
from baise_desktop.store.unchanged import list_unchanged
from baise_desktop.texts import say

_NUMBER_TYPES = (FieldType.INTEGER, FieldType.DECIMAL, FieldType.COMPUTED)


def describe_submission(desk: Desk, plan: str, period: str, created_on: date, content_digest: str) -> SubmissionReport:
    """Everything that the printed submission says."""
    forms = {form.id: form for form in owed_here(desk, plan, period)}
    unit = desk.office.unit
    entries = list_submission_entries(desk.store, unit, plan, period, forms)
    records: dict[str, list[Record]] = {form: [] for form in forms}
    for entry in entries:
        records[entry.record.form].append(entry.record)
    check = check_submission(desk, plan, period)
    submission = read_submission(desk.store, unit, plan, period)
    return SubmissionReport(
        binding=Binding(unit, plan, period, submission.version, content_digest),
        unit_name=name_on(desk, unit, parse_period(period).end),
        plan_name=desk.catalogue.plans[plan].full_name,
        period_text=period_words(parse_period(period)),
        created_on=created_on,
        signed_on=day_signed(submission),
        version_note=version_note(desk, plan, period),
        verdict=check.verdict.sentence,
        watermark=watermark_of(desk),
        statements=printed_statements(submission),
        sections=tuple(_stated(desk, _sections(desk, forms, records, plan, period), forms, plan, period)),
        findings=tuple(_finding_lines(check, forms)),
        explanations=tuple(_explanation_lines(desk, submission)),
        contact=tell_contact(desk, submission, created_on.isoformat()),
    )


def watermark_of(desk: Desk) -> str:
    """What every page bears so that nobody takes a practice or a trial for a submission."""
    if desk.practice:
        return say("practice.watermark")
    return say("report.trial_watermark") if desk.trial else ""


def version_note(desk: Desk, plan: str, period: str) -> str:
    """By which version of the task pack it was filled in."""
    sealed = find_sealed(desk.store, desk.office.unit, plan, period)
    number = sealed.task_pack if sealed else newest_version(desk)
    return say("report.filled_by_pack", version=number) if number else ""


def day_signed(submission: Submission) -> date | None:
    """On which 负责人 signed; None before that."""
    return next((each.at.astimezone(BEIJING).date() for each in submission.statements if each.role == "head"), None)


def printed_statements(submission: Submission) -> tuple[Statement, ...]:
    """Who answers for a submission in each role, those who have not signed without a name."""
    signed = {statement.role: statement for statement in submission.statements}
    return tuple(
        Statement(
            role=say(f"words.role_{role}"),
            name=signed[role].name,
            date=signed[role].at.astimezone(BEIJING).date().isoformat(),
        )
        if role in signed
        else Statement(role=say(f"words.role_{role}"))
        for role in ("filler", "reviewer", "head")
    )


def _sections(
    desk: Desk, forms: dict[str, Form], records: dict[str, list[Record]], plan: str, period: str
) -> Iterator[Section]:
    figures = _own_figures(desk, plan, period) if any(f.kind is FormKind.TARGET for f in forms.values()) else {}
    for form in forms.values():
        found = records[form.id]
        if form.kind is FormKind.TASK and found:
            yield _task_section(desk, form, found[0])
        elif form.kind is FormKind.TARGET and found:
            yield _target_section(desk, form, found[0], figures.get(form.id))
    for form in forms.values():
        if form.kind is FormKind.REGISTER:
            yield replace(
                _table_section(desk, form, records[form.id], period), lead=show_balance(desk, form, plan, period)
            )


def _stated(
    desk: Desk, sections: Iterator[Section], forms: dict[str, Form], plan: str, period: str
) -> Iterator[Section]:
    """The sections, those marked that the unit states to be unchanged."""
    unchanged = list_unchanged(desk.store, desk.office.unit, plan, period)
    titles = {forms[form].title for form in unchanged if form in forms}
    for section in sections:
        if isinstance(section, TaskSection | TableSection) and section.title in titles:
            yield replace(section, unchanged=True)
        else:
            yield section


def _own_figures(desk: Desk, plan: str, period: str) -> dict[str, FigureRow]:
    table = figure_table(desk, plan, parse_period(period).end, desk.office.unit)
    return {row.target: row for row in table.rows}


def _task_section(desk: Desk, form: Form, record: Record) -> TaskSection:
    task = desk.catalogue.tasks[form.id]
    text = _Shown(desk, form, record)
    return TaskSection(
        title=form.title,
        heading=clause_text(desk, form.id).heading,
        measures=tuple(
            MeasureLine(
                number=measure.number,
                quote=measure.quote,
                state=text.of(f"m{measure.number}_state"),
                progress=text.of(f"m{measure.number}_progress"),
            )
            for measure in task.measures
        ),
        deliverables=tuple(
            DeliverableLine(
                number=item.number,
                quote=item.quote,
                state=text.of(f"d{item.number}_state"),
                done_on=text.of(f"d{item.number}_date"),
                document_number=text.of(f"d{item.number}_number"),
            )
            for item in task.deliverables
        ),
        narratives=tuple(_narratives(text, task.narratives)),
    )


def _target_section(desk: Desk, form: Form, record: Record, figure: FigureRow | None) -> TargetSection:
    target = desk.catalogue.targets[form.id]
    text = _Shown(desk, form, record)
    return TargetSection(
        name=form.title,
        requirement=show_own_requirement(target, figure),
        figure=(figure.figure or figure.note) if figure else "",
        unit=target.unit if figure and figure.figure else "",
        completion=figure.completion if figure else "",
        narratives=tuple(_narratives(text, ("analysis", "problems", "next"))),
    )


def _narratives(text: "_Shown", keys: Sequence[str]) -> Iterator[Narrative]:
    for key in keys:
        if text.of(key):
            yield Narrative(name=text.form.field(key).name, text=text.of(key))


class _Shown:
    """A record's values as people read them."""

    def __init__(self, desk: Desk, form: Form, record: Record) -> None:
        self.form = form
        self._record = record
        self._context = desk.context.on(parse_period(record.period).end)

    def of(self, key: str) -> str:
        """The text of one field."""
        return show(self._record.values.get(key), self.form.field(key), self._context)


def show_balance(desk: Desk, form: Form, plan: str, period: str) -> str:
    """The balance of a register that goes on from an earlier period; empty for any other form."""
    if form.kind is not FormKind.REGISTER:
        return ""
    balance = read_balance(desk, Sheet(desk.office.unit, plan, period, form.id))
    return say("balance.printed", rows=balance.sentence, source=balance.source) if balance.source else ""


def _table_section(desk: Desk, form: Form, records: Sequence[Record], period: str) -> TableSection:
    """The rows of a register; what no row fills in takes no room, and is said below."""
    context = context_for(desk, form).on(parse_period(period).end)
    asked = [field for field in form.fields if field.type is not FieldType.EVIDENCE]
    texts = {field.key: [show(record.values.get(field.key), field, context) for record in records] for field in asked}
    fields = [field for field in asked if field.key in form.key or not records or any(texts[field.key])]
    empty = [field.name for field in asked if field not in fields]
    columns = tuple(
        Column(field.name, field.unit, "right" if field.type in _NUMBER_TYPES else "left") for field in fields
    )
    rows = tuple(zip(*(texts[field.key] for field in fields), strict=True))
    note = say("papers.columns_empty", names="、".join(empty)) if empty else ""
    return TableSection(title=form.title, columns=columns, rows=rows, note=note)


def _finding_lines(check: SubmissionCheck, forms: dict[str, Form]) -> Iterator[FindingLine]:
    for finding, more in cut_alike(check.findings, whole=frozenset({Severity.BLOCKING, Severity.EXPLAIN})):
        form = forms[finding.form].title if finding.form else say("returns.whole")
        yield FindingLine(
            id=finding.id, severity=finding.severity, form=form, row=finding.row, sentence=finding.sentence
        )
        if more:
            sentence = say("papers.more_alike", count=more)
            yield FindingLine(id="", severity=finding.severity, form=form, row="", sentence=sentence)


def _explanation_lines(desk: Desk, submission: Submission) -> Iterator[ExplanationLine]:
    for item in list_explanations(desk.store, submission.unit, submission.plan, submission.period):
        by, on = tell_author(submission, item.by), item.at.astimezone(BEIJING).date().isoformat()
        yield ExplanationLine(finding=item.finding, text=item.text, by=by, on=on)


def tell_author(submission: Submission, by: str) -> str:
    """Who wrote something, as papers say it: what is typed at the desk is answered for by the 填表人 who signs."""
    signed = next((each.name for each in submission.statements if each.role == "filler"), "")
    return (signed or say("words.role_filler")) if by == CLERK else by
