"""Between Qt's widgets and fcitx: keys go to the input method first, its characters come back as Qt's own events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QSocketNotifier, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QApplication, QWidget

from baise_desktop.ui.input_method.fcitx_server import GONE, Commit, FcitxServer, Key

if TYPE_CHECKING:
    from baise_desktop.ui.input_method.fcitx_server import Answer

_KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)


class FcitxBridge(QObject):
    """Lives as long as the application; when fcitx goes away, keys reach the widgets as before."""

    def __init__(self, app: QApplication, server: FcitxServer) -> None:
        super().__init__(app)
        self._server: FcitxServer | None = server
        self._notifier = QSocketNotifier(server.descriptor, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._deliver)
        app.installEventFilter(self)
        app.focusObjectChanged.connect(self._follow_focus)
        self._follow_focus(app.focusObject())

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
            self._part()
            return False
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
            self._part()

    def _follow_focus(self, target: QObject | None) -> None:
        if self._server is None:
            return
        try:
            self._server.focus(_takes_text(target))
        except GONE:
            self._part()
            return
        self._deliver()

    def _place_cursor(self) -> None:
        widget = QGuiApplication.focusObject()
        if self._server is None or not isinstance(widget, QWidget) or not _takes_text(widget):
            return
        place, scale = widget.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle), widget.devicePixelRatioF()
        corner = widget.mapToGlobal(QPoint(int(place.x()), int(place.y())))
        sizes = (corner.x(), corner.y(), place.width(), place.height())
        x, y, width, height = (int(size * scale) for size in sizes)
        self._server.place_cursor(x, y, width, height)

    def _part(self) -> None:
        """The daemon went away; nothing that was typed is lost by going on without it."""
        self._notifier.setEnabled(False)
        if self._server is not None:
            self._server.close()
            self._server = None


def _takes_text(target: QObject | None) -> bool:
    """Whether a widget is for text that an input method may see; passphrases are not."""
    if not isinstance(target, QWidget) or not target.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
        return False
    return not target.inputMethodHints() & Qt.InputMethodHint.ImhHiddenText


def _send(answer: Answer) -> None:
    target: QObject | None = QGuiApplication.focusObject()
    if target is None:
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
