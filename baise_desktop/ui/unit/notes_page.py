"""所有说明: every note of the submission and every explanation of a finding, each with the way to its cell."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from baise_desktop.form.found import as_findings
from baise_desktop.texts import say
from baise_desktop.ui.labels import EmptyState, button, column, plain_label, row
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baise_desktop.app.checks.checking import SubmissionCheck
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.entry.notes import ListedNote
    from baise_desktop.ui.unit.session import Session

_Goal = tuple[str, str, str]
"""Form, row and field."""


class NotesPage(QWidget):
    """A table; Enter goes to the cell."""

    #: form, row id and field key to go to
    cell_requested = Signal(str, str, str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._check: SubmissionCheck | None = None
        self.count = plain_label(kind="muted")
        self.go = button(say("notes.go"))
        self.view = _View(
            (
                Heading(say("notes.column_kind"), 116),
                Heading(say("notes.column_form"), 190),
                Heading(say("notes.column_cell"), 230),
                Heading(say("notes.column_text"), 0),
            )
        )
        self.view.setAccessibleName(say("notes.title"))
        self.empty = EmptyState("note", say("notes.empty"), say("notes.empty_advice"))
        layout = column(self, margin=16, spacing=10)
        layout.addLayout(row(plain_label(say("notes.title"), "title"), self.count, self.go))
        layout.addWidget(plain_label(say("notes.advice"), "muted", wrap=True))
        layout.addWidget(self.view, 1)
        layout.addWidget(self.empty, 1)
        self.view.doubleClicked.connect(self._go)
        self.view.entered_line.connect(self._go)
        self.go.clicked.connect(lambda: self._go(self.view.currentIndex()))

    def open(self) -> None:
        """Read what was written."""
        self._session.jobs.run(partial(_read, self._session.plan, self._session.period), self._show)

    def renew(self) -> None:
        """Other notes than before: read them again, if this page is on show."""
        if self.isVisible():
            self.open()

    def show_check(self, check: SubmissionCheck) -> None:
        """Take up what the check knows of explanations."""
        self._check = check

    def _show(self, notes: Sequence[ListedNote]) -> None:
        lines = [_note_line(each) for each in notes] + self._explanations()
        self.view.table.set_lines(lines)
        for part, shown in ((self.view, bool(lines)), (self.go, bool(lines)), (self.empty, not lines)):
            part.setVisible(shown)
        self.count.setText(say("notes.count", count=len(lines)) if lines else "")
        if lines:
            self.view.selectRow(0)
            if self.isVisible():
                self.view.setFocus()

    def _explanations(self) -> list[Line]:
        if self._check is None:
            return []
        told, findings = self._check.explanations, as_findings(self._check.findings)
        return [
            Line(
                (
                    Cell(say("notes.kind_sent"), "export"),
                    Cell(self._session.form(found.form).title),
                    Cell(found.sentence, tone="muted"),
                    Cell(told[found.id]),
                ),
                (found.form, found.row_id, found.fields[0] if found.fields else ""),
            )
            for explained in told
            for found in findings.find(explained)
            if found.form in self._session.catalogue.forms
        ]

    def _go(self, index: QModelIndex) -> None:
        if index.isValid():
            goal: _Goal | None = self.view.table.line(index.row()).value
            if goal is not None:
                self.cell_requested.emit(*goal)


class _View(PlainTableView):
    #: Enter was pressed on a line
    entered_line = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_line.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


def _note_line(listed: ListedNote) -> Line:
    note = listed.note
    cell = " · ".join(filter(None, (listed.row_name, listed.field_name)))
    shown = cell if listed.is_live else say("notes.gone", cell=cell)
    goal: _Goal | None = (note.form, note.row_id, note.field) if listed.is_live else None
    text = Cell(note.text.replace("\n", " "), tip=note.text)
    return Line((Cell(say("notes.kind_here"), "note"), Cell(listed.form_title), Cell(shown), text), goal)


def _read(plan: str, period: str, desk: Desk) -> Sequence[ListedNote]:
    from baise_desktop.app.entry.notes import list_notes

    return list_notes(desk, plan, period)
