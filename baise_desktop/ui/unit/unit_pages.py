"""The parts of the unit's window, each made when it is first needed: nobody waits for what is not on show."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from baise_desktop.form.definition import FormKind
from baise_desktop.ui.unit import page_making, panel_making

if TYPE_CHECKING:
    from baise_desktop.ui.clauses_page import ClausesPage
    from baise_desktop.ui.preferences_page import PreferencesPage
    from baise_desktop.ui.unit.evidence_link import EvidenceLink
    from baise_desktop.ui.unit.evidence_panel import EvidencePanel
    from baise_desktop.ui.unit.export_page import ExportPage
    from baise_desktop.ui.unit.findings_panel import FindingsPanel
    from baise_desktop.ui.unit.history_page import HistoryPage
    from baise_desktop.ui.unit.history_panel import HistoryPanel
    from baise_desktop.ui.unit.home_page import HomePage
    from baise_desktop.ui.unit.ledger_page import LedgerPage
    from baise_desktop.ui.unit.lower_panel import LowerPanel
    from baise_desktop.ui.unit.notes_page import NotesPage
    from baise_desktop.ui.unit.sign_off_page import SignOffPage
    from baise_desktop.ui.unit.target_page import TargetPage
    from baise_desktop.ui.unit.task_page import TaskPage
    from baise_desktop.ui.unit.workspace import UnitWorkspace

FORM_PAGES = {FormKind.TASK: "task", FormKind.TARGET: "target", FormKind.REGISTER: "ledger"}


class UnitPages(QWidget):
    """Which parts there are, which of them were made so far, and which page is on show."""

    def __init__(self) -> None:
        """None yet."""
        super().__init__()
        self.pages = QStackedWidget()
        self.pages.setMinimumSize(1, 1)

    @cached_property
    def home(self: UnitWorkspace) -> HomePage:
        """What is owed."""
        return page_making.make_home(self)

    @cached_property
    def ledger(self: UnitWorkspace) -> LedgerPage:
        """The registers."""
        return page_making.make_ledger(self)

    @cached_property
    def task(self: UnitWorkspace) -> TaskPage:
        """The tasks."""
        return page_making.make_task(self)

    @cached_property
    def target(self: UnitWorkspace) -> TargetPage:
        """The targets."""
        return page_making.make_target(self)

    @cached_property
    def sign_off(self: UnitWorkspace) -> SignOffPage:
        """The statements of the three roles."""
        return page_making.make_sign_off(self)

    @cached_property
    def export(self: UnitWorkspace) -> ExportPage:
        """The way out."""
        return page_making.make_export(self)

    @cached_property
    def history(self: UnitWorkspace) -> HistoryPage:
        """What was sent and what came."""
        return page_making.make_history(self)

    @cached_property
    def notes_page(self: UnitWorkspace) -> NotesPage:
        """The notes on cells."""
        return page_making.make_notes_page(self)

    @cached_property
    def clauses(self: UnitWorkspace) -> ClausesPage:
        """The text of the plans."""
        return page_making.make_clauses(self)

    @cached_property
    def preferences(self: UnitWorkspace) -> PreferencesPage:
        """How this computer shows things."""
        return page_making.make_preferences(self)

    @cached_property
    def findings(self: UnitWorkspace) -> FindingsPanel:
        """What the check found."""
        return panel_making.make_findings(self)

    @cached_property
    def evidence(self: UnitWorkspace) -> EvidencePanel:
        """The files of a row."""
        return panel_making.make_evidence(self)

    @cached_property
    def cell_history(self: UnitWorkspace) -> HistoryPanel:
        """What a cell held."""
        return panel_making.make_cell_history(self)

    @cached_property
    def below(self: UnitWorkspace) -> LowerPanel:
        """The panels below a form."""
        return panel_making.make_below(self)

    @cached_property
    def link(self: UnitWorkspace) -> EvidenceLink:
        """Between the cursor and the files of its row."""
        return panel_making.make_link(self)

    def made(self, name: str) -> bool:
        """Whether a part was needed so far."""
        return name in self.__dict__

    def shows(self, name: str) -> bool:
        """Whether a page is the one on show; asking does not make it."""
        return self.made(name) and self.pages.currentWidget() is getattr(self, name)

    def page(self: UnitWorkspace) -> QWidget:
        """What is on show."""
        return self.pages.currentWidget() or self.home

    def page_of(self: UnitWorkspace, kind: FormKind) -> LedgerPage | TaskPage | TargetPage:
        """The page that shows forms of a kind."""
        page: LedgerPage | TaskPage | TargetPage = getattr(self, FORM_PAGES[kind])
        return page

    def form_pages(self: UnitWorkspace) -> list[LedgerPage | TaskPage | TargetPage]:
        """The pages of forms that were needed so far."""
        return [self.page_of(kind) for kind, name in FORM_PAGES.items() if self.made(name)]

    def form_on_show(self) -> str:
        """The form on show; empty where the page is no form."""
        name = next(filter(self.shows, FORM_PAGES.values()), "")
        return getattr(self, name).form_id() if name else ""
