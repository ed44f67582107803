"""填表人: whose name goes with what is typed at this desk, always in sight and changed by a click."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.dialogs import ask_text
from baise_desktop.ui.labels import IconButton, plain_tip
from baise_desktop.ui.mnemonics import plainly, with_letter

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.installation.clerk import Clerk
    from baise_desktop.ui.unit.session import Session


class ClerkBar(IconButton):
    """A button that says the name and opens the names known here."""

    #: the name that is in force now; empty for none
    changed = Signal(str)
    #: BaiseError that a name met with
    refused = Signal(object)

    def __init__(self, session: Session, *, is_stop: bool = False) -> None:
        """Reads the name at once; whoever signed last as 填表人 is taken for the first.

        Args:
            session: of the desk.
            is_stop: the keyboard stops here.
        """
        super().__init__(say("window.clerk_nobody"), "link", "")
        self._session = session
        self._clerk: Clerk | None = None
        if not is_stop:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(self.open_names)
        session.saved.connect(self._look_for_one)
        session.clerk_changed.connect(self._look)
        session.jobs.run(_settle, self._show)

    def name(self) -> str:
        """The name in force."""
        return self._clerk.name if self._clerk else ""

    def open_names(self) -> None:
        """Offer the names known here, another one and none; ask at once where there is none yet."""
        if self._clerk is None or not self._clerk.known:
            self.ask()
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in self._clerk.known:
            line = menu.addAction(plainly(name), partial(self.keep, name))
            line.setCheckable(True)
            line.setChecked(name == self._clerk.name)
        menu.addSeparator()
        menu.addAction(with_letter(say("window.clerk_other")), self.ask)
        if self._clerk.name:
            menu.addAction(with_letter(say("window.clerk_none")), partial(self.keep, ""))
        menu.popup(self.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def ask(self) -> None:
        """Ask for a name."""
        name = ask_text(self.window(), say("window.clerk_title"), say("window.clerk_ask"))
        if name is not None:
            self.keep(name)

    def keep(self, name: str) -> None:
        """From now on what is typed goes with this name."""
        self._session.jobs.run(partial(_keep, name), self._take, self.refused.emit)

    def _look_for_one(self) -> None:
        """Somebody may have signed."""
        if not self.name():
            self._session.jobs.run(_settle, self._take_first)

    def _take_first(self, clerk: Clerk) -> None:
        if clerk.name:
            self._take(clerk)

    def _look(self) -> None:
        """The name may have been changed elsewhere in the window."""
        self._session.jobs.run(_settle, self._show)

    def _take(self, clerk: Clerk) -> None:
        self._show(clerk)
        self.changed.emit(clerk.name)
        self._session.clerk_changed.emit()

    def _show(self, clerk: Clerk) -> None:
        self._clerk = clerk
        name = clerk.name
        self.setText(say("window.clerk_is", name=name) if name else say("window.clerk_nobody"))
        self.setToolTip(plain_tip(say("window.clerk_tip", name=name) if name else say("window.clerk_nobody_tip")))


def _settle(desk: Desk) -> Clerk:
    from baise_desktop.app.installation.clerk import settle_clerk

    return settle_clerk(desk, utc_now())


def _keep(name: str, desk: Desk) -> Clerk:
    from baise_desktop.app.installation.clerk import keep_clerk

    return keep_clerk(desk, name, utc_now())
