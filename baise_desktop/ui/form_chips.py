"""Below the box that finds forms: every form, those with something to mend, or those that are blank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from baise_desktop.texts import say
from baise_desktop.ui.flow_row import FlowRow
from baise_desktop.ui.labels import button

if TYPE_CHECKING:
    from baise_desktop.ui.navigation import Place

_NAMES = ("all", "problems", "blank")
_PROBLEMS = ("blocking", "explain")
"""Icons of places with something to mend."""


class FormChips(FlowRow):
    """Three chips of which one is chosen."""

    #: another one was chosen
    changed = Signal()

    def __init__(self) -> None:
        """Every form is wanted."""
        self.chips: dict[str, QPushButton] = {}
        for name in _NAMES:
            self.chips[name] = button(say(f"window.form_chip_{name}"), "chip")
            self.chips[name].setCheckable(True)
            self.chips[name].setAutoExclusive(True)
            self.chips[name].setToolTip(say(f"window.form_chip_{name}_tip"))
        self.chips["all"].setChecked(True)
        super().__init__(*self.chips.values())
        for chip in self.chips.values():
            chip.clicked.connect(self.changed)

    def takes(self, place: Place | None) -> bool:
        """Whether a form is wanted as it stands now."""
        if place is None or self.chips["all"].isChecked():
            return True
        return place.icon in _PROBLEMS if self.chips["problems"].isChecked() else place.is_blank

    def clear(self) -> None:
        """Want every form again, without saying so."""
        self.chips["all"].setChecked(True)
