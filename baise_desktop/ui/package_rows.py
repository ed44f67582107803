"""The rows of a package to be read: a form is chosen at the left, its rows stand at the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QTableView, QWidget

from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.labels import column, copyable_label, plain_tip
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView
from baise_desktop.ui.row_history import RowHistory

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.kept.package_rows import PackedForm, PackedRows
    from baise_desktop.ui.jobs import Jobs

Index = QModelIndex | QPersistentModelIndex
Marks = Mapping[tuple[str, str], str]
"""What is marked, by row id and field key; the key is empty for a row."""

_LONG = 16
"""Characters that a column shows in any case."""
_LOOKED_AT = 100
"""Rows that decide how wide a column is."""


class PackedRowsModel(QAbstractTableModel):
    """The rows of one form, with the cells that are marked."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.rows: PackedRows | None = None
        self._marks: Marks = {}

    def show_rows(self, rows: PackedRows, marks: Marks) -> None:
        """Show another form."""
        self.beginResetModel()
        self.rows, self._marks = rows, marks
        self.endResetModel()

    def show_marks(self, marks: Marks) -> None:
        """Mark other cells."""
        self._marks = marks
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def text(self, index: Index) -> str:
        """All that a cell says."""
        rows = self.rows.rows if self.rows is not None and index.isValid() else ()
        return rows[index.row()].texts[index.column()] if rows else ""

    def place(self, index: Index) -> tuple[str, str]:
        """Row id and field key of a cell."""
        if self.rows is None:
            return "", ""
        return self.rows.rows[index.row()].row_id, self.rows.keys[index.column()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's name and default
        """Rows."""
        return 0 if parent.isValid() or self.rows is None else len(self.rows.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's name and default
        """Fields."""
        return 0 if parent.isValid() or self.rows is None else len(self.rows.keys)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell; marked ones carry an icon, and their mark as a tooltip."""
        if self.rows is None:
            return None
        text = self.text(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return text.replace("\n", " ")
        mark = self._mark(index)
        if role == Qt.ItemDataRole.DecorationRole and mark:
            return look.icon("explain", "warning")
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(mark or text)
        return None

    def _mark(self, index: Index) -> str:
        row_id, key = self.place(index)
        of_row = self._marks.get((row_id, ""), "") if index.column() == 0 else ""
        return self._marks.get((row_id, key), of_row)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names of the fields, and what each row is about."""
        if self.rows is None:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self.rows.names[section] if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return str(section + 1)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self.rows.rows[section].name)
        return None


class PackageRows(QWidget):
    """Forms and rows of one package; nothing can be typed here."""

    #: another cell is current, or another form is shown
    moved = Signal()

    def __init__(self, jobs: Jobs, identity: str) -> None:
        """Reads the forms at once."""
        super().__init__()
        self._jobs, self._identity = jobs, identity
        self.forms = PlainTableView(
            (Heading(say("window.column_form"), 0), Heading(say("window.column_rows"), 64, is_number=True))
        )
        self.model = PackedRowsModel()
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setWordWrap(False)
        self.view.setAlternatingRowColors(True)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setTabKeyNavigation(False)
        self.view.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.view.horizontalHeader().setResizeContentsPrecision(_LOOKED_AT)
        self._marks: Mapping[str, Marks] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.full = copyable_label(kind="muted")
        right = QWidget()
        self.history = RowHistory(jobs, self._find, self)
        stack = column(right, self.view, self.full, self.history, spacing=4)
        stack.setStretch(0, 3)
        stack.setStretch(2, 1)
        self.forms.setFixedWidth(look.current().pixels(320))
        layout.addWidget(self.forms)
        layout.addWidget(right, 1)
        self.forms.selectionModel().selectionChanged.connect(lambda *_: self._open())
        self.moved.connect(self._show_full)
        self.moved.connect(self.history.follow)
        jobs.run(partial(_read_forms, identity), self._show_forms)

    def form(self) -> PackedForm | None:
        """The form on show."""
        chosen = self.forms.chosen()
        return chosen[0] if chosen else None

    def place(self) -> tuple[str, str]:
        """Row id and field key of the current cell; empty for none."""
        index = self.view.currentIndex()
        return self.model.place(index) if index.isValid() else ("", "")

    def _find(self) -> tuple[str, str, str, str] | None:
        """The package, form, row and field that the cursor is at."""
        form, (row_id, key) = self.form(), self.place()
        return (self._identity, form.form, row_id, key) if form is not None and row_id else None

    def set_marks(self, marks: Mapping[str, Marks]) -> None:
        """Mark these cells, by form."""
        self._marks = marks
        if self.model.rows is not None:
            self.model.show_marks(marks.get(self.model.rows.form, {}))

    def _show_forms(self, forms: Sequence[PackedForm]) -> None:
        lines = [Line((Cell(form.title, tip=form.title), Cell(str(form.rows))), form) for form in forms]
        self.forms.table.set_lines(lines)
        if forms:
            self.forms.selectRow(0)

    def _show_full(self) -> None:
        """The whole text of a cell that the grid has to cut."""
        text = self.model.text(self.view.currentIndex())
        self.full.setText(text if len(text) > _LONG or "\n" in text else "")
        self.full.setVisible(bool(self.full.text()))

    def _open(self) -> None:
        form = self.form()
        if form is not None:
            self._jobs.run(partial(_read_rows, self._identity, form.form), self._show_rows)

    def _show_rows(self, rows: PackedRows) -> None:
        form = self.form()
        if form is None or form.form != rows.form:
            return
        self.model.show_rows(rows, self._marks.get(rows.form, {}))
        widest = look.current().pixels(260)
        self.view.resizeColumnsToContents()
        for number in range(self.model.columnCount()):
            self.view.setColumnWidth(number, min(self.view.columnWidth(number) + look.current().pixels(30), widest))
        self.view.selectionModel().currentChanged.connect(lambda *_: self.moved.emit())
        self.view.setCurrentIndex(self.model.index(0, 0))
        self.moved.emit()


def _read_forms(identity: str, desk: Desk) -> Sequence[PackedForm]:
    from baise_desktop.app.kept.package_rows import list_packed_forms

    return list_packed_forms(desk, identity)


def _read_rows(identity: str, form: str, desk: Desk) -> PackedRows:
    from baise_desktop.app.kept.package_rows import read_packed_rows

    return read_packed_rows(desk, identity, form)
