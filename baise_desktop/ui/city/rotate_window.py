"""更换根密钥: what it does and what must follow, a reason, and the signature of the old root."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.dialog_size import open_at
from baise_desktop.ui.labels import IconLine, NoticeBar, button, column, plain_label, row

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.ui.city.key_desk import KeyDesk


class RotateWindow(QDialog):
    """Esc closes it without changing anything."""

    #: fingerprint of the new root
    rotated = Signal(str)

    def __init__(self, keys: KeyDesk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("window.rotate_title"))
        open_at(self, 760, 270)
        self._keys = keys
        self.notice = NoticeBar()
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(say("window.rotate_reason"))
        self.reason.setAccessibleName(say("window.rotate_reason"))
        self.finish = button(say("window.rotate_finish"), "primary")
        self.cancel = button(say("window.resolve_cancel"))
        warning = IconLine(wrap=True)
        warning.show_state("explain", say("window.rotate_warning"), "warning")
        layout = column(self, self.notice, plain_label(say("window.rotate_title"), "section"), margin=14, spacing=10)
        layout.addWidget(plain_label(say("window.rotate_advice"), wrap=True))
        layout.addWidget(warning)
        layout.addStretch(1)
        line = row(self.reason, self.finish, self.cancel)
        line.setStretch(0, 1)
        line.setStretch(line.count() - 1, 0)
        layout.addLayout(line)
        self.finish.clicked.connect(self._finish)
        self.cancel.clicked.connect(self.reject)
        self.reason.setFocus()

    def _finish(self) -> None:
        self.finish.setEnabled(False)
        self._keys.sign(partial(_rotate, self.reason.text()), self._close, self._refuse)
        self.finish.setEnabled(True)

    def _refuse(self, error: object) -> None:
        self.notice.show_error(error)  # type: ignore[arg-type]

    def _close(self, mark: str) -> None:
        self.accept()
        self.rotated.emit(mark)


def _rotate(reason: str, desk: Desk, passphrase: str) -> str:
    from baise_desktop.app.enrolment.rotating import rotate

    return rotate(desk, passphrase, utc_now(), reason)
