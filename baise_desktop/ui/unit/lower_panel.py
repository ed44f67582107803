"""Below the page: what the check found, or the evidence of the row at the cursor."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.labels import button
from baise_desktop.ui.unit.evidence_panel import EvidencePanel
from baise_desktop.ui.unit.findings_panel import FindingsPanel


class LowerPanel(QWidget):
    """Two panels in one place, chosen at its left."""

    def __init__(self, findings: FindingsPanel, evidence: EvidencePanel) -> None:
        """Shows the findings."""
        super().__init__()
        self._findings, self._evidence = findings, evidence
        self._stack = QStackedWidget()
        self.findings_tab = button(say("window.evidence_findings_tab"), "chip", "explain")
        self.evidence_tab = button("", "chip", "clip")
        tabs = QVBoxLayout()
        tabs.setContentsMargins(8, 8, 0, 8)
        tabs.setSpacing(6)
        for tab, panel in ((self.findings_tab, findings), (self.evidence_tab, evidence)):
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

    def reach_evidence(self) -> None:
        """The evidence, with the keyboard in it."""
        if self.isVisible():
            self.show_evidence()
            (self._evidence.tiles if self._evidence.count() else self._evidence.add).setFocus()

    def first_stop(self) -> QWidget:
        """What takes the keyboard first: the list on show, or its tab where the list is empty."""
        if self._stack.currentWidget() is self._evidence:
            return self._evidence.tiles if self._evidence.count() else self._evidence.add
        return self._findings.view if self._findings.model.rowCount() else self.findings_tab

    def show_count(self) -> None:
        """How many files the row has."""
        self.evidence_tab.setText(say("window.evidence_tab", count=self._evidence.count()))
