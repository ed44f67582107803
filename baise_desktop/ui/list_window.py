"""A list to keep: read, copied, printed or written to a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from baise_desktop.errors import BaiseError
from baise_desktop.texts import say
from baise_desktop.ui.dialog_size import open_at
from baise_desktop.ui.dialogs import choose_new_file, show_refusal
from baise_desktop.ui.labels import button, column, plain_label, row
from baise_desktop.ui.moments import show_moment


class ListWindow(QDialog):
    """Lines of text under a heading; Esc closes it."""

    def __init__(self, title: str, heading: str, lines: Sequence[str], now: datetime, parent: QWidget) -> None:
        """`now` is printed, so that one knows how old a list on paper is."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        open_at(self, 900, 520)
        self._title = title
        self.heading = plain_label(heading, "section", wrap=True)
        self.text = QPlainTextEdit("\n".join(lines))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(title)
        self._whole = "\n".join((title, heading, say("window.list_made", at=show_moment(now)), "", *lines, ""))
        self.copy = button(say("window.list_copy"))
        self.print = button(say("window.list_print"))
        self.keep = button(say("window.list_keep"))
        self.close_button = button(say("window.list_close"), "primary")
        self.copy.clicked.connect(self._copy)
        self.print.clicked.connect(self._print)
        self.keep.clicked.connect(self._keep)
        self.close_button.clicked.connect(self.accept)
        ends = row(self.copy, self.print, self.keep)
        ends.addWidget(self.close_button)
        layout = column(self, self.heading, self.text, margin=16, spacing=10)
        layout.setStretch(1, 1)
        layout.addLayout(ends)
        self.close_button.setFocus()

    def whole(self) -> str:
        """Everything as it is copied, printed and written."""
        return self._whole

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._whole)

    def _print(self) -> None:
        from baise_desktop.ui.printing import print_text

        document = QTextDocument()
        document.setPlainText(self._whole)
        try:
            print_text(document, self)
        except BaiseError as error:
            show_refusal(self, error)

    def _keep(self) -> None:
        from baise_desktop.app.files.output_file import write_whole

        file = choose_new_file(self, self._title, f"{self._title}.txt", say("window.list_kinds"))
        if file is not None:
            try:
                # With a mark in front older editors read Chinese as it is.
                write_whole(file, self._whole.encode("utf-8-sig"))
            except BaiseError as error:
                show_refusal(self, error)
