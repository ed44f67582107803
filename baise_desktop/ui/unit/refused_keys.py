"""Keys that would change a cell of a register and may not: each says why, instead of doing nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from baise_desktop.texts import say
from baise_desktop.ui.unit.ledger_model import LedgerModel

if TYPE_CHECKING:
    from baise_desktop.ui.unit.ledger_view import LedgerView

_CHORD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_CHANGING = (Qt.Key.Key_F2, Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RefusedKeys(QObject):
    """Watches the grid; what a key does is the grid's own affair."""

    #: why a key does nothing
    told = Signal(str)

    def __init__(self, view: LedgerView) -> None:
        """Lives as long as the grid."""
        super().__init__(view)
        self._view = view
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say why, and let the key go on."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            why = self._why_not(event)
            if why:
                self.told.emit(why)
        return super().eventFilter(watched, event)

    def _why_not(self, event: QKeyEvent) -> str:
        model, index = self._view.model(), self._view.currentIndex()
        if not isinstance(model, LedgerModel) or not index.isValid():
            return ""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        copies_above = control and event.key() == Qt.Key.Key_D
        cuts = event.matches(QKeySequence.StandardKey.Cut)
        if event.matches(QKeySequence.StandardKey.Paste) or (control and event.key() in _ENTER):
            return model.locked_because()
        if event.key() not in _CHANGING and not copies_above and not cuts and not _types(event):
            return ""
        if len(self._view.selectedIndexes()) > 1 and not _types(event):
            return model.locked_because()
        why = model.why_read_only(index.column())
        return why or (say("window.copy_above_none") if copies_above and index.row() == 0 else "")


def _types(event: QKeyEvent) -> bool:
    return not event.modifiers() & _CHORD and event.text().isprintable() and bool(event.text())
