"""The preferences in force, one set for the whole process, and the way to change them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from baise_desktop.app.installation.preferences import Preferences, keep_preferences, read_preferences
from baise_desktop.ui import look

if TYPE_CHECKING:
    from pathlib import Path

_current = Preferences()


def current() -> Preferences:
    """What is in force."""
    return _current


def apply_preferences(preferences: Preferences) -> None:
    """Put them in force for the whole process, and dress it."""
    global _current  # noqa: PLW0603 -- a process has one clerk, as it has one look
    _current = preferences
    app = QApplication.instance()
    now = look.current()
    if isinstance(app, QApplication) and (now.theme, now.zoom) != (preferences.theme, preferences.zoom):
        look.apply_look(app, replace(now, theme=preferences.theme, zoom=preferences.zoom))


def forget() -> None:
    """As at first; the look stays."""
    global _current  # noqa: PLW0603 -- as above
    _current = Preferences()


class PreferenceDesk(QObject):
    """Changes preferences and keeps them beside the store, where there is one."""

    #: other preferences are in force
    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._folder: Path | None = None

    def open(self, folder: Path) -> None:
        """Take up what is kept in a store's folder."""
        self._folder = folder
        apply_preferences(read_preferences(folder))
        self.changed.emit()

    def change(self, **wishes: object) -> None:
        """Some preferences anew, by name. Raises: BaiseError OUT_FOLDER; they are in force all the same."""
        apply_preferences(replace(current(), **wishes))  # type: ignore[arg-type]
        self.changed.emit()
        if self._folder is not None:
            keep_preferences(self._folder, current())
