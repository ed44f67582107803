"""One line to type in over the window, and below it what can be gone to or done: the palette and Ctrl+G.

It is a plain child of the window, no popup: a popup would break Chinese input.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QLineEdit, QWidget

from baise_desktop.ui import look
from baise_desktop.ui.focus_place import FocusPlace
from baise_desktop.ui.labels import column, plain_label
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView

MOST = 60
"""Lines at a time; who needs the next one types another letter."""
_WIDTH, _LINE, _SHOWN = 680, 28, 11


@dataclass(frozen=True, slots=True)
class Found:
    """One line."""

    title: str
    note: str
    """Where it lies, or the keys that do it."""
    act: Callable[[], object]


Source = Callable[[str], Sequence[Found]]
"""What fits a text that was typed; the best first."""


class _Line(QLineEdit):
    def __init__(self, finder: Finder) -> None:
        super().__init__()
        self._finder = finder

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -_SHOWN, Qt.Key.Key_PageDown: _SHOWN}
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finder.run()
        elif key == Qt.Key.Key_Escape:
            self._finder.leave()
        elif key in moves:
            self._finder.move_by(moves[Qt.Key(key)])
        elif key not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, _forward: bool) -> bool:
        return False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self._finder.close_for_good()


class Finder(QFrame):
    """Lies over the window until a line is chosen, Esc is pressed or the focus goes elsewhere."""

    def __init__(self, window: QWidget, title: str, hint: str, source: Source, nothing: str) -> None:
        """`nothing` is said when no line fits."""
        super().__init__(window)
        self.setObjectName("finder")
        self._source = source
        self._found: Sequence[Found] = ()
        self._before = FocusPlace()
        self.line = _Line(self)
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(title)
        self.view = _make_view(title)
        self.view.clicked.connect(self._run_index)
        self._nothing = plain_label(nothing, "muted", wrap=True)
        column(self, plain_label(title, "muted"), self.line, self._nothing, self.view, margin=12)
        self.line.textChanged.connect(self._search)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._search("")

    def open(self) -> None:
        """Show it with the cursor in it."""
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def titles(self) -> list[str]:
        """What is offered, from top to bottom."""
        return [each.title for each in self._found]

    def renew(self) -> None:
        """Search again: the source knows more by now."""
        self._search(self.line.text())

    def move_by(self, step: int) -> None:
        """Mark another line; the ends do not meet."""
        if self._found:
            line = max(0, min(self.view.currentIndex().row() + step, len(self._found) - 1))
            self.view.selectRow(line)

    def run(self) -> None:
        """Do what the marked line says, with the focus where it was before."""
        line = self.view.currentIndex().row()
        if 0 <= line < len(self._found):
            act = self._found[line].act
            self.leave()
            act()

    def leave(self) -> None:
        """Close, the focus where it was before."""
        self.close_for_good()
        self._before.give_back()

    def close_for_good(self) -> None:
        """Close, wherever the focus is."""
        self.close()

    def _run_index(self, index: QModelIndex) -> None:
        self.view.selectRow(index.row())
        self.run()

    def _search(self, typed: str) -> None:
        self._found = self._source(typed.strip())[:MOST]
        self.view.table.set_lines([Line((Cell(each.title), Cell(each.note, tone="muted"))) for each in self._found])
        self._nothing.setVisible(not self._found)
        self.view.setVisible(bool(self._found))
        if self._found:
            self.view.selectRow(0)
        self._place()

    def _place(self) -> None:
        pixels, window = look.current().pixels, self.parentWidget()
        width = min(pixels(_WIDTH), window.width() - pixels(24))
        lines = min(len(self._found), _SHOWN, max(3, (window.height() - pixels(200)) // pixels(_LINE)))
        self.view.setFixedHeight(lines * pixels(_LINE) + 4)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((window.width() - width) // 2, pixels(64))


def _make_view(title: str) -> PlainTableView:
    view = PlainTableView((Heading("", 0), Heading("", 0)))
    view.setAccessibleName(title)
    view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    view.horizontalHeader().hide()
    view.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return view
