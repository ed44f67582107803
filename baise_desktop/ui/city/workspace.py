"""The city's work: inbox, figures, units and task packs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.city.allocation_page import AllocationPage
from baise_desktop.ui.city.double_claims_page import DoubleClaimsPage
from baise_desktop.ui.city.figures_page import FiguresPage
from baise_desktop.ui.city.forms_page import FormsPage
from baise_desktop.ui.city.inbox_page import InboxPage
from baise_desktop.ui.city.key_desk import KeyDesk
from baise_desktop.ui.city.keyboard import CityKeyboard
from baise_desktop.ui.city.obligations_page import ObligationsPage
from baise_desktop.ui.city.settings_page import SettingsPage
from baise_desktop.ui.city.task_pack_page import TaskPackPage
from baise_desktop.ui.city.units_page import UnitsPage
from baise_desktop.ui.clauses_page import ClausesPage
from baise_desktop.ui.moments import show_clock
from baise_desktop.ui.navigation import Navigation, Place
from baise_desktop.ui.preferences_page import PreferencesPage

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.ui.shell import Shell


class CityWorkspace(QWidget):
    """Everything the city sees below the state line."""

    def __init__(self, shell: Shell, desk: Desk) -> None:
        """Shows the inbox."""
        super().__init__()
        self._shell = shell
        self._folder = desk.folder
        self.keys = KeyDesk(shell.jobs, self)
        self.inbox = InboxPage(shell.jobs, self.keys, desk.catalogue)
        self.claims = DoubleClaimsPage(shell.jobs, desk.catalogue)
        self.figures = FiguresPage(shell.jobs, desk.catalogue)
        self.allocation = AllocationPage(shell.jobs, desk.catalogue)
        self.settings = SettingsPage(shell.jobs, desk.catalogue)
        self.units = UnitsPage(shell.jobs, self.keys)
        self.obligations = ObligationsPage(shell.jobs, desk.catalogue)
        self.forms = FormsPage(shell.jobs, desk.catalogue)
        self.pack = TaskPackPage(shell.jobs, self.keys, desk.catalogue)
        self.clauses = ClausesPage(desk.catalogue)
        self.preferences = PreferencesPage(shell.preferences)
        self.pages: dict[str, QWidget] = {
            "inbox": self.inbox,
            "claims": self.claims,
            "figures": self.figures,
            "allocation": self.allocation,
            "settings": self.settings,
            "units": self.units,
            "obligations": self.obligations,
            "forms": self.forms,
            "pack": self.pack,
            "clauses": self.clauses,
            "preferences": self.preferences,
        }
        self.navigation = Navigation(searchable=False)
        self.stack = QStackedWidget()
        self.stack.setMinimumSize(1, 1)
        for page in self.pages.values():
            self.stack.addWidget(page)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.navigation)
        layout.addWidget(self.stack, 1)
        self._show_places(0)
        self._connect()
        self.keyboard = CityKeyboard(shell, self, desk)
        shell.show_line(say("window.line_city", unit=desk.unit.name))
        self.show_page("inbox")
        self.settings.open()

    def show_page(self, key: str) -> None:
        """Show a page with what the store has now."""
        self.navigation.mark(key)
        page = self.pages[key]
        self.stack.setCurrentWidget(page)
        if page is not self.clauses:
            page.open()

    def page(self) -> QWidget:
        """What is on show."""
        return self.stack.currentWidget() or self.inbox

    def renew(self) -> None:
        """Read again what the page on show is made from."""
        page = self.page()
        if page is not self.clauses:
            page.open()  # type: ignore[attr-defined]

    def _show_places(self, due: int) -> None:
        """The pages, and how many required settings are open."""
        notes = {"settings": str(due)} if due else {}
        self.navigation.show_places([Place(key, key, say(f"window.nav_{key}"), notes.get(key)) for key in self.pages])

    def _show_clause(self, clause: str) -> None:
        self.show_page("clauses")
        self.clauses.tree.mark(clause)

    def _go_to_settings(self) -> None:
        self.settings.go_to_due()
        self.show_page("settings")

    def _connect(self) -> None:
        self.figures.told.connect(self._shell.notice.show_success)
        self.settings.told.connect(self._shell.notice.show_success)
        self.settings.told.connect(self._note_saved)
        self.allocation.told.connect(self._shell.notice.show_success)
        self.allocation.saved.connect(self._note_saved)
        self.allocation.refused.connect(self._shell.notice.show_error)
        self.settings.due_changed.connect(self._show_places)
        self.settings.clause_requested.connect(self._show_clause)
        self.figures.settings_requested.connect(self._go_to_settings)
        self.pack.told.connect(self._shell.notice.show_success)
        self.pack.outdated.connect(self._open_anew)
        self.forms.told.connect(self._shell.notice.show_success)
        self.forms.drafted.connect(self._note_saved)
        self.navigation.marked.connect(self._shell.notice.turn_page)
        self.navigation.chosen.connect(self.show_page)
        self.preferences.refused.connect(self._shell.notice.show_error)
        self.preferences.keys_requested.connect(self._shell.show_keys)
        self.keys.refused.connect(self._shell.notice.show_error)
        self.keys.saved.connect(self._note_saved)
        self.inbox.changed.connect(self._note_saved)
        self.inbox.told.connect(self._shell.notice.show_success)
        self.inbox.warned.connect(self._shell.notice.show_warning)
        self.claims.told.connect(self._shell.notice.show_success)
        self.units.told.connect(self._shell.notice.show_success)
        self.obligations.told.connect(self._shell.notice.show_success)
        self.obligations.told.connect(self._note_saved)

    def _open_anew(self) -> None:
        """Go on with the definitions that were published, on the same page."""
        from baise_desktop.ui.window import show_work

        def go_on(desk: Desk) -> None:
            show_work(self._shell, desk)
            work = self._shell.work()
            if isinstance(work, CityWorkspace):
                work.show_page("pack")

        self._shell.jobs.open(self._folder, go_on, self._shell.notice.show_error)

    def _note_saved(self) -> None:
        self._shell.show_saved(show_clock(utc_now()))
