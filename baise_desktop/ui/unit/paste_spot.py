"""Where the eye was when a paste was asked for: the clipboard is read meanwhile, and rows may come, go or move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baise_desktop.ui.unit.ledger_model import LedgerModel
    from baise_desktop.ui.unit.ledger_rows import LedgerRow
    from baise_desktop.ui.unit.ledger_view import LedgerView


@dataclass(frozen=True, slots=True)
class PasteSpot:
    """The corner of what was selected, and the cells that were."""

    form: str
    corner: LedgerRow | None
    """None for the line of a new row."""
    column: int
    chosen: tuple[tuple[LedgerRow, int], ...]

    def find(self, model: LedgerModel) -> tuple[int, int] | None:
        """Line and column of the corner now; None when it is no longer on show."""
        if model.form.id != self.form:
            return None
        line = len(model.rows()) if self.corner is None else _line_of(model.rows(), self.corner)
        return None if line < 0 else (line, self.column)

    def find_chosen(self, model: LedgerModel) -> list[tuple[int, int]]:
        """Line and column of the cells that are still on show."""
        lines = {id(row): _line_of(model.rows(), row) for row, _ in self.chosen}
        return [(lines[id(row)], column) for row, column in self.chosen if lines[id(row)] >= 0]


def spot_of(view: LedgerView) -> PasteSpot:
    """Where the keyboard is in a grid."""
    model, (line, column) = view.ledger(), view.corner()
    rows = model.rows()
    chosen = tuple((rows[at], number) for at, number in view.selected_cells())
    return PasteSpot(model.form.id, rows[line] if line < len(rows) else None, column, chosen)


def _line_of(rows: Sequence[LedgerRow], row: LedgerRow) -> int:
    """A row that was read again is another object with the same id."""
    same = (line for line, each in enumerate(rows) if each is row or (row.row_id and each.row_id == row.row_id))
    return next(same, -1)
