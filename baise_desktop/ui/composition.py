"""While an input method has characters in hand, no key acts: Enter, Esc, Tab and the keys of commands are its own."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

_ACTING = frozenset(
    {
        *(Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab),
        *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
    }
)
_CHORD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class CompositionGuard(QObject):
    """Watches the widget that has the focus, and that one alone: a filter on the whole program sees every paint."""

    def __init__(self, app: QApplication) -> None:
        """Follows the focus from now on."""
        super().__init__(app)
        self._watched: QWidget | None = None
        self._composing = False
        app.focusChanged.connect(self._follow)

    def is_composing(self) -> bool:
        """Whether characters are in hand at the cursor."""
        return self._composing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Remember whether there are characters in hand; keys that act go no further while there are."""
        if isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        elif isinstance(event, QKeyEvent) and self._composing and _acts(event):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
            return event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        return super().eventFilter(watched, event)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        # A widget that is being deleted gives up the focus when there is nothing left of it to speak to.
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._composing = False
        self._watched = new
        if new is not None:
            new.installEventFilter(self)


def guard_composition() -> CompositionGuard | None:
    """The guard of this process, made the first time."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return None
    return app.findChild(CompositionGuard) or CompositionGuard(app)


def _acts(event: QKeyEvent) -> bool:
    function = Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
    return function or event.key() in _ACTING or bool(event.modifiers() & _CHORD)
