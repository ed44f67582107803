"""One row of a register, its fields one below the other: for registers too wide to fill in across."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.dialog_size import open_at
from baise_desktop.ui.labels import button, column, plain_label, row
from baise_desktop.ui.unit.answer import Answer
from baise_desktop.ui.unit.answer_keys import AnswerKeys
from baise_desktop.ui.unit.ledger_heading import heading
from baise_desktop.ui.unit.ledger_rows import LedgerRow
from baise_desktop.ui.unit.read_only import NEVER_TYPED

if TYPE_CHECKING:
    from baise_desktop.ui.unit.cell_delegate import Choices
    from baise_desktop.ui.unit.ledger_view import LedgerView


class LedgerForm(QDialog):
    """Stands beside the grid and types into its current row; the window goes on working."""

    def __init__(self, view: LedgerView, choices: Choices) -> None:
        """Shows the current row of the grid."""
        # Not the grid itself: editors within a table look otherwise.
        super().__init__(view.window())
        self._view, self._model = view, view.ledger()
        self.setWindowTitle(say("window.ledger_form_title", title=self._model.form.title))
        self.answers: dict[str, Answer] = {}
        self.title = plain_label(kind="section", wrap=True)
        self.previous = button(say("window.ledger_form_previous"))
        self.next = button(say("window.ledger_form_next"))
        layout = column(self, self.title, margin=16)
        layout.addWidget(self._fields(choices), 1)
        layout.addLayout(row(self.previous, self.next, plain_label(say("window.ledger_form_keys"), "muted")))
        self.previous.clicked.connect(lambda: self.step(-1))
        self.next.clicked.connect(lambda: self.step(1))
        QShortcut(QKeySequence("PgUp"), self, lambda: self.step(-1))
        QShortcut(QKeySequence("PgDown"), self, lambda: self.step(1))
        self._model.dataChanged.connect(self._show_row)
        self._model.modelReset.connect(self._show_row)
        self._row = self._current()
        self._show_row()
        open_at(self, 620, 640)
        self._keys = AnswerKeys(list(self.answers.values()), self)
        first = next(iter(self.answers.values()), None)
        if first is not None:
            first.editor.setFocus()

    def step(self, by: int) -> None:
        """Go to the next row, or the one before; what was typed is kept first."""
        self.commit()
        at = self._view.currentIndex()
        line = max(0, min(at.row() + by, self._model.rowCount() - 1))
        self._view.setCurrentIndex(self._model.index(line, max(at.column(), 0)))
        self._row = self._current()
        self._show_row(anew=True)

    def row_id(self) -> str:
        """The row on show; empty for one that is not made yet."""
        return self._row.row_id if self._row is not None else ""

    def commit(self) -> None:
        """Keep what stands in an editor that still has the focus."""
        for answer in self.answers.values():
            answer.commit()

    def done(self, result: int) -> None:
        """Keep what was typed, and go back to the grid."""
        self.commit()
        super().done(result)
        self._view.setFocus()

    def _fields(self, choices: Choices) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        page = QWidget()
        page.setObjectName("page")
        stack = QVBoxLayout(page)
        stack.setContentsMargins(0, 0, 8, 0)
        for question in self._model.form.fields:
            if question.type in NEVER_TYPED:
                continue
            answer = Answer(question, choices(question), lines=2, name=heading(question))
            answer.edited.connect(self._type)
            answer.entered.connect(lambda _, entered=answer: area.ensureWidgetVisible(entered))
            answer.entered.connect(self._lead_grid)
            self.answers[question.key] = answer
            stack.addWidget(answer)
            if question.note:
                stack.addWidget(plain_label(question.note, "muted", wrap=True))
                stack.addSpacing(look.current().pixels(6))
        stack.addStretch(1)
        area.setWidget(page)
        return area

    def _lead_grid(self, key: str) -> None:
        """The cursor of the grid goes along, and with it what is told of a cell, such as its history."""
        line = max(self._view.currentIndex().row(), 0)
        self._view.setCurrentIndex(self._model.index(line, self._model.column_of(key)))

    def _current(self) -> LedgerRow | None:
        line, rows = self._view.currentIndex().row(), self._model.rows()
        return rows[line] if 0 <= line < len(rows) else None

    def _type(self, key: str, text: str) -> None:
        rows = self._model.rows()
        line = rows.index(self._row) if self._row in rows else len(rows)
        self._model.setData(self._model.index(line, self._model.column_of(key)), text)
        self._row = self._model.rows()[line] if line < len(self._model.rows()) else None

    def _show_row(self, *_changed: object, anew: bool = False) -> None:
        """Show what the row holds; an editor being typed into keeps its text unless another row is shown `anew`."""
        rows = self._model.rows()
        if self._row is not None and self._row not in rows:
            # The store was read again: the same row is another object now.
            self._row = next((each for each in rows if each.row_id == self._row.row_id), None)
        place = rows.index(self._row) + 1 if self._row in rows else 0
        words = {"line": place, "count": len(rows)}
        source = self._model.source_of(self._row.row_id) if self._row is not None else ""
        line = say("window.ledger_form_row", **words) if place else say("window.ledger_form_new")
        self.title.setText("　".join(filter(None, (line, source))))
        shown = self._row or LedgerRow()
        for key, answer in self.answers.items():
            answer.lock(self._model.locked_because())
            if anew or not answer.editor.hasFocus() or answer.text() == shown.texts.get(key, ""):
                answer.show_text(shown.texts.get(key, ""), shown.wrong_with(key))
