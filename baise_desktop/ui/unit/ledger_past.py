"""What a register has to do with the period before: last time's values, its opening rows, and 本期无变化."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.dialogs import confirm
from baise_desktop.ui.labels import button, plain_tip
from baise_desktop.ui.unit.unchanged_button import UnchangedButton

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.entry.ghost_words import GhostTexts
    from baise_desktop.app.entry.opening_source import OpeningSource
    from baise_desktop.store.entries import Sheet
    from baise_desktop.ui.unit.ledger_model import LedgerModel
    from baise_desktop.ui.unit.ledger_view import LedgerView
    from baise_desktop.ui.unit.session import Session

_REFRESH_AFTER_MS, _REFRESH_MANY_AFTER_MS = 400, 5_000
_MANY_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Past:
    """As the job thread read it."""

    ghosts: GhostTexts
    opening: OpeningSource | None


class LedgerPast(QObject):
    """Three buttons above a grid, and the small line below its cells."""

    #: BaiseError that a write met with
    refused = Signal(object)
    #: rows were taken over again and must be read anew
    renewed = Signal()
    #: a sentence about what was done
    told = Signal(str)

    def __init__(self, session: Session, view: LedgerView) -> None:
        """Last time is shown wherever there is one, until somebody switches it off."""
        super().__init__(view)
        self._session, self._view = session, view
        self._model: LedgerModel | None = None
        self._past: Past | None = None
        self.switch = button(say("window.ghost_switch"), "chip")
        self.switch.setCheckable(True)
        self.switch.setChecked(True)
        self.renew = button("", "chip", "explain")
        self.unchanged = UnchangedButton(session)
        self.switch.clicked.connect(self._show_ghosts)
        self.renew.clicked.connect(self._renew)
        self.unchanged.refused.connect(self.refused)
        self.unchanged.told.connect(self.told)
        self.switch.hide()
        self.renew.hide()
        self.pause = QTimer(self, singleShot=True, interval=_REFRESH_AFTER_MS)
        self.pause.timeout.connect(self._read_again)

    def show(self, model: LedgerModel) -> None:
        """Read what a register that was just set has behind it."""
        same = self._model is not None and self._model.form.id == model.form.id
        self._model = model
        if same and self._past is not None:
            self._show_ghosts()
        self.unchanged.open_form(model.form.id)
        self._read()

    def note_change(self) -> None:
        """Rows were written."""
        self.pause.start(_REFRESH_MANY_AFTER_MS if self._is_large() else _REFRESH_AFTER_MS)

    def _is_large(self) -> bool:
        return self._model is not None and len(self._model.all_rows()) > _MANY_ROWS

    def _read_again(self) -> None:
        # What was signed has not changed; in a big register it is not worth reading it for the rows added here.
        self._read(self._past.ghosts if self._past is not None and self._is_large() else None)

    def _read(self, known: GhostTexts | None = None) -> None:
        model = self._model
        if model is not None:
            job = partial(read_past, self._session.sheet(model.form.id), known)
            self._session.jobs.run(job, partial(self._take, model))
            self.unchanged.refresh()

    def _take(self, model: LedgerModel, past: Past) -> None:
        if model is not self._model:
            return
        self._past = past
        self.switch.setVisible(bool(past.ghosts.source))
        self.switch.setToolTip(plain_tip(say("window.ghost_tip", source=past.ghosts.source)))
        count = past.opening.changes.count if past.opening else 0
        self.renew.setVisible(bool(count) and not model.is_locked())
        self.renew.setText(say("window.opening_renew", count=count))
        self.renew.setToolTip(plain_tip(past.opening.problem if past.opening else ""))
        self._show_ghosts()

    def _show_ghosts(self) -> None:
        if self._model is None or self._past is None:
            return
        ghosts = self._past.ghosts
        shown = self.switch.isChecked() and bool(ghosts.texts)
        self._view.set_tall(shown)
        self._model.set_ghosts(ghosts if shown else None)

    def _renew(self) -> None:
        opening = self._past.opening if self._past else None
        if self._model is None or opening is None:
            return
        counts = {"count": opening.changes.count, "edited": len(opening.changes.edited)}
        if confirm(self._view.window(), say("window.opening_ask", source=opening.words, **counts)):
            job = partial(_renew, self._session.sheet(self._model.form.id))
            self._session.write(job, self._tell_renewed, self.refused.emit)

    def _tell_renewed(self, count: int) -> None:
        self.told.emit(say("window.opening_renewed", count=count))
        self.renewed.emit()
        self.note_change()


def read_past(sheet: Sheet, known: GhostTexts | None, desk: Desk) -> Past:
    """What lies behind a register; `known` are its values of last time if they need not be read again."""
    from baise_desktop.app.entry.ghost_words import read_ghost_texts
    from baise_desktop.app.entry.opening_source import read_opening_source

    return Past(known or read_ghost_texts(desk, sheet), read_opening_source(desk, sheet))


def _renew(sheet: Sheet, desk: Desk) -> int:
    from baise_desktop.app.entry.opening_source import renew_opening

    return renew_opening(desk, sheet, utc_now())
