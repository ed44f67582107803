"""What can be done in the unit's window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from baise_desktop.texts import say
from baise_desktop.ui.commands import Command
from baise_desktop.ui.unit.places import FIXED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from baise_desktop.ui.unit.keyboard import Keyboard
    from baise_desktop.ui.unit.workspace import UnitWorkspace

_OF_THE_GRID = (
    ("grid_next", ("Enter", "Tab")),
    ("grid_before", ("Shift+Enter", "Shift+Tab")),
    ("grid_edit", ("F2",)),
    ("grid_undo_typing", ("Esc",)),
    ("undo", ("Ctrl+Z",)),
    ("redo", ("Ctrl+Y",)),
    ("grid_new_row", ("Ctrl+Enter",)),
    ("grid_copy_above", ("Ctrl+D",)),
    ("grid_clear", ("Delete",)),
    ("grid_copy", ("Ctrl+C",)),
    ("grid_cut", ("Ctrl+X",)),
    ("grid_paste", ("Ctrl+V",)),
    ("grid_form", ("F4",)),
    ("grid_sort", ("F5",)),
    ("grid_search", ("Ctrl+Shift+F",)),
    ("grid_today", ("T",)),
    ("grid_day", ("+", "-")),
    ("grid_choices", ("Alt+Down",)),
    ("grid_menu", ("Menu", "Shift+F10")),
)
_OF_FORMS = (
    ("form_next", ("Enter", "Tab")),
    ("form_next_long", ("Ctrl+Enter", "Tab")),
    ("form_before", ("Shift+Enter", "Shift+Tab")),
    ("form_undo_typing", ("Esc",)),
)
_OF_LISTS = (
    ("finding_rule", ("F1",)),
    ("list_move", ("Up", "Down")),
    ("list_enter", ("Enter",)),
    ("list_copy", ("Ctrl+C",)),
    ("choice_open", ("Down", "F4")),
    ("choice_tick", ("Space",)),
)


def unit_commands(keyboard: Keyboard, work: UnitWorkspace) -> tuple[Command, ...]:
    """The commands of a unit's pages."""
    return (*_moving(keyboard, work), *_working(keyboard, work), *_places(keyboard, work), *_told())


def _moving(keyboard: Keyboard, work: UnitWorkspace) -> Iterator[Command]:
    visits = keyboard.visits
    yield Command("go_to_field", "unit", ("Ctrl+G",), keyboard.go_to_field, lambda: bool(work.sheets))
    yield Command("find_form", "unit", ("Ctrl+F",), work.navigation.search.setFocus, lambda: bool(work.sheets))
    yield Command("back", "unit", ("Alt+Left",), partial(keyboard.travel, -1), partial(visits.can_go, -1))
    yield Command("forward", "unit", ("Alt+Right",), partial(keyboard.travel, 1), partial(visits.can_go, 1))
    yield Command("next_pane", "unit", ("F6",), partial(keyboard.panes.go, 1))
    yield Command("previous_pane", "unit", ("Shift+F6",), partial(keyboard.panes.go, -1))
    has_findings = lambda: work.watch.result is not None  # noqa: E731
    yield Command("next_finding", "unit", ("F8",), lambda: work.findings.step(1), has_findings)
    yield Command("previous_finding", "unit", ("Shift+F8",), lambda: work.findings.step(-1), has_findings)
    yield Command("explain", "unit", ("Shift+F2",), partial(_explain, work), has_findings)
    yield Command("check", "unit", ("Ctrl+F8",), work.check, lambda: bool(work.sheets))
    on_form = lambda: work.made("below") and work.below.isVisible()  # noqa: E731
    yield Command("evidence", "unit", ("Ctrl+Shift+E",), _later(lambda: work.below.reach_evidence), on_form)
    yield Command("history", "unit", ("Ctrl+H",), _later(lambda: work.below.turn_history), on_form)


def _explain(work: UnitWorkspace) -> None:
    work.below.show_findings()
    work.findings.explain_current()


def _print_papers(work: UnitWorkspace) -> None:
    from baise_desktop.ui.print_papers import end_typing, open_papers

    work.keep_typed()
    end_typing()
    session = work.session
    open_papers(session.jobs, session.plan, session.period, work.window(), work.notice.show_error)


def _working(keyboard: Keyboard, work: UnitWorkspace) -> Iterator[Command]:
    yield Command("turn_state", "unit", ("F9",), keyboard.turn_state, keyboard.has_cell, why_not=keyboard.why_no_cell)
    yield Command(
        "take_last", "unit", ("F7", "Ctrl+'"), keyboard.take_last, keyboard.has_cell, why_not=keyboard.why_no_cell
    )
    yield Command("note", "unit", ("Ctrl+M",), keyboard.write_note, keyboard.can_note, why_not=keyboard.why_no_note)
    on_grid = lambda: work.shows("ledger") and bool(work.ledger.form_id()) and not work.session.locked  # noqa: E731
    yield Command("new_row", "ledger", (), _later(lambda: work.ledger.view.start_row), on_grid)
    yield Command("delete_rows", "ledger", (), _later(lambda: work.ledger.delete.click), on_grid)
    yield Command("paste_rows", "ledger", (), _later(lambda: work.ledger.paste.click), on_grid)
    yield Command("choose_columns", "ledger", (), _later(lambda: work.ledger.columns.click), on_grid)
    yield Command("print_papers", "unit", ("Ctrl+P",), partial(_print_papers, work), lambda: bool(work.sheets))
    yield Command("open_task_pack", "unit", ("Ctrl+O",), work.packs.choose)
    yield Command("last_task_pack", "unit", (), work.packs.show_last)
    yield Command("ask_again", "unit", (), work.standing.renew)
    yield Command("catch_up", "unit", (), work.standing.catch_up)


def _places(keyboard: Keyboard, work: UnitWorkspace) -> Iterator[Command]:
    for key in FIXED:
        there = partial(keyboard.has_place, key)
        title = say("commands.go_to", place=say(f"window.nav_{key}"))
        yield Command(f"go_{key}", "unit", (), partial(work.go, key), there, title)


def _later(find: Callable[[], Callable[[], object]]) -> Callable[[], object]:
    """An act of a page that is only made when it is wanted."""

    def act() -> object:
        return find()()

    return act


def _told() -> Iterator[Command]:
    for page, listed in (("ledger", _OF_THE_GRID), ("form", _OF_FORMS), ("lists", _OF_LISTS)):
        for name, keys in listed:
            yield Command(name, page, keys)
