"""Sets up Chinese input: what Qt must be told before it starts, and who keeps it going after."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo

from baise_desktop.ui.input_method.route import Choice, Route, choose_route

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from baise_desktop.ui.input_method.keeper import InputKeeper

INPUT_ROUTE = "input_route"
"""Property of the application that says which way was taken."""
_KEPT = (Route.IBUS, Route.BRIDGE, Route.NONE)
"""The ways on which an input method may come and go."""


def prepare_input() -> Route:
    """Choose the way, and tell Qt; call before the application is made."""
    choice: Choice = choose_route(os.environ, sys.platform, list_plugins(), _list_services)
    os.environ.update(choice.variables)
    return choice.route


def connect_input(app: QApplication, route: Route) -> Route:
    """Take up the talk with fcitx where it needs one. Returns: the way that is taken; NONE where fcitx went away."""
    if route not in _KEPT:
        return route
    from baise_desktop.ui.input_method.keeper import InputKeeper

    keeper = app.findChild(InputKeeper) or InputKeeper(app, route)
    return keeper.route


def find_keeper(app: QApplication) -> InputKeeper | None:
    """Who keeps the input method of this application, where somebody must."""
    if app.property(INPUT_ROUTE) not in tuple(route.value for route in _KEPT):
        return None
    from baise_desktop.ui.input_method.keeper import InputKeeper

    return app.findChild(InputKeeper)


def list_running() -> Collection[str]:
    """Names on the bus now, where an input method would be among them; nothing elsewhere."""
    return _list_services() if sys.platform == "linux" else ()


def list_plugins() -> Collection[str]:
    """File names of Qt's plugins for input methods."""
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforminputcontexts"
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


def _list_services() -> Collection[str]:
    from baise_desktop.ui.input_method.fcitx_server import list_services

    return list_services()
