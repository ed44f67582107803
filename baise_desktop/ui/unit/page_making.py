"""How each page of the unit's window is made, and how it is joined to the rest."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QWidget

from baise_desktop.texts import say
from baise_desktop.ui.file_drop import FileDrop

if TYPE_CHECKING:
    from collections.abc import Callable

    from baise_desktop.app.checks.checking import SubmissionCheck
    from baise_desktop.ui.clauses_page import ClausesPage
    from baise_desktop.ui.preferences_page import PreferencesPage
    from baise_desktop.ui.unit.export_page import ExportPage
    from baise_desktop.ui.unit.history_page import HistoryPage
    from baise_desktop.ui.unit.home_page import HomePage
    from baise_desktop.ui.unit.ledger_page import LedgerPage
    from baise_desktop.ui.unit.notes_page import NotesPage
    from baise_desktop.ui.unit.sign_off_page import SignOffPage
    from baise_desktop.ui.unit.target_page import TargetPage
    from baise_desktop.ui.unit.task_page import TaskPage
    from baise_desktop.ui.unit.workspace import UnitWorkspace

Page = TypeVar("Page", bound=QWidget)


def make_home(work: UnitWorkspace) -> HomePage:
    """What is owed."""
    from baise_desktop.ui.unit.home_page import HomePage

    page = _add(work, HomePage())
    page.submission_requested.connect(work.open_submission)
    page.task_pack_requested.connect(work.packs.choose)
    page.news_requested.connect(work.packs.show_last)
    page.standing.renew_requested.connect(work.standing.renew)
    page.standing.catch_up_requested.connect(work.standing.catch_up)
    page.standing.caught_up.connect(work.standing.end)
    work.standing.told.connect(page.show_standing)
    FileDrop(page, work.packs.open_dropped)
    return page


def make_ledger(work: UnitWorkspace) -> LedgerPage:
    """The registers."""
    from baise_desktop.ui.unit.ledger_page import LedgerPage
    from baise_desktop.ui.unit.refused_keys import RefusedKeys

    page = _add(work, LedgerPage(work.session))
    RefusedKeys(page.view).told.connect(page.told)
    page.back_requested.connect(work.return_from_rows)
    page.rows_changed.connect(work.show_rows)
    page.past.unchanged.read.connect(work.show_unchanged)
    page.row_opened.connect(work.keyboard.lend_keys)
    page.refused.connect(work.notice.show_error)
    page.told.connect(work.notice.show_warning)
    page.show_notes(work.notes.of_form)
    work.notes.changed.connect(partial(page.show_notes, work.notes.of_form))
    follow_check(work, lambda _: page.set_marks(work.watch.marks))
    return page


def make_task(work: UnitWorkspace) -> TaskPage:
    """The tasks."""
    from baise_desktop.ui.unit.task_page import TaskPage

    page = _add(work, TaskPage(work.session))
    page.unchanged.read.connect(work.show_unchanged)
    _join_answers(work, page)
    return page


def make_target(work: UnitWorkspace) -> TargetPage:
    """The targets."""
    from baise_desktop.ui.unit.target_page import TargetPage

    page = _add(work, TargetPage(work.session))
    _join_answers(work, page)
    return page


def _join_answers(work: UnitWorkspace, page: TaskPage | TargetPage) -> None:
    page.rows_requested.connect(work.open_rows)
    page.sheet.refused.connect(work.notice.show_error)
    page.sheet.filled.connect(work.show_rows)
    _follow_opening(work, lambda: page.set_registers(work.submission.register_titles()))


def make_sign_off(work: UnitWorkspace) -> SignOffPage:
    """The statements of the three roles."""
    from baise_desktop.ui.unit.sign_off_page import SignOffPage

    page = _add(work, SignOffPage(work.session))
    page.statements_changed.connect(work.submission.read_state)
    page.completed.connect(partial(_offer_export, work))
    page.place_requested.connect(work.go_to_cell)
    page.refused.connect(work.notice.show_error)
    follow_check(work, lambda check: page.show_check(check, work.submission.titles()))
    return page


def _offer_export(work: UnitWorkspace) -> None:
    """What comes after the last signature."""
    go_on = partial(work.navigation.chosen.emit, "export")
    work.notice.offer(say("window.signed_next"), say("window.nav_export"), go_on)


def make_export(work: UnitWorkspace) -> ExportPage:
    """The way out."""
    from baise_desktop.ui.unit.export_page import ExportPage

    page = _add(work, ExportPage(work.session))
    page.exported.connect(work.submission.read_state)
    page.refused.connect(work.notice.show_error)
    work.submission.left.connect(page.forget)
    follow_check(work, lambda check: page.show_check(check, work.submission.state()))
    return page


def make_history(work: UnitWorkspace) -> HistoryPage:
    """What was sent and what came."""
    from baise_desktop.ui.unit.history_page import HistoryPage

    page = _add(work, HistoryPage(work.session))
    page.open_requested.connect(work.packs.choose)
    page.told.connect(work.notice.show_success)
    page.told.connect(work.submission.read_state)
    page.refused.connect(work.notice.show_error)
    FileDrop(page, work.packs.open_dropped)
    return page


def make_notes_page(work: UnitWorkspace) -> NotesPage:
    """The notes on cells."""
    from baise_desktop.ui.unit.notes_page import NotesPage

    page = _add(work, NotesPage(work.session))
    page.cell_requested.connect(work.go_to_cell)
    work.notes.changed.connect(page.renew)
    follow_check(work, page.show_check)
    return page


def make_clauses(work: UnitWorkspace) -> ClausesPage:
    """The text of the plans."""
    from baise_desktop.ui.clauses_page import ClausesPage

    page = _add(work, ClausesPage(work.session.catalogue))
    page.form_requested.connect(work.submission.fill_owed)
    work.submission.owing_read.connect(page.show_owing)
    return page


def make_preferences(work: UnitWorkspace) -> PreferencesPage:
    """How this computer shows things."""
    from baise_desktop.ui.preferences_page import PreferencesPage
    from baise_desktop.ui.unit.certificate_line import CertificateLine
    from baise_desktop.ui.unit.clerk_bar import ClerkBar

    page = _add(work, PreferencesPage(work.shell.preferences))
    clerk = ClerkBar(work.session, is_stop=True)
    clerk.refused.connect(work.notice.show_error)
    page.add_line(say("window.clerk_here"), clerk)
    certificate = CertificateLine()
    certificate.renew_requested.connect(work.standing.renew)
    work.standing.told.connect(certificate.show_standing)
    work.standing.read()
    page.add_line(say("window.certificate_title"), certificate)
    page.refused.connect(work.notice.show_error)
    page.keys_requested.connect(work.shell.show_keys)
    return page


def follow_check(work: UnitWorkspace, show: Callable[[SubmissionCheck], object]) -> None:
    """Show what the last check said, and every one from now on."""
    work.check_told.connect(show)
    if work.watch.result is not None:
        show(work.watch.result)


def _follow_opening(work: UnitWorkspace, show: Callable[[], object]) -> None:
    work.submission.opened.connect(show)
    show()


def _add(work: UnitWorkspace, page: Page) -> Page:
    work.pages.addWidget(page)
    return page
