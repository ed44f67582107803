"""The keys that lead from answer to answer in a form of one record, as they lead from cell to cell in a grid."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from baise_desktop.ui import preferences
from baise_desktop.ui.choice_field import ChoiceField
from baise_desktop.ui.unit.cell_delegate import COMPOSING, is_full

if TYPE_CHECKING:
    from baise_desktop.ui.unit.answer import Answer

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ARROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class AnswerKeys(QObject):
    """Enter and Down go on, Shift+Enter and Up back; in a long text Enter is a new line and Ctrl+Enter goes on."""

    def __init__(self, answers: Sequence[Answer], parent: QObject) -> None:
        """`answers` in the order of the page."""
        super().__init__(parent)
        self._answers = list(answers)
        for answer in self._answers:
            answer.editor.installEventFilter(self)
            if isinstance(answer.editor, QLineEdit):
                answer.editor.textEdited.connect(partial(self._leave_when_full, answer))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that go on; none while an input method composes."""
        if isinstance(event, QInputMethodEvent):
            watched.setProperty(COMPOSING, bool(event.preeditString()))
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not watched.property(COMPOSING):
            step = _step_of(watched, event)
            if step:
                if isinstance(watched, ChoiceField):
                    watched.pick_current()
                self._go(watched, step)
                return True
        return super().eventFilter(watched, event)

    def _go(self, editor: QObject, step: int) -> None:
        """To the next answer on show, or on through the page after the last one."""
        line = next(number for number, answer in enumerate(self._answers) if answer.editor is editor)
        rest = self._answers[line + 1 :] if step > 0 else self._answers[:line][::-1]
        following = next((answer for answer in rest if answer.editor.isVisible()), None)
        if following is not None:
            following.editor.setFocus(Qt.FocusReason.TabFocusReason)
        elif isinstance(editor, QWidget):
            key = Qt.Key.Key_Tab if step > 0 else Qt.Key.Key_Backtab
            held = Qt.KeyboardModifier.NoModifier if step > 0 else Qt.KeyboardModifier.ShiftModifier
            QApplication.sendEvent(editor, QKeyEvent(QEvent.Type.KeyPress, key, held))

    def _leave_when_full(self, answer: Answer, text: str) -> None:
        """Go on by itself, where that was asked for and nothing is left to type."""
        if preferences.current().leave_full and is_full(text, answer.question):
            self._go(answer.editor, 1)


def _step_of(editor: QObject, event: QKeyEvent) -> int:
    """1 for on, -1 for back, 0 for a key that the editor needs itself."""
    held, key = event.modifiers(), event.key()
    if isinstance(editor, QPlainTextEdit):
        return int(key in _ENTER and bool(held & Qt.KeyboardModifier.ControlModifier))
    if key in _ENTER:
        return -1 if held & Qt.KeyboardModifier.ShiftModifier else 1
    return 0 if isinstance(editor, ChoiceField) else _ARROWS.get(Qt.Key(key), 0)
