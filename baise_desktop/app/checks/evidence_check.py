"""What is wrong with the evidence of a submission: files that are gone, and work reported done without any."""

from collections.abc import Iterator, Sequence

from baise_desktop.app.desk import Desk
from baise_desktop.app.entry.evidence import state_of
from baise_desktop.app.entry.row_start import context_for
from baise_desktop.errors import BaiseError, Severity
from baise_desktop.form.definition import Form, FormKind
from baise_desktop.form.fields import show
from baise_desktop.form.findings import Finding
from baise_desktop.form.record import list_evidence
from baise_desktop.form.task_form import STATUS_LIST
from baise_desktop.form.value import Evidence
from baise_desktop.store.attachments import list_acknowledged
from baise_desktop.store.entries import Entry, list_submission_entries
from baise_desktop.texts import say

DONE = "03"
"""Code of 已完成 in cl.measure_status."""


def find_evidence_problems(desk: Desk, entries: Sequence[Entry]) -> tuple[Finding, ...]:
    """Files that are gone, which stop the export, and 缺佐证, which stops nothing."""
    lost = (_lost(desk, form, entry, evidence) for form, entry, evidence in _find_lost(desk, entries))
    return (*lost, *_find_bare(desk, entries))


def refuse_lost(desk: Desk, plan: str, period: str) -> None:
    """Refuse a package that could not carry a file that a row names. Raises: BaiseError EVIDENCE_MISSING."""
    entries = list_submission_entries(desk.store, desk.office.unit, plan, period, desk.catalogue.forms)
    for form, entry, evidence in _find_lost(desk, entries):
        raise BaiseError("EVIDENCE_MISSING", form=form.title, row=name_row(desk, form, entry), file=evidence.name)


def name_row(desk: Desk, form: Form, entry: Entry) -> str:
    """A row as people know it: by its business key, or by its form."""
    context = context_for(desk, form)
    parts = [show(entry.record.values.get(key), form.field(key), context) for key in form.key]
    return " ".join(part for part in parts if part) or form.title


def _find_lost(desk: Desk, entries: Sequence[Entry]) -> Iterator[tuple[Form, Entry, Evidence]]:
    """Files that the next package must carry and that are not held as they were."""
    named = [(entry, evidence) for entry in entries for evidence in list_evidence(entry.record)]
    held_there = list_acknowledged(desk.store) if named else frozenset()
    for entry, evidence in named:
        if evidence.sha256 not in held_there and state_of(desk, evidence) != "held":
            yield desk.catalogue.forms[entry.record.form], entry, evidence


def _find_bare(desk: Desk, entries: Sequence[Entry]) -> Iterator[Finding]:
    for entry in entries:
        form = desk.catalogue.forms[entry.record.form]
        if form.kind is not FormKind.TASK or any(list_evidence(entry.record)):
            continue
        done = [
            question
            for question in form.fields
            if question.choices == STATUS_LIST and entry.record.values.get(question.key) == DONE
        ]
        if done:
            names = "、".join(question.name for question in done)
            sentence = say("evidence.bare", form=form.title, names=names)
            yield _finding("evidence", Severity.HINT, entry, tuple(question.key for question in done), sentence)


def _lost(desk: Desk, form: Form, entry: Entry, evidence: Evidence) -> Finding:
    sentence = say("evidence.lost", form=form.title, row=name_row(desk, form, entry), file=evidence.name)
    return _finding(f"evidence.{evidence.sha256[:12]}", Severity.BLOCKING, entry, (), sentence)


def _finding(rule: str, severity: Severity, entry: Entry, fields: tuple[str, ...], sentence: str) -> Finding:
    record = entry.record
    return Finding(
        f"{rule}@{record.form}@{record.row_id}", rule, severity, record.form, record.row_id, fields, sentence
    )
