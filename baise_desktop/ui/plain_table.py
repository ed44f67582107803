"""A table to read: rows of texts with icons, a value behind each row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from baise_desktop.ui import look
from baise_desktop.ui.clipboard import format_block
from baise_desktop.ui.labels import plain_tip

Index = QModelIndex | QPersistentModelIndex
_WIDE = 220
"""Pixels at 100 % that the column which takes what is left should have."""
_SHORT = 120
"""Columns up to this width hold words that are read as a whole; they give up their margins at most."""
_LEAST_LONG, _LEAST_SHORT = 0.55, 0.84
"""Of its width, what a column keeps where there is little room."""
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows."""

    text: str
    icon: str = ""
    tone: str = "text"
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """One column."""

    title: str
    width: int = 120
    """Pixels at 100 %; 0 takes what is left."""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row, with what it stands for."""

    cells: tuple[Cell, ...]
    value: Any = None


class PlainTable(QAbstractTableModel):
    """Lines of cells."""

    def __init__(self, headings: Sequence[Heading], parent: QObject | None = None) -> None:
        """Empty."""
        super().__init__(parent)
        self.headings = tuple(headings)
        self._lines: list[Line] = []

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._lines = list(lines)
        self.endResetModel()

    def line(self, number: int) -> Line:
        """One line."""
        return self._lines[number]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's name and default
        """Lines."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's name and default
        """Headings."""
        return 0 if parent.isValid() else len(self.headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(index).text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.headings[index.column()].is_number else _LEFT
        if role == Qt.ItemDataRole.DecorationRole:
            cell = self._cell(index)
            return look.icon(cell.icon, cell.tone) if cell.icon else None
        if role == Qt.ItemDataRole.ForegroundRole:
            return look.colour(self._cell(index).tone)
        if role == Qt.ItemDataRole.ToolTipRole:
            cell = self._cell(index)
            return plain_tip(cell.tip or cell.text)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles, aligned like their columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.headings[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.headings[section].is_number else _LEFT
        return None

    def _cell(self, index: Index) -> Cell:
        return self._lines[index.row()].cells[index.column()]


class PlainTableView(QTableView):
    """Whole lines are chosen; Ctrl+C copies them."""

    def __init__(self, headings: Sequence[Heading], *, many: bool = False) -> None:
        """`many` allows several lines to be chosen."""
        super().__init__()
        self.table = PlainTable(headings, self)
        self.setObjectName("plain")
        self.setModel(self.table)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.ExtendedSelection if many else modes.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        for column, heading in enumerate(headings):
            if not heading.width:
                self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self._fit()

    def chosen(self) -> list[Any]:
        """What the chosen lines stand for."""
        lines = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [self.table.line(line).value for line in lines]

    def changeEvent(self, event: QEvent) -> None:
        """Take the sizes of a new look."""
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        pixels = look.current().pixels
        self.setIconSize(QSize(pixels(16), pixels(16)))
        self.horizontalHeader().setMinimumSectionSize(pixels(64))
        self.verticalHeader().setDefaultSectionSize(pixels(28))
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow columns make room for the one that takes what is left."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._share()

    def _share(self) -> None:
        """Columns have their widths; where that leaves too little for the wide one, the longer give up a part each."""
        pixels, headings = look.current().pixels, self.table.headings
        short = sum(pixels(heading.width) for heading in headings if heading.width <= _SHORT)
        long = sum(pixels(heading.width) for heading in headings if heading.width > _SHORT)
        wide = sum(pixels(_WIDE) for heading in headings if not heading.width)
        room = self.viewport().width() - wide if self.isVisible() else short + long
        long_part = max(_LEAST_LONG, min(1, (room - short) / long)) if long else 1
        short_part = max(_LEAST_SHORT, min(1, (room - long * long_part) / short)) if short else 1
        for column, heading in enumerate(headings):
            if heading.width:
                part = long_part if heading.width > _SHORT else short_part
                self.setColumnWidth(column, round(pixels(heading.width) * part))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy as a block of cells."""
        if event.matches(QKeySequence.StandardKey.Copy):
            lines = sorted({index.row() for index in self.selectionModel().selectedRows()})
            block = [[cell.text for cell in self.table.line(line).cells] for line in lines]
            QGuiApplication.clipboard().setText(format_block(block))
        else:
            super().keyPressEvent(event)
