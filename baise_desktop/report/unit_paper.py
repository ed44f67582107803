"""A paper that goes with a submission: particulars, tables under numbered headings, signatures. Also as a workbook."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from baise_desktop.report import blocks, front
from baise_desktop.report.closing import add_signatures, colophon
from baise_desktop.report.document import find_missing, finish
from baise_desktop.report.document_faces import load_faces
from baise_desktop.report.excel import render_workbook
from baise_desktop.report.foot import Foot
from baise_desktop.report.geometry import Orientation
from baise_desktop.report.model import Binding, RenderedPdf, Statement
from baise_desktop.report.part import Manuscript
from baise_desktop.report.table import Table, TableColumn, print_table
from baise_desktop.report.tables import PreparedTable, prepare_table
from baise_desktop.report.typesetting import Typesetter
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPart:
    """What stands under one heading."""

    title: str
    texts: tuple[str, ...] = ()
    """Paragraphs above the table."""
    table: Table | None = None
    sheet: Table | None = None
    """In the workbook instead of the table: what is cut short on paper."""
    numbered: bool = True
    """Whether a 序号 column goes in front on paper."""
    turns: bool = False
    """Whether the page may be turned for the table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPaper:
    """Everything that the paper says."""

    binding: Binding
    title: str
    """What kind of paper it is."""
    unit_name: str
    plan_name: str
    period_text: str
    created_on: date
    signed_on: date | None = None
    """On which 负责人 signed; None: the day it is made."""
    facts: tuple[tuple[str, str], ...]
    """Name and text of each particular, under the title."""
    parts: tuple[PaperPart, ...] = ()
    opening: tuple[str, ...] = ()
    """Paragraphs before the first heading."""
    statements: tuple[Statement, ...] = ()
    """Who signs; none where nobody does."""
    contact: Mapping[str, str] | None = field(default_factory=dict)
    """How to reach them; None leaves the line out."""
    has_headings: bool = True
    """Whether its parts stand under numbered headings; without them it may well fit on one page."""
    watermark: str = ""


def render_paper(paper: UnitPaper, fonts_folder: Path, *, system_fonts: bool = False) -> RenderedPdf:
    """The paper as PDF/A-2u, every page bound to the submission.

    Args:
        paper: plain texts, never markup.
        fonts_folder: the bundled faces.
        system_fonts: whether the office's own faces go first.
    """
    faces = load_faces(fonts_folder, system=system_fonts)
    missing = find_missing(faces, paper)
    manuscript = Manuscript(Typesetter(faces))
    _write(manuscript, paper)
    last = manuscript.chapters[-1].orientation
    manuscript.add([blocks.space(6), colophon(manuscript.typesetter, paper.binding, missing)], last)
    version = paper.binding.version
    subject = say("report.foot_subject", unit=paper.unit_name, period=paper.period_text, version=version)
    foot = Foot(say("papers.foot", subject=subject, title=paper.title), paper.binding, paper.watermark)
    title = _document_title(paper)
    return finish(manuscript, foot, title=title, author=paper.unit_name, day=paper.created_on, missing=missing)


def render_paper_workbook(paper: UnitPaper) -> bytes:
    """The particulars and each table as sheets of one workbook."""
    columns = tuple(TableColumn(say(f"papers.{key}")) for key in ("fact", "fact_text"))
    sheets = [(part, part.sheet or part.table) for part in paper.parts]
    bare = [part for part, table in sheets if not (table and table.rows)]
    said = ((part.title, "\n".join(part.texts) or say("papers.none")) for part in bare)
    facts = Table(paper.title, columns, (*(paper.facts or _who(paper)), *said), note="\n".join(paper.opening))
    tables = [replace(table, title=part.title) for part, table in sheets if table and table.rows]
    title = _document_title(paper)
    return render_workbook([facts, *tables], title=title, author=paper.unit_name, created_on=paper.created_on)


def _who(paper: UnitPaper) -> tuple[tuple[str, str], ...]:
    """Particulars of a paper that says them in its text."""
    told = {"unit": paper.unit_name, "plan": paper.plan_name, "period": paper.period_text}
    return tuple((say(f"report.particular_{key}"), text) for key, text in told.items())


def _document_title(paper: UnitPaper) -> str:
    return say("papers.document_title", unit=paper.unit_name, period=paper.period_text, title=paper.title)


def _write(manuscript: Manuscript, paper: UnitPaper) -> None:
    typesetter = manuscript.typesetter
    subtitle = say("report.period_in_title", period=paper.period_text)
    prepared = [_prepare(typesetter, part) for part in paper.parts]
    first = prepared[0].orientation if prepared and prepared[0] else Orientation.PORTRAIT
    title = f"{paper.unit_name}\n{paper.title}"
    manuscript.add(front.title_block(typesetter, title, subtitle, first.width), first)
    if paper.facts:
        manuscript.add(front.facts_table(typesetter, paper.facts, orientation=first), first)
    for text in paper.opening:
        manuscript.add_text(text)
    for part, table in zip(paper.parts, prepared, strict=True):
        _add_part(manuscript, part, table, headed=paper.has_headings)
    if paper.statements:
        day = paper.signed_on or paper.created_on
        add_signatures(manuscript, paper.statements, paper.contact, paper.unit_name, day, is_part=paper.has_headings)


def _prepare(typesetter: Typesetter, part: PaperPart) -> PreparedTable | None:
    """The table with its columns measured, if there is anything in it."""
    if part.table is None or not part.table.rows:
        return None
    section = replace(print_table(part.table, numbered=part.numbered), divisible=part.turns)
    return prepare_table(typesetter, section)


def _add_part(manuscript: Manuscript, part: PaperPart, table: PreparedTable | None, *, headed: bool) -> None:
    orientation = table.orientation if table else Orientation.PORTRAIT
    if headed:
        manuscript.begin_part(part.title, orientation)
    if table is None:
        for text in part.texts or (say("papers.none"),):
            manuscript.add_text(text)
        return
    for text in part.texts:
        strips = blocks.paragraph(manuscript.typesetter, text, blocks.SMALL, orientation.width)
        manuscript.add((*blocks.hold(strips), blocks.space(3)), orientation)
    manuscript.add(table.strips(manuscript.typesetter), orientation)
