"""While an input method has characters in hand, no key acts, and they are never lost when the cursor leaves them."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QWidget
from shiboken6 import isValid

_ACTING = frozenset(
    {
        *(Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab),
        *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End),
        *(Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Delete),
    }
)
_CHORD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class CompositionGuard(QObject):
    """Watches the widget that has the focus, and that one alone: a filter on the whole program sees every paint."""

    #: characters in hand became text; the input method is to forget them
    settled = Signal()

    def __init__(self, app: QApplication) -> None:
        """Follows the focus from now on."""
        super().__init__(app)
        self._watched: list[QObject] = []
        self._in_hand = ""
        self._dropped = ""
        """What was in hand until this moment, and went without becoming text."""
        self._settling = False
        app.focusChanged.connect(self._follow)

    def is_composing(self) -> bool:
        """Whether characters are in hand at the cursor."""
        return bool(self._in_hand)

    def settle(self) -> None:
        """Make text of what is in hand, where it stands: input methods drop it or carry it over to the next field."""
        text, self._in_hand, self._dropped = self._in_hand, "", ""
        if not text or not self._watched or not isValid(self._watched[0]):
            return
        self._settling = True
        QGuiApplication.inputMethod().reset()
        self.settled.emit()
        self._settling = False
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self._watched[0], event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Remember what is in hand; keys that act go no further while there is something."""
        if isinstance(event, QInputMethodEvent):
            if self._settling:
                return True
            self._take(event)
        elif event.type() == QEvent.Type.MouseButtonPress:
            self.settle()
        elif event.type() == QEvent.Type.FocusAboutToChange:
            self._leave()
        elif isinstance(event, QKeyEvent) and self._in_hand and watched is self._watched[0] and _acts(event):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
            return event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        return super().eventFilter(watched, event)

    def _take(self, event: QInputMethodEvent) -> None:
        """Qt's ibus plugin drops what is in hand just before the focus goes; who presses Esc stays."""
        gone = not event.preeditString() and not event.commitString()
        self._dropped = self._in_hand if gone else ""
        self._in_hand = event.preeditString()
        if self._dropped:
            QTimer.singleShot(0, self, self._drop)

    def _leave(self) -> None:
        # A grid gives what it was sent to the cell that it opens: what it dropped is dropped only if that is left too.
        if not isinstance(self._watched[0], QAbstractItemView):
            self._in_hand = self._in_hand or self._dropped
        self.settle()

    def _drop(self) -> None:
        self._dropped = ""

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        # A widget that is being deleted gives up the focus when there is nothing left of it to speak to.
        for each in self._watched:
            if isValid(each):
                each.removeEventFilter(self)
        opened = isinstance(old, QAbstractItemView) and new is not None and old.isAncestorOf(new)
        self._in_hand, self._dropped = "", self._dropped if opened else ""
        self._watched = [] if new is None else [new]
        if isinstance(new, QLineEdit) and new.echoMode() != QLineEdit.EchoMode.Normal:
            # Qt hides such a text from input methods, yet some compose all the same, and remember what was typed.
            new.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
            QTimer.singleShot(0, self, _tell_qt)
        # The window hears of a mouse press before the focus goes; keys and characters are the widget's alone.
        window = None if new is None else new.window().windowHandle()
        if window is not None and isValid(window):
            self._watched.append(window)
        for each in self._watched:
            each.installEventFilter(self)


def guard_composition() -> CompositionGuard | None:
    """The guard of this process, made the first time."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return None
    return app.findChild(CompositionGuard) or CompositionGuard(app)


def _tell_qt() -> None:
    """Have Qt ask again whether the focus takes an input method; in a dialog it asked before."""
    QGuiApplication.inputMethod().update(Qt.InputMethodQuery.ImEnabled)


def _acts(event: QKeyEvent) -> bool:
    function = Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
    return function or event.key() in _ACTING or bool(event.modifiers() & _CHORD)
