"""撤回 and 恢复 of a merge: what it would change is told before it is decided, with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.dialog_size import open_at
from baise_desktop.ui.labels import NoticeBar, button, column, plain_label, row

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.store.decisions import PackageAct
    from baise_desktop.ui.city.key_desk import KeyDesk
    from baise_desktop.ui.jobs import Jobs


class DeedWindow(QDialog):
    """One act about some submissions; Esc closes it without deciding anything."""

    #: it was decided
    decided = Signal()

    def __init__(self, jobs: Jobs, keys: KeyDesk, identities: Sequence[str], act: PackageAct, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say(f"window.deed_{act}"))
        open_at(self, 760, 380)
        self._keys, self._identities, self._act = keys, tuple(identities), act
        self.notice = NoticeBar()
        self.effects = QPlainTextEdit()
        self.effects.setReadOnly(True)
        self.effects.setTabChangesFocus(True)
        self.effects.setAccessibleName(say("window.deed_effects"))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(say("window.deed_reason"))
        self.reason.setAccessibleName(say("window.deed_reason"))
        self.finish = button(say(f"window.deed_{act}"), "primary")
        self.cancel = button(say("window.resolve_cancel"))
        self.finish.setEnabled(False)
        head = plain_label(say(f"window.deed_{act}_of", count=len(self._identities)), "section", wrap=True)
        advice = plain_label(say(f"window.deed_{act}_advice"), "muted", wrap=True)
        layout = column(self, self.notice, head, advice, margin=14, spacing=8)
        layout.addWidget(plain_label(say("window.deed_effects")))
        layout.addWidget(self.effects, 1)
        line = row(self.reason, self.finish, self.cancel)
        line.setStretch(0, 1)
        line.setStretch(line.count() - 1, 0)
        layout.addLayout(line)
        self.reason.returnPressed.connect(self.finish.click)
        self.finish.clicked.connect(self._finish)
        self.cancel.clicked.connect(self.reject)
        jobs.run(partial(_foretell, self._identities, act), self._show, self.notice.show_error)
        self.reason.setFocus()

    def _show(self, effects: Sequence[str]) -> None:
        self.effects.setPlainText("\n".join(effects))
        self.finish.setEnabled(True)

    def _finish(self) -> None:
        job = partial(_decide, self._identities, self._act, self.reason.text())
        self._keys.sign(job, lambda _: self._close(), self.notice.show_error)

    def _close(self) -> None:
        self.decided.emit()
        self.accept()


def _foretell(identities: Sequence[str], act: PackageAct, desk: Desk) -> Sequence[str]:
    from baise_desktop.app.inbox.consequences import foretell

    return foretell(desk, identities, act, utc_now())


def _decide(identities: Sequence[str], act: PackageAct, reason: str, desk: Desk, passphrase: str) -> None:
    from baise_desktop.app.inbox.deciding import decide_all

    decide_all(desk, identities, act, passphrase, utc_now(), reason.strip())
