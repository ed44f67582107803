"""The papers of one submission: what there is to print, and each as a finished PDF or workbook."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from baise_desktop.app.desk import Desk, require_plan, require_role
from baise_desktop.app.naming import name_on
from baise_desktop.app.resources import fonts_folder
from baise_desktop.form.period import parse_period
from baise_desktop.store.sealed import find_sealed
from baise_desktop.texts import say

PaperKind = Literal["submission"]


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
    return tuple(_describe(desk, period, kind) for kind in _PDF)


def make_paper(desk: Desk, plan: str, period: str, kind: PaperKind, now: datetime) -> bytes:
    """A paper as PDF/A-2u; the same store and day give the same bytes.

    Raises:
        BaiseError: ROLE_UNIT_ONLY, and those of `owed_here`.
    """
    require_role(desk, "unit")
    return _PDF[kind](desk, plan, period, now)


def make_workbook(desk: Desk, plan: str, period: str, kind: PaperKind, now: datetime) -> bytes:
    """A paper as .xlsx. Raises: BaiseError ROLE_UNIT_ONLY, those of `owed_here`; KeyError where there is none."""
    require_role(desk, "unit")
    return _WORKBOOK[kind](desk, plan, period, now)


def _describe(desk: Desk, period: str, kind: PaperKind) -> Paper:
    title = say(f"papers.{kind}")
    unit = name_on(desk, desk.office.unit, parse_period(period).end)
    name = say("papers.file_name", unit=unit, period=period, title=title)
    return Paper(kind, title, name, kind in _WORKBOOK)


def _submission_pdf(desk: Desk, plan: str, period: str, now: datetime) -> bytes:
    from baise_desktop.app.submission_report import describe_submission
    from baise_desktop.report.submission import render_pdf

    sealed = find_sealed(desk.store, desk.office.unit, plan, period)
    # nothing on paper may claim a file that is not there yet
    report = describe_submission(desk, plan, period, now.date(), sealed.content if sealed else "")
    return render_pdf(report, fonts_folder()).pdf


def _submission_workbook(desk: Desk, plan: str, period: str, now: datetime) -> bytes:
    from baise_desktop.app.workbooks import submission_workbook

    return submission_workbook(desk, plan, period, now.date())


_Maker = Callable[[Desk, str, str, datetime], bytes]
_PDF: Mapping[PaperKind, _Maker] = {"submission": _submission_pdf}
_WORKBOOK: Mapping[PaperKind, _Maker] = {"submission": _submission_workbook}
