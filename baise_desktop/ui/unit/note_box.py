"""A slip of paper beside a cell: its note."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.focus_place import FocusPlace
from baise_desktop.ui.labels import column, plain_label


class _Paper(QPlainTextEdit):
    def __init__(self, box: NoteBox) -> None:
        super().__init__()
        self._box = box
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps, Shift+Enter begins a new line, Esc leaves it as it was."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self._box.leave(keep=False)
        elif enter and not event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier):
            self._box.leave(keep=True)
        elif enter:
            self.insertPlainText("\n")
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, _forward: bool) -> bool:
        return False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever clicks elsewhere has said what there is to say."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self._box.leave(keep=True, back=False)


class NoteBox(QFrame):
    """Lies over the window, beside the cell."""

    #: the text to be kept
    written = Signal(str)

    def __init__(self, window: QWidget, name: str, text: str) -> None:
        """`name` is that of the cell."""
        super().__init__(window)
        self.setObjectName("finder")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._before = FocusPlace()
        self._text = text
        self._left = False
        self.paper = _Paper(self)
        self.paper.setAccessibleName(say("notes.box_title", name=name))
        self.paper.setPlainText(text)
        self.paper.moveCursor(self.paper.textCursor().MoveOperation.End)
        self.paper.setFixedHeight(look.current().pixels(92))
        title = plain_label(say("notes.box_title", name=name), wrap=True)
        column(self, title, self.paper, plain_label(say("notes.box_keys"), "muted", wrap=True), margin=12)
        self.setFixedWidth(look.current().pixels(360))

    def open_at(self, widget: QWidget, cell: QRect) -> None:
        """Show it below a cell, or above where there is no room."""
        self.adjustSize()
        window = self.parentWidget()
        below = widget.mapTo(window, QPoint(cell.left(), cell.bottom() + 4))
        if below.y() + self.height() > window.height():
            below.setY(widget.mapTo(window, cell.topLeft()).y() - self.height() - 4)
        left = max(4, min(below.x(), window.width() - self.width() - 4))
        self.move(left, max(4, min(below.y(), window.height() - self.height() - 4)))
        self.show()
        self.raise_()
        self.paper.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self, *, keep: bool, back: bool = True) -> None:
        """Close, and say what is to be kept if it is another text."""
        if self._left:
            return
        self._left = True
        text = self.paper.toPlainText().strip()
        if back:
            self._before.give_back()
        self.close()
        if keep and text != self._text:
            self.written.emit(text)
