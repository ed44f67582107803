"""Keeps Chinese input going: notices that the input method went away, says so, and takes it up again."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodQueryEvent
from PySide6.QtWidgets import QApplication

from baise_desktop.ui.composition import guard_composition
from baise_desktop.ui.input_method.fcitx_bridge import FcitxBridge
from baise_desktop.ui.input_method.fcitx_server import GONE, FcitxServer, display_number
from baise_desktop.ui.input_method.route import FCITX4_PREFIX, FCITX5_PORTAL, IBUS_SERVICE, Route
from baise_desktop.ui.input_method.service_watch import ServiceWatch

if TYPE_CHECKING:
    from collections.abc import Callable

_FIRST_MS, _LONGEST_MS = 1000, 60_000
"""Waits between two tries; each is twice as long as the one before, since a hung daemon holds up the typist."""


_LAST_WORDS_MS = (200, 1000)
"""Qt's plugin hears the last words of ibus on a connection of its own, later than that ibus is gone."""


class InputKeeper(QObject):
    """One for the application, on systems where the input method may come and go."""

    #: Chinese input works no longer
    lost = Signal()
    #: it works again
    found = Signal()
    #: an input method came that Qt can take up at the next start only
    late = Signal()

    def __init__(self, app: QApplication, route: Route, open_server: Callable[[], FcitxServer] = FcitxServer) -> None:
        """Takes up the talk with fcitx where the route needs one."""
        super().__init__(app)
        self.route = route
        self._app = app
        self.open_server = open_server
        self._works = route is Route.IBUS
        self.bridge: FcitxBridge | None = None
        if route is not Route.IBUS:
            self.bridge = FcitxBridge(app)
            self.bridge.parted.connect(self._lose)
        self.retry = QTimer(self, singleShot=True, interval=_FIRST_MS)
        self.retry.timeout.connect(self._try_again)
        self._watch: ServiceWatch | None = None
        with suppress(*GONE, ValueError, KeyError):
            fcitx4 = f"{FCITX4_PREFIX}{display_number(os.environ)}"
            self._watch = ServiceWatch((IBUS_SERVICE, FCITX5_PORTAL, fcitx4), self)
            self._watch.changed.connect(self.hear)
        if route is Route.BRIDGE and not self._join():
            self.route = Route.NONE

    def works(self) -> bool:
        """Whether the input method answers."""
        return self._works

    def hear(self, service: str, there: bool) -> None:
        """A service came or went."""
        if service == IBUS_SERVICE:
            self._hear_of_ibus(there)
        elif there and self.bridge is not None and not self._works:
            self.retry.start(_FIRST_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While ibus is away no text takes an input method: Qt's plugin swallows keys that nobody answers."""
        if isinstance(event, QInputMethodQueryEvent) and event.queries() & Qt.InputMethodQuery.ImEnabled:
            event.setValue(Qt.InputMethodQuery.ImEnabled, False)
            return event.queries() == Qt.InputMethodQuery.ImEnabled
        return super().eventFilter(watched, event)

    def close(self) -> None:
        """Let go of the bus."""
        self._app.removeEventFilter(self)
        self.retry.stop()
        if self._watch is not None:
            self._watch.close()
        if self.bridge is not None:
            self.bridge.blockSignals(True)
            self.bridge.part()
            self.bridge.deleteLater()

    def _hear_of_ibus(self, there: bool) -> None:
        if self.route is Route.NONE and there:
            self.late.emit()
        if self.route is not Route.IBUS or there == self._works:
            return
        self._works = there
        for wait in () if there else _LAST_WORDS_MS:
            QTimer.singleShot(wait, self, self._settle)
        if there:
            self._app.removeEventFilter(self)
        else:
            self._app.installEventFilter(self)
        QGuiApplication.inputMethod().update(Qt.InputMethodQuery.ImEnabled)
        (self.found if there else self.lost).emit()

    def _settle(self) -> None:
        guard = guard_composition()
        if guard is not None and not self._works:
            guard.settle()

    def _join(self) -> bool:
        if self.bridge is None:
            return False
        try:
            self.bridge.join(self.open_server())
        except (*GONE, ValueError, KeyError):
            return False
        self._works, self.route = True, Route.BRIDGE
        return True

    def _lose(self) -> None:
        self._works = False
        self.retry.start(_FIRST_MS)
        self.lost.emit()

    def _try_again(self) -> None:
        if self._join():
            self.found.emit()
        else:
            self.retry.start(min(2 * self.retry.interval(), _LONGEST_MS))
