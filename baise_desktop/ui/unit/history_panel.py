"""What was done to the cell at the cursor, and what it held in every version signed; it follows the cursor."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from baise_desktop.form.record import fixed_row_id
from baise_desktop.texts import say
from baise_desktop.ui.labels import column, plain_label
from baise_desktop.ui.moments import show_moment
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView
from baise_desktop.ui.unit.ledger_model import LedgerModel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from baise_desktop.app.desk import Desk
    from baise_desktop.app.entry.cell_history import HistoryLine
    from baise_desktop.store.entries import Sheet
    from baise_desktop.ui.unit.ledger_page import LedgerPage
    from baise_desktop.ui.unit.session import Session
    from baise_desktop.ui.unit.single_sheet import SingleSheet

_SETTLE_MS = 120
_DAY_AND_CLOCK = slice(5, 16)
"""Of a moment."""
Place = tuple[str, str, str]
"""Form, row and field."""


class HistoryPanel(QWidget):
    """One line for each edit of the draft and for each version, the latest first."""

    def __init__(self, session: Session, ledger: LedgerPage, sheets: Iterable[SingleSheet]) -> None:
        """Goes with the cell that is current in the grid, and with the answer being given on another page."""
        super().__init__()
        self._session = session
        self._place: Place | None = None
        self._shown: Place | None = None
        self._selection: QItemSelectionModel | None = None
        self.title = plain_label(kind="section")
        self.advice = plain_label(say("window.versions_advice"), "muted", wrap=True)
        self.view = PlainTableView(_headings())
        self._stack = QStackedWidget()
        for part in (self.advice, self.view):
            self._stack.addWidget(part)
        column(self, self.title, self._stack, margin=8, spacing=4).setStretch(1, 1)
        self._pause = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._pause.timeout.connect(self._read)
        session.saved.connect(self._read_again)
        ledger.rows_changed.connect(lambda *_: self._watch(ledger))
        for sheet in sheets:
            sheet.entered.connect(lambda form, key: self.show_cell((form, "", key)))

    def show_cell(self, place: Place) -> None:
        """Be about a cell, once the cursor rests; of a form of one record the row is known."""
        self._place = place
        self._pause.start()

    def showEvent(self, event: object) -> None:
        """What was passed while it was hidden is read now."""
        super().showEvent(event)  # type: ignore[arg-type]
        self._pause.start()

    def _watch(self, page: LedgerPage) -> None:
        selection = page.view.selectionModel()
        if selection is not self._selection:
            self._selection = selection
            selection.currentChanged.connect(lambda *_: self._take_current(page))
        self._take_current(page)

    def _take_current(self, page: LedgerPage) -> None:
        model, at = page.view.model(), page.view.currentIndex()
        if not isinstance(model, LedgerModel) or not at.isValid():
            return
        row = model.rows()[at.row()].row_id if at.row() < len(model.rows()) else ""
        self.show_cell((model.form.id, row or "-", model.form.fields[at.column()].key))

    def _read_again(self) -> None:
        self._shown = None
        self._pause.start()

    def _read(self) -> None:
        if self._place is None or self._place == self._shown or not self.isVisible():
            return
        self._shown = self._place
        form, row, key = self._place
        sheet = self._session.sheet(form)
        self.title.setText(say("window.versions_title", name=self._session.form(form).field(key).name))
        wanted = row or fixed_row_id(sheet.unit, sheet.plan, sheet.period, form)
        self._session.jobs.run(partial(_read, sheet, wanted, key), partial(self._show, self._place))

    def _show(self, place: Place, lines: tuple[HistoryLine, ...]) -> None:
        if place == self._place:
            self.view.table.set_lines([_line(each) for each in lines])
            self._stack.setCurrentWidget(self.view if lines else self.advice)


def _headings() -> list[Heading]:
    widths = (("when", 176), ("text", 0), ("standing", 130), ("by", 88), ("at", 104))
    return [Heading(say(f"window.versions_{name}"), width, is_whole=name in ("when", "at")) for name, width in widths]


def _line(told: HistoryLine) -> Line:
    if told.is_edit:
        return _edit_line(told)
    changed = say("window.versions_changed") if told.changed else ""
    at = show_moment(datetime.fromisoformat(told.at)) if told.at else ""
    day = Cell(at[:10], tip=at)
    text = Cell(f"{told.text}{changed}", "hint" if told.changed else "", tip=told.text)
    return Line((Cell(told.when), text, Cell(told.standing), Cell(told.by), day), told)


def _edit_line(told: HistoryLine) -> Line:
    blank, at = say("window.versions_blank"), show_moment(datetime.fromisoformat(told.at))
    words = say("window.versions_edit", before=told.before or blank, after=told.text or blank)
    by = Cell(told.by) if told.by else Cell(say("window.versions_somebody"), tone="muted")
    when = Cell(told.when, tone="muted")
    return Line((when, Cell(words, tip=words), Cell(told.standing), by, Cell(at[_DAY_AND_CLOCK], tip=at)), told)


def _read(sheet: Sheet, row_id: str, key: str, desk: Desk) -> tuple[HistoryLine, ...]:
    from baise_desktop.app.entry.cell_history import cell_history

    return cell_history(desk, sheet, row_id, key)
