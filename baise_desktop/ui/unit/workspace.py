"""The unit's work: navigation, pages and findings, joined by what the check says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.ahead import Ahead
from baise_desktop.ui.moments import show_clock
from baise_desktop.ui.navigation import Navigation
from baise_desktop.ui.unit.check_watch import CheckWatch
from baise_desktop.ui.unit.form_badges import FormBadges
from baise_desktop.ui.unit.home_page import SENT, state_words, submission_words
from baise_desktop.ui.unit.keyboard import Keyboard
from baise_desktop.ui.unit.letters_link import LettersLink
from baise_desktop.ui.unit.notes_desk import NotesDesk
from baise_desktop.ui.unit.pack_desk import PackDesk
from baise_desktop.ui.unit.places import first_form, fixed_places, form_groups
from baise_desktop.ui.unit.session import Session
from baise_desktop.ui.unit.standing_desk import StandingDesk
from baise_desktop.ui.unit.submission_desk import SubmissionDesk
from baise_desktop.ui.unit.undo_bar import UndoBar
from baise_desktop.ui.unit.unit_pages import UnitPages
from baise_desktop.ui.unit.wayfinding import Wayfinding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from baise_desktop.app.checks.checking import SubmissionCheck
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.installation.home import DueSubmission, SheetSummary
    from baise_desktop.app.results.row_filter import RowFilter
    from baise_desktop.form.findings import Finding
    from baise_desktop.ui.shell import Shell


_UNIT = "baise_desktop.ui.unit"
_AHEAD = (
    ("ledger", f"{_UNIT}.ledger_page"),
    ("task", f"{_UNIT}.task_page"),
    ("target", f"{_UNIT}.target_page"),
    ("findings", f"{_UNIT}.findings_panel"),
    ("evidence", f"{_UNIT}.evidence_panel"),
    ("below", f"{_UNIT}.lower_panel"),
    ("link", f"{_UNIT}.evidence_link"),
    ("sign_off", f"{_UNIT}.sign_off_page"),
    ("export", f"{_UNIT}.export_page"),
    ("history", f"{_UNIT}.history_page"),
    ("notes_page", f"{_UNIT}.notes_page"),
    ("clauses", "baise_desktop.ui.clauses_page"),
    ("preferences", "baise_desktop.ui.preferences_page"),
)


class UnitWorkspace(UnitPages):
    """Everything a unit sees below the state line."""

    #: SubmissionCheck of the submission that is open, as it stands now
    check_told = Signal(object)

    def __init__(self, shell: Shell, desk: Desk) -> None:
        """Shows the home page."""
        super().__init__()
        self.shell, self.notice = shell, shell.notice
        self.session = Session(shell.jobs, desk, self)
        self.submission = SubmissionDesk(self.session, self)
        self.standing = StandingDesk(self)
        self.way = Wayfinding(self)
        self.navigation = Navigation(searchable=True)
        self.badges = FormBadges(self.navigation)
        self.watch = CheckWatch(self.session, self)
        self.packs = PackDesk(shell, self.session, desk.folder, self)
        self.undoing = UndoBar(self.session, self)
        shell.statusBar().insertWidget(0, self.undoing)
        self.destroyed.connect(self.undoing.deleteLater)
        self.notes = NotesDesk(self.session, self)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self._lay_out()
        self.keyboard = Keyboard(shell, self)
        self._connect()
        self.letters = LettersLink(self)
        self.show_home()
        Ahead(self, shell.jobs, _AHEAD)

    @property
    def dues(self) -> Sequence[DueSubmission]:
        """What is owed."""
        return self.submission.dues

    @property
    def sheets(self) -> Mapping[str, SheetSummary]:
        """The forms of the open submission by id."""
        return self.submission.sheets

    def show_home(self) -> None:
        """Read what is owed and show it."""
        unit = self.session.unit
        self.shell.show_line(say("words.named", name=unit.name, id=unit.id))
        self.shell.show_verdict("", "", "text")
        self.pages.setCurrentWidget(self.home)
        if self.made("below"):
            self.below.setVisible(False)
        self.navigation.mark("home")
        self.submission.read_due()

    def open_submission(self, plan: str, period: str, form: str = "") -> None:
        """Open a submission at a form, the first one if none is named; its registers start with the rows still live."""
        self.submission.open(plan, period, form)

    def open_form(self, form: str) -> None:
        """Show the page of a form."""
        self.way.open_form(form)

    def open_rows(self, row_filter: RowFilter, row_id: str = "") -> None:
        """Show the rows of a register that prove a measure or count for a target, at one of them if it is named."""
        self.way.open_rows(row_filter, row_id)

    def return_from_rows(self, row_filter: RowFilter) -> None:
        """From the rows that prove a measure or count for a target, back to it."""
        self.way.return_from_rows(row_filter)

    def go(self, key: str) -> None:
        """Show a place by its key: a page, or a form of the open submission."""
        self.way.go(key)

    def go_to(self, found: Finding) -> None:
        """Show the cell that a finding is about."""
        self.way.go_to_finding(found)

    def go_to_cell(self, form: str, row_id: str, key: str) -> None:
        """Show a cell."""
        self.way.go_to_cell(form, row_id, key)

    def check(self) -> None:
        """Check the whole submission again."""
        self.watch.check()

    def show_unchanged(self, form: str, stated: bool) -> None:
        """Say in the navigation whether a form is stated to be as it was."""
        if form in self.sheets:
            self.badges.show_unchanged(self.sheets[form], stated=stated)

    def show_rows(self, form: str, rows: int) -> None:
        """A register has so many rows now."""
        if form in self.sheets:
            self.badges.show_rows(self.sheets[form], rows)

    def keep_typed(self) -> None:
        """Keep what stands in the editor of an answer."""
        for name in ("task", "target"):
            if self.made(name):
                getattr(self, name).sheet.commit()

    def tell_standing(self) -> None:
        """What is open and how far it is, above the page; and what the check says of it."""
        due, check = self.submission.due, self.watch.result
        if due is not None:
            words = submission_words(due.plan_name, due.period)
            unit = self.session.unit.name
            self.shell.show_line(say("window.line_submission", unit=unit, submission=words, state=state_words(due)))
        if due is not None and due.state in SENT:
            self.shell.show_verdict("", "", "text")  # it has left; whether it may is settled
        elif self.watch.percent < 100 and not self.shows("home"):
            self.shell.show_verdict("hint", say("window.check_running", percent=self.watch.percent), "muted")
        elif check is not None and not self.shows("home"):
            icon, tone = ("done", "good") if check.verdict.ready else ("blocking", "danger")
            self.shell.show_verdict(icon, check.verdict.sentence, tone)

    def _lay_out(self) -> None:
        self.split.addWidget(self.pages)
        self.split.setChildrenCollapsible(False)
        self.split.setStretchFactor(0, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.navigation)
        layout.addWidget(self.split, 1)
        self.navigation.show_places(fixed_places(has_submission=False))

    def _connect(self) -> None:
        self.navigation.chosen.connect(self.go)
        self.navigation.marked.connect(self.keyboard.note)
        self.notes.refused.connect(self.notice.show_error)
        self.session.saved.connect(self._note_saved)
        self.undoing.starting.connect(self.keep_typed)
        self.undoing.turned.connect(self.way.show_turned)
        self.undoing.refused.connect(self.notice.show_error)
        self.watch.checked.connect(self._show_check)
        self.watch.progressed.connect(self.tell_standing)
        self.watch.refused.connect(self.notice.show_error)
        self.submission.due_read.connect(lambda: self.home.show_due(self.dues))
        self.submission.left.connect(self.watch.forget)
        self.submission.ready.connect(self._show_submission)
        self.submission.form_requested.connect(self.open_form)
        self.submission.state_read.connect(self._show_state)

    def _show_submission(self, form: str) -> None:
        sheets = tuple(self.sheets.values())
        self.undoing.refresh()
        self.navigation.show_places(fixed_places(has_submission=bool(sheets)), form_groups(sheets))
        self.badges.forget()
        self.notes.read()
        shown = form or first_form(sheets)
        self._renew_pages(but=shown)
        if shown:
            self.go(shown)
        self.check()

    def _show_state(self) -> None:
        self.undoing.refresh()
        self.tell_standing()
        self._renew_pages()
        if self.watch.result is not None:
            self._show_check(self.watch.result)  # the state is another, and may open or close a page
        self.check()

    def _show_check(self, check: SubmissionCheck) -> None:
        self.badges.show_check(check, self.sheets)
        self.check_told.emit(check)
        self.tell_standing()
        self.letters.reach_comment()

    def _note_saved(self) -> None:
        told = (show_clock(utc_now()), self.session.take_echo())
        self.shell.show_saved("　".join(filter(None, told)))
        self.watch.check_soon()

    def _renew_pages(self, but: str = "") -> None:
        for page in self.form_pages():
            if page.form_id() in self.sheets and page.form_id() != but:
                page.open_form(page.form_id())
