"""Forms or units as rows, periods as columns, in each cell the last day in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from baise_desktop.app.terms.obligation_table import ObligationLine
from baise_desktop.form.period import Period
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.labels import plain_tip
from baise_desktop.ui.moments import period_text
from baise_desktop.ui.table_corner import name_corner

Index = QModelIndex | QPersistentModelIndex
_TITLES, _LEAST_TITLES = 232, 120
"""Pixels at 100 % that the titles take, and keep where there is little room."""
_PERIOD = 104
"""Pixels at 100 % that a period takes at least."""
_PART = 0.36
"""Of the width, what the titles take where there is little room."""
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_HORIZONTAL = Qt.Orientation.Horizontal


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One form of one unit."""

    unit: str
    form: str
    title: str
    origin: str
    """Where the form's frequency comes from: document, catalogue or city."""
    lines: dict[Period, ObligationLine]


Place = tuple[str, str, Period]


class ObligationMatrix(QAbstractTableModel):
    """Column 0 says where the frequency comes from; the others are periods of that frequency."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Empty."""
        super().__init__(parent)
        self.rows: tuple[MatrixRow, ...] = ()
        self.periods: tuple[Period, ...] = ()

    def show_rows(self, rows: Sequence[MatrixRow], periods: Sequence[Period]) -> None:
        """Show others."""
        self.beginResetModel()
        self.rows, self.periods = tuple(rows), tuple(periods)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's name and default
        """Forms or units."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's name and default
        """The origin and the periods."""
        return 0 if parent.isValid() else 1 + len(self.periods)

    def places(self, indexes: Sequence[QModelIndex]) -> list[Place]:
        """What the cells of periods stand for, in their order."""
        found = sorted({(index.row(), index.column()) for index in indexes if index.column()})
        return [(self.rows[row].unit, self.rows[row].form, self.periods[column - 1]) for row, column in found]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows; what differs from the default carries a mark, not only a colour."""
        row, column = self.rows[index.row()], index.column()
        line = row.lines.get(self.periods[column - 1]) if column else None
        if role == Qt.ItemDataRole.DisplayRole:
            return _due(line) if column else say(f"window.owing_origin_{row.origin}")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _CENTRE
        if role == Qt.ItemDataRole.ForegroundRole:
            return look.colour(_tone(line) if column else "muted")
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(_tip(line) if column else say(f"obligation.origin_{row.origin}"))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Periods above, forms or units at the left."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _CENTRE if orientation == _HORIZONTAL else _LEFT
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if orientation == _HORIZONTAL:
            shown = period_text(str(self.periods[section - 1])) if section else say("window.owing_origin")
        else:
            shown = self.rows[section].title
        return shown if role == Qt.ItemDataRole.DisplayRole else plain_tip(shown)


def _due(line: ObligationLine | None) -> str:
    due = line.due.isoformat() if line and line.due else "—"
    return say("window.owing_marked", due=due) if line and line.adjusted else due


def _tone(line: ObligationLine | None) -> str:
    if line is None or (line.due is None and not line.adjusted):
        return "muted"
    return "warning" if line.adjusted else "text"


def _tip(line: ObligationLine | None) -> str:
    if line is None:
        return say("window.owing_tip_never")
    nothing = say("obligation.not_owed")
    told = [say("window.owing_tip_due", due=line.due or nothing, default=line.default or nothing)]
    if line.due != line.issued:
        told.append(say("window.owing_tip_issued", issued=line.issued or nothing))
    if line.reason:
        told.append(say("window.owing_tip_reason", reason=line.reason))
    return "\n".join(told)


class ObligationView(QTableView):
    """Cells, rows and columns can be chosen, several at once."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.matrix = ObligationMatrix(self)
        self.setModel(self.matrix)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.setAccessibleName(say("window.owing_title"))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.corner = name_corner(self)
        self._is_astray = False
        self._fit()

    def chosen(self) -> list[Place]:
        """The cells chosen."""
        return self.matrix.places(self.selectionModel().selectedIndexes())

    def show_rows(self, rows: Sequence[MatrixRow], periods: Sequence[Period], today: date) -> None:
        """Show others, and keep the place of the keyboard where it can stay; other periods open at today's."""
        current, others = self.currentIndex(), tuple(periods) != self.matrix.periods
        self.matrix.show_rows(rows, periods)
        self._fit()
        begun = sum(period.start <= today for period in periods)
        column = max(begun, 1) if others or current.column() < 0 else current.column()
        place = self.matrix.index(max(current.row(), 0), column)
        self.selectionModel().setCurrentIndex(place, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._is_astray = self._is_astray or others
        self._come_to_current()

    def showEvent(self, event: QShowEvent) -> None:
        """What was filled unseen finds its place now."""
        super().showEvent(event)
        self._come_to_current()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Titles leave room for some periods."""
        super().resizeEvent(event)
        self._share()

    def changeEvent(self, event: QEvent) -> None:
        """Take the sizes of a new look."""
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def _come_to_current(self) -> None:
        if self._is_astray and self.isVisible() and self.currentIndex().isValid():
            self._is_astray = False
            self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(look.current().pixels(28))
        self._share()

    def _share(self) -> None:
        """Titles give way to periods, and whole periods fill the rest, so that none is cut at its beginning."""
        pixels = look.current().pixels
        titles = max(pixels(_LEAST_TITLES), round(self.width() * _PART))
        self.verticalHeader().setFixedWidth(min(pixels(_TITLES), titles))
        self.updateGeometries()
        room = max(self.viewport().width(), pixels(_PERIOD))
        self.horizontalHeader().setDefaultSectionSize(room // (room // pixels(_PERIOD)))
        self.setColumnWidth(0, pixels(52))
