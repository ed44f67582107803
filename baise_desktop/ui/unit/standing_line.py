"""How a measure or a named deliverable stands, in a word with its sign."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from baise_desktop.texts import say
from baise_desktop.ui.labels import IconLine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from baise_desktop.ui.unit.answer import Answer

_STANDINGS: Mapping[str, tuple[str, str]] = {
    "01": ("hint", "muted"),
    "02": ("hint", "accent"),
    "03": ("done", "good"),
    "04": ("explain", "warning"),
    "05": ("hint", "muted"),
}
"""Icon and colour by code of cl.measure_status."""
_OPEN = ("01", "02", "04")


class StandingLine(IconLine):
    """Follows the state being answered."""

    def __init__(self) -> None:
        """Says nothing until it follows an answer and knows the day."""
        super().__init__()
        self._answer: Answer | None = None
        self._codes: Mapping[str, str] = {}
        self._end, self._due = date.max, date.max

    def follow(self, answer: Answer) -> None:
        """Say how the state of this answer stands."""
        self._answer = answer
        answer.editor.textChanged.connect(self.renew)

    def know(self, codes: Mapping[str, str], end: date, due: date) -> None:
        """Go by these codes of the labels, the last day of the period, and that of the plan."""
        self._codes, self._end, self._due = codes, end, due
        self.renew()

    def renew(self) -> None:
        """Say it again of the state that stands there now."""
        self.setToolTip("")
        code = self._codes.get(self._answer.text(), "") if self._answer is not None else ""
        if not code:
            self.show_state("", "")
        elif code in _OPEN and self._end >= self._due:
            self.show_state("explain", say("window.standing_late"), "danger")
            self.setToolTip(say("window.standing_late_tip", due=self._due.isoformat()))
        else:
            icon, tone = _STANDINGS[code]
            self.show_state(icon, say(f"window.standing_{code}"), tone)
