"""Columns of the business key that stay in sight while a register is scrolled sideways."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView

from baise_desktop.ui import look
from baise_desktop.ui.unit.ledger_selection import leave_out

if TYPE_CHECKING:
    from baise_desktop.ui.unit.ledger_view import LedgerView

_WIDEST = 0.45
"""Part of the width that the columns may take at most."""


class FrozenColumns(QTableView):
    """Lies over the left of a grid and shows those of its key columns that have been scrolled away."""

    def __init__(self, grid: LedgerView) -> None:
        """Hidden while every key column is in its place."""
        super().__init__(grid)
        self._grid = grid
        self._keys: Sequence[int] = ()
        self.setObjectName("frozen")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        grid.viewport().stackUnder(self)
        grid.horizontalScrollBar().valueChanged.connect(self.place)
        grid.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        grid.horizontalHeader().sectionResized.connect(self.place)
        self.horizontalHeader().sectionClicked.connect(grid.horizontalHeader().sectionClicked)
        self.clicked.connect(lambda _: grid.setFocus())
        self.doubleClicked.connect(grid.open_cell)
        self.hide()

    def show_keys(self, keys: Sequence[int]) -> None:
        """Follow the grid's model; `keys` are columns from left to right."""
        self._keys = sorted(keys)
        self.setModel(self._grid.model())
        self.setSelectionModel(self._grid.selectionModel())
        leave_out(self.horizontalHeader())
        self.setSelectionMode(self._grid.selectionMode())
        for column in range(self._grid.model().columnCount(QModelIndex())):
            self.setColumnHidden(column, True)
        self.place()

    def place(self) -> None:
        """Show the key columns that are out of sight, as far as there is room."""
        grid = self._grid
        stuck, width = self._stuck()
        for column in self._keys:
            self.setColumnHidden(column, column not in stuck)
            self.setColumnWidth(column, grid.columnWidth(column))
        self.setVisible(bool(stuck))
        if not stuck:
            return
        header, area = grid.horizontalHeader(), grid.viewport()
        self.verticalHeader().setDefaultSectionSize(grid.verticalHeader().defaultSectionSize())
        self.horizontalHeader().setFixedHeight(header.height())
        self.horizontalHeader().setDefaultAlignment(header.defaultAlignment())
        edge = look.current().pixels(2)
        self.setGeometry(area.x(), header.y(), width + edge, header.height() + area.height())
        self.verticalScrollBar().setValue(grid.verticalScrollBar().value())

    def width_in_use(self) -> int:
        """How much of the grid's left is covered."""
        return self.width() if self.isVisible() else 0

    def holds(self, column: int) -> bool:
        """Whether a column is shown here just now."""
        return self.isVisible() and not self.isColumnHidden(column)

    def _stuck(self) -> tuple[list[int], int]:
        grid, room = self._grid, self._grid.viewport().width() * _WIDEST
        stuck: list[int] = []
        width = 0
        for column in self._keys:
            if grid.isColumnHidden(column) or grid.columnViewportPosition(column) >= width:
                continue
            if width + grid.columnWidth(column) > room:
                break
            stuck.append(column)
            width += grid.columnWidth(column)
        return stuck, width
