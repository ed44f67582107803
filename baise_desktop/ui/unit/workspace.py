"""The unit's work: navigation, pages and findings, joined by what the check says."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.form.definition import FormKind
from baise_desktop.texts import say
from baise_desktop.ui.clauses_page import ClausesPage
from baise_desktop.ui.moments import show_clock
from baise_desktop.ui.navigation import Navigation
from baise_desktop.ui.preferences_page import PreferencesPage
from baise_desktop.ui.unit.check_watch import CheckWatch, marks_of
from baise_desktop.ui.unit.evidence_link import EvidenceLink
from baise_desktop.ui.unit.evidence_panel import EvidencePanel
from baise_desktop.ui.unit.export_page import ExportPage
from baise_desktop.ui.unit.findings_panel import FindingsPanel
from baise_desktop.ui.unit.form_badges import FormBadges
from baise_desktop.ui.unit.history_page import HistoryPage
from baise_desktop.ui.unit.history_panel import HistoryPanel
from baise_desktop.ui.unit.home_page import HomePage, state_words, submission_words
from baise_desktop.ui.unit.keyboard import Keyboard
from baise_desktop.ui.unit.ledger_page import LedgerPage
from baise_desktop.ui.unit.letters_link import LettersLink
from baise_desktop.ui.unit.lower_panel import LowerPanel
from baise_desktop.ui.unit.notes_desk import NotesDesk
from baise_desktop.ui.unit.notes_page import NotesPage
from baise_desktop.ui.unit.pack_desk import PackDesk
from baise_desktop.ui.unit.places import first_form, fixed_places, form_groups
from baise_desktop.ui.unit.session import Session
from baise_desktop.ui.unit.sign_off_page import SignOffPage
from baise_desktop.ui.unit.submission_jobs import find_owing, open_sheets, read_due
from baise_desktop.ui.unit.target_page import TargetPage
from baise_desktop.ui.unit.task_page import TaskPage
from baise_desktop.ui.unit.undo_bar import UndoBar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from baise_desktop.app.checking import SubmissionCheck
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.home import DueSubmission, SheetSummary
    from baise_desktop.app.row_filter import RowFilter
    from baise_desktop.app.undoing import Turned, Way
    from baise_desktop.form.findings import Finding
    from baise_desktop.ui.shell import Shell

_LOCKED = ("signed", "exported", "received", "accepted")


class UnitWorkspace(QWidget):
    """Everything a unit sees below the state line."""

    def __init__(self, shell: Shell, desk: Desk) -> None:
        """Shows the home page."""
        super().__init__()
        self._shell = shell
        self.session = Session(shell.jobs, desk, self)
        self._due: DueSubmission | None = None
        self.scope: RowFilter | None = None
        """For which measure or target the rows of a register are on show."""
        self.dues: Sequence[DueSubmission] = ()
        self.sheets: dict[str, SheetSummary] = {}
        self._owing: Mapping[str, DueSubmission] = {}
        self.navigation = Navigation(searchable=True)
        self.home = HomePage()
        self.ledger = LedgerPage(self.session)
        self.task = TaskPage(self.session)
        self.target = TargetPage(self.session)
        self.sign_off = SignOffPage(self.session)
        self.export = ExportPage(self.session)
        self.clauses = ClausesPage(desk.catalogue)
        self.history = HistoryPage(self.session)
        self.findings = FindingsPanel()
        self.findings.forms = desk.catalogue.forms
        self.badges = FormBadges(self.navigation)
        self.watch = CheckWatch(self.session, self)
        self.packs = PackDesk(shell, self.session, desk.folder, self)
        self.evidence = EvidencePanel(self.session)
        self.cell_history = HistoryPanel(self.session, self.ledger, (self.task.sheet, self.target.sheet))
        self.below = LowerPanel(self.findings, self.evidence, self.cell_history, shell.preferences)
        self.link = EvidenceLink(self.session, self.ledger, self.evidence, self.below)
        self.undoing = UndoBar(self.session, self)
        shell.statusBar().insertWidget(0, self.undoing)
        self.destroyed.connect(self.undoing.deleteLater)
        self.preferences = PreferencesPage(shell.preferences)
        self.notes = NotesDesk(self.session, self)
        self.notes_page = NotesPage(self.session)
        self.pages = QStackedWidget()
        self._lay_out()
        self.keyboard = Keyboard(shell, self)
        self._connect()
        self.letters = LettersLink(self)
        self.show_home()

    def show_home(self) -> None:
        """Read what is owed and show it."""
        self._shell.show_line(say("window.line_unit", unit=self.session.unit.name))
        self._shell.show_verdict("", "", "text")
        self.pages.setCurrentWidget(self.home)
        self.below.setVisible(False)
        self.navigation.mark("home")
        self._shell.jobs.run(read_due, self._show_due)

    def open_submission(self, plan: str, period: str, form: str = "") -> None:
        """Open a submission at a form, the first one if none is named; its registers start with the rows still live."""
        self.session.plan, self.session.period = plan, period
        self.export.forget()
        self.watch.forget()
        self._shell.jobs.run(partial(open_sheets, plan, period), partial(self._show_submission, form))

    def open_form(self, form: str) -> None:
        """Show the page of a form."""
        page = self._page_of(form)
        self.scope = None
        page.open_form(form)
        self._show_page(page)
        self.findings.show_form(form)
        self.link.open_form(form)
        self.navigation.mark(form)

    def open_rows(self, row_filter: RowFilter, row_id: str = "") -> None:
        """Show the rows of a register that prove a measure or count for a target, at one of them if it is named."""
        if row_filter.register in self.sheets:
            self.scope = row_filter
            self.ledger.open_form(row_filter.register, row_filter, row_id)
            self._show_page(self.ledger)
            self.navigation.mark(row_filter.register)

    def return_from_rows(self, row_filter: RowFilter) -> None:
        """From the rows that prove a measure or count for a target, back to it."""
        if row_filter.target:
            self.open_form(row_filter.target)
            return
        self.task.open_form(row_filter.task, f"m{row_filter.measure}_state")
        self._show_page(self.task)
        self.navigation.mark(row_filter.task)

    def go_to(self, found: Finding) -> None:
        """Show the cell that a finding is about."""
        if found.form not in self.sheets:
            return
        key = found.fields[0] if found.fields else ""
        page = self._page_of(found.form)
        if page.form_id() != found.form:
            self.open_form(found.form)
        self._show_page(page)
        self.navigation.mark(found.form)
        self._reach(found.form, found.row_id, key)

    def _lay_out(self) -> None:
        forms = (self.home, self.ledger, self.task, self.target)
        for page in (*forms, self.notes_page, self.sign_off, self.export, self.clauses, self.preferences, self.history):
            self.pages.addWidget(page)
        work = QSplitter(Qt.Orientation.Vertical)
        self.pages.setMinimumSize(1, 1)
        work.addWidget(self.pages)
        work.addWidget(self.below)
        work.setChildrenCollapsible(False)
        work.setStretchFactor(0, 1)
        self.below.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.navigation)
        layout.addWidget(work, 1)
        self.navigation.show_places(fixed_places(has_submission=False))

    def _connect(self) -> None:
        self.navigation.chosen.connect(self.go)
        self.navigation.marked.connect(self.keyboard.note)
        self.notes.changed.connect(partial(self.ledger.show_notes, self.notes.of_form))
        self.notes.changed.connect(self.notes_page.renew)
        self.notes.refused.connect(self._shell.notice.show_error)
        self.notes_page.cell_requested.connect(self.go_to_cell)
        self.preferences.refused.connect(self._shell.notice.show_error)
        self.preferences.keys_requested.connect(self._shell.show_keys)
        self.home.submission_requested.connect(self.open_submission)
        self.home.task_pack_requested.connect(self.packs.choose)
        self.home.news_requested.connect(self.packs.show_last)
        self.task.rows_requested.connect(self.open_rows)
        self.target.rows_requested.connect(self.open_rows)
        self.ledger.back_requested.connect(self.return_from_rows)
        self.clauses.form_requested.connect(self._fill_owed)
        self.session.saved.connect(self._note_saved)
        self.undoing.starting.connect(self._keep_typed)
        self.undoing.turned.connect(self._show_turned)
        self.watch.checked.connect(self._show_check)
        self.watch.refused.connect(self._shell.notice.show_error)
        self.findings.finding_chosen.connect(self.go_to)
        self.findings.explain_requested.connect(self.watch.explain)
        self.findings.warned.connect(self._shell.notice.show_warning)
        self.ledger.rows_changed.connect(self._show_rows)
        self.sign_off.statements_changed.connect(self._reopen_state)
        self.sign_off.place_requested.connect(self.go_to_cell)
        self.export.exported.connect(self._reopen_state)
        refusals = (self.ledger.refused, self.task.sheet.refused, self.target.sheet.refused)
        others = (self.sign_off, self.export, self.evidence, self.undoing, self.below, self.history)
        for refused in (*refusals, *(each.refused for each in others)):
            refused.connect(self._shell.notice.show_error)
        self.ledger.told.connect(self._shell.notice.show_warning)
        self.evidence.warned.connect(self._shell.notice.show_warning)
        self.evidence.told.connect(self._shell.notice.show_success)

    def renew_due(self) -> None:
        """Read what is owed, and stay where the reader is."""
        self._shell.jobs.run(read_due, self._show_due)

    def check(self) -> None:
        """Check the whole submission again."""
        self.watch.check()

    def page(self) -> QWidget:
        """What is on show."""
        return self.pages.currentWidget() or self.home

    def form_on_show(self) -> str:
        """The form on show; empty where the page is no form."""
        page = self.page()
        return page.form_id() if isinstance(page, LedgerPage | TaskPage | TargetPage) else ""

    def go_to_cell(self, form: str, row_id: str, key: str) -> None:
        """Show a cell."""
        if form not in self.sheets:
            return
        page = self._page_of(form)
        if page.form_id() == form and self.ledger.came_from() is None:
            self._show_page(page)
            self.link.open_form(form)
            self.navigation.mark(form)
        else:
            self.open_form(form)
        self._reach(form, row_id, key)

    def go(self, key: str) -> None:
        """Show a place by its key: a page, or a form of the open submission."""
        self.navigation.mark(key)
        if key == "home":
            self.show_home()
        elif key == "sign_off":
            self.sign_off.open_submission()
            self._show_page(self.sign_off)
        elif key == "export":
            self._show_page(self.export)
        elif key == "notes":
            self._show_page(self.notes_page)
            self.notes_page.open()
        elif key == "preferences":
            self._show_page(self.preferences)
        elif key == "history":
            self._show_page(self.history)
            self.history.open()
        elif key == "clauses":
            self._show_page(self.clauses)
            self._shell.jobs.run(find_owing, self._show_owing)
        else:
            self.open_form(key)

    def _keep_typed(self) -> None:
        self.task.sheet.commit()
        self.target.sheet.commit()

    def _show_turned(self, turned: Turned) -> None:
        """Go to what was just taken back or done again, and offer the way back."""
        other: Way = "redo" if turned.way == "undo" else "undo"
        told = say(f"window.undo_done_{turned.way}", name=turned.name)
        self._shell.notice.turn_page(turned.form)
        self._shell.notice.offer(told, say(f"window.undo_label_{other}"), partial(self.undoing.turn, other))
        if turned.form not in self.sheets:
            return
        is_register = self.session.form(turned.form).kind is FormKind.REGISTER
        if is_register and self.ledger.form_id() == turned.form:
            self.ledger.refresh(turned.row_id, turned.field)
            self._show_page(self.ledger)
            self.link.open_form(turned.form)
            self.navigation.mark(turned.form)
        else:
            self.open_form(turned.form)
            self._reach(turned.form, turned.row_id, turned.field)

    def _reach(self, form: str, row_id: str, key: str) -> None:
        page = self._page_of(form)
        if isinstance(page, LedgerPage):
            page.go_to(row_id, key)
        elif key:
            page.go_to(key)
        else:
            page.sheet.enter(page)

    def _page_of(self, form: str) -> LedgerPage | TaskPage | TargetPage:
        pages: dict[FormKind, LedgerPage | TaskPage | TargetPage] = {
            FormKind.TASK: self.task,
            FormKind.TARGET: self.target,
        }
        return pages.get(self.session.form(form).kind, self.ledger)

    def _show_page(self, page: QWidget) -> None:
        self._keep_typed()
        self.keyboard.remember_cell()
        self.pages.setCurrentWidget(page)
        self.below.setVisible(page in (self.ledger, self.task, self.target))
        self.findings.show_form(self.form_on_show())
        if self._due is not None:
            self._show_state_line(self._due)
        self._show_verdict()

    def _show_verdict(self) -> None:
        check = self.watch.result
        if check is not None and self.pages.currentWidget() is not self.home:
            ready = check.verdict.ready
            icon, tone = ("done", "good") if ready else ("blocking", "danger")
            self._shell.show_verdict(icon, check.verdict.sentence, tone)

    def _show_due(self, dues: Sequence[DueSubmission]) -> None:
        self.dues = dues
        self.home.show_due(dues)
        here = (self.session.plan, self.session.period)
        self._due = next((due for due in dues if (due.plan, due.period) == here), None)

    def _show_owing(self, owing: Mapping[str, DueSubmission]) -> None:
        here = dict.fromkeys(self.sheets, self._due) if self._due is not None else {}
        self._owing = {**owing, **here}
        self.clauses.show_owing(self._owing)

    def _fill_owed(self, form: str) -> None:
        due = self._owing[form]
        if (due.plan, due.period) == (self.session.plan, self.session.period):
            self.open_form(form)
        else:
            self.open_submission(due.plan, due.period, form)

    def _show_submission(self, form: str, opened: tuple[Sequence[SheetSummary], Sequence[DueSubmission]]) -> None:
        sheets, dues = opened
        self.sheets = {sheet.form: sheet for sheet in sheets}
        self._show_due(dues)
        self._lock()
        self.undoing.refresh()
        titles = {sheet.form: sheet.title for sheet in sheets if sheet.kind is FormKind.REGISTER}
        self.task.set_registers(titles)
        self.target.set_registers(titles)
        self.navigation.show_places(fixed_places(has_submission=bool(self.sheets)), form_groups(sheets))
        self.badges.forget()
        self.notes.read()
        shown = form or first_form(sheets)
        self._renew_pages(but=shown)
        if shown:
            self.go(shown)
        self.check()

    def _lock(self) -> None:
        state = self._due.state if self._due else "draft"
        self.session.locked = say(f"window.locked_{state}") if state in _LOCKED else ""

    def _show_state_line(self, due: DueSubmission) -> None:
        words = submission_words(due.plan_name, due.period)
        unit = self.session.unit.name
        self._shell.show_line(say("window.line_submission", unit=unit, submission=words, state=state_words(due)))

    def _show_check(self, check: SubmissionCheck) -> None:
        titles = {form: sheet.title for form, sheet in self.sheets.items()}
        self.findings.show_check(check, titles, locked=bool(self.session.locked))
        self.badges.show_check(check, self.sheets)
        self.ledger.set_marks(marks_of(check))
        self.sign_off.show_check(check, titles)
        self.notes_page.show_check(check)
        self.export.show_check(check, self._due.state if self._due else "draft")
        self._show_verdict()

    def _show_rows(self, form: str, rows: int) -> None:
        if form in self.sheets:
            self.badges.show_rows(self.sheets[form], rows)

    def _note_saved(self) -> None:
        told = (show_clock(utc_now()), self.session.take_echo())
        self._shell.show_saved("　".join(filter(None, told)))
        self.watch.check_soon()

    def _reopen_state(self) -> None:
        self._shell.jobs.run(read_due, self._show_new_state)

    def _show_new_state(self, dues: Sequence[DueSubmission]) -> None:
        self._show_due(dues)
        self._lock()
        self.undoing.refresh()
        if self._due is not None:
            self._show_state_line(self._due)
        self._renew_pages()
        if self.watch.result is not None:
            self._show_check(self.watch.result)  # the state is another, and may open or close a page
        self.check()

    def _renew_pages(self, but: str = "") -> None:
        for page in (self.ledger, self.task, self.target):
            if page.form_id() in self.sheets and page.form_id() != but:
                page.open_form(page.form_id())
