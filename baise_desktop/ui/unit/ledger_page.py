"""The page of one register: its name, what a row stands for, and the grid."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMessageBox, QSizePolicy, QWidget

from baise_desktop.errors import Severity
from baise_desktop.form.definition import Field
from baise_desktop.texts import say
from baise_desktop.ui.clipboard import parse_block
from baise_desktop.ui.dialogs import confirm
from baise_desktop.ui.labels import button, column, plain_label, plain_tip, row
from baise_desktop.ui.unit.ledger_edits import Contents, LedgerEdits, read_contents
from baise_desktop.ui.unit.ledger_model import LedgerModel
from baise_desktop.ui.unit.ledger_view import LedgerView
from baise_desktop.ui.unit.session import Session

Marks = Mapping[tuple[str, str], tuple[Severity, str]]


class LedgerPage(QWidget):
    """Shows one register at a time."""

    #: BaiseError that a write met with
    refused = Signal(object)
    #: id of the form and the number of its rows now
    rows_changed = Signal(str, int)

    def __init__(self, session: Session) -> None:
        """Empty until `open_form`."""
        super().__init__()
        self._session = session
        self._model: LedgerModel | None = None
        self._edits: LedgerEdits | None = None
        self._marks: Marks = {}
        self._goal: tuple[str, str] | None = None
        self.title = plain_label(kind="title")
        self.title.setMinimumWidth(1)
        self.count = plain_label(kind="muted")
        self.note = plain_label(kind="muted")
        self.view = LedgerView()
        self.new_row = button(say("window.row_new"))
        self.paste = button(say("window.row_paste"))
        self.delete = button(say("window.row_delete"))
        self._lay_out()
        self._connect()

    def open_form(self, form: str) -> None:
        """Read a register of the open submission and show it."""
        sheet = self._session.sheet(form)
        self._session.jobs.run(lambda desk: read_contents(desk, sheet), partial(self._show, form))

    def form_id(self) -> str:
        """The register on show."""
        return self._model.form.id if self._model else ""

    def set_marks(self, marks: Marks) -> None:
        """Mark cells with what the check found."""
        self._marks = marks
        if self._model is not None:
            self._model.set_marks(marks)

    def go_to(self, row_id: str, key: str) -> None:
        """Make a cell current, now or as soon as the register is on show."""
        self._goal = (row_id, key)
        self._reach_goal()

    def _lay_out(self) -> None:
        self.new_row.setToolTip(say("window.row_new_tip"))
        self.paste.setToolTip(say("window.row_paste_tip"))
        layout = column(self, margin=16)
        head = row(self.title, self.count)
        for control in (self.new_row, self.paste, self.delete):
            head.addWidget(control)
        layout.addLayout(head)
        keys = plain_label(say("window.ledger_keys"), "muted", wrap=True)
        keys.setAlignment(Qt.AlignmentFlag.AlignRight)
        for hint in (self.note, keys):
            hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        hints = row(self.note, stretch_last=True)
        hints.addWidget(keys, 1)
        layout.addLayout(hints)
        layout.addWidget(self.view, 1)

    def _connect(self) -> None:
        self.new_row.clicked.connect(self.view.start_row)
        self.paste.clicked.connect(self._paste_clipboard)
        self.delete.clicked.connect(self._delete_lines)
        self.view.paste_requested.connect(self._paste)

    def _show(self, form: str, contents: Contents) -> None:
        model = LedgerModel(self._session.form(form), self)
        model.set_rows(contents.rows)
        model.lock(self._session.locked)
        model.set_marks(self._marks)
        edits = LedgerEdits(self._session, model, self._session.sheet(form), self)
        edits.refused.connect(self.refused)
        edits.settled.connect(self._count_rows)
        old, self._model, self._edits = self._model, model, edits
        self.view.show_model(model, partial(_offer, contents.choices))
        if old is not None:
            old.deleteLater()
        self._describe(model)
        if self.isVisible():
            self.view.setFocus()
        self._reach_goal()

    def _describe(self, model: LedgerModel) -> None:
        self.title.setText(model.form.title)
        self.note.setText(model.form.grain)
        self.note.setVisible(bool(model.form.grain))
        self.title.setToolTip(plain_tip(model.form.note))
        for control in (self.new_row, self.paste, self.delete):
            control.setEnabled(not model.is_locked())
        self._count_rows()

    def _count_rows(self) -> None:
        if self._model is not None:
            count = len(self._model.rows())
            self.count.setText(say("window.row_count", count=count))
            self.rows_changed.emit(self._model.form.id, count)

    def _paste_clipboard(self) -> None:
        from PySide6.QtGui import QGuiApplication

        self._paste(QGuiApplication.clipboard().text())

    def _paste(self, text: str) -> None:
        index = self.view.currentIndex()
        if self._edits is not None and self._model is not None and index.isValid() and not self._model.is_locked():
            self._edits.paste(parse_block(text), index.row(), index.column())
            self.view.setFocus()

    def _delete_lines(self) -> None:
        if self._edits is None or self._model is None:
            return
        lines = [line for line in self.view.chosen_lines() if line < len(self._model.rows())]
        if lines and confirm(self, say("window.row_delete_ask", count=len(lines)), QMessageBox.Icon.Warning):
            self._edits.delete(lines)

    def _reach_goal(self) -> None:
        if self._goal is None or self._model is None:
            return
        row_id, key = self._goal
        line = self._model.line_of(row_id)
        if line >= 0:
            self._goal = None
            self.view.show_cell(line, max(0, self._model.column_of(key)))


def _offer(choices: Mapping[str, tuple[str, ...]], question: Field) -> tuple[str, ...]:
    return choices.get(question.key, ())
