"""Where the notice bar stands: over the state line, so that nothing below it moves when it comes or goes."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtWidgets import QWidget

from baise_desktop.ui.labels import NoticeBar

_LEAST_PART = 0.55
"""Of the window's width, where much stands at the right of the state line."""


class NoticePlace(QObject):
    """Lays the bar over a line in the head of the window; long texts reach down over the page."""

    def __init__(self, bar: NoticeBar, body: QWidget, head: QWidget, line: QWidget) -> None:
        """`line` is the part of `head` that may be covered; `body` holds both."""
        super().__init__(body)
        self._bar, self._body, self._head, self._line = bar, body, head, line
        bar.setParent(body)
        for watched in (bar, body, head, line):
            watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Anything that changes sizes or words."""
        kinds = (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.LayoutRequest, QEvent.Type.Move)
        if event.type() in kinds and not (watched is self._bar and event.type() == QEvent.Type.Move):
            self._lay()
        return super().eventFilter(watched, event)

    def _lay(self) -> None:
        if self._bar.isHidden():
            return
        corner = self._head.mapTo(self._body, QPoint(0, 0))
        until = self._line.geometry().right() if self._line.isVisible() else self._head.width()
        width = max(until, round(self._head.width() * _LEAST_PART))
        tall = self._bar.heightForWidth(width) if self._bar.hasHeightForWidth() else self._bar.sizeHint().height()
        place = QRect(corner.x(), corner.y(), width, max(tall, self._head.height()))
        if place != self._bar.geometry():
            self._bar.setGeometry(place)
        self._bar.raise_()
