"""Makes what a window will need while nobody waits, so that nobody waits for it later."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from baise_desktop.ui.jobs import Jobs

_PAUSE_MS = 40


class Ahead(QObject):
    """Loads the module of one part on the job thread, makes the part, and rests before the next."""

    def __init__(self, parent: QObject, jobs: Jobs, parts: Iterable[tuple[str, str]]) -> None:
        """`parts`: name of an attribute of `parent` that is made when it is asked for, and its module."""
        super().__init__(parent)
        self._jobs = jobs
        self._parts = list(parts)
        self._clock = QTimer(self, interval=_PAUSE_MS)
        self._clock.timeout.connect(self._go_on)
        self._clock.start()

    def _go_on(self) -> None:
        if not self._parts:
            self._clock.stop()
        elif self._jobs.is_idle():
            name, module = self._parts.pop(0)
            self._jobs.run_alone(partial(import_module, module), lambda _: getattr(self.parent(), name))
