"""The lines above a register: its balance, what is shown of it, and for what its rows are being looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.flow_row import FlowRow
from baise_desktop.ui.labels import button, column, plain_label, plain_tip
from baise_desktop.ui.unit.ledger_order import Chip

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from baise_desktop.app.checks.balance import Balance
    from baise_desktop.app.results.row_filter import RowFilter
    from baise_desktop.form.definition import Form
    from baise_desktop.ui.labels import IconButton

CHIPS: tuple[Chip, ...] = get_args(Chip)
_SEARCH_AFTER_MS = 200
Side = str
"""`in`: rows that a measure or target takes; `out`: the others; `all`."""
_LARGE_FROM = 900
"""Pixels of the page's width at 100 %."""


def fit_buttons(width: int, paste: QWidget, others: Iterable[IconButton]) -> None:
    """Where a register's page has little width, its buttons are small, and pasting is left to its key."""
    has_room = width > look.current().pixels(_LARGE_FROM)
    paste.setVisible(has_room)
    for each in others:
        each.set_kind("" if has_room else "chip")


class BalanceStrip(QWidget):
    """Opening, changes and closing in one line, what columns add up to in the tooltip."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.line = plain_label(wrap=True)
        column(self, self.line)

    def sizeHint(self) -> QSize:
        """One line: where it does not fit it is wrapped."""
        width = self.line.fontMetrics().horizontalAdvance(self.line.text())
        return QSize(width + 2, super().heightForWidth(10_000))

    def show_balance(self, balance: Balance, form: Form) -> None:
        """Tell a balance."""
        from baise_desktop.app.checks.balance import tell_sums

        sums = list(tell_sums(form, balance.sums))
        parts = [balance.sentence]
        if balance.source:
            parts.append(say("window.ledger_balance_source", source=balance.source))
        parts += [
            say("window.ledger_balance_standing", name=each.indicator, opening=each.opening, closing=each.closing)
            for each in balance.standing
        ]
        if balance.left_behind:
            parts.append(say("window.ledger_balance_left_behind", count=balance.left_behind))
        self.line.setText("　".join(parts))
        self.line.setToolTip(plain_tip("\n".join(sums)))


class SearchLine(QLineEdit):
    """A search box that Esc empties and Down leaves for the grid."""

    #: the reader is done here
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties; Enter and Down go to the rows."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_Escape):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class FilterBar(FlowRow):
    """Chips that choose rows, each with its count, and a search over all cells."""

    #: another chip was chosen, or something else is searched for
    changed = Signal()

    def __init__(self) -> None:
        """Every row is shown."""
        self.chips: dict[Chip, QPushButton] = {}
        for name in CHIPS:
            self.chips[name] = button("", "chip")
            self.chips[name].setCheckable(True)
            self.chips[name].setAutoExclusive(True)
        self.chips["all"].setChecked(True)
        self.search = SearchLine()
        self.search.setPlaceholderText(say("window.ledger_search"))
        self.search.setAccessibleName(say("window.ledger_search"))
        self.search.setClearButtonEnabled(True)
        self.shown = plain_label(kind="muted")
        self.shown.hide()
        super().__init__(*self.chips.values(), self.search, self.shown)
        self._pause = QTimer(self, singleShot=True, interval=_SEARCH_AFTER_MS)
        self._pause.timeout.connect(self.changed)
        self._fit()
        for chip in self.chips.values():
            chip.clicked.connect(self.changed)
        self.search.textChanged.connect(lambda _: self._pause.start())

    def chip(self) -> Chip:
        """The one chosen."""
        return next(name for name, chip in self.chips.items() if chip.isChecked())

    def clear(self) -> None:
        """Show every row again, without saying so."""
        self.chips["all"].setChecked(True)
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self._pause.stop()

    def changeEvent(self, event: QEvent) -> None:
        """Take the sizes of a new look."""
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        words = self.search.fontMetrics().horizontalAdvance(say("window.ledger_search"))
        self.search.setMinimumWidth(words + look.current().pixels(44))

    def show_shown(self, shown: int, total: int) -> None:
        """How many rows are on show, where it is not all of them."""
        self.shown.setText("" if shown == total else say("window.ledger_shown", shown=shown, count=total))
        self.shown.setVisible(shown != total)

    def show_clerk(self, name: str) -> None:
        """Whose rows 我填的 are; without a name it cannot be asked for."""
        mine = self.chips["mine"]
        mine.setEnabled(bool(name))
        mine.setToolTip(plain_tip(say("window.ledger_mine_tip", name=name) if name else say("window.ledger_mine_none")))
        if not name and mine.isChecked():
            self.chips["all"].click()

    def show_counts(self, counts: Mapping[Chip, int]) -> None:
        """How many rows each chip would show."""
        for name, chip in self.chips.items():
            chip.setText(say(f"window.ledger_chip_{name}", count=counts[name]))


class ScopeBar(QWidget):
    """For which measure or target rows are looked at, and why the current one counts."""

    #: every row is wanted again
    removed = Signal()
    #: the other side of the rows is wanted
    changed = Signal()

    def __init__(self) -> None:
        """Hidden until `show_scope`."""
        super().__init__()
        self.chip = button("", "chip")
        self.chip.setToolTip(say("window.ledger_scope_tip"))
        self.chip.clicked.connect(self.removed)
        self.sides: dict[Side, QPushButton] = {}
        self._counted, self._rest = "", ""
        for side in ("in", "out"):
            self.sides[side] = button("", "chip")
            self.sides[side].setCheckable(True)
            self.sides[side].setAutoExclusive(True)
            self.sides[side].clicked.connect(self.changed)
        self.words = plain_label(kind="muted", wrap=True)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(FlowRow(self.chip, *self.sides.values()))
        layout.addWidget(self.words)
        self.hide()

    def show_scope(self, row_filter: RowFilter | None) -> None:
        """Look at rows for this; None for no reason."""
        self.setVisible(row_filter is not None)
        self.sides["in"].setChecked(True)
        if row_filter is not None:
            self.chip.setText(say("window.ledger_scope", why=row_filter.why))
            self._counted = "window.ledger_scope_counted" if row_filter.target else "window.ledger_scope_in"
            self._rest = "window.ledger_scope_out" if row_filter.target else "window.ledger_scope_rest"

    def side(self) -> Side:
        """Which rows are wanted."""
        return "out" if self.sides["out"].isChecked() else "in"

    def show_counts(self, count: int, total: int) -> None:
        """How many rows of how many count."""
        self.sides["in"].setText(say(self._counted, count=count, total=total))
        self.sides["out"].setText(say(self._rest, count=total - count))
