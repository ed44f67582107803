"""Figures against requirements, printed for people."""

from pathlib import Path

from baise_desktop.report import blocks, front
from baise_desktop.report.closing import missing_sentence
from baise_desktop.report.document import find_missing, finish
from baise_desktop.report.document_faces import load_faces
from baise_desktop.report.foot import Foot
from baise_desktop.report.geometry import AREA_WIDTH, Orientation
from baise_desktop.report.model import FiguresReport, RenderedPdf, TableSection
from baise_desktop.report.part import Manuscript
from baise_desktop.report.sections import columns_of
from baise_desktop.report.tables import prepare_table
from baise_desktop.report.titles import long_date
from baise_desktop.report.typesetting import Typesetter
from baise_desktop.texts import say


def figures_table(report: FiguresReport) -> TableSection:
    """The lines as a table; the unit's column falls away where all lines are of one unit."""
    several = len({line.unit_name for line in report.lines}) > 1
    rows = tuple(
        (
            str(number),
            *((line.unit_name,) if several else ()),
            *(line.target, line.requirement, line.figure, line.unit, line.gap, line.verdict, line.light, line.note),
        )
        for number, line in enumerate(report.lines, 1)
    )
    shift = 1 if several else 0
    key = "figures_columns_with_unit" if several else "figures_columns"
    columns = columns_of(key, right=(3 + shift, 5 + shift), center=(0, *(place + shift for place in (4, 6, 7))))
    return TableSection(
        title=report.title, columns=columns, rows=rows, numbered=False, divisible=True, note=report.note
    )


def render_figures_pdf(report: FiguresReport, fonts_folder: Path, *, system_fonts: bool = False) -> RenderedPdf:
    """Targets x requirement x figure as PDF/A-2u; no seal place.

    Args:
        report: the lines and further tables, in their order.
        fonts_folder: the bundled faces.
        system_fonts: whether the office's own faces go first.
    """
    faces = load_faces(fonts_folder, system=system_fonts)
    missing = find_missing(faces, report)
    typesetter = Typesetter(faces)
    manuscript = Manuscript(typesetter)
    subtitle = say("report.figures_subtitle", date=long_date(report.as_of))
    sections = (*((figures_table(report),) if report.lines else ()), *report.tables)
    first = prepare_table(typesetter, sections[0]).orientation if sections else Orientation.PORTRAIT
    manuscript.add(front.title_block(typesetter, report.title, subtitle, first.width), first)
    if not sections:
        manuscript.add_text(say("report.figures_none"))
    for section in sections:
        table = prepare_table(typesetter, section)
        if section.title != report.title:
            manuscript.begin_part(section.title, table.orientation)
        manuscript.add(table.strips(typesetter), table.orientation)
    orientation = manuscript.chapters[-1].orientation
    made = say("report.figures_made", office=report.office, date=long_date(report.created_on))
    notes = "\n".join((made, *((missing_sentence(missing),) if missing else ())))
    manuscript.add(blocks.paragraph(typesetter, notes, blocks.NOTE, AREA_WIDTH), orientation)
    foot = Foot(say("report.figures_foot", office=report.office, title=report.title), None)
    return finish(manuscript, foot, title=report.title, author=report.office, day=report.created_on, missing=missing)
