"""How large the window opens."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

FRAME = 48
"""Pixels that a title bar and a frame may take."""


def show_fitting(window: QWidget) -> None:
    """Show a window at its size where the screen has room for it and its frame, and over the whole screen elsewhere."""
    room = QGuiApplication.primaryScreen().availableGeometry().size()
    if window.width() + FRAME > room.width() or window.height() + FRAME > room.height():
        window.showMaximized()
    else:
        window.show()
