"""The papers of one submission: what there is to print, and each as a finished PDF or workbook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from baise_desktop.app.desk import Desk, require_plan, require_role
from baise_desktop.app.files.output_file import write_document, write_whole
from baise_desktop.app.installation.faces import prefers_office_faces
from baise_desktop.app.installation.naming import name_on
from baise_desktop.app.installation.resources import fonts_folder
from baise_desktop.app.kept.package_rows import read_packed_report
from baise_desktop.app.paper.blank_wish import ALL_OWED, BlankWish
from baise_desktop.errors import BaiseError
from baise_desktop.form.dates import BEIJING
from baise_desktop.form.period import parse_period
from baise_desktop.store.sealed import find_sealed
from baise_desktop.store.unchanged import list_unchanged
from baise_desktop.texts import say

if TYPE_CHECKING:
    from baise_desktop.report.unit_paper import UnitPaper

PaperKind = Literal["submission", "audit", "explanations", "evidence", "unchanged", "blank"]


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper that can be made."""

    kind: PaperKind
    title: str
    """What people call it."""
    file_name: str
    """To save it under, without a suffix."""
    has_workbook: bool
    """Whether `make_workbook` makes it too."""


def list_papers(desk: Desk, plan: str, period: str) -> tuple[Paper, ...]:
    """Every paper of a submission, in the order in which they are wanted.

    Raises:
        BaiseError: ROLE_UNIT_ONLY, PLAN_UNKNOWN, PERIOD.
    """
    require_role(desk, "unit")
    require_plan(desk, plan)
    stated = list_unchanged(desk.store, desk.office.unit, plan, period)
    return tuple(_describe(desk, period, kind) for kind in get_args(PaperKind) if stated or kind != "unchanged")


def make_paper(desk: Desk, plan: str, period: str, kind: PaperKind, now: datetime) -> bytes:
    """A paper as PDF/A-2u; the same store and day give the same bytes. The report of what is sealed is the package's.

    Raises:
        BaiseError: ROLE_UNIT_ONLY, PACKAGE_FILE, NO_REPORT, and those of `owed_here`.
    """
    from baise_desktop.report.unit_paper import render_paper

    require_role(desk, "unit")
    if kind == "submission":
        return _submission_pdf(desk, plan, period, now)
    if kind == "blank":
        return make_blank(desk, plan, period, now)
    paper = _describe_paper(desk, plan, period, kind, now)
    return render_paper(paper, fonts_folder(), system_fonts=prefers_office_faces(desk)).pdf


def make_blank(desk: Desk, plan: str, period: str, now: datetime, wish: BlankWish = ALL_OWED) -> bytes:
    """Blank forms as PDF/A-2u, to fill in by hand. Raises: BaiseError, those of `describe_blank`."""
    from baise_desktop.app.paper.blank_forms import describe_blank
    from baise_desktop.report.blank import render_blank

    blank = describe_blank(desk, plan, period, _day(now), wish)
    return render_blank(blank, fonts_folder(), system_fonts=prefers_office_faces(desk)).pdf


def make_workbook(desk: Desk, plan: str, period: str, kind: PaperKind, now: datetime) -> bytes:
    """A paper as .xlsx. Raises: BaiseError ROLE_UNIT_ONLY, those of `owed_here`."""
    from baise_desktop.app.results.workbooks import submission_workbook
    from baise_desktop.report.unit_paper import render_paper_workbook

    require_role(desk, "unit")
    if kind == "submission":
        return submission_workbook(desk, plan, period, _day(now))
    return render_paper_workbook(_describe_paper(desk, plan, period, kind, now))


def _describe(desk: Desk, period: str, kind: PaperKind) -> Paper:
    title = say(f"papers.{kind}")
    unit = name_on(desk, desk.office.unit, parse_period(period).end)
    name = say("papers.file_name", unit=unit, period=period, title=title)
    return Paper(kind, title, name, has_workbook=kind != "blank")


def _submission_pdf(desk: Desk, plan: str, period: str, now: datetime) -> bytes:
    from baise_desktop.app.outgoing.submission_report import describe_submission
    from baise_desktop.report.submission import render_pdf

    sealed = find_sealed(desk.store, desk.office.unit, plan, period)
    if sealed is not None:
        return read_packed_report(desk, sealed.identity)
    # nothing on paper may claim a file that is not there yet
    report = describe_submission(desk, plan, period, _day(now), "")
    return render_pdf(report, fonts_folder()).pdf


def _describe_paper(desk: Desk, plan: str, period: str, kind: PaperKind, now: datetime) -> UnitPaper:
    from baise_desktop.app.paper.audit_paper import describe_audit
    from baise_desktop.app.paper.evidence_paper import describe_evidence
    from baise_desktop.app.paper.explanations_paper import describe_explanations
    from baise_desktop.app.paper.unchanged_paper import describe_unchanged

    describing = {
        "audit": describe_audit,
        "explanations": describe_explanations,
        "evidence": describe_evidence,
        "unchanged": describe_unchanged,
    }
    return describing[kind](desk, plan, period, _day(now))


def write_paper(
    desk: Desk, plan: str, period: str, kind: PaperKind, out: Path, now: datetime, *, unit: str = ""
) -> Path:
    """A paper as a PDF or a workbook, by the file's suffix.

    Args:
        desk: of the unit; or the city's, for what it holds of a unit.
        plan: plan id.
        period: of the submission.
        kind: what to make; of the city `audit`, `explanations` or `evidence`.
        out: the file.
        now: aware.
        unit: id; the city must name it.

    Raises:
        BaiseError: SUFFIX, OUT_FOLDER, UNIT_NEEDED, ROLE_CITY_ONLY for another unit's, and those of making it.
    """
    if desk.office.role == "city":
        return _write_received(desk, plan, period, kind, out, now, unit)
    if unit not in ("", desk.office.unit):
        raise BaiseError("ROLE_CITY_ONLY", unit=desk.unit.name)
    return write_document(
        out,
        lambda: make_paper(desk, plan, period, kind, now),
        lambda: make_workbook(desk, plan, period, kind, now),
    )


def _write_received(desk: Desk, plan: str, period: str, kind: PaperKind, out: Path, now: datetime, unit: str) -> Path:
    from baise_desktop.app.paper.received_paper import KINDS, describe_received
    from baise_desktop.report.unit_paper import render_paper, render_paper_workbook

    if kind not in KINDS:
        require_role(desk, "unit")
    if not unit:
        raise BaiseError("UNIT_NEEDED")
    paper = describe_received(desk, unit, plan, period, kind, _day(now))
    own = prefers_office_faces(desk)
    return write_document(
        out,
        lambda: render_paper(paper, fonts_folder(), system_fonts=own).pdf,
        lambda: render_paper_workbook(paper),
    )


def write_blank(desk: Desk, plan: str, period: str, out: Path, now: datetime, wish: BlankWish = ALL_OWED) -> Path:
    """Blank forms as a PDF. Raises: BaiseError BLANK_SUFFIX, OUT_FOLDER, UNIT_NEEDED, those of `describe_blank`."""
    if out.suffix.lower() != ".pdf":
        raise BaiseError("BLANK_SUFFIX", file=out.name)
    if desk.office.role == "city" and not wish.unit:
        raise BaiseError("UNIT_NEEDED")
    if desk.office.role == "unit" and wish.unit not in ("", desk.office.unit):
        raise BaiseError("ROLE_CITY_ONLY", unit=desk.unit.name)
    return write_whole(out, make_blank(desk, plan, period, now, wish))


def _day(now: datetime) -> date:
    return now.astimezone(BEIJING).date()
