"""本机证书 among the preferences: how it stands, and the way to a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.labels import button, column, copyable_label, row

if TYPE_CHECKING:
    from baise_desktop.app.enrolment.desk_standing import DeskStanding

_WIDTH = 420
"""Pixels at 100 % in which a fingerprint has room."""


class CertificateLine(QWidget):
    """A few words and a button."""

    #: a new one is to be asked for
    renew_requested = Signal()

    def __init__(self) -> None:
        """Nothing known yet."""
        super().__init__()
        self.words = copyable_label()
        self.words.setMinimumWidth(look.current().pixels(_WIDTH))
        self.renew = button(say("window.standing_renew"))
        self.renew.clicked.connect(self.renew_requested)
        column(self, self.words, spacing=6).addLayout(row(self.renew))

    def show_standing(self, standing: DeskStanding) -> None:
        """Show how it stands now."""
        held = standing.certificate
        if held.valid_until is None:
            lines = [say("window.certificate_none")]
        else:
            days = (held.valid_until - utc_now()).days
            until = held.valid_until.date().isoformat()
            lines = [say("window.certificate_until", until=until, days=days, fingerprint=held.fingerprint)]
        if held.pending:
            lines.append(say("window.certificate_pending", fingerprint=held.pending))
        self.words.setText("\n".join(lines))
