"""佐证材料目录: every file that a submission names, by form and row, and whether it is there."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from baise_desktop.app.checks.evidence_check import find_evidence_problems
from baise_desktop.app.desk import Desk
from baise_desktop.app.files.delivery import show_size
from baise_desktop.app.installation.home import owed_here
from baise_desktop.app.outgoing.evidence_list import SHORT, NamedFile, list_submission_files
from baise_desktop.app.paper.paper_head import begin_paper, column_names
from baise_desktop.errors import Severity
from baise_desktop.form.definition import Form
from baise_desktop.report.table import Cell, Table
from baise_desktop.report.unit_paper import PaperPart, UnitPaper
from baise_desktop.store.attachments import list_acknowledged
from baise_desktop.store.entries import list_submission_entries
from baise_desktop.texts import say

_HALF = 32
"""Digits of a digest to a line."""


def describe_evidence(desk: Desk, plan: str, period: str, day: date) -> UnitPaper:
    """The index, in the order of the forms; each file is read again.

    Raises:
        BaiseError: ROLE_UNIT_ONLY, and those of `owed_here`.
    """
    owed = {form.id: form for form in owed_here(desk, plan, period)}
    order = {form: place for place, form in enumerate(owed)}
    named = [file for file in list_submission_files(desk, plan, period) if file.form in order]
    files = sorted(named, key=lambda file: order[file.form])
    paper = with_evidence(desk, begin_paper(desk, plan, period, "evidence", day), files, list_acknowledged(desk.store))
    return replace(paper, parts=(*paper.parts, *_bare_parts(desk, plan, period, owed)))


def _bare_parts(desk: Desk, plan: str, period: str, forms: Mapping[str, Form]) -> Iterator[PaperPart]:
    """What is reported done without any evidence, if there is such."""
    entries = list_submission_entries(desk.store, desk.office.unit, plan, period, forms)
    found = find_evidence_problems(desk, entries)
    rows = tuple(
        (forms[each.form].title, "、".join(forms[each.form].field(key).name for key in each.fields))
        for each in found
        if each.severity is Severity.HINT
    )
    if rows:
        title = say("papers.evidence_bare")
        yield PaperPart(title=title, table=Table(title, column_names("evidence_bare_columns"), rows), turns=True)


def with_evidence(desk: Desk, paper: UnitPaper, files: Sequence[NamedFile], there: frozenset[str]) -> UnitPaper:
    """The paper with its files.

    Args:
        desk: of either office.
        paper: with its head.
        files: in their order.
        there: digests of those that the city holds.
    """
    title = say("papers.evidence_part")
    texts = () if files else (say("papers.no_evidence"),)
    columns = column_names("evidence_columns", center=(3, 5, 7))
    table = Table(title, columns, tuple(_row(desk, each, there) for each in files))
    full_columns = column_names("evidence_columns_full", center=(3,))
    sheet = Table(title, full_columns, tuple(_full_row(desk, each, there) for each in files))
    part = PaperPart(title=title, texts=texts, table=table, sheet=sheet, turns=True)
    return replace(paper, facts=(*paper.facts, *_facts(files, there)), parts=(part,))


def _facts(files: Sequence[NamedFile], there: frozenset[str]) -> Iterator[tuple[str, str]]:
    if not files:
        yield say("papers.evidence_count"), say("papers.nothing")
        return
    single = {file.evidence.sha256: file.evidence for file in files}
    held = sum(digest in there for digest in single)
    size = show_size(sum(each.size for each in single.values()))
    told = say("papers.evidence_told", files=len(single), uses=len(files), size=size, held=held)
    yield say("papers.evidence_count"), told
    states = Counter(file.state for file in files if file.evidence.sha256 not in there)
    lost = say("papers.evidence_lost", missing=states["missing"], changed=states["changed"])
    is_whole = not (states["missing"] or states["changed"])
    yield say("papers.evidence_missing"), say("papers.evidence_whole") if is_whole else lost


def _names(desk: Desk, file: NamedFile) -> tuple[str, str]:
    form = desk.catalogue.forms[file.form]
    row = "" if file.row == form.title else file.row
    return row, form.field(file.field).name if file.field else ""


def _row(desk: Desk, file: NamedFile, there: frozenset[str]) -> tuple[Cell, ...]:
    row, field = _names(desk, file)
    digest = file.evidence.sha256
    return (
        file.form_title,
        say("papers.evidence_place", row=row, field=field) if row and field else row or field,
        file.evidence.name,
        _kind(file),
        show_size(file.evidence.size),
        digest[:SHORT],
        f"{digest[:_HALF]}\n{digest[_HALF:]}",
        _standing(file, there),
    )


def _full_row(desk: Desk, file: NamedFile, there: frozenset[str]) -> tuple[Cell, ...]:
    row, field = _names(desk, file)
    evidence = file.evidence
    digest = evidence.sha256
    names = (file.form_title, row, field, evidence.name)
    return *names, _kind(file), evidence.size, digest[:SHORT], digest, _standing(file, there)


def _kind(file: NamedFile) -> str:
    return file.evidence.name.rpartition(".")[2].upper()


def _standing(file: NamedFile, there: frozenset[str]) -> str:
    """Whether the city has it already, and whether it is here."""
    if file.evidence.sha256 in there:
        return say("papers.evidence_there")
    return say(f"evidence.state_{file.state}")
