"""How large a dialog opens: what it asks for at 100 %, never more than the window that it stands before."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from baise_desktop.ui import look

_BESIDE = QSize(40, 72)
"""Pixels that stay free of the window behind, so that it is seen to be there and the frame has room."""
_LEAST = QSize(320, 240)


def open_at(dialog: QWidget, width: int, height: int) -> None:
    """Give a dialog its first size; lengths are pixels at 100 %."""
    pixels = look.current().pixels
    behind = dialog.parentWidget()
    room = behind.window().size() if behind is not None else dialog.screen().availableSize()
    dialog.resize(QSize(pixels(width), pixels(height)).boundedTo((room - _BESIDE).expandedTo(_LEAST)))
