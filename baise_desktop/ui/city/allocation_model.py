"""The breakdown as a grid: a line for each unit, and below them the sums and what they should be."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from baise_desktop.app.terms.allocation_change import ShareEdit
from baise_desktop.progress.allocation import Role, Share
from baise_desktop.progress.allocation_check import show_amount
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.labels import plain_tip

if TYPE_CHECKING:
    from baise_desktop.app.results.allocation_desk import Breakdown
    from baise_desktop.form.definition import Catalogue
    from baise_desktop.progress.allocation_matrix import Matrix

Index = QModelIndex | QPersistentModelIndex
STATE_ROLE = Qt.ItemDataRole.UserRole + 1
"""How the share of a cell stands, in words."""
SUMS = ("sum", "required", "difference")
"""The lines below the units."""
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class AllocationModel(QAbstractTableModel):
    """Shows one table of a breakdown; what is typed is handed on and shown until the answer comes."""

    #: list of ShareEdit
    edited = Signal(list)

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        """Empty."""
        super().__init__(parent)
        self._catalogue = catalogue
        self.matrix: Matrix | None = None
        self._shares: dict[tuple[str, str, int], Share] = {}
        self._pending: dict[tuple[str, str, int], str] = {}

    def show_matrix(self, matrix: Matrix, breakdown: Breakdown) -> None:
        """Show another table."""
        self.beginResetModel()
        self.matrix = matrix
        self._shares = {(s.target, s.unit, s.year): s for s in breakdown.shares if s.role is Role.AMOUNT}
        self._pending = {}
        self.endResetModel()

    def forget_pending(self) -> None:
        """Show what is kept again."""
        self.beginResetModel()
        self._pending = {}
        self.endResetModel()

    def place(self, line: int, column: int) -> tuple[str, str, int] | None:
        """Target, unit and year of a cell that can hold a share; the line of what should be is the whole city's."""
        if self.matrix is None or not 0 <= column < len(self.matrix.columns):
            return None
        head = self.matrix.columns[column]
        if line < len(self.matrix.units):
            return head.target, self.matrix.units[line], head.year
        return (head.target, "", head.year) if line == len(self.matrix.units) + 1 else None

    def is_open(self, line: int, column: int) -> bool:
        """Whether a cell can be typed into."""
        if self.matrix is None or self.place(line, column) is None:
            return False
        if line < len(self.matrix.units):
            return self.matrix.open_cells[line][column]
        return bool(self.matrix.columns[column].year)

    def why_closed(self, line: int, column: int) -> str:
        """Why a cell cannot be typed into; empty when it can."""
        if self.matrix is None or self.is_open(line, column):
            return ""
        if not self._year(column):
            return say("read_only.years")
        if line < len(self.matrix.units):
            return say("read_only.no_share")
        return say(f"read_only.{SUMS[line - len(self.matrix.units)]}")

    def own_text(self, place: tuple[str, str, int]) -> str:
        """What the city itself entered there; empty for the plan's own cells."""
        share = self._shares.get(place)
        return show_amount(share.value) if share and share.status else ""

    def enter(self, cells: list[tuple[int, int, str]]) -> None:
        """Take texts for cells; those that cannot be typed into are passed over."""
        edits = []
        for line, column, text in cells:
            place = self.place(line, column)
            if place is not None and self.is_open(line, column) and text.strip() != self._text(line, column):
                edits.append(ShareEdit(*place, text.strip()))
                self._pending[place] = text.strip()
        if edits:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            self.edited.emit(edits)

    def line_name(self, line: int) -> str:
        """The unit of a line, or what the line sums up."""
        if self.matrix is None:
            return ""
        if line < len(self.matrix.units):
            unit = self._catalogue.units[self.matrix.units[line]]
            plan = self._catalogue.targets[self.matrix.columns[0].target].plan
            return unit.plan_names.get(plan) or unit.short
        return say(f"window.allocation_{SUMS[line - len(self.matrix.units)]}")

    def column_name(self, column: int) -> str:
        """The year, or the target where there are several."""
        if self.matrix is None:
            return ""
        head = self.matrix.columns[column]
        target = self._catalogue.targets[head.target]
        if len({each.target for each in self.matrix.columns}) > 1 or len(self.matrix.columns) == 1:
            return f"{target.name}（{target.unit}）"
        if head.year:
            return say("allocation.year", year=head.year)
        return say("window.allocation_subtotal" if target.nature != "stock" else "window.allocation_last_year")

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's name and default
        """Units and sums."""
        return 0 if parent.isValid() or self.matrix is None else len(self.matrix.units) + len(SUMS)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's name and default
        """Targets and years."""
        return 0 if parent.isValid() or self.matrix is None else len(self.matrix.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What can be typed into."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if self.is_open(index.row(), index.column()) else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Hand on what was typed."""
        if role != Qt.ItemDataRole.EditRole:
            return False
        self.enter([(index.row(), index.column(), str(value))])
        return True

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        line, column = index.row(), index.column()
        if role == Qt.ItemDataRole.EditRole:
            return self._text(line, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, column) or ("" if self._can_hold(line, column) else say("window.allocation_closed"))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT
        if role == Qt.ItemDataRole.ForegroundRole:
            return look.colour(self._tone(line, column))
        if role == Qt.ItemDataRole.BackgroundRole:
            return look.colour("sunken") if not self.is_open(line, column) else None
        if role == STATE_ROLE:
            return self._state(line, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            named = "，".join(filter(None, (self.line_name(line), self.column_name(column))))
            return plain_tip("\n".join(filter(None, (named, self.why_closed(line, column)))))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Units at the left, years or targets above."""
        across = orientation == Qt.Orientation.Horizontal
        if role == Qt.ItemDataRole.DisplayRole:
            return self.column_name(section) if across else self.line_name(section)
        if role == Qt.ItemDataRole.ToolTipRole and across:
            return plain_tip(self.column_name(section))
        return None

    def _is_sum(self, line: int) -> bool:
        return self.matrix is not None and line >= len(self.matrix.units)

    def _can_hold(self, line: int, column: int) -> bool:
        return self.is_open(line, column) or self._is_sum(line) or not self._year(column)

    def _year(self, column: int) -> int:
        return self.matrix.columns[column].year if self.matrix else 0

    def _text(self, line: int, column: int) -> str:
        matrix, place = self.matrix, self.place(line, column)
        if matrix is None:
            return ""
        if place in self._pending:
            return self._pending[place]
        head = matrix.columns[column]
        if line < len(matrix.units):
            share = matrix.cells[line][column]
            return show_amount(share.value) if share else ""
        return (show_known(head.total), show_known(head.required), _difference(head.difference))[
            line - len(matrix.units)
        ]

    def _state(self, line: int, column: int) -> str:
        place = self.place(line, column)
        share = self._shares.get(place) if place else None
        if share is None or place in self._pending:
            return ""
        return share.status or say("allocation.state_stated")

    def _tone(self, line: int, column: int) -> str:
        if self.matrix is not None and line == len(self.matrix.units) + 2:
            return "danger" if self.matrix.columns[column].difference else "good"
        return "text" if self._text(line, column) else "muted"


def show_known(value: Decimal | int | None) -> str:
    """An amount; empty while there is none."""
    return "" if value is None else show_amount(Decimal(value))


def _difference(value: Decimal | None) -> str:
    if value is None:
        return ""
    if not value:
        return say("window.allocation_matches")
    return say("window.allocation_more" if value > 0 else "window.allocation_less", amount=show_amount(abs(value)))
