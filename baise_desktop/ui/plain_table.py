"""A table to read: rows of texts with icons, a value behind each row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import inf
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from baise_desktop.ui import look
from baise_desktop.ui.clipboard import format_block
from baise_desktop.ui.labels import plain_tip

Index = QModelIndex | QPersistentModelIndex
_WIDE = 220
"""Pixels at 100 % that the column which takes what is left should have."""
_SHORT = 120
"""Columns up to this width hold words that are read as a whole; they give up their margins at most."""
_LEAST_LONG = 0.55
"""Of its width, what a column of longer words keeps where there is little room."""
_MEASURED = 6
"""Texts of a column that are measured: those that seem longest."""
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
    """Never cut: such a column is as wide as its widest number."""
    is_whole: bool = False
    """Never cut either, though its words stand at the left."""
    is_spare: bool = False
    """Put away where there is too little room for the others."""


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

    def longest(self, column: int) -> list[int]:
        """Lines whose text in a column seems longest; in GBK a wide character counts twice, as on the screen."""
        texts = {line.cells[column].text: at for at, line in enumerate(self._lines)}
        longest = nlargest(_MEASURED, ((len(text.encode("gbk", "replace")), at) for text, at in texts.items()))
        return [at for _, at in longest]

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
        self._needed: dict[int, int] = {}
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
        self.table.modelReset.connect(self._measure)
        self._fit()

    def chosen(self) -> list[Any]:
        """What the chosen lines stand for."""
        lines = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [self.table.line(line).value for line in lines]

    def choose(self, is_wanted: Callable[[Any], bool]) -> None:
        """Choose the lines that stand for what is wanted, such as what was chosen before a list was read again."""
        flag = QItemSelectionModel.SelectionFlag
        wanted = QItemSelection()
        for number in range(self.table.rowCount()):
            if is_wanted(self.table.line(number).value):
                at = self.table.index(number, 0)
                wanted.select(at, at)
        if wanted.isEmpty():
            return
        model = self.selectionModel()
        model.setCurrentIndex(wanted.indexes()[0], flag.NoUpdate)
        model.select(wanted, flag.ClearAndSelect | flag.Rows)

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
        self._needed.clear()
        self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow columns make room for the one that takes what is left."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._share()

    def showEvent(self, event: QShowEvent) -> None:
        """The style sheet's margins are known only now."""
        super().showEvent(event)
        self._measure()

    def _measure(self) -> None:
        """Needs only grow while the look stays, so that columns do not jump while somebody looks for a line."""
        for column, heading in enumerate(self.table.headings):
            if _is_uncut(heading) or 0 < heading.width <= _SHORT:
                lines = [self.table.index(line, column) for line in self.table.longest(column)]
                known = self._needed.get(column, self.horizontalHeader().sectionSizeHint(column))
                self._needed[column] = max([known, *(self.sizeHintForIndex(line).width() for line in lines)])
        self._share()

    def _share(self) -> None:
        """Columns have their widths; where that leaves too little for the wide one, margins give way, then words."""
        headings, room = self.table.headings, self._room()
        spare = [column for column, heading in enumerate(headings) if heading.is_spare]
        for column in spare:
            self.setColumnHidden(column, False)
        tight = sum(map(self._least, self._sized())) > room
        for column in spare:
            self.setColumnHidden(column, tight)
        over = sum(map(self._usual, self._sized())) - room
        for measured in (True, False):
            free = {
                column: self._usual(column) - self._least(column)
                for column in self._sized()
                if (column in self._needed) is measured
            }
            part = min(1.0, max(0.0, over) / (sum(free.values()) or 1))
            over -= sum(free.values()) * part
            for column, most in free.items():
                self.setColumnWidth(column, round(self._usual(column) - most * part))

    def _room(self) -> float:
        """What the columns share beside the wide one."""
        if not self.isVisible():
            return inf
        wide = sum(look.current().pixels(_WIDE) for heading in self.table.headings if not heading.width)
        return self.viewport().width() - wide

    def _sized(self) -> list[int]:
        """The columns on show that have a width of their own."""
        return [at for at, each in enumerate(self.table.headings) if each.width and not self.isColumnHidden(at)]

    def _usual(self, column: int) -> int:
        heading = self.table.headings[column]
        usual = look.current().pixels(heading.width)
        return max(usual, self._needed.get(column, 0)) if _is_uncut(heading) else usual

    def _least(self, column: int) -> int:
        usual = self._usual(column)
        if column in self._needed:
            return min(usual, self._needed[column])
        title = self.horizontalHeader().sectionSizeHint(column)
        return max(round(usual * _LEAST_LONG), min(usual, title))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy as a block of cells."""
        if event.matches(QKeySequence.StandardKey.Copy):
            lines = sorted({index.row() for index in self.selectionModel().selectedRows()})
            block = [[cell.text for cell in self.table.line(line).cells] for line in lines]
            QGuiApplication.clipboard().setText(format_block(block))
        else:
            super().keyPressEvent(event)


def _is_uncut(heading: Heading) -> bool:
    return heading.is_number or heading.is_whole
