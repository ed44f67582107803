"""A unit's printed submission, from head to seal place."""

from pathlib import Path

from baise_desktop.report import blocks, front
from baise_desktop.report.closing import add_findings, add_sign_off, colophon
from baise_desktop.report.document import find_missing, finish
from baise_desktop.report.document_faces import load_faces
from baise_desktop.report.foot import Foot
from baise_desktop.report.geometry import BODY_LEADING
from baise_desktop.report.model import RenderedPdf, SubmissionReport
from baise_desktop.report.part import Manuscript
from baise_desktop.report.seal_place import Seal
from baise_desktop.report.sections import add_sections
from baise_desktop.report.typesetting import Typesetter
from baise_desktop.texts import say

_INNER = str.maketrans("《》", "〈〉")
"""Titles inside a title. Source: GB/T 15834-2011 section 4.15."""


def _title(report: SubmissionReport) -> str:
    return "\n".join((report.plan_name, say("report.title_suffix")))


def _front(report: SubmissionReport, body: Manuscript) -> Manuscript:
    typesetter = body.typesetter
    manuscript = Manuscript(typesetter, seal=body.seal)
    if report.issued:
        manuscript.add([front.red_header(typesetter, report.issued_by, report.document_number, report.signer)])
    subtitle = say("report.period_in_title", period=report.period_text)
    if not report.issued and front.needs_cover(body.anchors):
        manuscript.add(front.cover(typesetter, report, _title(report), subtitle))
        manuscript.add((*front.contents(typesetter, body.anchors), blocks.PAGE_END))
        return manuscript
    manuscript.add(front.title_block(typesetter, _title(report), subtitle))
    if report.issued and report.recipient:
        manuscript.add([blocks.space(BODY_LEADING - 10)])  # one line free below the title
        manuscript.add_text(say("report.recipient", recipient=report.recipient), blocks.FLUSH)
    facts = front.particulars(typesetter, report)
    if report.issued:
        told = {"unit": report.unit_name, "period": report.period_text, "plan": report.plan_name.translate(_INNER)}
        manuscript.add_text(say("report.issued_lead", **told))
        # The first page of a document ends with its text; the table stays in one piece.
        facts = (blocks.space(10), *blocks.hold(facts[:-1]), facts[-1])
    manuscript.add(facts)
    manuscript.add(front.contents(typesetter, body.anchors))
    return manuscript


def _body(report: SubmissionReport, typesetter: Typesetter, missing: tuple[str, ...], seal: Seal) -> Manuscript:
    manuscript = Manuscript(typesetter, seal=seal)
    add_sections(manuscript, report.sections)
    add_findings(manuscript, report)
    add_sign_off(manuscript, report)
    pictured = seal.image is not None
    end = colophon(typesetter, report.binding, missing, report.identity, pictured=pictured)
    manuscript.add([blocks.space(6), end])
    return manuscript


def render_pdf(
    report: SubmissionReport, fonts_folder: Path, *, system_fonts: bool = False, seal: Seal | None = None
) -> RenderedPdf:
    """The submission as PDF/A-2u, in the page of GB/T 9704.

    Args:
        report: what it says; plain texts, never markup.
        fonts_folder: the bundled faces.
        system_fonts: whether the office's own faces go first; without it the same report gives the same bytes anywhere.
        seal: how it is sealed; usually with ink.
    """
    faces = load_faces(fonts_folder, system=system_fonts)
    missing = find_missing(faces, report)
    body = _body(report, Typesetter(faces), missing, seal or Seal())
    manuscript = _front(report, body)
    for chapter in body.chapters:
        manuscript.add(chapter.strips, chapter.orientation)
    subject = say(
        "report.foot_subject", unit=report.unit_name, period=report.period_text, version=report.binding.version
    )
    title = say(
        "report.document_title",
        unit=report.unit_name,
        period=report.period_text,
        plan=report.plan_name,
        suffix=say("report.title_suffix"),
    )
    foot = Foot(subject, report.binding, report.watermark)
    return finish(manuscript, foot, title=title, author=report.unit_name, day=report.created_on, missing=missing)
