"""F6: from one part of the window to the next, each at the widget that matters most there."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QPlainTextEdit, QScrollArea, QWidget

Pane = tuple[QWidget, Callable[[], QWidget | None]]
"""A part of the window, and the widget in it that takes the keyboard; None for where it was before."""


class Panes(QObject):
    """Takes the focus around."""

    def __init__(self, parent: QObject, panes: Callable[[], Sequence[Pane]]) -> None:
        """`panes` says what is there at the time."""
        super().__init__(parent)
        self._panes = panes

    def go(self, step: int) -> None:
        """Into the next part that is on the screen, or the one before."""
        panes = [pane for pane in self._panes() if pane[0].isVisible()]
        focus = QApplication.focusWidget()
        at = next((number for number, (part, _) in enumerate(panes) if _holds(part, focus)), -1 if step > 0 else 0)
        for turn in range(1, len(panes) + 1):
            part, first = panes[(at + turn * step) % len(panes)]
            target = first() or _recall(part) or first_stop(part)
            if target is not None:
                if focus is not None and at >= 0:
                    panes[at][0].setProperty("left_from", _address(panes[at][0], focus))
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return


def first_stop(part: QWidget) -> QWidget | None:
    """The widget of a part that takes the keyboard first; lists and editors come before buttons."""
    stops = [widget for widget in part.findChildren(QWidget) if _takes(widget)]
    if _takes(part):
        stops.insert(0, part)
    work = [widget for widget in stops if isinstance(widget, QAbstractItemView | QPlainTextEdit)]
    others = [widget for widget in stops if not isinstance(widget, QScrollArea)]
    return next(iter(work or others or stops), None)


def _takes(widget: QWidget) -> bool:
    policy = widget.focusPolicy()
    return bool(policy & Qt.FocusPolicy.TabFocus) and widget.isVisible() and widget.isEnabled()


def _holds(part: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and (part is focus or part.isAncestorOf(focus))


def _address(part: QWidget, widget: QWidget) -> int:
    """The number of a widget among those of its part."""
    found = part.findChildren(QWidget)
    return found.index(widget) if widget in found else -1


def _recall(part: QWidget) -> QWidget | None:
    number = part.property("left_from")
    found = part.findChildren(QWidget)
    if isinstance(number, int) and 0 <= number < len(found) and _takes(found[number]):
        return found[number]
    return None
