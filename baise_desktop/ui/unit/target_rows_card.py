"""The rows that a target's figure is computed from: which count, how much each adds, and why another does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout

from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.flow_row import FlowRow
from baise_desktop.ui.labels import button, empty_layout, plain_label
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView

if TYPE_CHECKING:
    from baise_desktop.app.results.row_filter import RowFilter
    from baise_desktop.app.results.target_rows import TargetRow

MOST_LINES = 500
_FEWEST_SEEN, _MOST_SEEN = 2, 5


class RegisterChips(FlowRow):
    """The registers of a figure, each with how many of its rows count; they lead to the rows."""

    #: RowFilter of the rows that are wanted, and an empty id
    rows_requested = Signal(object, str)

    def show_registers(
        self, rows: Sequence[TargetRow], filters: Mapping[str, RowFilter], titles: Mapping[str, str], held: set[str]
    ) -> None:
        """`filters` and `titles` are by register; only registers `held` by this submission can be gone to."""
        empty_layout(self.layout())
        for register, row_filter in filters.items():
            own = [row for row in rows if row.register == register]
            counting = sum(row.counts for row in own)
            words = say("window.target_rows_register", title=titles[register], rows=counting, total=len(own))
            self.add(self._chip(words, row_filter) if register in held else _elsewhere(words))
        self.setVisible(bool(filters))

    def _chip(self, words: str, row_filter: RowFilter) -> QPushButton:
        chip = button(words, "chip")
        chip.clicked.connect(lambda: self.rows_requested.emit(row_filter, ""))
        return chip


class TargetRowsCard(QFrame):
    """Lists the rows, and leads to their register."""

    #: RowFilter of the register's rows that are wanted, and the id of the row to go to, or empty
    rows_requested = Signal(object, str)

    def __init__(self, rows: Sequence[TargetRow], filters: Mapping[str, RowFilter], held: set[str]) -> None:
        """`filters` are by register; only registers `held` by this submission can be gone to."""
        super().__init__()
        self.setProperty("class", "card")
        self.filters, self._held = filters, held
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 12)
        layout.addWidget(plain_label(say("window.target_rows"), "section"))
        self.table = PlainTableView(
            [
                Heading(say("window.target_rows_row"), 300),
                Heading(say("window.target_rows_state"), 96),
                Heading(say("window.target_rows_words"), 0),
            ]
        )
        self.table.table.set_lines([_line(row) for row in rows[:MOST_LINES]])
        self.table.activated.connect(lambda index: self._go(self.table.table.line(index.row()).value))
        layout.addWidget(self.table)
        self.table.setVisible(bool(rows))
        seen = max(_FEWEST_SEEN, min(len(rows), _MOST_SEEN))
        self.table.setFixedHeight(look.current().pixels(28) * seen + look.current().pixels(38))

    def _go(self, row: TargetRow) -> None:
        if row.register in self._held:
            self.rows_requested.emit(self.filters[row.register], row.row_id)


def _elsewhere(words: str) -> QLabel:
    return plain_label(say("window.target_rows_elsewhere", register=words), "muted")


def _line(row: TargetRow) -> Line:
    icon, tone = ("done", "good") if row.counts else ("empty", "muted")
    state = say("window.target_rows_in" if row.counts else "window.target_rows_out")
    return Line((Cell(row.name), Cell(state, icon, tone), Cell(row.words, tip=row.words)), row)
