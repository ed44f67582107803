"""States a whole form to be as it was, or takes that back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.labels import IconButton, plain_tip

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.entry.unchanged import UnchangedState
    from baise_desktop.errors import BaiseError
    from baise_desktop.store.entries import Sheet
    from baise_desktop.ui.unit.session import Session


class UnchangedButton(IconButton):
    """Says by its words and its tick whether the form on show is stated unchanged."""

    #: BaiseError: what is different, or someone has signed
    refused = Signal(object)
    #: id of a form, and whether it is stated unchanged
    read = Signal(str, bool)
    #: the statement was made or taken back, in a sentence
    told = Signal(str)

    def __init__(self, session: Session) -> None:
        """For no form until `open_form`."""
        super().__init__(say("window.unchanged_state"), "chip", "")
        self._session = session
        self._form = ""
        self._stated = False
        self.setCheckable(True)
        self.clicked.connect(self._turn)

    def open_form(self, form: str) -> None:
        """Be about another form."""
        if form != self._form:
            self._form = form
            self._show_stated(False)
            self.setToolTip("")
        self.refresh()

    def refresh(self) -> None:
        """Read how it stands."""
        if self._form:
            sheet = self._session.sheet(self._form)
            self._session.jobs.run(partial(_read, sheet), partial(self._show, self._form))

    def _show(self, form: str, state: UnchangedState) -> None:
        if form != self._form:
            return
        self._show_stated(state.stated)
        self.read.emit(form, state.stated)
        self.setEnabled(not self._session.locked)
        tip = self._session.locked or state.obstacle or say("window.unchanged_tip")
        self.setToolTip(plain_tip(tip))

    def _show_stated(self, stated: bool) -> None:
        self._stated = stated
        self.setChecked(stated)
        self.setText(say("window.unchanged_stated" if stated else "window.unchanged_state"))

    def _turn(self) -> None:
        job = partial(_withdraw if self._stated else _state, self._session.sheet(self._form))
        words = say("window.unchanged_taken_back" if self._stated else "window.unchanged_made")
        self.setChecked(self._stated)
        self._session.write(job, lambda _: self._tell(words), self._refuse)

    def _tell(self, words: str) -> None:
        self.refresh()
        self.told.emit(words)

    def _refuse(self, error: BaiseError) -> None:
        self.refresh()
        self.refused.emit(error)


def _read(sheet: Sheet, desk: Desk) -> UnchangedState:
    from baise_desktop.app.entry.unchanged import read_unchanged

    return read_unchanged(desk, sheet)


def _state(sheet: Sheet, desk: Desk) -> None:
    from baise_desktop.app.entry.unchanged import state_unchanged

    state_unchanged(desk, sheet, utc_now())


def _withdraw(sheet: Sheet, desk: Desk) -> None:
    from baise_desktop.app.entry.unchanged import withdraw_unchanged

    withdraw_unchanged(desk, sheet, utc_now())
