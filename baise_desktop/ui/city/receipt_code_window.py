"""电话回执码: the ten digits, large enough to be read out, with whose they are."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from baise_desktop.texts import say
from baise_desktop.ui.dialog_size import open_at
from baise_desktop.ui.labels import button, column, copyable_label, plain_label, row


class ReceiptCodeWindow(QDialog):
    """Esc closes it."""

    def __init__(self, code: str, about: str, parent: QWidget) -> None:
        """`code`: as it is read out; `about`: whose submission it is."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("window.code_title"))
        open_at(self, 480, 240)
        self.code = copyable_label(code, "figure")
        self.code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.code.setAccessibleName(say("window.code_title"))
        self.finish = button(say("window.close"), "primary")
        self.finish.clicked.connect(self.accept)
        advice = plain_label(say("window.code_advice"), "muted", wrap=True)
        layout = column(self, plain_label(about, "section", wrap=True), self.code, advice, margin=14, spacing=12)
        layout.setStretch(1, 1)
        line = row(stretch_last=False)
        line.addStretch(1)
        line.addWidget(self.finish)
        layout.addLayout(line)
        self.finish.setFocus()
