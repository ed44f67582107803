"""Below the page: what the check found, the evidence of the row at the cursor, or the history of the cell."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.labels import button
from baise_desktop.ui.unit.evidence_panel import EvidencePanel
from baise_desktop.ui.unit.findings_panel import FindingsPanel
from baise_desktop.ui.unit.history_panel import HistoryPanel

_HEIGHT = 190
"""Pixels at 100 %."""


class LowerPanel(QWidget):
    """Three panels in one place, chosen at its left."""

    def __init__(self, findings: FindingsPanel, evidence: EvidencePanel, history: HistoryPanel) -> None:
        """Shows the findings."""
        super().__init__()
        self._findings, self._evidence, self._history = findings, evidence, history
        self._stack = QStackedWidget()
        self.findings_tab = button(say("window.evidence_findings_tab"), "chip", "explain")
        self.evidence_tab = button("", "chip", "clip")
        self.history_tab = button(say("window.versions_tab"), "chip", "ledger")
        self.history_tab.setToolTip(say("window.versions_tab_tip"))
        tabs = QVBoxLayout()
        tabs.setContentsMargins(8, 8, 0, 8)
        tabs.setSpacing(6)
        for tab, panel in (
            (self.findings_tab, findings),
            (self.evidence_tab, evidence),
            (self.history_tab, history),
        ):
            tab.setCheckable(True)
            tab.setAutoExclusive(True)
            tab.setMinimumWidth(look.current().pixels(104))
            tabs.addWidget(tab)
            self._stack.addWidget(panel)
        tabs.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(tabs)
        layout.addWidget(self._stack, 1)
        self.findings_tab.setChecked(True)
        self.findings_tab.clicked.connect(self.show_findings)
        self.evidence_tab.clicked.connect(self.show_evidence)
        self.history_tab.clicked.connect(self.show_history)
        findings.finding_chosen.connect(lambda _: self.show_findings())
        evidence.files_changed.connect(lambda *_: self.show_count())
        self.show_count()

    def show_findings(self) -> None:
        """The findings."""
        self.findings_tab.setChecked(True)
        self._stack.setCurrentWidget(self._findings)

    def show_evidence(self) -> None:
        """The evidence."""
        self.evidence_tab.setChecked(True)
        self._stack.setCurrentWidget(self._evidence)

    def show_history(self) -> None:
        """The history of the cell at the cursor, which keeps the keyboard."""
        self.history_tab.setChecked(True)
        self._stack.setCurrentWidget(self._history)

    def turn_history(self) -> None:
        """The history, or the findings when it is on show."""
        if self._stack.currentWidget() is self._history:
            self.show_findings()
        else:
            self.show_history()

    def reach_evidence(self) -> None:
        """The evidence, with the keyboard in it."""
        if self.isVisible():
            self.show_evidence()
            (self._evidence.tiles if self._evidence.count() else self._evidence.add).setFocus()

    def sizeHint(self) -> QSize:
        """A quarter of a small screen: the page above is what is worked on."""
        return QSize(super().sizeHint().width(), look.current().pixels(_HEIGHT))

    def first_stop(self) -> QWidget:
        """What takes the keyboard first: the list on show, or its tab where the list is empty."""
        if self._stack.currentWidget() is self._evidence:
            return self._evidence.tiles if self._evidence.count() else self._evidence.add
        if self._stack.currentWidget() is self._history:
            return self._history.view
        return self._findings.view if self._findings.model.rowCount() else self.findings_tab

    def show_count(self) -> None:
        """How many files the row has."""
        self.evidence_tab.setText(say("window.evidence_tab", count=self._evidence.count()))
