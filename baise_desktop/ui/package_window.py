"""What a kept package says, to be read."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from baise_desktop.texts import say
from baise_desktop.ui.dialog_size import open_at
from baise_desktop.ui.dialogs import show_refusal
from baise_desktop.ui.labels import button, column, plain_label, row
from baise_desktop.ui.package_rows import PackageRows

if TYPE_CHECKING:
    from baise_desktop.ui.jobs import Jobs


class PackageWindow(QDialog):
    """The rows of one package; Esc closes it."""

    def __init__(self, jobs: Jobs, identity: str, words: str, parent: QWidget | None = None) -> None:
        """`words` say which package it is."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words)
        open_at(self, 1440, 800)
        self.rows = PackageRows(jobs, identity)
        self.report = button(say("window.history_report"))
        self.report.clicked.connect(partial(self._show_report, jobs, identity))
        close = button(say("window.close"))
        close.clicked.connect(self.accept)
        head = row(plain_label(words, "section"), plain_label(say("window.package_read_only"), "muted"))
        layout = column(self, margin=14)
        layout.addLayout(head)
        layout.addWidget(self.rows, 1)
        ends = row(self.report)
        ends.addWidget(close)
        layout.addLayout(ends)
        self.rows.forms.setFocus()

    def _show_report(self, jobs: Jobs, identity: str) -> None:
        from baise_desktop.ui.print_papers import open_sealed

        open_sealed(jobs, identity, self, partial(show_refusal, self))
