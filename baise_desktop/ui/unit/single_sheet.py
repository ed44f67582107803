"""The one record of a task or target form, read and written answer by answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.ui.unit.answer import Answer
from baise_desktop.ui.unit.answer_keys import AnswerKeys
from baise_desktop.ui.unit.ledger_rows import LedgerRow, read_row
from baise_desktop.ui.unit.unsaved import Typed, name_place

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.store.entries import Sheet
    from baise_desktop.ui.unit.session import Session


@dataclass(frozen=True, slots=True)
class SingleContents:
    """A one-record form as its page shows it."""

    row: LedgerRow
    choices: Mapping[str, tuple[str, ...]]


def read_single(desk: Desk, sheet: Sheet) -> SingleContents:
    """The record of a sheet, blank when it is not there yet, and the labels its fields offer."""
    from baise_desktop.app.entry.filling import list_choices, list_rows

    form = desk.catalogue.forms[sheet.form]
    offers = {question.key: tuple(label for _, label in list_choices(desk, question)) for question in form.fields}
    rows = list_rows(desk, sheet)
    return SingleContents(read_row(desk, form, rows[0]) if rows else LedgerRow(), offers)


class SingleSheet(QObject):
    """Joins the answers of a page to one record."""

    #: BaiseError that a write met with
    refused = Signal(object)
    #: ids of the form and the field whose editor got the keyboard
    entered = Signal(str, str)
    #: field key whose text was kept
    kept = Signal(str)
    #: id of the form, and 1 where anything is answered, 0 where nothing is
    filled = Signal(str, int)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        """No record until `bind`."""
        super().__init__(parent)
        self._session = session
        self._sheet: Sheet | None = None
        self._row = LedgerRow()
        self.answers: dict[str, Answer] = {}
        self._keys: AnswerKeys | None = None
        session.unsaved.changed.connect(self._show_problems)
        session.unsaved.given_up.connect(self._show_kept)

    def bind(self, sheet: Sheet, row: LedgerRow, answers: Mapping[str, Answer]) -> None:
        """Show a record in these answers and listen to them."""
        self._sheet, self._row, self.answers = sheet, row, dict(answers)
        self._session.unsaved.adopt_one(sheet, row)
        for key, answer in self.answers.items():
            answer.show_text(row.texts.get(key, ""), row.wrong_with(key))
            answer.lock(self._session.locked)
            answer.edited.connect(self._write)
            answer.entered.connect(partial(self.entered.emit, sheet.form))
        if self._keys is not None:
            self._keys.deleteLater()
        self._keys = AnswerKeys(list(self.answers.values()), self)

    @property
    def row(self) -> LedgerRow:
        """The record on show."""
        return self._row

    def enter(self, page: QWidget) -> None:
        """Put the cursor into the first answer of the page on show."""
        first = next(iter(self.answers.values()), None)
        if page.isVisible() and first is not None:
            first.editor.setFocus()

    def commit(self) -> bool:
        """Keep what stands in an editor that still has the focus; whether there was anything to keep."""
        return True in [answer.commit() for answer in self.answers.values()]

    def place(self) -> tuple[str, int]:
        """In which answer the cursor stands, and before which character; an empty key where it stands in none."""
        found = ((key, answer.cursor()) for key, answer in self.answers.items() if answer.editor.hasFocus())
        return next(found, ("", 0))

    def stand_at(self, place: tuple[str, int]) -> None:
        """Put the cursor back where it stood, if its answer has the keyboard."""
        answer = self.answers.get(place[0])
        if answer is not None and answer.editor.hasFocus():
            answer.set_cursor(place[1])

    def _write(self, key: str, text: str) -> None:
        if self._sheet is None or self._session.locked:
            return
        row = self._row
        row.texts[key] = text
        job = partial(_type, self._sheet, row, key, text)
        place = name_place(self._session.form(self._sheet.form), None, key)
        self._session.unsaved.send(Typed(place, text, job, partial(self._settle, row, key), key, row, self._sheet))

    def _settle(self, row: LedgerRow, key: str, _fresh: LedgerRow) -> None:
        answer = self.answers.get(key)
        if row is self._row and self._sheet is not None:
            self.filled.emit(self._sheet.form, int(any(row.texts.get(each) for each in self.answers)))
        if row is self._row and answer is not None:
            answer.show_problem(row.wrong_with(key))
            if not answer.editor.hasFocus():
                answer.show_text(row.texts.get(key, ""), row.wrong_with(key))
        self.kept.emit(key)

    def _show_problems(self) -> None:
        """Say below each answer what is wrong with it, which may be that it is not kept."""
        if self._sheet is not None:
            self._session.unsaved.adopt_one(self._sheet, self._row)
        for key, answer in self.answers.items():
            answer.show_problem(self._row.wrong_with(key))

    def _show_kept(self) -> None:
        """Texts that the store has not taken were given up: show what it has."""
        if self._sheet is not None:
            self._session.jobs.run(partial(_read_row, self._sheet), partial(self._take_row, self._row))

    def _take_row(self, row: LedgerRow, fresh: LedgerRow | None) -> None:
        if row is not self._row:
            return
        row.take_over(fresh or LedgerRow(row.row_id))
        for key, answer in self.answers.items():
            answer.show_text(row.texts.get(key, ""), row.wrong_with(key))


def _read_row(sheet: Sheet, desk: Desk) -> LedgerRow | None:
    from baise_desktop.app.entry.filling import list_rows

    rows = list_rows(desk, sheet)
    return read_row(desk, desk.catalogue.forms[sheet.form], rows[0]) if rows else None


def _type(sheet: Sheet, row: LedgerRow, key: str, text: str, desk: Desk) -> LedgerRow:
    from baise_desktop.app.entry.filling import set_cell, single_entry

    if not row.row_id:
        row.row_id = single_entry(desk, sheet, utc_now()).record.row_id
    entry = set_cell(desk, sheet, row.row_id, key, text, utc_now()).entry
    return read_row(desk, desk.catalogue.forms[sheet.form], entry)
