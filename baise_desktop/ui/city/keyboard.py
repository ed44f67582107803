"""The keys of the city's window: commands, the way back, the panes, and Ctrl+G."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from baise_desktop.texts import say
from baise_desktop.ui.commands import Command
from baise_desktop.ui.finder import Finder, Found
from baise_desktop.ui.panes import Pane, Panes
from baise_desktop.ui.pinyin import matches, warm_up
from baise_desktop.ui.visits import Visits

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.ui.city.workspace import CityWorkspace
    from baise_desktop.ui.shell import Shell

_OF_LISTS = (
    ("list_move", ("Up", "Down")),
    ("list_enter", ("Enter",)),
    ("list_copy", ("Ctrl+C",)),
    ("row_history", ("Ctrl+H",)),
)
_OF_CHOICES = (("choice_open", ("Down", "F4")), ("choice_tick", ("Space",)))


class CityKeyboard(QObject):
    """Joins the keys to the pages."""

    def __init__(self, shell: Shell, work: CityWorkspace, desk: Desk) -> None:
        super().__init__(work)
        self._shell, self._work, self._catalogue = shell, work, desk.catalogue
        self.visits: Visits[str] = Visits()
        self.panes = Panes(self, self._list_panes)
        work.navigation.marked.connect(self.visits.note)
        shell.commands.add(work, (*self._moving(), *self._places(), *_told()))

    def travel(self, step: int) -> None:
        """Back to what was on show before, within the page first; or forward."""
        back = _inner_back(self._work.page()) if step < 0 else None
        if back is not None:
            back.click()
        elif (key := self.visits.go(step)) is not None:
            self._work.show_page(key)

    def find_here(self) -> None:
        """Into the box that searches the page on show."""
        box = search_box(self._work.page())
        if box is not None:
            box.setFocus()
            box.selectAll()

    def go_to(self) -> None:
        """Ask for a page or a definition, and go there."""
        self._shell.jobs.run_alone(warm_up)
        hint, nothing = say("commands.city_go_hint"), say("commands.city_go_nothing")
        Finder(self._shell, say("commands.city_go_title"), hint, self._search, nothing).open()

    def _add_files(self) -> None:
        """Into the inbox from wherever one is."""
        self._work.show_page("inbox")
        self._work.inbox.waiting_chip.click()
        self._work.inbox.add.click()

    def _print(self) -> None:
        button = _paper_button(self._work.page())
        if button is not None:
            button.click()

    def _search(self, typed: str) -> Sequence[Found]:
        offered = [Found(*each) for each in (*self._pages(), *self._forms())]
        return [each for each in offered if typed in each.title or matches(typed, each.title)]

    def _pages(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        for key in self._work.pages:
            yield say(f"window.nav_{key}"), say("commands.city_page"), partial(self._work.show_page, key)

    def _forms(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        for form in self._catalogue.forms.values():
            yield form.title, say(f"window.nav_{form.kind.value}"), partial(self._show_form, form.id)

    def _show_form(self, form: str) -> None:
        self._work.show_page("forms")
        self._work.forms.tree.mark(form)

    def _moving(self) -> Iterator[Command]:
        yield Command("city_go_title", "city", ("Ctrl+G",), self.go_to)
        yield Command(
            "find_here", "city", ("Ctrl+F",), self.find_here, lambda: search_box(self._work.page()) is not None
        )
        yield Command("back", "city", ("Alt+Left",), partial(self.travel, -1), self._can_go_back)
        yield Command("forward", "city", ("Alt+Right",), partial(self.travel, 1), partial(self.visits.can_go, 1))
        yield Command("city_next_pane", "city", ("F6",), partial(self.panes.go, 1))
        yield Command("previous_pane", "city", ("Shift+F6",), partial(self.panes.go, -1))
        yield Command("renew", "city", ("F5",), self._work.renew)
        yield Command(
            "print_page", "city", ("Ctrl+P",), self._print, lambda: _paper_button(self._work.page()) is not None
        )
        yield Command("city_add_files", "city", ("Ctrl+O",), self._add_files)

    def _places(self) -> Iterator[Command]:
        for key in self._work.pages:
            title = say("commands.go_to", place=say(f"window.nav_{key}"))
            yield Command(f"go_{key}", "city", (), partial(self._work.show_page, key), title=title)

    def _can_find(self) -> bool:
        return search_box(self._work.page()) is not None

    def _can_go_back(self) -> bool:
        return self.visits.can_go(-1) or _inner_back(self._work.page()) is not None

    def _list_panes(self) -> list[Pane]:
        work = self._work
        return [(work.navigation, work.navigation.first_stop), (work.stack, lambda: None)]


def search_box(page: QWidget) -> QLineEdit | None:
    """The line of a page that searches it."""
    for owner in (page, getattr(page, "tree", None), getattr(page, "rows", None)):
        box = getattr(owner, "search", None)
        if isinstance(box, QLineEdit) and box.isVisible():
            return box
    return None


def _inner_back(page: QWidget) -> QPushButton | None:
    """The button of a page that leads back within it, when there is where to go."""
    button = getattr(page, "back", None)
    return button if isinstance(button, QPushButton) and button.isEnabled() and button.isVisible() else None


def _paper_button(page: QWidget) -> QPushButton | None:
    """The button of a page that shows its paper."""
    button = getattr(page, "paper", None)
    return button if isinstance(button, QPushButton) and button.isEnabled() and button.isVisible() else None


def _told() -> Iterator[Command]:
    for name, keys in (*_OF_LISTS, *_OF_CHOICES):
        yield Command(name, "lists", keys)
