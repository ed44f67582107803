"""Notes on cells: Ctrl+M writes one, the grid marks them, a page lists them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.unit.note_box import NoteBox
from baise_desktop.ui.unit.unsaved import Typed, is_of_the_store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from baise_desktop.app.desk import Desk
    from baise_desktop.errors import BaiseError
    from baise_desktop.store.entries import Sheet
    from baise_desktop.store.notes import Note
    from baise_desktop.ui.unit.cell_at_hand import CellAtHand
    from baise_desktop.ui.unit.session import Session


class NotesDesk(QObject):
    """The notes of the submission that is open."""

    #: other notes than before
    changed = Signal()
    #: BaiseError that a note met with
    refused = Signal(object)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._texts: dict[tuple[str, str, str], str] = {}
        self.box: NoteBox | None = None

    def read(self) -> None:
        """Take up the notes of the open submission."""
        plan, period = self._session.plan, self._session.period
        self._session.jobs.run(partial(_read, plan, period), partial(self._take, plan, period))

    def of_form(self, form: str) -> Mapping[tuple[str, str], str]:
        """The notes of a form by row and field."""
        return {(row, field): text for (held, row, field), text in self._texts.items() if held == form}

    def write_at(self, form: str, cell: CellAtHand) -> None:
        """Open the slip for a cell; the same key keeps what stands in one that is open."""
        if self.box is not None and isValid(self.box) and self.box.isVisible():
            self.box.leave(keep=True)
            return
        key = (form, cell.row_id, cell.question.key)
        widget, place = cell.place()
        # Not always the main window: a row may be filled in beside the grid.
        box = NoteBox(widget.window(), cell.question.name, self._texts.get(key, ""))
        box.written.connect(partial(self._write, self._session.sheet(form), key))
        self.box = box
        box.open_at(widget, place)

    def _write(self, sheet: Sheet, key: tuple[str, str, str], text: str) -> None:
        job = partial(_write, sheet, key, text)
        done: Callable[[Sequence[Note]], None] = partial(self._take, sheet.plan, sheet.period)
        typed = Typed(say("window.unsaved_note"), text, job, done, f"note {sheet.key} {key}")
        self._session.jobs.run(job, done, partial(self._refuse, typed))

    def _refuse(self, typed: Typed, error: BaiseError) -> None:
        if is_of_the_store(error):
            self._session.unsaved.hold(typed, error)
        else:
            self.refused.emit(error)

    def _take(self, plan: str, period: str, notes: Sequence[Note]) -> None:
        if (plan, period) == (self._session.plan, self._session.period):
            self._texts = {(note.form, note.row_id, note.field): note.text for note in notes}
            self.changed.emit()


def _read(plan: str, period: str, desk: Desk) -> Sequence[Note]:
    from baise_desktop.app.entry.notes import read_notes

    return read_notes(desk, plan, period)


def _write(sheet: Sheet, key: tuple[str, str, str], text: str, desk: Desk) -> Sequence[Note]:
    from baise_desktop.app.entry.notes import read_notes, write_note

    _, row_id, field = key
    write_note(desk, sheet, row_id, field, text, utc_now())
    return read_notes(desk, sheet.plan, sheet.period)
