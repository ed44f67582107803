"""退回意见: what the city says about a submission that came back, and the way to its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from baise_desktop.texts import say
from baise_desktop.ui.dialog_size import open_at
from baise_desktop.ui.labels import IconLine, button, column, copyable_label, plain_label, row
from baise_desktop.ui.plain_table import PlainTableView
from baise_desktop.ui.unit.returns_lines import comment_headings, comment_lines

if TYPE_CHECKING:
    from baise_desktop.app.mail.letters import OpenedLetter


class ReturnNews(QDialog):
    """Read once; one key goes to the first commented cell, Esc leaves it for later."""

    #: plan and period that are to be mended now
    mend_requested = Signal(str, str)

    def __init__(self, opened: OpenedLetter, parent: QWidget) -> None:
        """Shows everything at once."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("window.returned_title"))
        open_at(self, 960, 520)
        self._opened = opened
        head = IconLine(wrap=True)
        head.show_state("explain", opened.sentence, "text")
        reason = copyable_label(say("window.history_reason", reason=opened.reason))
        reason.setVisible(bool(opened.reason))
        self.comments = PlainTableView(comment_headings())
        self.comments.table.set_lines(comment_lines(opened.places, opened.comments))
        self.comments.setVisible(bool(opened.comments))
        how = plain_label(say("window.returned_advice"), "muted", wrap=True)
        self.mend = button(say("window.returned_mend"), "primary")
        self.later = button(say("window.returned_later"))
        self.mend.setVisible(opened.state == "returned")
        self.mend.clicked.connect(self._mend)
        self.later.clicked.connect(self.reject)
        layout = column(self, head, reason, self.comments, how, margin=16, spacing=10)
        layout.setStretch(2, 1)
        ends = row(plain_label(), self.mend, self.later)
        ends.setStretch(0, 1)
        ends.setStretch(ends.count() - 1, 0)
        layout.addLayout(ends)
        (self.mend if opened.state == "returned" else self.later).setFocus()

    def done(self, result: int) -> None:
        """The keyboard goes back to where it came from."""
        owner = self.parentWidget()
        super().done(result)
        owner.activateWindow()

    def _mend(self) -> None:
        self.accept()
        self.mend_requested.emit(self._opened.plan, self._opened.period)
