"""The grid of the breakdown, with the keys of a spreadsheet."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from baise_desktop.progress.allocation import ADJUSTED, DRAFT
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.city.allocation_model import STATE_ROLE, AllocationModel, Index
from baise_desktop.ui.clipboard import format_block, parse_block
from baise_desktop.ui.table_corner import name_corner

_STEPS = {
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}
_LEAST, _USUAL, _WIDEST = 84, 120, 240
"""Pixels at 100 % of a column that shares the room with all others, that is one of many, and at most."""
_TONES = {DRAFT: "warning", ADJUSTED: "accent"}


class _Delegate(QStyledItemDelegate):
    """A line to type in; how the share stands at the left of its amount."""

    #: lines and columns to move by after a cell was left by a key
    left = Signal(int, int)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A plain line."""
        editor = QLineEdit(parent)
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        return editor

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The amount, and its state in small."""
        super().paint(painter, option, index)
        state = str(index.data(STATE_ROLE) or "")
        if not state:
            return
        painter.save()
        font = painter.font()
        font.setPixelSize(look.current().pixels(11))
        painter.setFont(font)
        amount = QFontMetrics(option.font).horizontalAdvance(str(index.data() or ""))
        room = option.rect.width() - amount - look.current().pixels(20)
        if QFontMetrics(font).horizontalAdvance(state) <= room:
            painter.setPen(look.colour(_TONES.get(state, "muted")))
            place = option.rect.adjusted(look.current().pixels(6), 0, 0, 0)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), state)
        painter.restore()

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Keys that leave the cell."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _STEPS:
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
            back = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & (
                Qt.KeyboardModifier.ShiftModifier
            )
            self.left.emit(*((-1, 0) if back else _STEPS[Qt.Key(event.key())]))
            return True
        return super().eventFilter(editor, event)


class AllocationView(QTableView):
    """Enter goes down, Tab goes right; typing replaces; F2 edits; Delete clears; blocks are copied and pasted."""

    #: Ctrl+Z
    undo_requested = Signal()

    def __init__(self, model: AllocationModel) -> None:
        super().__init__()
        self._grid = model
        self.setModel(model)
        delegate = _Delegate(self)
        delegate.left.connect(self.step)
        self.setItemDelegate(delegate)
        self.setAccessibleName(say("window.allocation_title"))
        self.setTabKeyNavigation(True)
        self.setWordWrap(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        name_corner(self).setText(say("window.column_unit"))
        model.modelReset.connect(self.fit)
        self.fit()

    def step(self, lines: int, columns: int) -> None:
        """Move to another cell."""
        index = self.currentIndex()
        line = max(0, min(index.row() + lines, self._grid.rowCount() - 1))
        column = max(0, min(index.column() + columns, self._grid.columnCount() - 1))
        self.setCurrentIndex(self._grid.index(line, column))

    def fit(self) -> None:
        """Take the sizes of a new look or table."""
        self.verticalHeader().setDefaultSectionSize(look.current().pixels(26))
        alignment = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self.horizontalHeader().setDefaultAlignment(alignment | Qt.AlignmentFlag(Qt.TextFlag.TextWordWrap))
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns fill the room that there is."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """Few columns share the room evenly; many have their width and are scrolled."""
        pixels, columns = look.current().pixels, self._grid.columnCount()
        part = self.viewport().width() // max(columns, 1)
        width = min(part, pixels(_WIDEST)) if part >= pixels(_LEAST) else pixels(_USUAL)
        for column in range(columns):
            self.setColumnWidth(column, width)
        metrics = QFontMetrics(self.font())
        longest = max((metrics.horizontalAdvance(self._grid.column_name(each)) for each in range(columns)), default=0)
        lines = min(3, 1 + longest // (width - pixels(10)))
        self.horizontalHeader().setFixedHeight(lines * metrics.lineSpacing() + pixels(12))

    def changeEvent(self, event: QEvent) -> None:
        """Take the sizes of a new look."""
        if event.type() == QEvent.Type.StyleChange:
            self.fit()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What a spreadsheet does."""
        keys = QKeySequence.StandardKey
        if event.matches(keys.Paste):
            self.paste(QGuiApplication.clipboard().text())
        elif event.matches(keys.Copy):
            self._copy()
        elif event.matches(keys.Undo):
            self.undo_requested.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._grid.enter([(index.row(), index.column(), "") for index in self.selectedIndexes()])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1, 0)
        else:
            super().keyPressEvent(event)

    def paste(self, text: str) -> None:
        """Put a block of texts at the current cell; what goes over the edge is passed over."""
        at = self.currentIndex()
        if at.isValid():
            block = parse_block(text)
            cells = [
                (at.row() + line, at.column() + column, cell)
                for line, texts in enumerate(block)
                for column, cell in enumerate(texts)
            ]
            self._grid.enter(cells)

    def _copy(self) -> None:
        chosen = self.selectedIndexes()
        lines = sorted({index.row() for index in chosen})
        columns = sorted({index.column() for index in chosen})
        texts = [[str(self._grid.index(line, column).data() or "") for column in columns] for line in lines]
        QGuiApplication.clipboard().setText(format_block(texts))
