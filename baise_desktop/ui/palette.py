"""Ctrl+K: every command by its name, its pinyin or its initials."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from baise_desktop.texts import say
from baise_desktop.ui.finder import Finder, Found
from baise_desktop.ui.pinyin import ranked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from baise_desktop.ui.commands import Command, Commands


OWN = "palette"
"""The command that got the reader here: always the last one done, never the one wanted."""


def open_palette(window: QWidget, commands: Commands) -> Finder:
    """Offer what can be done here; what was done last comes first."""
    offered = [each for each in commands.offered() if each.id != OWN]

    def search(typed: str) -> Sequence[Found]:
        chosen = [offered[number] for number in ranked(typed, [each.name for each in offered])] if typed else offered
        return [Found(each.name, _note(each), partial(commands.run, each)) for each in chosen]

    title, hint, nothing = say("commands.palette"), say("commands.palette_hint"), say("commands.palette_nothing")
    finder = Finder(window, title, hint, search, nothing)
    finder.open()
    return finder


def _note(command: Command) -> str:
    return command.shown_keys or say(f"commands.on_{command.page}")
