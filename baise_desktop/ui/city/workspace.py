"""The city's work: inbox, figures, units and task packs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.ahead import Ahead
from baise_desktop.ui.city.city_pages import CityPages
from baise_desktop.ui.city.clock_question import ask_about_clock
from baise_desktop.ui.city.key_desk import KeyDesk
from baise_desktop.ui.city.keyboard import CityKeyboard
from baise_desktop.ui.city.places import city_places
from baise_desktop.ui.city.waiting_link import WaitingLink
from baise_desktop.ui.moments import show_clock
from baise_desktop.ui.navigation import Navigation

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.ui.shell import Shell


_AHEAD = (
    ("figures", "baise_desktop.ui.city.figures_page"),
    ("paper", "baise_desktop.ui.city.paper_page"),
    ("claims", "baise_desktop.ui.city.double_claims_page"),
    ("allocation", "baise_desktop.ui.city.allocation_page"),
    ("units", "baise_desktop.ui.city.units_page"),
    ("obligations", "baise_desktop.ui.city.obligations_page"),
    ("forms", "baise_desktop.ui.city.forms_page"),
    ("pack", "baise_desktop.ui.city.task_pack_page"),
    ("journal", "baise_desktop.ui.city.journal_page"),
    ("clauses", "baise_desktop.ui.clauses_page"),
    ("preferences", "baise_desktop.ui.preferences_page"),
)


class CityWorkspace(CityPages):
    """Everything the city sees below the state line."""

    def __init__(self, shell: Shell, desk: Desk) -> None:
        """Shows the inbox."""
        super().__init__(shell, desk)
        self._folder = desk.folder
        self.keys = KeyDesk(shell.jobs, self)
        ask_about_clock(shell, shell.jobs)
        self.navigation = Navigation(searchable=False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.navigation)
        layout.addWidget(self.stack, 1)
        self.show_places(0)
        self.navigation.marked.connect(self.notice.turn_page)
        self.navigation.chosen.connect(self.show_page)
        self.keys.refused.connect(self.notice.show_error)
        self.keys.saved.connect(self.note_saved)
        self.keyboard = CityKeyboard(shell, self, desk)
        shell.show_line(say("window.line_city", unit=desk.unit.name))
        self.waiting = WaitingLink(shell, self, partial(self.show_page, "units"))
        self.show_page("inbox")
        self.waiting.read()
        # How many settings are open stands in the navigation, whichever page is on show.
        self.settings.open()
        Ahead(self, shell.jobs, _AHEAD)

    def show_page(self, key: str) -> None:
        """Show a page with what the store has now."""
        self.navigation.mark(key)
        self.stack.setCurrentWidget(self.pages[key])
        self.renew()

    def page(self) -> QWidget:
        """What is on show."""
        return self.stack.currentWidget() or self.inbox

    def renew(self) -> None:
        """Read again what the page on show is made from."""
        page = self.page()
        if hasattr(page, "open"):
            page.open()

    def show_places(self, due: int) -> None:
        """The pages, and how many required settings are open."""
        self.navigation.show_places(city_places(due))

    def show_clause(self, clause: str) -> None:
        """The text of a clause."""
        self.show_page("clauses")
        self.clauses.tree.mark(clause)

    def go_to_settings(self) -> None:
        """The settings that are open."""
        self.settings.go_to_due()
        self.show_page("settings")

    def open_anew(self) -> None:
        """Go on with the definitions that were published, on the same page."""
        from baise_desktop.ui.window import show_work

        def go_on(desk: Desk) -> None:
            show_work(self.shell, desk)
            work = self.shell.work()
            if isinstance(work, CityWorkspace):
                work.show_page("pack")

        self.shell.jobs.open(self._folder, go_on, self.shell.notice.show_error)

    def note_saved(self) -> None:
        """Something was just kept."""
        self.shell.show_saved(show_clock(utc_now()))
        self.waiting.read()
