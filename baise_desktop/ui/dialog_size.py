"""How large a dialog opens: what it asks for at 100 %, never more than the main window that it stands before."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from baise_desktop.ui import look

_BESIDE = QSize(40, 72)
"""Pixels that stay free of the window behind, so that it is seen to be there and the frame has room."""
_LEAST = QSize(320, 240)


def open_at(dialog: QWidget, width: int, height: int) -> None:
    """Give a dialog its first size; lengths are pixels at 100 %."""
    pixels = look.current().pixels
    behind = _main_window(dialog)
    room = behind.size() if behind is not None else dialog.screen().availableSize()
    dialog.resize(QSize(pixels(width), pixels(height)).boundedTo((room - _BESIDE).expandedTo(_LEAST)))


def _main_window(dialog: QWidget) -> QWidget | None:
    """The window behind all others: a dialog opened from a dialog may be larger than it."""
    behind = dialog.parentWidget()
    while behind is not None and behind.window().parentWidget() is not None:
        behind = behind.window().parentWidget()
    return behind.window() if behind is not None else None
