"""The pages of the city's window, each made and joined when it is first needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QStackedWidget, QWidget

from baise_desktop.ui.city.places import PAGES

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.ui.city.allocation_page import AllocationPage
    from baise_desktop.ui.city.double_claims_page import DoubleClaimsPage
    from baise_desktop.ui.city.figures_page import FiguresPage
    from baise_desktop.ui.city.forms_page import FormsPage
    from baise_desktop.ui.city.inbox_page import InboxPage
    from baise_desktop.ui.city.journal_page import JournalPage
    from baise_desktop.ui.city.key_desk import KeyDesk
    from baise_desktop.ui.city.obligations_page import ObligationsPage
    from baise_desktop.ui.city.paper_page import PaperCheckPage
    from baise_desktop.ui.city.settings_page import SettingsPage
    from baise_desktop.ui.city.task_pack_page import TaskPackPage
    from baise_desktop.ui.city.units_page import UnitsPage
    from baise_desktop.ui.city.workspace import CityWorkspace
    from baise_desktop.ui.clauses_page import ClausesPage
    from baise_desktop.ui.preferences_page import PreferencesPage
    from baise_desktop.ui.shell import Shell

Page = TypeVar("Page", bound=QWidget)


class CityPages(QWidget):
    """Which pages there are, and which of them were made so far."""

    keys: KeyDesk

    def __init__(self, shell: Shell, desk: Desk) -> None:
        """None yet."""
        super().__init__()
        self.shell = shell
        self.notice = shell.notice
        self._catalogue = desk.catalogue
        self.stack = QStackedWidget()
        self.stack.setMinimumSize(1, 1)
        self.pages = _ByName(self)

    @cached_property
    def inbox(self: CityWorkspace) -> InboxPage:
        """What came from the units."""
        from baise_desktop.ui.city.inbox_page import InboxPage

        page = self.add(InboxPage(self.shell.jobs, self.keys, self._catalogue))
        page.changed.connect(self.note_saved)
        page.told.connect(self.notice.show_success)
        page.warned.connect(self.notice.warn_page)
        return page

    @cached_property
    def paper(self: CityWorkspace) -> PaperCheckPage:
        """What came back stamped."""
        from baise_desktop.ui.city.paper_page import PaperCheckPage

        page = self.add(PaperCheckPage(self.shell.jobs, self._catalogue))
        page.changed.connect(self.note_saved)
        return page

    @cached_property
    def claims(self: CityWorkspace) -> DoubleClaimsPage:
        """What two units claim."""
        from baise_desktop.ui.city.double_claims_page import DoubleClaimsPage

        page = self.add(DoubleClaimsPage(self.shell.jobs, self._catalogue))
        page.told.connect(self.notice.show_success)
        return page

    @cached_property
    def figures(self: CityWorkspace) -> FiguresPage:
        """The targets in numbers."""
        from baise_desktop.ui.city.figures_page import FiguresPage

        page = self.add(FiguresPage(self.shell.jobs, self._catalogue))
        page.told.connect(self.notice.show_success)
        page.settings_requested.connect(self.go_to_settings)
        return page

    @cached_property
    def allocation(self: CityWorkspace) -> AllocationPage:
        """Who is to bring how much of a target."""
        from baise_desktop.ui.city.allocation_page import AllocationPage

        page = self.add(AllocationPage(self.shell.jobs, self._catalogue))
        page.told.connect(self.notice.show_success)
        page.saved.connect(self.note_saved)
        page.refused.connect(self.notice.show_error)
        return page

    @cached_property
    def settings(self: CityWorkspace) -> SettingsPage:
        """What the plans leave to the city."""
        from baise_desktop.ui.city.settings_page import SettingsPage

        page = self.add(SettingsPage(self.shell.jobs, self._catalogue))
        page.told.connect(self.notice.show_success)
        page.told.connect(self.note_saved)
        page.due_changed.connect(self.show_places)
        page.clause_requested.connect(self.show_clause)
        return page

    @cached_property
    def units(self: CityWorkspace) -> UnitsPage:
        """Who takes part."""
        from baise_desktop.ui.city.units_page import UnitsPage

        page = self.add(UnitsPage(self.shell.jobs, self.keys))
        page.told.connect(self.notice.show_success)
        return page

    @cached_property
    def obligations(self: CityWorkspace) -> ObligationsPage:
        """Who owes what."""
        from baise_desktop.ui.city.obligations_page import ObligationsPage

        page = self.add(ObligationsPage(self.shell.jobs, self._catalogue))
        page.told.connect(self.notice.show_success)
        page.told.connect(self.note_saved)
        return page

    @cached_property
    def forms(self: CityWorkspace) -> FormsPage:
        """The definitions."""
        from baise_desktop.ui.city.forms_page import FormsPage

        page = self.add(FormsPage(self.shell.jobs, self._catalogue))
        page.told.connect(self.notice.show_success)
        page.drafted.connect(self.note_saved)
        return page

    @cached_property
    def pack(self: CityWorkspace) -> TaskPackPage:
        """What goes to the units."""
        from baise_desktop.ui.city.task_pack_page import TaskPackPage

        page = self.add(TaskPackPage(self.shell.jobs, self.keys, self._catalogue))
        page.told.connect(self.notice.show_success)
        page.outdated.connect(self.open_anew)
        return page

    @cached_property
    def journal(self: CityWorkspace) -> JournalPage:
        """Who did what."""
        from baise_desktop.ui.city.journal_page import JournalPage

        page = self.add(JournalPage(self.shell.jobs, self.keys))
        page.told.connect(self.notice.show_success)
        page.warned.connect(self.notice.warn_page)
        return page

    @cached_property
    def clauses(self: CityWorkspace) -> ClausesPage:
        """The text of the plans."""
        from baise_desktop.ui.clauses_page import ClausesPage

        return self.add(ClausesPage(self._catalogue))

    @cached_property
    def preferences(self: CityWorkspace) -> PreferencesPage:
        """How this computer shows things."""
        from baise_desktop.ui.preferences_page import PreferencesPage

        page = self.add(PreferencesPage(self.shell.preferences))
        page.refused.connect(self.notice.show_error)
        page.keys_requested.connect(self.shell.show_keys)
        return page

    def add(self, page: Page) -> Page:
        """Take a page in."""
        self.stack.addWidget(page)
        return page


class _ByName(Mapping[str, QWidget]):
    """The pages by their names; looking at one makes it."""

    def __init__(self, work: CityPages) -> None:
        self._work = work

    def __getitem__(self, name: str) -> QWidget:
        page: QWidget = getattr(self._work, name)
        return page

    def __iter__(self) -> Iterator[str]:
        return iter(PAGES)

    def __len__(self) -> int:
        return len(PAGES)
