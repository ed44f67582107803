"""The papers of one submission that the city holds: its own report as it came, and what the city makes about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baise_desktop.app.desk import Desk, require_role
from baise_desktop.app.files.output_file import write_document
from baise_desktop.app.installation.faces import prefers_office_faces
from baise_desktop.app.installation.resources import fonts_folder
from baise_desktop.app.kept.package_rows import REPORT, WORKBOOK, read_packed_report
from baise_desktop.app.paper.papers import Paper, PaperKind
from baise_desktop.app.paper.received_paper import describe_package
from baise_desktop.app.paper.shown_papers import SUBMISSION, ShownPaper, name_paper
from baise_desktop.errors import BaiseError
from baise_desktop.form.dates import BEIJING
from baise_desktop.store.packages import Package, get_package
from baise_desktop.texts import say

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from baise_desktop.report.unit_paper import UnitPaper

_KINDS: tuple[PaperKind, ...] = (SUBMISSION, "audit", "explanations", "evidence")


def list_received_papers(desk: Desk, identity: str) -> tuple[Paper, ...]:
    """Every paper of a submission, in the order in which they are wanted.

    Raises:
        BaiseError: ROLE_CITY_ONLY, PACKAGE_UNKNOWN.
    """
    package = _held(desk, identity)
    return tuple(
        Paper(kind, say(f"papers.{kind}"), _names(desk, package, kind)[1], has_workbook=True) for kind in _KINDS
    )


def show_received(desk: Desk, identity: str, kind: PaperKind, now: datetime) -> ShownPaper:
    """A paper for the preview.

    Raises:
        BaiseError: ROLE_CITY_ONLY, PACKAGE_UNKNOWN, and those of reading the package.
    """
    package = _held(desk, identity)
    title, name = _names(desk, package, kind)
    return ShownPaper(kind, title, _pdf(desk, identity, kind, now), name)


def write_received(desk: Desk, identity: str, kind: PaperKind, out: Path, now: datetime) -> Path:
    """A paper as a PDF or a workbook, by the file's suffix. Raises: BaiseError SUFFIX, OUT_FOLDER, as for showing."""
    _held(desk, identity)
    return write_document(out, lambda: _pdf(desk, identity, kind, now), lambda: _workbook(desk, identity, kind, now))


def _held(desk: Desk, identity: str) -> Package:
    require_role(desk, "city")
    package = get_package(desk.store, identity)
    if package is None:
        raise BaiseError("PACKAGE_UNKNOWN", text=identity)
    return package


def _names(desk: Desk, package: Package, kind: PaperKind) -> tuple[str, str]:
    return name_paper(desk, package.unit, package.plan, package.period, kind, package.version)


def _pdf(desk: Desk, identity: str, kind: PaperKind, now: datetime) -> bytes:
    from baise_desktop.report.unit_paper import render_paper

    if kind == SUBMISSION:
        return read_packed_report(desk, identity, REPORT)
    paper = _describe(desk, identity, kind, now)
    return render_paper(paper, fonts_folder(), system_fonts=prefers_office_faces(desk)).pdf


def _workbook(desk: Desk, identity: str, kind: PaperKind, now: datetime) -> bytes:
    from baise_desktop.report.unit_paper import render_paper_workbook

    if kind == SUBMISSION:
        return read_packed_report(desk, identity, WORKBOOK)
    return render_paper_workbook(_describe(desk, identity, kind, now))


def _describe(desk: Desk, identity: str, kind: PaperKind, now: datetime) -> UnitPaper:
    return describe_package(desk, identity, kind, now.astimezone(BEIJING).date())
