"""Both sides of the paper on a printer that prints one: the fronts, turn the pile by hand, the backs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QDialog, QRadioButton

from baise_desktop.texts import say
from baise_desktop.ui.dialog_size import open_at
from baise_desktop.ui.labels import button, column, plain_label, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class TwoSidesWindow(QDialog):
    """What to do between the two passes; Esc leaves the backs empty."""

    def __init__(self, sheets: int, parent: QWidget, *, last_first: bool) -> None:
        """`last_first` is how it was done the last time."""
        super().__init__(parent)
        self.setWindowTitle(say("window.print_by_hand_title"))
        open_at(self, 560, 270)
        self.first_on_top = QRadioButton(say("window.print_first_on_top"))
        self.last_on_top = QRadioButton(say("window.print_last_on_top"))
        group = QButtonGroup(self)
        for choice in (self.first_on_top, self.last_on_top):
            group.addButton(choice)
        (self.last_on_top if last_first else self.first_on_top).setChecked(True)
        self.go_on = button(say("window.print_backs"), "primary")
        self.stop = button(say("window.print_no_backs"))
        self.go_on.clicked.connect(self.accept)
        self.stop.clicked.connect(self.reject)
        ends = row()
        ends.addWidget(self.go_on)
        ends.addWidget(self.stop)
        layout = column(
            self,
            plain_label(say("window.print_fronts_sent", count=sheets), "section", wrap=True),
            plain_label(say("window.print_turn"), wrap=True),
            plain_label(say("window.print_which_on_top")),
            self.first_on_top,
            self.last_on_top,
            margin=16,
            spacing=10,
        )
        layout.addStretch(1)
        layout.addLayout(ends)
        self.go_on.setFocus()

    @property
    def last_first(self) -> bool:
        """Whether the backs are printed last page first."""
        return self.last_on_top.isChecked()
