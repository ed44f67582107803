"""n 项处理待签名: acts that the city recorded without its key, and the button that signs them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.labels import IconLine, button, row
from baise_desktop.ui.list_window import ListWindow

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.ui.city.key_desk import KeyDesk


class WaitingLine(QWidget):
    """A sentence, what waits in full, and 签名."""

    #: they were signed: a sentence about it
    signed = Signal(str)

    def __init__(self, keys: KeyDesk) -> None:
        """Nothing waits."""
        super().__init__()
        self._keys = keys
        self._waiting: Sequence[str] = ()
        self.line = IconLine()
        self.details = button(say("window.waiting_details"))
        self.sign = button(say("window.waiting_sign"))
        line = row(self.line, self.details, self.sign)
        line.setStretch(0, 1)
        line.setStretch(line.count() - 1, 0)
        self.setLayout(line)
        self.details.clicked.connect(self._list)
        self.sign.clicked.connect(self._sign)
        self.show_waiting(())

    def show_waiting(self, waiting: Sequence[str]) -> None:
        """These wait now."""
        self._waiting = waiting
        if waiting:
            self.line.show_state("sign", say("window.waiting_count", count=len(waiting)), "accent")
        else:
            self.line.show_state("done", say("window.waiting_none"), "muted")
        for control in (self.details, self.sign):
            control.setVisible(bool(waiting))

    def _list(self) -> None:
        heading = say("window.waiting_count", count=len(self._waiting))
        ListWindow(say("window.waiting_title"), heading, self._waiting, utc_now(), self.window()).open()

    def _sign(self) -> None:
        self._keys.sign(_sign, lambda count: self.signed.emit(say("window.waiting_signed", count=count)))


def _sign(desk: Desk, passphrase: str) -> int:
    from baise_desktop.app.inbox.waiting import sign_waiting

    return sign_waiting(desk, passphrase, utc_now())
