"""The line below a register that adds its number columns up."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.labels import plain_tip

if TYPE_CHECKING:
    from baise_desktop.ui.unit.ledger_view import LedgerView

_GAP = 4


class TotalsBar(QWidget):
    """Each sum stands below its column; nothing can be typed here."""

    def __init__(self, grid: LedgerView) -> None:
        """Hidden while the register has no column to add up."""
        super().__init__()
        self._grid = grid
        self._totals: Mapping[str, Decimal] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        grid.horizontalScrollBar().valueChanged.connect(self.update)
        grid.horizontalHeader().sectionResized.connect(self.update)
        self.hide()

    def show_totals(self, totals: Mapping[str, Decimal], rows: int) -> None:
        """Sums by field key over so many rows."""
        self._totals = totals
        self.setVisible(any(totals.values()))
        self.setFixedHeight(self.fontMetrics().lineSpacing() + look.current().pixels(4))
        fields = self._grid.ledger().form.fields
        sums = "，".join(
            say("window.ledger_total_of", name=question.name, value=self.text_of(question.key))
            for question in fields
            if question.key in totals
        )
        told = say("window.ledger_total_tip", rows=rows, sums=sums)
        self.setToolTip(plain_tip(told))
        self.setAccessibleName(told)
        self.update()

    def text_of(self, key: str) -> str:
        """The sum below a column."""
        from baise_desktop.app.checks.balance import show_sum

        return show_sum(self._totals[key]) if key in self._totals else ""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The sums, over the same ground as the grid's headers."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("sunken"))
        painter.setPen(look.colour("border"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.setPen(look.colour("text"))
        left = self._grid.viewport().x()
        head = QRect(0, 0, left, self.height())
        painter.drawText(head, Qt.AlignmentFlag.AlignCenter, say("window.ledger_total"))
        painter.setClipRect(QRect(left, 0, self._grid.viewport().width(), self.height()))
        model, frozen = self._grid.ledger(), self._grid.frozen
        for number, question in enumerate(model.form.fields):
            if question.key not in self._totals or self._grid.isColumnHidden(number):
                continue
            x = left + self._grid.columnViewportPosition(number)
            width = self._grid.columnWidth(number)
            if x + width > left + frozen.width_in_use() and x < self.width():
                place = QRect(x + _GAP, 0, width - 2 * _GAP, self.height())
                flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(place, flags, self._fitted(question.key, width - 2 * _GAP))
        painter.end()

    def _fitted(self, key: str, width: int) -> str:
        metrics = self.fontMetrics()
        return metrics.elidedText(self.text_of(key), Qt.TextElideMode.ElideLeft, width)
