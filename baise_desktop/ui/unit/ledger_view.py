"""The grid of a register with the keys that clerks expect from a spreadsheet."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from baise_desktop.ui import look
from baise_desktop.ui.choice_field import ChoiceField
from baise_desktop.ui.clipboard import fill_clipboard_data
from baise_desktop.ui.composition import guard_composition
from baise_desktop.ui.unit.cell_delegate import CellDelegate, Choices, enter_step, is_table_editor, put_text
from baise_desktop.ui.unit.column_widths import HEAD_GAP, usual_width
from baise_desktop.ui.unit.ghost_mark import TALL
from baise_desktop.ui.unit.ledger_frozen import FrozenColumns
from baise_desktop.ui.unit.ledger_heading import heading
from baise_desktop.ui.unit.ledger_model import LedgerModel
from baise_desktop.ui.unit.ledger_paste import MOST_CELLS
from baise_desktop.ui.unit.ledger_selection import count_cells, leave_out, list_blocks, list_cells, list_lines

_LOW = 28
"""Pixels of a row at 100 %."""


class LedgerView(QTableView):
    """Enter, Tab and arrows move; typing replaces; F2 edits; Delete clears."""

    #: the clipboard is to be put at the selection
    paste_requested = Signal()
    #: column by which the rows are to be sorted
    sort_requested = Signal(int)
    #: the current row is to be filled in one below the other
    form_requested = Signal()
    #: text for every selected cell
    fill_requested = Signal(str)
    #: line, column and text of cells that take over what stands above them
    down_requested = Signal(object)
    #: key of a field whose column was made wider or narrower, and its width in pixels at 100 %
    column_sized = Signal(str, int)
    #: no cell is being typed into any more
    typing_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Without a model until `show_model`."""
        super().__init__(parent)
        self._tall = False
        self._fitting = False
        self._widths: Mapping[str, int] = {}
        self.frozen = FrozenColumns(self)
        self.setAlternatingRowColors(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AnyKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.horizontalHeader().sectionClicked.connect(self.sort_requested)
        self.horizontalHeader().sectionResized.connect(self._note_width)
        self._acts: Mapping[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Delete: self._clear,
            Qt.Key.Key_Backspace: self._clear,
            Qt.Key.Key_F2: self._edit_at_end,
            Qt.Key.Key_F4: self.form_requested.emit,
            Qt.Key.Key_F5: lambda: self.sort_requested.emit(self.currentIndex().column()),
        }

    def show_model(self, model: LedgerModel, choices: Choices, widths: Mapping[str, int] | None = None) -> None:
        """Show a register; the first cell is current. `widths` are those that the clerk chose: see `set_widths`."""
        self._widths = widths or {}
        delegate = CellDelegate(model.form.fields, choices, self)
        delegate.left.connect(self.step)
        delegate.filled.connect(self._fill)
        self.setModel(model)
        leave_out(self.horizontalHeader())
        self.setItemDelegate(delegate)
        self.frozen.setItemDelegate(CellDelegate(model.form.fields, choices, self.frozen))
        for column in range(model.columnCount()):
            self.setColumnHidden(column, False)
        self.show_order(-1, descending=False)
        self.frozen.show_keys([model.column_of(key) for key in model.form.key])
        self._fit()
        if model.rowCount():
            self.setCurrentIndex(model.index(0, 0))

    def set_widths(self, widths: Mapping[str, int]) -> None:
        """Give columns the widths that the clerk chose, in pixels at 100 % by field key, and the others their own."""
        self._widths = widths
        self._fit()

    def set_tall(self, tall: bool) -> None:
        """Give every row a second line, or take it away."""
        if tall != self._tall:
            self._tall = tall
            self._fit()
            self.scrollTo(self.currentIndex())

    def ledger(self) -> LedgerModel:
        """The model on show."""
        model = self.model()
        if not isinstance(model, LedgerModel):
            raise TypeError("no register is on show")
        return model

    def step(self, lines: int, columns: int) -> None:
        """Move to the next cell that can be typed into, over the ends of lines."""
        model, index = self.ledger(), self.currentIndex()
        line, column = index.row() + lines, index.column()
        if columns:
            line, column = self._seek(line, column, columns)
        line = max(0, min(line, model.rowCount() - 1))
        self.stand_on(line, max(0, column))
        self.scrollTo(self.currentIndex())

    def start_row(self) -> None:
        """Go to the first cell of the line for a new row."""
        model = self.model()
        if isinstance(model, LedgerModel) and not model.is_locked():
            first = next((c for c in range(model.columnCount()) if model.is_editable(c)), 0)
            self.stand_on(model.rowCount() - 1, first)
            self.scrollTo(self.currentIndex())
            self.setFocus()

    def show_cell(self, line: int, column: int) -> None:
        """Bring a cell into sight and make it current."""
        self.stand_on(line, column)
        self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)
        self.setFocus()

    def stand_on(self, line: int, column: int) -> None:
        """Make one cell current and alone selected, whatever keys are held down."""
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self.ledger().index(line, column), flag)

    def chosen_lines(self) -> list[int]:
        """Lines with a selected cell, in order."""
        return list_lines(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the grid; whatever is left types into the cell."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Copy) or event.matches(QKeySequence.StandardKey.Cut):
            self._copy(cut=event.matches(QKeySequence.StandardKey.Cut))
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_requested.emit()
        elif control and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.start_row()
        elif control and key == Qt.Key.Key_D:
            self._copy_above()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            lines, columns = enter_step()
            self.step(*((-lines, -columns) if shift else (lines, columns)))
        elif key == Qt.Key.Key_Tab:
            self.step(0, -1 if shift else 1)
        elif key == Qt.Key.Key_Backtab:
            self.step(0, -1)
        elif key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._open_choices()
        elif key in self._acts:
            self._acts[Qt.Key(key)]()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """No jumping about by letters: Qt would walk through every row, and the search above does it better."""

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """A character that an input method gives without composing, such as a bracket, opens the cell too."""
        composes = bool(event.preeditString()) or not event.commitString()
        if composes or self.is_typing():
            super().inputMethodEvent(event)
            return
        editor = self.open_editor(self.currentIndex())
        if editor is not None:
            QApplication.sendEvent(editor, event)

    def is_typing(self) -> bool:
        """Whether a cell is being typed into."""
        return self.state() == QAbstractItemView.State.EditingState

    def keep_typed(self) -> None:
        """Keep what stands in an open cell, even what is still being composed, and close it."""
        guard = guard_composition()
        if guard is not None:
            guard.settle()
        for editor in list(self._open_editors()):
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def open_editor(self, index: QModelIndex | QPersistentModelIndex) -> QWidget | None:
        """The editor of a cell, if it can be typed into; what is being typed into another is kept first."""
        if self.is_typing() and index == self.currentIndex():
            return next(self._open_editors(), None)
        self.keep_typed()
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            return None
        self.edit(index)
        editor = QApplication.focusWidget()
        return editor if is_table_editor(editor, self) else None

    def _open_editors(self) -> Iterator[QLineEdit | QPlainTextEdit]:
        editors = (each for each in self.viewport().children() if isinstance(each, QLineEdit | QPlainTextEdit))
        return (each for each in editors if each.isVisible())

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """What had to wait for the typing comes when the key that ended it has done its work."""
        super().closeEditor(editor, hint)
        QTimer.singleShot(0, self, self.typing_ended.emit)

    def _seek(self, line: int, column: int, step: int) -> tuple[int, int]:
        model = self.ledger()
        count = model.columnCount()
        for _ in range(count):
            column += step
            if not 0 <= column < count:
                line, column = line + step, (0 if step > 0 else count - 1)
            if not 0 <= line < model.rowCount():
                return max(0, min(line, model.rowCount() - 1)), self.currentIndex().column()
            if not self.isColumnHidden(column) and (model.is_locked() or model.is_editable(column)):
                break
        return line, column

    def corner(self) -> tuple[int, int]:
        """Line and column of the top left of what is selected."""
        chosen = list_blocks(self)
        line, column = self.current_cell()
        lines, columns = [block.lines[0] for block in chosen], [block.columns[0] for block in chosen]
        return max(0, min(lines, default=line)), max(0, min(columns, default=column))

    def _chosen_block(self) -> list[list[str]]:
        rows, fields = self.ledger().rows(), self.ledger().form.fields
        columns = sorted({column for block in list_blocks(self) for column in block.columns})
        blank = [""] * len(columns)
        return [
            [rows[line].peek(column, fields[column].key) for column in columns] if line < len(rows) else blank
            for line in list_lines(self)
        ]

    def _copy(self, *, cut: bool) -> None:
        QGuiApplication.clipboard().setMimeData(fill_clipboard_data(self._chosen_block()))
        if cut:
            self._clear()

    def _copy_above(self) -> None:
        """Into one cell from the line above it; into several from the topmost selected, or from above one line."""
        index = self.currentIndex()
        chosen = self.selected_cells()
        if len(chosen) > 1:
            top = min(line for line, _ in chosen)
            source = top if any(line > top for line, _ in chosen) else top - 1
            texts = {c: str(index.sibling(source, c).data(Qt.ItemDataRole.EditRole) or "") for _, c in chosen}
            if source >= 0:
                self.down_requested.emit([(line, c, texts[c]) for line, c in chosen if line > source])
        elif index.row() > 0:
            above = str(index.siblingAtRow(index.row() - 1).data(Qt.ItemDataRole.EditRole) or "")
            editor = next(self._open_editors(), None)
            if editor is None:
                self.ledger().setData(index, above)
            else:
                put_text(editor, above)

    def _clear(self) -> None:
        if count_cells(self) > 1:
            self.fill_requested.emit("")
        elif self.currentIndex().row() < len(self.ledger().rows()):
            self.ledger().setData(self.currentIndex(), "")

    def _open_choices(self) -> None:
        """What the cell offers to choose from, as Alt+Down does in spreadsheets."""
        index = self.currentIndex()
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
            editor = QApplication.focusWidget()
            if isinstance(editor, ChoiceField) and is_table_editor(editor, self):
                editor.open_list()

    def _edit_at_end(self) -> None:
        editor = self.open_editor(self.currentIndex())
        if isinstance(editor, QLineEdit):
            editor.end(False)
        elif isinstance(editor, QPlainTextEdit):
            editor.moveCursor(editor.textCursor().MoveOperation.End)

    def show_order(self, column: int, *, descending: bool) -> None:
        """Show by which column the rows are sorted; -1 for none."""
        header = self.horizontalHeader()
        header.setSortIndicatorShown(column >= 0)
        if column >= 0:
            order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(column, order)

    def open_cell(self, index: QModelIndex) -> None:
        """Type into a cell that was clicked where it stands frozen."""
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.open_editor(index)

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a cell into sight, beside what is frozen."""
        super().scrollTo(index, hint)
        hidden = self.frozen.width_in_use() - self.columnViewportPosition(index.column())
        if hidden > 0 and not self.frozen.holds(index.column()):
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - hidden)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the frozen columns in their place."""
        super().resizeEvent(event)
        self.frozen.place()

    def selected_cells(self, most: int = MOST_CELLS + 1) -> list[tuple[int, int]]:
        """Line and column of up to `most` selected cells that can be typed into, the line for a new row left out."""
        model = self.ledger()
        count, typed = len(model.rows()), {c for c in range(model.columnCount()) if model.is_editable(c)}
        cells = ((line, column) for line, column in list_cells(self) if line < count and column in typed)
        return list(islice(cells, most))

    def _fill(self, text: str) -> None:
        if count_cells(self) > 1:
            self.fill_requested.emit(text)
        else:
            self.ledger().setData(self.currentIndex(), text)
            self.start_row()

    def changeEvent(self, event: QEvent) -> None:
        """Take the sizes of a new look."""
        if event.type() == QEvent.Type.StyleChange and isinstance(self.model(), LedgerModel):
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        pixels = look.current().pixels
        metrics = QFontMetrics(self.font())
        self._fitting = True
        for column, question in enumerate(self.ledger().form.fields):
            chosen = self._widths.get(question.key)
            name = metrics.horizontalAdvance(heading(question))
            self.setColumnWidth(column, pixels(chosen) if chosen else usual_width(question, name, tall=self._tall))
        self._fitting = False
        self.verticalHeader().setDefaultSectionSize(pixels(TALL if self._tall else _LOW))
        self.verticalHeader().setMinimumWidth(pixels(44))
        self._fit_header()
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag(Qt.TextFlag.TextWordWrap)
        )
        self.frozen.place()

    def _note_width(self, column: int, old: int, new: int) -> None:
        """Columns that come into sight or go resize too, from nothing or to it."""
        if not self._fitting and old and new and isinstance(self.model(), LedgerModel):
            key, width = self.ledger().form.fields[column].key, round(new * 100 / look.current().zoom)
            self._widths = {**self._widths, key: width}
            self.column_sized.emit(key, width)

    def _fit_header(self) -> None:
        """One line where every name fits, else two."""
        pixels, metrics = look.current().pixels, QFontMetrics(self.font())
        names = enumerate(map(heading, self.ledger().form.fields))
        long = any(
            metrics.horizontalAdvance(name) + pixels(HEAD_GAP) > self.columnWidth(column)
            for column, name in names
            if not self.isColumnHidden(column)
        )
        self.horizontalHeader().setFixedHeight((2 if long else 1) * metrics.lineSpacing() + pixels(12))

    def current_cell(self) -> tuple[int, int]:
        """Line and column of the current cell."""
        return self.currentIndex().row(), self.currentIndex().column()

    def select_line(self, line: int) -> None:
        """Mark one whole line."""
        index: QModelIndex = self.ledger().index(line, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().select(index, flags)
