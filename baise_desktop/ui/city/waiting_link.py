"""In the foot of the city's window: how many acts wait for its signature, and the way to where they are signed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from baise_desktop.texts import say
from baise_desktop.ui.labels import button

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.ui.shell import Shell


class WaitingLink(QObject):
    """A link that is there while something waits; it goes when its owner does."""

    def __init__(self, shell: Shell, owner: QWidget, go: Callable[[], object]) -> None:
        """`go` shows the page that signs."""
        super().__init__(owner)
        self._shell = shell
        self.link = button("", "link", icon="sign")
        self.link.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.link.hide()
        self.link.clicked.connect(go)
        shell.statusBar().addWidget(self.link)
        self.link.hide()
        owner.destroyed.connect(self.link.deleteLater)

    def read(self) -> None:
        """Count again."""
        self._shell.jobs.run(_count, self._show)

    def _show(self, count: int) -> None:
        self.link.setText(say("window.waiting_count", count=count))
        self.link.setVisible(bool(count))


def _count(desk: Desk) -> int:
    from baise_desktop.app.inbox.waiting import list_waiting

    return len(list_waiting(desk))
