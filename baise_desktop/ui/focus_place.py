"""Where the keyboard was before something lay over the window, and the way back there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class FocusPlace:
    """The widget that has the focus now, and those around it: the editor of a cell is gone when it loses the focus."""

    def __init__(self) -> None:
        self._chain: list[QWidget] = []
        widget = QApplication.focusWidget()
        while widget is not None:
            self._chain.append(widget)
            widget = widget.parentWidget()

    def give_back(self) -> None:
        """Give the keyboard to the innermost that is still there and takes it."""
        for widget in self._chain:
            # Python's end of a widget outlives the widget, and may not be asked anything then.
            if isValid(widget) and widget.isVisible() and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus:
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return
