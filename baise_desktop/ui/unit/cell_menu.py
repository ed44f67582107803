"""What can be done with a cell, under the right mouse button and the menu key; each entry tells its key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QWidget

from baise_desktop.texts import say
from baise_desktop.ui.commands import show_keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from baise_desktop.ui.commands import Command, Commands
    from baise_desktop.ui.unit.ledger_view import LedgerView

_OF_A_CELL = ("history", "note", "take_last", "turn_state")
"""Ids of commands."""
_OF_THE_GRID = (
    ("cut", "Ctrl+X", True),
    ("copy", "Ctrl+C", False),
    ("paste", "Ctrl+V", True),
    ("above", "Ctrl+D", True),
    ("clear", "Delete", True),
    ("new_row", "Ctrl+Return", True),
    ("form", "F4", False),
)
"""Name, key, and whether it writes."""


def lend_menu(view: LedgerView) -> None:
    """The right mouse button and the menu key open the menu of a grid's current cell."""

    def open_at(place: QPoint) -> None:
        if view.currentIndex().isValid():
            open_grid_menu(view, view.viewport().mapToGlobal(place))

    view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    view.customContextMenuRequested.connect(open_at)
    # Not every window system makes of this key what it makes of the menu key.
    key = QShortcut(QKeySequence("Shift+F10"), view, lambda: open_at(view.visualRect(view.currentIndex()).bottomLeft()))
    key.setContext(Qt.ShortcutContext.WidgetShortcut)


def open_grid_menu(view: LedgerView, at: QPoint) -> QMenu:
    """The menu of the current cell of a grid, at a point of the screen."""
    menu = QMenu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    add_cell_commands(menu, view)
    menu.addSeparator()
    for name, key, writes in _OF_THE_GRID:
        act = _add(menu, say(f"cell_menu.{name}"), show_keys((key,)), partial(_press, view, key))
        act.setEnabled(not writes or not view.ledger().is_locked())
    menu.popup(at)
    return menu


def open_answer_menu(editor: QLineEdit | QPlainTextEdit, at: QPoint) -> QMenu:
    """The menu of an editor that is no cell of a grid: Qt's own entries, and those of a cell."""
    menu = editor.createStandardContextMenu()
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addSeparator()
    add_cell_commands(menu, editor)
    menu.popup(at)
    return menu


def add_cell_commands(menu: QMenu, widget: QWidget) -> None:
    """The commands of the window that act on the cell at hand; those that cannot be done now are grey."""
    commands: Commands | None = getattr(widget.window(), "commands", None)
    every = {command.id: command for command in commands.every()} if commands is not None else {}
    for name in _OF_A_CELL:
        command: Command | None = every.get(name)
        if command is not None and commands is not None:
            act = _add(menu, say(f"cell_menu.{name}"), command.shown_keys, partial(commands.run, command))
            act.setEnabled(command.available())


def _add(menu: QMenu, text: str, keys: str, act: Callable[[], object]) -> QAction:
    made = menu.addAction(f"{text}\t{keys}")
    made.triggered.connect(lambda *_: act())
    return made


def _press(view: LedgerView, name: str) -> None:
    """The grid does what its key does."""
    key = QKeySequence(name)[0]  # type: ignore[index]
    view.setFocus()
    QApplication.sendEvent(view, QKeyEvent(QKeyEvent.Type.KeyPress, key.key(), key.keyboardModifiers()))
