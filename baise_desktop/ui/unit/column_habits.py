"""Keeps what the clerk does to the columns of registers, beside the store."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from baise_desktop.app.installation.grid_habits import GridHabits, keep_habits, read_habits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from baise_desktop.errors import BaiseError
    from baise_desktop.ui.unit.session import Session

_AFTER_MS = 300
"""A column is dragged through many widths."""


class ColumnHabits(QObject):
    """Of all registers of one desk."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._habits = read_habits(session.folder)
        self._clock = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._clock.timeout.connect(self._keep)

    def of(self, form: str) -> GridHabits:
        """Of one register."""
        return self._habits.get(form, GridHabits())

    def note_width(self, form: str, key: str, width: int) -> None:
        """A column was made wider or narrower; pixels at 100 %."""
        self._note(form, replace(self.of(form), widths={**self.of(form).widths, key: width}))

    def forget_widths(self, form: str) -> None:
        """The columns of a register are as wide as at first."""
        self._note(form, replace(self.of(form), widths={}))

    def note_hidden(self, form: str, keys: frozenset[str]) -> None:
        """Other columns are put away."""
        self._note(form, replace(self.of(form), hidden=keys))

    def _note(self, form: str, habits: GridHabits) -> None:
        if habits != self.of(form):
            self._habits[form] = habits
            self._clock.start()

    def _keep(self) -> None:
        habits: Mapping[str, GridHabits] = dict(self._habits)
        self._session.jobs.run_alone(partial(keep_habits, self._session.folder, habits), failed=_let_go)


def _let_go(_error: BaiseError) -> None:
    """A width is not worth a word: a disk that takes none will refuse what matters, and say so there."""
