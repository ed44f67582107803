"""The table model of a register grid: the rows on show and, last, one line that becomes a row when typed into.

Some rows may be hidden by a filter, and the others may stand in another order. Rows that come in while it is so are
shown at the end until the filter is renewed: nothing that somebody just typed or pasted vanishes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import is_
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from baise_desktop.errors import Severity
from baise_desktop.form.definition import FieldType, Form
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.labels import plain_tip
from baise_desktop.ui.unit.cell_marks import CellMarks
from baise_desktop.ui.unit.ledger_heading import explain, heading
from baise_desktop.ui.unit.ledger_opening import Opening
from baise_desktop.ui.unit.ledger_rows import COMING, LedgerRow, merge_rows
from baise_desktop.ui.unit.read_only import NEVER_TYPED, why_read_only

if TYPE_CHECKING:
    from baise_desktop.app.entry.ghost_words import GhostTexts, GhostWords

Index = QModelIndex | QPersistentModelIndex
SEVERITY_ROLE = Qt.ItemDataRole.UserRole + 1
"""Severity of the worst thing known about a cell, or None."""
UNSAVED_ROLE = Qt.ItemDataRole.UserRole + 11
"""Why the store has not taken what a cell shows, or None."""
CHANGED_ROLE = Qt.ItemDataRole.UserRole + 2
"""Whether a cell of a carried row shows something else than at opening."""
NOTE_ROLE = Qt.ItemDataRole.UserRole + 9
"""Whether somebody wrote a note on a cell."""
GHOST_ROLE = Qt.ItemDataRole.UserRole + 10
"""What is said of a cell's value last time: GhostWords, False for nothing; None while last time is not shown."""
_NUMBERS = (FieldType.INTEGER, FieldType.DECIMAL, FieldType.COMPUTED)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_SHOWN_ONLY = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_TYPED = _SHOWN_ONLY | Qt.ItemFlag.ItemIsEditable
_SHOWN = 400
"""Characters of a text that a cell may have room for; laying out more than these takes time at every paint."""


class LedgerModel(QAbstractTableModel):
    """Rows of one register."""

    #: LedgerRow, field key and text that somebody typed and the store should keep
    edit_requested = Signal(object, str, str)
    #: every row has come
    completed = Signal()

    def __init__(self, form: Form, parent: QObject | None = None) -> None:
        """Empty and open for typing."""
        super().__init__(parent)
        self.form = form
        self._all: list[LedgerRow] = []
        self._rows: list[LedgerRow] = []
        """On show."""
        self.readings = 0
        """How many times the rows were taken over from the store."""
        self._expected = 0
        """How many rows the store has that are not here yet."""
        self._looked_at = 0
        """A line that was painted although its row is not here."""
        self._arranged = False
        self._locked = ""
        self._marks = CellMarks()
        self._notes: Mapping[tuple[str, str], str] = {}
        self._ghosts: GhostTexts | None = None
        self._opening = Opening()
        self._alignments = [_RIGHT if question.type in _NUMBERS else _LEFT for question in form.fields]

    def begin(self, rows: Sequence[LedgerRow], count: int) -> None:
        """Take over the first rows of so many; the others are expected."""
        self.beginResetModel()
        self._expected = count - len(rows)
        self._all = [*rows, *[COMING] * self._expected]
        self._rows = list(self._all)
        self.readings += 1
        self.endResetModel()

    def next_expected(self, block: int) -> int:
        """From which line on a block of rows should come next: where somebody looks, or else the first."""
        looked, rows = self._looked_at, self._all
        if looked < len(rows) and rows[looked] is COMING:
            return looked // block * block
        return rows.index(COMING)

    def fill(self, start: int, rows: Sequence[LedgerRow]) -> bool:
        """Put rows in their place that were expected, lines stay as they are; whether there was one."""
        came = 0
        for line, row in enumerate(rows[: len(self._all) - start], start):
            if self._all[line] is COMING:
                self._all[line] = self._rows[line] = row
                came += 1
        self._expected -= came
        if start <= self._looked_at < start + len(rows):  # Rows out of sight are no reason to paint.
            self.show_again()
        if came and not self._expected:
            self.completed.emit()
        return bool(came)

    def is_complete(self) -> bool:
        """Whether every row is there."""
        return not self._expected

    def set_rows(self, rows: Sequence[LedgerRow]) -> None:
        """Take over what the store has; under a filter, what was shown stays so and new rows come to the end."""
        waited, self._expected = self._expected, 0
        merged = merge_rows(self._all, rows)
        shown = self._keep_shown(merged) if self._arranged else list(merged)
        self._all = merged
        self.readings += 1
        self._replace_shown(shown)
        if waited:
            self.completed.emit()

    def _replace_shown(self, shown: list[LedgerRow]) -> None:
        seen = len(self._rows)
        if len(shown) < seen or not all(map(is_, self._rows, shown)):
            self.beginResetModel()
            self._rows = shown
            self.endResetModel()
            return
        if len(shown) > seen:
            self.beginInsertRows(QModelIndex(), seen, len(shown) - 1)
            self._rows = shown
            self.endInsertRows()
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(shown))
        self.show_again()

    def _keep_shown(self, merged: Sequence[LedgerRow]) -> list[LedgerRow]:
        known, there = set(map(id, self._all)), set(map(id, merged))
        stay = [row for row in self._rows if id(row) in there]
        return stay + [row for row in merged if id(row) not in known]

    def show_rows(self, rows: Sequence[LedgerRow], seen: int) -> None:
        """Show some of the rows in an order; those that came after the first `seen` are shown at the end."""
        self.beginResetModel()
        self._rows = [*rows, *self._all[seen:]]
        self._arranged = True
        self.endResetModel()

    def show_all(self) -> None:
        """Show every row in the order of their making."""
        if self._arranged:
            self.beginResetModel()
            self._rows, self._arranged = list(self._all), False
            self.endResetModel()

    def is_arranged(self) -> bool:
        """Whether the rows on show are some of them, or in another order."""
        return self._arranged

    def rows(self) -> Sequence[LedgerRow]:
        """The rows on show, without the line for a new one."""
        return self._rows

    def all_rows(self) -> Sequence[LedgerRow]:
        """Every row, hidden ones too."""
        return self._all

    def set_opening(self, opening: Opening) -> None:
        """Show which rows are new or changed since opening, what changed cells showed then, and where it opened."""
        self._opening = opening
        if self._rows:
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self._rows) - 1)
            self.show_again()

    def source_of(self, row_id: str) -> str:
        """Which period and version a row was carried from, and how that stands; empty for a new one."""
        return self._opening.source_of(row_id)

    def lock(self, reason: str) -> None:
        """Forbid typing, and say why in every cell's tooltip; an empty reason allows it again."""
        self.beginResetModel()
        self._locked = reason
        self.endResetModel()

    def locked_because(self) -> str:
        """Why typing is forbidden, or empty."""
        return self._locked

    def is_locked(self) -> bool:
        """Whether typing is forbidden."""
        return bool(self._locked)

    def set_marks(self, marks: CellMarks) -> None:
        """Mark cells, by row id and field key, with what the check found."""
        self._marks = marks
        self.show_again()

    def show_again(self) -> None:
        """Show the rows, which hold something else than before."""
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, self.columnCount() - 1))

    def set_notes(self, notes: Mapping[tuple[str, str], str]) -> None:
        """Mark cells, by row id and field key, with what somebody wrote on them."""
        self._notes = dict(notes)
        self.show_again()

    def set_ghosts(self, ghosts: GhostTexts | None) -> None:
        """Show below each cell what it held last time, or nothing of the kind."""
        self._ghosts = ghosts
        self.show_again()

    def show_row(self, row: LedgerRow) -> None:
        """Show a row that holds something else than before."""
        if row in self._rows:
            line = self._rows.index(row)
            self.dataChanged.emit(self.index(line, 0), self.index(line, self.columnCount() - 1))

    def line_of(self, row_id: str) -> int:
        """The line that shows a row, or -1."""
        return next((line for line, row in enumerate(self._rows) if row.row_id == row_id), -1)

    def column_of(self, key: str) -> int:
        """The column that shows a field, or -1."""
        return next((column for column, question in enumerate(self.form.fields) if question.key == key), -1)

    def is_editable(self, column: int) -> bool:
        """Whether the cells of a column can be typed into."""
        return not self.why_read_only(column)

    def why_read_only(self, column: int) -> str:
        """Why the cells of a column cannot be typed into; empty when they can."""
        return why_read_only(self.form.fields[column], self._locked)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's name and default
        """Rows, and the line for a new one."""
        return 0 if parent.isValid() else len(self._rows) + (not self._locked)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's name and default
        """Fields."""
        return 0 if parent.isValid() else len(self.form.fields)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows; most roles of most cells are none."""
        answer = self._ANSWERS.get(role)
        return answer(self, index) if answer is not None else None

    def _ground(self, index: Index) -> Any:
        return look.colour("sunken") if self.form.fields[index.column()].type in NEVER_TYPED else None

    def _whole_tip(self, index: Index) -> str:
        note = self._note(index)
        return plain_tip("\n".join(filter(None, (self._tip(index), say("notes.tip", text=note) if note else ""))))

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Show a typed text at once and ask for it to be kept."""
        text = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not self.is_editable(index.column()):
            return False
        if self._is_coming(index) or (text == self._text(index) and self._unsaved(index) is None):
            return False
        row = self._row_at(index.row())
        key = self.form.fields[index.column()].key
        row.texts[key] = text
        row.problems.pop(key, None)
        self.dataChanged.emit(index, index)
        self.edit_requested.emit(row, key, text)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Grey columns can be selected and copied, never typed into."""
        typed = index.isValid() and self.is_editable(index.column()) and not self._is_coming(index)
        return _TYPED if typed else _SHOWN_ONLY

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Field names with their unit; line numbers."""
        if orientation == Qt.Orientation.Vertical:
            return self._line_header(section, role)
        question = self.form.fields[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return heading(question)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(explain(question))
        return None

    def _is_coming(self, index: Index) -> bool:
        return index.row() < len(self._rows) and self._rows[index.row()] is COMING

    def _row_at(self, line: int) -> LedgerRow:
        if line == len(self._rows):
            # The line typed into becomes the row and stays under the cursor; the new one comes below it.
            self.beginInsertRows(QModelIndex(), line + 1, line + 1)
            self._rows.append(LedgerRow())
            self._all.append(self._rows[-1])
            self.endInsertRows()
            self.headerDataChanged.emit(Qt.Orientation.Vertical, line, line + 1)
        return self._rows[line]

    def _line_header(self, line: int, role: int) -> Any:
        if line >= len(self._rows):
            return "＊" if role == Qt.ItemDataRole.DisplayRole else None
        row = self._rows[line]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{line + 1}{self._opening.sign(row.row_id)}"
        if role == Qt.ItemDataRole.DecorationRole and row.files:
            return look.icon("clip", "accent")
        if role == Qt.ItemDataRole.ToolTipRole:
            files = say("window.evidence_tip", count=row.files) if row.files else ""
            told = "\n".join(filter(None, (self._opening.tell(row.row_id, self.form), files)))
            return plain_tip(told) if told else None
        return None

    def _ghost(self, index: Index) -> GhostWords | Literal[False] | None:
        from baise_desktop.app.entry.ghost_words import tell_ghost

        ghosts = self._ghosts
        if ghosts is None or index.row() >= len(self._rows):
            return None if ghosts is None else False
        question = self.form.fields[index.column()]
        then = ghosts.text(self._rows[index.row()].row_id, question.key)
        return tell_ghost(question, self._text(index), then, comparable=ghosts.comparable) or False

    def _note(self, index: Index) -> str | None:
        if not self._notes or index.row() >= len(self._rows):
            return None
        return self._notes.get((self._rows[index.row()].row_id, self.form.fields[index.column()].key))

    def _old_text(self, index: Index) -> str | None:
        if index.row() >= len(self._rows):
            return None
        return self._opening.old_text(self._rows[index.row()].row_id, self.form.fields[index.column()].key)

    def _text(self, index: Index) -> str:
        line = index.row()
        if line >= len(self._rows):
            return ""
        row = self._rows[line]
        if row is COMING:
            self._looked_at = line
        return row.texts.get(self.form.fields[index.column()].key, "")

    def _unsaved(self, index: Index) -> str | None:
        if index.row() >= len(self._rows):
            return None
        return self._rows[index.row()].unsaved_because(self.form.fields[index.column()].key)

    def _severity(self, index: Index) -> Severity | None:
        if index.row() >= len(self._rows):
            return None
        row, key = self._rows[index.row()], self.form.fields[index.column()].key
        if row.wrong_with(key):
            return Severity.BLOCKING
        mark = self._marks.get((row.row_id, key))
        return mark[0] if mark else None

    def _tip(self, index: Index) -> str:
        old = self._old_text(index)
        now = self._current_tip(index)
        if old is None:
            return now
        was = say("window.ledger_was_here", text=old or say("window.ledger_was_blank"))
        return f"{now}\n{was}" if now else was

    def _current_tip(self, index: Index) -> str:
        told = (self._said_against(index), self.why_read_only(index.column()))
        return "\n".join(filter(None, told)) or self._text(index)

    def _said_against(self, index: Index) -> str:
        if index.row() >= len(self._rows):
            return ""
        row, key = self._rows[index.row()], self.form.fields[index.column()].key
        mark = self._marks.get((row.row_id, key))
        return row.wrong_with(key) or (mark[1] if mark else "")

    def _short_text(self, index: Index) -> str:
        return self._text(index)[:_SHOWN].replace("\n", " ")

    def _alignment(self, index: Index) -> int:
        return self._alignments[index.column()]

    def _has_note(self, index: Index) -> bool:
        return self._note(index) is not None

    def _has_changed(self, index: Index) -> bool:
        return self._old_text(index) is not None

    # Qt asks for some eight roles of every cell that it paints.
    _ANSWERS: ClassVar[Mapping[int, Callable[[LedgerModel, Index], Any]]] = {
        Qt.ItemDataRole.DisplayRole: _short_text,
        Qt.ItemDataRole.EditRole: _text,
        Qt.ItemDataRole.TextAlignmentRole: _alignment,
        Qt.ItemDataRole.BackgroundRole: _ground,
        Qt.ItemDataRole.ToolTipRole: _whole_tip,
        SEVERITY_ROLE: _severity,
        GHOST_ROLE: _ghost,
        UNSAVED_ROLE: _unsaved,
        NOTE_ROLE: _has_note,
        CHANGED_ROLE: _has_changed,
    }
