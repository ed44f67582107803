"""Pictures of what stands before a window: dialogs, menus and questions that wait for their answer."""

from collections.abc import Callable

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QPoint, QTimer
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from baise_desktop.ui import look

LONGEST_WAIT_MS = 8_000
_LOOK_EVERY_MS = 100


def together(window: QWidget) -> QPixmap:
    """A window and whatever is open before it, each at its place."""
    whole = window.grab()
    painter = QPainter(whole)
    for other in QApplication.topLevelWidgets():
        if other is not window and other.isVisible():
            at = other.pos() - window.pos()
            painter.drawPixmap(at, other.grab())
            painter.setPen(look.colour("muted"))
            painter.drawRect(other.rect().translated(at).adjusted(0, 0, -1, -1))
    painter.end()
    return whole


def close_dialogs() -> None:
    """Put away everything that stands before the main windows."""
    for window in QApplication.topLevelWidgets():
        if isinstance(window, QDialog | QMenu) and window.isVisible():
            window.close()


def menu_of(window: QWidget, menu: QMenu, below: QWidget) -> QPixmap:
    """The picture of a window with a menu open below one of its buttons."""
    menu.popup(below.mapToGlobal(QPoint(0, below.height())))
    QApplication.processEvents()
    taken = together(window)
    menu.close()
    return taken


def question_of(window: QWidget, ask: Callable[[], object]) -> QPixmap | None:
    """The picture of a window with a question that waits for its answer; it is put away unanswered."""
    taken: list[QPixmap] = []
    deadline = QDeadlineTimer(LONGEST_WAIT_MS)

    def take() -> None:
        asked = QApplication.activeModalWidget() or QApplication.activePopupWidget()
        if asked is None and not deadline.hasExpired():
            QTimer.singleShot(_LOOK_EVERY_MS, take)
        elif asked is not None:
            taken.append(together(window))
            asked.close()

    QTimer.singleShot(3 * _LOOK_EVERY_MS, take)
    ask()
    while not taken and not deadline.hasExpired():
        pause = QEventLoop()
        QTimer.singleShot(_LOOK_EVERY_MS, pause.quit)
        pause.exec()
    return taken[0] if taken else None
