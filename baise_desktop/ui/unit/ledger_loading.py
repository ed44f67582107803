"""Brings the rows of a long register after its first page is on show: what is looked at first, then one by one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from baise_desktop.store.row_lines import list_lines
from baise_desktop.ui.unit.ledger_rows import LedgerRow, RowReader, open_reader, read_rows

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.store.entries import Sheet
    from baise_desktop.ui.unit.ledger_model import LedgerModel
    from baise_desktop.ui.unit.session import Session

READ_AT_ONCE = 2_000
"""Rows of one job: what is typed meanwhile must not wait long for its turn."""
FIRST = 200
"""Rows that the first page of a register of more than that is read with."""

_PAINTED_MS = 30


class LedgerLoading(QObject):
    """Reads until the model has every row."""

    def __init__(self, session: Session, model: LedgerModel, sheet: Sheet, parent: QObject) -> None:
        """Begins when the first page is painted, if there is something to read."""
        super().__init__(parent)
        self._session, self._model, self._sheet = session, model, sheet
        self._reader: RowReader | None = None
        QTimer.singleShot(_PAINTED_MS, self, self._go_on)

    def _go_on(self) -> None:
        if not isValid(self._model) or self._model.is_complete():
            return
        start = self._model.next_expected(READ_AT_ONCE)
        self._session.jobs.run(partial(_read_on, self._sheet, start, self._reader), partial(self._take, start))

    def _take(self, start: int, part: tuple[RowReader, list[LedgerRow]]) -> None:
        self._reader, rows = part
        if not isValid(self._model) or self._model.is_complete():
            return
        if rows and self._model.fill(start, rows):
            self._go_on()
        else:
            # Rows were taken out of the store since they were counted: they stand elsewhere now.
            self._session.jobs.run(lambda desk: read_rows(desk, self._sheet), self._take_all)

    def _take_all(self, rows: list[LedgerRow]) -> None:
        if isValid(self._model):
            self._model.set_rows(rows)


def read_first(sheet: Sheet, desk: Desk) -> list[LedgerRow]:
    """The first page of a sheet."""
    return _read(open_reader(desk, sheet), sheet, 0, FIRST, desk)


def _read_on(sheet: Sheet, start: int, reader: RowReader | None, desk: Desk) -> tuple[RowReader, list[LedgerRow]]:
    reader = reader or open_reader(desk, sheet)
    return reader, _read(reader, sheet, start, READ_AT_ONCE, desk)


def _read(reader: RowReader, sheet: Sheet, start: int, most: int, desk: Desk) -> list[LedgerRow]:
    return [reader.read_line(line) for line in list_lines(desk.store, sheet, most, skipped=start)]
