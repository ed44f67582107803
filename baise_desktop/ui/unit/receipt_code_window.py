"""输入电话回执码: the ten digits that the city reads out, checked while the window stays open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.dialog_size import open_at
from baise_desktop.ui.labels import NoticeBar, button, column, plain_label, row

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.inbox.telephone import Confirmed
    from baise_desktop.errors import BaiseError
    from baise_desktop.ui.jobs import Jobs

_LONGEST = 24
"""Characters: ten digits and whatever is typed between them."""


class ReceiptCodeWindow(QDialog):
    """Enter takes the code, Esc leaves everything as it is."""

    #: a sentence about what was taken
    confirmed = Signal(str)

    def __init__(self, jobs: Jobs, identity: str, about: str, parent: QWidget) -> None:
        """`identity`: of the submission; `about`: which one it is."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("window.code_enter"))
        open_at(self, 520, 250)
        self._jobs, self._identity = jobs, identity
        self.notice = NoticeBar()
        self.code = QLineEdit()
        self.code.setMaxLength(_LONGEST)
        self.code.setPlaceholderText(say("window.code_hint"))
        self.code.setAccessibleName(say("window.code_title"))
        self.finish = button(say("window.code_take"), "primary")
        self.cancel = button(say("window.code_cancel"))
        # Enter takes the code and nothing else: left to itself it would cancel while the code is looked at.
        self.finish.setDefault(True)
        self.cancel.setAutoDefault(False)
        self.finish.setEnabled(False)
        advice = plain_label(say("window.code_enter_advice"), "muted", wrap=True)
        layout = column(self, self.notice, plain_label(about, "section", wrap=True), advice, margin=14, spacing=8)
        layout.addWidget(self.code)
        layout.addStretch(1)
        line = row()
        line.addWidget(self.finish)
        line.addWidget(self.cancel)
        layout.addLayout(line)
        self.code.textChanged.connect(self._allow)
        self.finish.clicked.connect(self._finish)
        self.cancel.clicked.connect(self.reject)
        self.code.setFocus()

    def _allow(self) -> None:
        self.finish.setEnabled(bool(self.code.text().strip()))

    def _finish(self) -> None:
        # Not twice: each wrong code counts.
        self.finish.setEnabled(False)
        self._jobs.run(partial(_confirm, self._identity, self.code.text()), self._close, self._refuse)

    def _refuse(self, error: BaiseError) -> None:
        self.notice.show_error(error)
        self._allow()
        self.code.selectAll()
        self.code.setFocus()

    def _close(self, found: Confirmed) -> None:
        self.confirmed.emit(found.sentence)
        self.accept()


def _confirm(identity: str, typed: str, desk: Desk) -> Confirmed:
    from baise_desktop.app.inbox.telephone import confirm

    return confirm(desk, identity, typed, utc_now())
