"""The frame of the window while its desk is being opened: the places, and room for what is coming."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from baise_desktop.texts import say
from baise_desktop.ui.labels import column, plain_label
from baise_desktop.ui.navigation import Navigation

if TYPE_CHECKING:
    from pathlib import Path


class Opening(QWidget):
    """Looks as the workspace will; nothing of it can be pressed yet."""

    def __init__(self, folder: Path) -> None:
        """Of the city or of a unit, as the keys in the store's folder tell: the store itself is not opened here."""
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.navigation = self._city() if (folder / "keys" / "city.p12").exists() else self._unit()
        self.navigation.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        self.line = plain_label(say("window.opening"), "muted")
        column(page, self._title, self.line, margin=16, spacing=12).addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.navigation)
        layout.addWidget(page, 1)

    def give_up(self) -> None:
        """Nothing is coming: the notice above says why."""
        self.line.hide()
        self.navigation.setEnabled(False)

    def _city(self) -> Navigation:
        from baise_desktop.ui.city.places import city_places

        self._title = plain_label(say("window.inbox_title"), "title")
        navigation = Navigation(searchable=False)
        navigation.show_places(city_places())
        return navigation

    def _unit(self) -> Navigation:
        from baise_desktop.ui.unit.places import fixed_places

        self._title = plain_label(say("window.home_title"), "title")
        navigation = Navigation(searchable=True)
        navigation.show_places(fixed_places(has_submission=False))
        return navigation
