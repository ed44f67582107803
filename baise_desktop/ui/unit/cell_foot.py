"""At the foot of the window: why the cell at the cursor cannot be typed into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

from baise_desktop.ui.elided_label import ElidedLabel
from baise_desktop.ui.unit.ledger_model import LedgerModel
from baise_desktop.ui.unit.ledger_view import LedgerView

if TYPE_CHECKING:
    from baise_desktop.ui.unit.session import Session

REASON = "whyReadOnly"
"""Name of the property that an editor keeps its reason in."""


class CellFoot(ElidedLabel):
    """One line that gives way to what else is told there."""

    def __init__(self, session: Session) -> None:
        """Empty while the cursor is where something can be typed."""
        super().__init__("muted")
        session.cell_told.connect(self.show_text)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(new, LedgerView):
            self.show_text(why_grey(new))
        elif new is not None:
            self.show_text(str(new.property(REASON) or ""))


def why_grey(view: LedgerView) -> str:
    """Why the current cell of a grid cannot be typed into; empty when it can."""
    model, column = view.model(), view.currentIndex().column()
    return model.why_read_only(column) if isinstance(model, LedgerModel) and column >= 0 else ""
