"""Everything a key can do, as data: the shortcuts, the palette and the sheet of keys are all made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from baise_desktop.texts import say


def always() -> bool:
    """Available wherever one is."""
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that can be done."""

    id: str
    """Its name is the text `commands.<id>`."""
    page: str
    """Where it belongs: the text `commands.on_<page>` heads it in the sheet of keys."""
    keys: tuple[str, ...] = ()
    """Portable names of keys, the first of them is shown."""
    act: Callable[[], object] | None = None
    """None where the widget itself answers to the key, and the sheet only tells of it."""
    available: Callable[[], bool] = always
    title: str = ""
    """Instead of the text, for what is named by data, such as a page."""
    why_not: Callable[[], str] = str
    """Why it is not available here, if its key is to say so."""

    @property
    def name(self) -> str:
        """What people call it."""
        return self.title or say(f"commands.{self.id}")

    @property
    def shown_keys(self) -> str:
        """The keys as they stand on a keyboard."""
        return show_keys(self.keys)


def show_keys(keys: Sequence[str]) -> str:
    """Keys as they stand on a keyboard."""
    shown = [QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText) or key for key in keys]
    for name, mark in (("Left", "←"), ("Right", "→"), ("Up", "↑"), ("Down", "↓"), ("Return", "Enter")):
        shown = [each.replace(name, mark) for each in shown]
    return " / ".join(shown)


class Commands(QObject):
    """The commands of one window; those of a page go when the page goes."""

    #: why the key that was pressed does nothing here
    unavailable = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._held: dict[QWidget, list[Command]] = {}
        self._recent: list[str] = []

    def add(self, owner: QWidget, commands: Sequence[Command]) -> None:
        """Take commands over, and let their keys act wherever the owner's window has the focus."""
        if owner not in self._held:
            owner.destroyed.connect(lambda: self._held.pop(owner, None))
        self._held.setdefault(owner, []).extend(commands)
        for command in commands:
            if command.act is not None and command.keys:
                action = QAction(command.name, owner)
                action.setShortcuts([QKeySequence(key) for key in command.keys])
                action.triggered.connect(lambda _=False, chosen=command: self.run(chosen))
                owner.addAction(action)

    def every(self) -> Iterator[Command]:
        """All commands, in the order of their coming."""
        for commands in self._held.values():
            yield from commands

    def offered(self) -> list[Command]:
        """What can be done now, what was done last first."""
        able = [command for command in self.every() if command.act is not None and command.available()]
        return sorted(able, key=self._age)

    def run(self, command: Command) -> None:
        """Do it, if it is available here; else say why not."""
        if command.act is not None and command.available():
            if command.id in self._recent:
                self._recent.remove(command.id)
            self._recent.insert(0, command.id)
            command.act()
        elif command.act is not None and (why := command.why_not()):
            self.unavailable.emit(why)

    def run_by_name(self, name: str) -> None:
        """Do what has this id, as from a menu."""
        for command in [each for each in self.every() if each.id == name][:1]:
            self.run(command)

    def _age(self, command: Command) -> int:
        return self._recent.index(command.id) if command.id in self._recent else len(self._recent)
