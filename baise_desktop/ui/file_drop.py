"""Files dragged in from outside."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget


def dropped_files(content: QMimeData) -> list[Path]:
    """The files of this computer among what is dragged."""
    return [Path(url.toLocalFile()) for url in content.urls() if url.isLocalFile()]


class FileDrop(QObject):
    """Lets files be dropped on a widget that knows nothing of files."""

    def __init__(self, widget: QWidget, take: Callable[[list[Path], QPoint], None]) -> None:
        """`take` is given the files and where on the widget they were dropped."""
        super().__init__(widget)
        self._take = take
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take drags that carry files; everything else goes its way."""
        if event.type() not in (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop):
            return False
        if not isinstance(event, QDropEvent):
            return False
        files = dropped_files(event.mimeData())
        if not files:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self._take(files, event.position().toPoint())
        return True
