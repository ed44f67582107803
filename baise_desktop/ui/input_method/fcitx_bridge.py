"""Between Qt's widgets and fcitx: keys go to the input method first, its characters come back as Qt's own events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QSocketNotifier, Qt, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QApplication, QWidget

from baise_desktop.ui.composition import guard_composition
from baise_desktop.ui.input_method.fcitx_server import GONE, Commit, FcitxServer, Forward, Key
from baise_desktop.ui.input_method.given_back import press_key

if TYPE_CHECKING:
    from baise_desktop.ui.input_method.fcitx_server import Answer

_KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)


class FcitxBridge(QObject):
    """Lives as long as the application; when fcitx goes away, keys reach the widgets as before."""

    #: fcitx went away or stopped answering
    parted = Signal()

    def __init__(self, app: QApplication, server: FcitxServer | None = None) -> None:
        """With no server, keys are left alone until one is joined."""
        super().__init__(app)
        self._app = app
        self._server: FcitxServer | None = None
        self._notifier: QSocketNotifier | None = None
        app.installEventFilter(self)
        app.focusObjectChanged.connect(self._follow_focus)
        guard = guard_composition()
        if guard is not None:
            guard.settled.connect(self._forget)
        if server is not None:
            self.join(server)

    def join(self, server: FcitxServer) -> None:
        """Send keys there from now on."""
        self.part()
        self._server = server
        self._notifier = QSocketNotifier(server.descriptor, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._deliver)
        self._follow_focus(self._app.focusObject())

    def part(self) -> None:
        """Go on without fcitx; what was in hand becomes text as it stands."""
        server, self._server = self._server, None
        if server is None or self._notifier is None:
            return
        self._notifier.setEnabled(False)
        self._notifier.deleteLater()
        self._notifier = None
        server.close()
        guard = guard_composition()
        if guard is not None:
            guard.settle()
        self.parted.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Offer a key that was really typed into a text widget to the input method."""
        if event.type() not in _KEYS or not isinstance(event, QKeyEvent) or not event.spontaneous():
            return False
        if self._server is None or watched is not QGuiApplication.focusObject() or not _takes_text(watched):
            return False
        released = event.type() == QEvent.Type.KeyRelease
        key = Key(event.nativeVirtualKey(), event.nativeScanCode(), event.nativeModifiers(), released)
        try:
            taken = self._server.send_key(key)
        except GONE:
            self.part()
            return _went_elsewhere(watched, event)
        self._deliver()
        return taken

    def is_alive(self) -> bool:
        """Whether fcitx still answers."""
        return self._server is not None

    def _deliver(self) -> None:
        if self._server is None:
            return
        try:
            for answer in self._server.read_answers():
                _send(answer)
            self._place_cursor()
        except GONE:
            self.part()

    def _follow_focus(self, target: QObject | None) -> None:
        if self._server is None:
            return
        try:
            self._server.focus(_takes_text(target))
        except GONE:
            self.part()
            return
        self._deliver()

    def _forget(self) -> None:
        """What was in hand has become text; answers that still come for it would write it twice."""
        if self._server is None:
            return
        try:
            self._server.reset()
            for _ in self._server.read_answers():
                pass
        except GONE:
            self.part()

    def _place_cursor(self) -> None:
        widget = QGuiApplication.focusObject()
        if self._server is None or not isinstance(widget, QWidget) or not _takes_text(widget):
            return
        self._server.place_cursor(*cursor_on_screen(widget))


def cursor_on_screen(widget: QWidget) -> tuple[int, int, int, int]:
    """Left, top, width and height of the cursor in the pixels of X: the corner of a screen is not scaled there."""
    place, scale = widget.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle), widget.devicePixelRatioF()
    corner = QPointF(widget.screen().geometry().topLeft())
    x, y = (corner + (widget.mapToGlobal(QPointF(place.x(), place.y())) - corner) * scale).toTuple()
    return int(x), int(y), int(place.width() * scale), int(place.height() * scale)


def _went_elsewhere(watched: QObject, event: QKeyEvent) -> bool:
    """Give a key to the cell that opened under it when what was in hand became text."""
    target: QObject | None = QGuiApplication.focusObject()
    if target is None or target is watched:
        return False
    QApplication.sendEvent(target, QKeyEvent(event.type(), event.key(), event.modifiers(), event.text()))
    return True


def _takes_text(target: QObject | None) -> bool:
    """Whether a widget is for text that an input method may see; passphrases are not."""
    if not isinstance(target, QWidget) or not target.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
        return False
    return not target.inputMethodHints() & Qt.InputMethodHint.ImhHiddenText


def _send(answer: Answer) -> None:
    target: QObject | None = QGuiApplication.focusObject()
    if target is None:
        return
    if isinstance(answer, Forward):
        press_key(target, answer.key)
        return
    if isinstance(answer, Commit):
        event = QInputMethodEvent()
        event.setCommitString(answer.text)
    else:
        event = QInputMethodEvent(answer.text, _underlined(answer.text, answer.cursor))
    QApplication.sendEvent(target, event)


def _underlined(text: str, cursor: int) -> list[QInputMethodEvent.Attribute]:
    if not text:
        return []
    look = QTextCharFormat()
    look.setFontUnderline(True)
    return [
        QInputMethodEvent.Attribute(QInputMethodEvent.AttributeType.TextFormat, 0, len(text), look),
        QInputMethodEvent.Attribute(QInputMethodEvent.AttributeType.Cursor, cursor, 1, None),
    ]
