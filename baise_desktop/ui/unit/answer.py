"""One question of a one-record form: its name, its editor, and what is wrong with the answer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from baise_desktop.form.definition import Field, FieldType
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.choice_field import ChoiceField
from baise_desktop.ui.labels import IconLine, plain_label, plain_tip, set_look
from baise_desktop.ui.mnemonics import plainly
from baise_desktop.ui.unit.cell_delegate import CHOSEN, LONGEST, DateField
from baise_desktop.ui.unit.cell_foot import REASON
from baise_desktop.ui.unit.cell_menu import open_answer_menu
from baise_desktop.ui.unit.ledger_heading import heading


class Answer(QWidget):
    """Emits what was typed when the editor is left with another text than before."""

    #: field key and text
    edited = Signal(str, str)
    #: field key whose editor got the focus
    entered = Signal(str)

    def __init__(self, question: Field, choices: Sequence[str] = (), lines: int = 3, *, name: str = "") -> None:
        """`name` replaces the field's own where the page says it otherwise; `lines` is for long texts."""
        super().__init__()
        self.question = question
        self._kept = ""
        self.label = plain_label(plainly(name or heading(question)), wrap=True)
        self.editor = _make_editor(question, choices, lines)
        self.editor.setAccessibleName(question.name)
        if isinstance(self.editor, QLineEdit):
            self.editor.setMaxLength(LONGEST)
        self.label.setBuddy(self.editor)
        self.problem = IconLine(wrap=True)
        self.problem.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (self.label, self.editor, self.problem):
            layout.addWidget(part)
        self.editor.installEventFilter(self)
        if isinstance(self.editor, QPlainTextEdit):
            self.editor.viewport().installEventFilter(self)  # where the mouse asks for the menu
        if isinstance(self.editor, ChoiceField):
            self.editor.picked.connect(lambda _: self.commit())

    def text(self) -> str:
        """What stands in the editor."""
        if isinstance(self.editor, QPlainTextEdit):
            return self.editor.toPlainText().strip()
        return self.editor.text().strip()

    def show_text(self, text: str, problem: str = "") -> None:
        """Show what the store has."""
        self._kept = text
        if text != self.text():
            if isinstance(self.editor, QPlainTextEdit):
                self.editor.setPlainText(text)
            else:
                self.editor.setText(text)
                self.editor.setCursorPosition(0)
        self.show_problem(problem)

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong below the editor, or nothing."""
        self.problem.show_state("blocking", sentence, "danger")
        self.problem.setVisible(bool(sentence))
        set_look(self.editor, "wrong", bool(sentence))

    def lock(self, reason: str) -> None:
        """Forbid typing, the reason in the tooltip."""
        self.editor.setReadOnly(bool(reason))
        self.editor.setToolTip(plain_tip(reason))
        self.editor.setProperty(REASON, reason)

    def is_locked(self) -> bool:
        """Whether typing is forbidden."""
        return self.editor.isReadOnly()

    def commit(self) -> bool:
        """Ask for the text to be kept, if it is another one; whether it is."""
        if isinstance(self.editor, ChoiceField):
            self.editor.settle()
        if self.text() == self._kept:
            return False
        self._kept = self.text()
        self.edited.emit(self.question.key, self._kept)
        return True

    def cursor(self) -> int:
        """Before which character of the text the cursor stands."""
        return (
            self.editor.textCursor().position()
            if isinstance(self.editor, QPlainTextEdit)
            else self.editor.cursorPosition()
        )

    def set_cursor(self, position: int) -> None:
        """Put the cursor before a character of the text."""
        if isinstance(self.editor, QPlainTextEdit):
            cursor = self.editor.textCursor()
            cursor.setPosition(min(position, len(self.editor.toPlainText())))
            self.editor.setTextCursor(cursor)
        else:
            self.editor.setCursorPosition(position)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaving commits, Esc brings the kept text back; the menu has what can be done with a cell."""
        if isinstance(event, QContextMenuEvent):
            open_answer_menu(self.editor, event.globalPos())
            return True
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit(self.question.key)
        elif event.type() == QEvent.Type.FocusOut:
            self.commit()
        elif event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape and not self._is_open():
            self.show_text(self._kept)
            return True
        return super().eventFilter(watched, event)

    def _is_open(self) -> bool:
        return isinstance(self.editor, ChoiceField) and self.editor.is_open()


def _make_editor(question: Field, choices: Sequence[str], lines: int) -> QLineEdit | QPlainTextEdit:
    if question.type is FieldType.LONGTEXT:
        editor = QPlainTextEdit()
        editor.setTabChangesFocus(True)
        editor.setFixedHeight(look.current().pixels(20 * lines + 16))
        return editor
    if question.type in CHOSEN:
        return ChoiceField(choices, many=question.type is FieldType.MULTI)
    if question.type in (FieldType.DATE, FieldType.DATETIME):
        field = DateField()
        field.setPlaceholderText(say("window.date_hint"))
        return field
    return QLineEdit()
