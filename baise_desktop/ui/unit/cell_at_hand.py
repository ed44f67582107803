"""The cell that the keyboard is at, in a grid or in a form of one record, for the keys that act on a cell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPersistentModelIndex, QRect, Qt
from PySide6.QtWidgets import QAbstractItemDelegate, QApplication, QPlainTextEdit, QWidget

from baise_desktop.ui.unit.cell_delegate import is_table_editor, put_text

if TYPE_CHECKING:
    from baise_desktop.form.definition import Field
    from baise_desktop.ui.unit.answer import Answer
    from baise_desktop.ui.unit.ledger_view import LedgerView


class CellAtHand(Protocol):
    """One cell."""

    question: Field
    row_id: str
    """Empty for a row that is not made yet."""

    def text(self) -> str:
        """What it shows, or what is being typed into it."""

    def put(self, text: str) -> None:
        """Keep a text in it."""

    def type_on(self, text: str) -> None:
        """Let the clerk go on typing after a text."""

    def place(self) -> tuple[QWidget, QRect]:
        """Where it is on the screen, and in which widget."""


class GridCell:
    """A cell of a register."""

    def __init__(self, view: LedgerView) -> None:
        index = view.currentIndex()
        model = view.ledger()
        self._view, self._model, self._index = view, model, QPersistentModelIndex(index)
        self.question = model.form.fields[index.column()]
        self.row_id = model.rows()[index.row()].row_id if index.row() < len(model.rows()) else ""

    def text(self) -> str:
        """What it shows, or what is being typed into it."""
        editor = self._editor()
        return _typed(editor) if editor else str(self._index.data(Qt.ItemDataRole.EditRole) or "")

    def put(self, text: str) -> None:
        """Keep a text in it."""
        editor = self._editor()
        if editor is not None:
            self._view.closeEditor(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)
            self._view.setFocus()
        if self._index.isValid():
            self._model.setData(self._index, text)

    def type_on(self, text: str) -> None:
        """Let the clerk go on typing after a text."""
        editor = self._view.open_editor(self._view.currentIndex()) if self._index.isValid() else None
        if editor is not None:
            put_text(editor, text)

    def place(self) -> tuple[QWidget, QRect]:
        """Where it is on the screen, and in which widget."""
        return self._view.viewport(), self._view.visualRect(self._view.currentIndex())

    def _editor(self) -> QWidget | None:
        focus = QApplication.focusWidget()
        here = self._view.currentIndex() == self._index
        return focus if here and is_table_editor(focus, self._view) else None


class AnswerCell:
    """An answer of a form of one record."""

    def __init__(self, answer: Answer, row_id: str) -> None:
        self._answer = answer
        self.question = answer.question
        self.row_id = row_id

    def text(self) -> str:
        """What it shows, or what is being typed into it."""
        return self._answer.text()

    def put(self, text: str) -> None:
        """Keep a text in it."""
        put_text(self._answer.editor, text)
        self._answer.commit()

    def type_on(self, text: str) -> None:
        """Let the clerk go on typing after a text."""
        put_text(self._answer.editor, text)

    def place(self) -> tuple[QWidget, QRect]:
        """Where it is on the screen, and in which widget."""
        return self._answer.editor, self._answer.editor.rect()


def grid_cell(view: LedgerView) -> GridCell | None:
    """The cell of a grid that is current and can be typed into."""
    index = view.currentIndex()
    if not index.isValid() or not index.flags() & Qt.ItemFlag.ItemIsEditable:
        return None
    return GridCell(view)


def any_cell(view: LedgerView) -> GridCell | None:
    """The cell of a grid that is current, whether or not it can be typed into."""
    return GridCell(view) if view.currentIndex().isValid() else None


def answer_cell(answers: Iterable[Answer], row_id: str) -> AnswerCell | None:
    """The answer whose editor has the keyboard and takes text."""
    focus = QApplication.focusWidget()
    found = next((answer for answer in answers if answer.editor is focus), None)
    return AnswerCell(found, row_id) if found is not None and not found.editor.isReadOnly() else None


def _typed(editor: QWidget) -> str:
    return editor.toPlainText() if isinstance(editor, QPlainTextEdit) else editor.text()  # type: ignore[attr-defined,no-any-return]
