"""Papers for the preview: which there are, each with its name, and whether it is the one that counts."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import get_args

from baise_desktop.app.desk import Desk
from baise_desktop.app.installation.naming import name_on
from baise_desktop.app.kept.package_rows import read_packed_report
from baise_desktop.app.paper.papers import PaperKind, list_papers, make_paper
from baise_desktop.errors import BaiseError
from baise_desktop.form.period import parse_period
from baise_desktop.store.packages import get_package
from baise_desktop.store.sealed import find_sealed
from baise_desktop.store.submissions import read_submission
from baise_desktop.texts import say

SUBMISSION: PaperKind = "submission"
_LOOSE: tuple[str, ...] = ("blank",)
"""Kinds that say nothing about a submission."""


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """One paper, made."""

    kind: str
    title: str
    content: bytes
    file_name: str
    """To save it under, without a suffix."""
    unsigned: bool = False
    """Whether no package holds what it says yet, so that it may not be stamped."""


def paper_titles(desk: Desk, plan: str, period: str) -> tuple[tuple[str, str], ...]:
    """Kind and title of the papers of a submission. Raises: those of `list_papers`."""
    return tuple((paper.kind, paper.title) for paper in list_papers(desk, plan, period))


def show_paper(desk: Desk, plan: str, period: str, kind: str, now: datetime) -> ShownPaper:
    """A paper of the open submission; a sealed one shows the very report that its package carries.

    Raises:
        BaiseError: those of `make_paper`.
        KeyError: for a kind that there is not.
    """
    known = {each: each for each in get_args(PaperKind)}
    sealed = find_sealed(desk.store, desk.office.unit, plan, period)
    if sealed is not None and kind == SUBMISSION:
        return show_sealed(desk, sealed.identity)
    content = make_paper(desk, plan, period, known[kind], now)
    version = read_submission(desk.store, desk.office.unit, plan, period).version
    title, name = name_paper(desk, desk.office.unit, plan, period, kind, version)
    return ShownPaper(kind, title, content, name, unsigned=sealed is None and kind not in _LOOSE)


def show_sealed(desk: Desk, identity: str) -> ShownPaper:
    """The report that a package carries. Raises: BaiseError PACKAGE_UNKNOWN, PACKAGE_FILE, NO_REPORT."""
    package = get_package(desk.store, identity)
    if package is None:
        raise BaiseError("PACKAGE_UNKNOWN", text=identity)
    named = name_paper(desk, package.unit, package.plan, package.period, SUBMISSION, package.version)
    return ShownPaper(SUBMISSION, named[0], read_packed_report(desk, identity), named[1])


def show_figures(
    desk: Desk, plan: str, as_of: date, now: datetime, *, unit: str | None = None, accepted_only: bool = False
) -> ShownPaper:
    """The table of figures. Raises: those of `make_figures`."""
    from baise_desktop.app.results.reports import make_figures

    content = make_figures(desk, plan, as_of, now, unit=unit, accepted_only=accepted_only)
    about = name_on(desk, unit, as_of) if unit else ""
    title = say("figures.title", unit=about, plan=desk.catalogue.plans[plan].short_name)
    dated = {"title": title, "day": as_of.isoformat()}
    return ShownPaper("figures", say("printing.as_of", **dated), content, say("printing.dated_name", **dated))


def show_allocation(desk: Desk, plan: str, now: datetime) -> ShownPaper:
    """The yearly breakdown. Raises: those of `make_allocation`."""
    from baise_desktop.app.results.allocation_report import make_allocation

    title = say("allocation.title", plan=desk.catalogue.plans[plan].short_name)
    content = make_allocation(desk, plan, now)
    return ShownPaper("allocation", title, content, say("printing.dated_name", title=title, day=now.date().isoformat()))


def name_paper(desk: Desk, unit: str, plan: str, period: str, kind: str, version: int) -> tuple[str, str]:
    """Title and file name, without a suffix, of a paper about a version."""
    values = {
        "unit": name_on(desk, unit, parse_period(period).end),
        "plan": desk.catalogue.plans[plan].short_name,
        "period": period,
        "title": say(f"papers.{kind}"),
        "version": version,
    }
    start = "loose_" if kind in _LOOSE else ""
    return say(f"printing.{start}title", **values), say(f"printing.{start}file_name", **values)
