"""Below the page: what the check found, the evidence of the row at the cursor, or the history of the cell."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QSplitter, QStackedWidget, QWidget

from baise_desktop.errors import BaiseError
from baise_desktop.texts import say
from baise_desktop.ui import look, preferences
from baise_desktop.ui.labels import IconButton, button
from baise_desktop.ui.unit.evidence_panel import EvidencePanel
from baise_desktop.ui.unit.findings_panel import FindingsPanel
from baise_desktop.ui.unit.history_panel import HistoryPanel

if TYPE_CHECKING:
    from baise_desktop.ui.preferences import PreferenceDesk

_HEIGHT, _HEIGHT_OF_LARGE = 190, 164
"""Pixels on the smallest screen; where letters are large the form needs the room more."""
_SMALL_SCREEN = 768
_LARGE = 125
"""Percent."""
_EXPANDING = QSizePolicy.Policy.Expanding
_ANY_HEIGHT = 16_777_215
"""What Qt takes for no limit."""


class LowerPanel(QWidget):
    """Three panels in one place, chosen at its left; the tab of the one on show folds them up."""

    #: BaiseError: whether it is open could not be kept
    refused = Signal(object)

    def __init__(
        self, findings: FindingsPanel, evidence: EvidencePanel, history: HistoryPanel, desk: PreferenceDesk
    ) -> None:
        """Shows the findings, or only the tabs where it was folded up the last time."""
        super().__init__()
        self._desk = desk
        self._placed = False
        self._findings, self._evidence, self._history = findings, evidence, history
        self._stack = QStackedWidget()
        self.findings_tab = button(say("window.evidence_findings_tab"), "chip", "explain")
        self.evidence_tab = button("", "chip", "clip")
        self.history_tab = button(say("window.versions_tab"), "chip", "ledger")
        self.history_tab.setToolTip(say("window.versions_tab_tip"))
        tabs = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        tabs.setContentsMargins(8, 8, 0, 8)
        tabs.setSpacing(6)
        for tab, panel in (
            (self.findings_tab, findings),
            (self.evidence_tab, evidence),
            (self.history_tab, history),
        ):
            tab.setCheckable(True)
            tab.setMinimumWidth(look.current().pixels(104))
            tabs.addWidget(tab)
            self._stack.addWidget(panel)
        tabs.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(tabs)
        layout.addWidget(self._stack, 1)
        self._tabs, self._layout = tabs, layout
        self._shown = {self.findings_tab: findings, self.evidence_tab: evidence, self.history_tab: history}
        for tab in self._shown:
            tab.clicked.connect(partial(self._press, tab))
        self._open = preferences.current().lower_open
        self._show_open()
        desk.changed.connect(self._take_preferences)
        findings.finding_chosen.connect(lambda _: self.show_findings())
        evidence.files_changed.connect(lambda *_: self.show_count())
        self.show_count()

    def show_findings(self) -> None:
        """The findings."""
        self._show(self._findings)

    def show_evidence(self) -> None:
        """The evidence."""
        self._show(self._evidence)

    def show_history(self) -> None:
        """The history of the cell at the cursor, which keeps the keyboard."""
        self._show(self._history)

    def turn_history(self) -> None:
        """The history, or the findings when it is on show."""
        if self._open and self._stack.currentWidget() is self._history:
            self.show_findings()
        else:
            self.show_history()

    def reach_evidence(self) -> None:
        """The evidence, with the keyboard in it."""
        if self.isVisible():
            self.show_evidence()
            (self._evidence.tiles if self._evidence.count() else self._evidence.add).setFocus()

    def is_open(self) -> bool:
        """Whether a panel is on show beside the tabs."""
        return self._open

    def fold(self) -> None:
        """Leave only the tabs, this time and the next."""
        self._keep(lower_open=False)

    def sizeHint(self) -> QSize:
        """A quarter of the window: the page above is what is worked on."""
        least = _HEIGHT if look.current().zoom <= _LARGE else _HEIGHT_OF_LARGE
        share = max(1.0, self.window().height() / _SMALL_SCREEN)
        return QSize(super().sizeHint().width(), round(least * share))

    def showEvent(self, event: QShowEvent) -> None:
        """Take its height when it is seen for the first time."""
        super().showEvent(event)
        if not self._placed:
            self._placed = True
            self._take_height()

    def _press(self, tab: IconButton, *_: object) -> None:
        if self._open and self._stack.currentWidget() is self._shown[tab]:
            self.fold()
        else:
            self._show(self._shown[tab])

    def _show(self, panel: QWidget) -> None:
        self._stack.setCurrentWidget(panel)
        if self._open:
            self._show_open()
        else:
            self._keep(lower_open=True)

    def _keep(self, *, lower_open: bool) -> None:
        try:
            self._desk.change(lower_open=lower_open)
        except BaiseError as error:
            self.refused.emit(error)

    def _take_preferences(self) -> None:
        if self._open != preferences.current().lower_open:
            self._open = preferences.current().lower_open
            self._show_open()
            self._take_height()

    def _show_open(self) -> None:
        """Tabs below each other beside the panel, or in one line without it."""
        for tab, panel in self._shown.items():
            # Only what is on show says how little room is too little.
            current = self._stack.currentWidget() is panel
            panel.setSizePolicy(_EXPANDING, _EXPANDING if current else QSizePolicy.Policy.Ignored)
            tab.setChecked(self._open and self._stack.currentWidget() is panel)
            tip = say("window.lower_fold") if tab.isChecked() else say("window.versions_tab_tip")
            tab.setToolTip(tip if tab.isChecked() or tab is self.history_tab else "")
        directions = QBoxLayout.Direction
        self._tabs.setDirection(directions.TopToBottom if self._open else directions.LeftToRight)
        self._stack.setVisible(self._open)
        self.setMaximumHeight(_ANY_HEIGHT if self._open else self._layout.sizeHint().height())

    def _take_height(self) -> None:
        splitter = self.parentWidget()
        if isinstance(splitter, QSplitter):
            height = min(self.sizeHint().height(), self.maximumHeight())
            splitter.setSizes([max(1, sum(splitter.sizes()) - height), height])

    def first_stop(self) -> QWidget:
        """What takes the keyboard first: the list on show, or its tab where the list is empty."""
        if not self._open:
            return self.findings_tab
        if self._stack.currentWidget() is self._evidence:
            return self._evidence.tiles if self._evidence.count() else self._evidence.add
        if self._stack.currentWidget() is self._history:
            return self._history.view
        return self._findings.view if self._findings.model.rowCount() else self.findings_tab

    def show_count(self) -> None:
        """How many files the row has."""
        self.evidence_tab.setText(say("window.evidence_tab", count=self._evidence.count()))
