"""The ways between the pages of the unit's window: to a place, a form, the rows that prove one, or a cell."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from baise_desktop.form.definition import FormKind
from baise_desktop.texts import say

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from baise_desktop.app.entry.undoing import Turned, Way
    from baise_desktop.app.results.row_filter import RowFilter
    from baise_desktop.form.findings import Finding
    from baise_desktop.ui.unit.ledger_page import LedgerPage
    from baise_desktop.ui.unit.target_page import TargetPage
    from baise_desktop.ui.unit.task_page import TaskPage
    from baise_desktop.ui.unit.workspace import UnitWorkspace


class Wayfinding:
    """Goes there, and leaves what was typed behind in good order."""

    def __init__(self, work: UnitWorkspace) -> None:
        self._work = work
        self.scope: RowFilter | None = None
        """For which measure or target the rows of a register are on show."""
        self._found = ("", 0)
        """The finding that was gone to last, and how many of its cells were passed."""

    def go(self, key: str) -> None:
        """Show a place by its key: a page, or a form of the open submission."""
        work = self._work
        work.navigation.mark(key)
        if key == "home":
            work.show_home()
        elif key == "sign_off":
            work.sign_off.open_submission()
            self.show_page(work.sign_off)
        elif key == "export":
            self.show_page(work.export)
        elif key == "notes":
            self.show_page(work.notes_page)
            work.notes_page.open()
        elif key == "preferences":
            self.show_page(work.preferences)
        elif key == "history":
            self.show_page(work.history)
            work.history.open()
        elif key == "clauses":
            self.show_page(work.clauses)
            work.submission.read_owing()
        else:
            self.open_form(key)

    def open_form(self, form: str) -> None:
        """Show the page of a form."""
        self.scope = None
        self._page_of(form).open_form(form)
        self._show_form(form)

    def open_rows(self, row_filter: RowFilter, row_id: str = "") -> None:
        """Show the rows of a register that prove a measure or count for a target, at one of them if it is named."""
        if row_filter.register in self._work.sheets:
            self.scope = row_filter
            self._work.ledger.open_form(row_filter.register, row_filter, row_id)
            self._show_form(row_filter.register)

    def return_from_rows(self, row_filter: RowFilter) -> None:
        """From the rows that prove a measure or count for a target, back to it."""
        if row_filter.target:
            self.open_form(row_filter.target)
        else:
            self._work.task.open_form(row_filter.task, f"m{row_filter.measure}_state")
            self._show_form(row_filter.task)

    def go_to_cell(self, form: str, row_id: str, key: str) -> None:
        """Show a cell, in the whole form."""
        came_from = self._work.ledger.came_from() if self._work.made("ledger") else None
        self._go_to(form, row_id, key, anew=came_from is not None)

    def go_to_finding(self, found: Finding) -> None:
        """Show the cell that a finding is about; when it is chosen again, the next of its cells."""
        before, at = self._found
        at = at + 1 if before == found.id else 0
        self._found = found.id, at
        self._go_to(found.form, found.row_id, found.fields[at % len(found.fields)] if found.fields else "", anew=False)

    def show_turned(self, turned: Turned) -> None:
        """Go to what was just taken back or done again, and offer the way back."""
        work = self._work
        other: Way = "redo" if turned.way == "undo" else "undo"
        told = say(f"window.undo_done_{turned.way}", name=turned.name)
        work.notice.turn_page(turned.form)
        work.notice.offer(told, say(f"window.undo_label_{other}"), partial(work.undoing.turn, other))
        if turned.form not in work.sheets:
            return
        is_register = work.session.form(turned.form).kind is FormKind.REGISTER
        if is_register and work.ledger.form_id() == turned.form:
            work.ledger.refresh(turned.row_id, turned.field)
            self._show_form(turned.form)
        else:
            self.open_form(turned.form)
            self._reach(turned.form, turned.row_id, turned.field)

    def show_page(self, page: QWidget) -> None:
        """Show a page; what stands in an editor of the one before is kept."""
        work = self._work
        work.keep_typed()
        work.keyboard.remember_cell()
        work.pages.setCurrentWidget(page)
        is_form = page in work.form_pages()
        if is_form or work.made("below"):
            work.below.setVisible(is_form)
            work.findings.show_form(work.form_on_show())
        work.tell_standing()

    def _show_form(self, form: str) -> None:
        work = self._work
        self.show_page(self._page_of(form))
        work.findings.show_form(form)
        work.link.open_form(form)
        work.navigation.mark(form)

    def _go_to(self, form: str, row_id: str, key: str, *, anew: bool) -> None:
        if form not in self._work.sheets:
            return
        if self._page_of(form).form_id() == form and not anew:
            self._show_form(form)
        else:
            self.open_form(form)
        self._reach(form, row_id, key)

    def _reach(self, form: str, row_id: str, key: str) -> None:
        work, kind = self._work, self._work.session.form(form).kind
        if kind is FormKind.REGISTER:
            work.ledger.go_to(row_id, key)
            return
        page = work.target if kind is FormKind.TARGET else work.task
        if key:
            page.go_to(key)
        else:
            page.sheet.enter(page)

    def _page_of(self, form: str) -> LedgerPage | TaskPage | TargetPage:
        return self._work.page_of(self._work.session.form(form).kind)
