"""Sets up Chinese input: what Qt must be told before it starts, and the bridge after."""

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

INPUT_ROUTE = "input_route"
"""Property of the application that says which way was taken."""


def prepare_input() -> Route:
    """Choose the way, and tell Qt; call before the application is made."""
    choice: Choice = choose_route(os.environ, sys.platform, _plugins(), _list_services)
    os.environ.update(choice.variables)
    return choice.route


def connect_input(app: QApplication, route: Route) -> Route:
    """Take up the talk with fcitx where it needs one. Returns: the way that is taken; NONE where fcitx went away."""
    if route is not Route.BRIDGE:
        return route
    from baise_desktop.ui.input_method.fcitx_bridge import FcitxBridge
    from baise_desktop.ui.input_method.fcitx_server import GONE, FcitxServer

    try:
        FcitxBridge(app, FcitxServer())
    except GONE:
        return Route.NONE
    return route


def _plugins() -> Collection[str]:
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforminputcontexts"
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


def _list_services() -> Collection[str]:
    from baise_desktop.ui.input_method.fcitx_server import list_services

    return list_services()
