"""The keys of the unit's window: commands, the way back, the panes, and what acts on the cell at hand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from baise_desktop.texts import say
from baise_desktop.ui.panes import Pane, Panes
from baise_desktop.ui.unit.places import is_fixed, is_of_a_submission
from baise_desktop.ui.unit.unit_commands import unit_commands
from baise_desktop.ui.visits import Visits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from baise_desktop.app.desk import Desk
    from baise_desktop.app.results.row_filter import RowFilter
    from baise_desktop.store.entries import Sheet
    from baise_desktop.ui.shell import Shell
    from baise_desktop.ui.unit.cell_at_hand import CellAtHand
    from baise_desktop.ui.unit.ledger_form import LedgerForm
    from baise_desktop.ui.unit.workspace import UnitWorkspace


_OF_A_CELL = ("F7", "F9", "Ctrl+M", "Ctrl+H")


@dataclass(frozen=True, slots=True)
class Visit:
    """A place that was on show."""

    plan: str
    """Empty, as the period, for a place that is the same in every submission."""
    period: str
    key: str
    rows: RowFilter | None = None
    """For which measure or target the rows of a register were looked at."""


class Keyboard(QObject):
    """Joins the keys to the pages."""

    def __init__(self, shell: Shell, work: UnitWorkspace) -> None:
        super().__init__(work)
        self._shell, self._work = shell, work
        self.visits: Visits[Visit] = Visits()
        self._cells: dict[tuple[str, str, str], tuple[str, str]] = {}
        """Where the cursor was in a form when it was left: row and field."""
        self.panes = Panes(self, self._list_panes)
        shell.commands.add(work, unit_commands(self, work))

    def note(self, key: str) -> None:
        """A place is on show."""
        self._shell.notice.turn_page(key)
        scope = self._work.way.scope
        rows = scope if scope is not None and scope.register == key else None
        session = self._work.session
        submission = ("", "") if is_fixed(key) and not is_of_a_submission(key) else (session.plan, session.period)
        self.visits.note(Visit(*submission, key, rows))

    def has_place(self, key: str) -> bool:
        """Whether a page that is no form can be gone to."""
        return not is_of_a_submission(key) or bool(self._work.sheets)

    def go_to_field(self) -> None:
        """Ask for a field, a form or a row, and go there."""
        from baise_desktop.ui.unit.go_to import open_go_to, warm_up

        self._shell.jobs.run_alone(partial(warm_up, self._work))
        open_go_to(self._work, self._shell)

    def remember_cell(self) -> None:
        """The page is about to be left: keep where the cursor is."""
        cell, session = self.cell(), self._work.session
        if cell is not None:
            self._cells[session.plan, session.period, self._work.form_on_show()] = (cell.row_id, cell.question.key)

    def travel(self, step: int) -> None:
        """Back along the places visited, or forward."""
        visit = self.visits.go(step)
        if visit is None:
            return
        work, session = self._work, self._work.session
        came_from = work.ledger.came_from() if work.made("ledger") else None
        if visit.plan and (visit.plan, visit.period) != (session.plan, session.period):
            work.open_submission(visit.plan, visit.period, visit.key)
        elif visit.rows is not None:
            work.open_rows(visit.rows)
        elif step < 0 and came_from is not None and visit.key in (came_from.target, came_from.task):
            work.return_from_rows(came_from)
        elif not self._return_to_cell(visit):
            work.go(visit.key)

    def cell(self) -> CellAtHand | None:
        """The cell that the keyboard is at, if it takes text."""
        work = self._work
        if work.session.locked or not work.form_on_show():
            return None
        from baise_desktop.ui.unit.cell_at_hand import answer_cell, grid_cell  # not before a form is on show

        if work.shows("ledger"):
            return self._cell_of_row() or grid_cell(work.ledger.view)
        single = work.task if work.shows("task") else work.target if work.shows("target") else None
        return answer_cell(single.sheet.answers.values(), self.fixed_row()) if single is not None else None

    def has_cell(self) -> bool:
        """Whether a key that acts on a cell has one."""
        return self.cell() is not None

    def why_no_cell(self) -> str:
        """Why a key that acts on a cell does nothing here."""
        from baise_desktop.ui.unit.cell_foot import why_grey

        work = self._work
        if not work.form_on_show():
            return say("commands.no_form")
        grey = why_grey(work.ledger.view) if work.shows("ledger") else ""
        return grey or work.session.locked or say("commands.no_cell")

    def why_no_note(self) -> str:
        """Why no note can be written here."""
        cell = self._cell_to_note() if self._work.form_on_show() else None
        return say("commands.note_new_row") if cell is not None else self.why_no_cell()

    def turn_state(self) -> None:
        """Blank, nought, 不适用, 暂缺: the next of them."""
        from baise_desktop.ui.unit.four_states import is_missing, next_state

        cell = self.cell()
        if cell is not None:
            text = next_state(cell.text(), cell.question)
            cell.type_on(text) if is_missing(text) else cell.put(text)

    def take_last(self) -> None:
        """Put into the cell what the same row had in the period before."""
        cell = self.cell()
        if cell is None:
            return
        if not cell.row_id:
            self._shell.notice.show_warning(say("commands.ghost_new_row"))
            return
        sheet = self._work.session.sheet(self._work.form_on_show())
        job = partial(_read_last, sheet, cell.row_id, cell.question.key)
        self._work.session.jobs.run(job, partial(self._put_last, cell, cell.text()))

    def can_note(self) -> bool:
        """Whether there is a cell to write on, of a row that is kept; a signature does not end the notes."""
        cell = self._cell_to_note()
        return cell is not None and bool(cell.row_id)

    def write_note(self) -> None:
        """Open the slip for the note of the cell."""
        cell = self._cell_to_note()
        if cell is not None:
            self._work.notes.write_at(self._work.form_on_show(), cell)

    def _cell_to_note(self) -> CellAtHand | None:
        from baise_desktop.ui.unit.cell_at_hand import any_cell

        if self._work.shows("ledger"):
            ledger = self._work.ledger
            return self._cell_of_row() or (any_cell(ledger.view) if ledger.form_id() else None)
        return self.cell()

    def _cell_of_row(self) -> CellAtHand | None:
        """The answer of the row that is filled in one below the other, where the keyboard is in it."""
        from baise_desktop.ui.unit.cell_at_hand import answer_cell

        row = self._work.ledger.row_form
        return answer_cell(row.answers.values(), row.row_id()) if row is not None else None

    def lend_keys(self, row: LedgerForm) -> None:
        """A window of its own hears the keys that act on a cell as the grid does."""
        row.addActions([each for each in self._work.actions() if each.shortcut().toString() in _OF_A_CELL])

    def fixed_row(self) -> str:
        """Row id of the one record on show."""
        return self._fixed_row(self._work.form_on_show())

    def _put_last(self, cell: CellAtHand, before: str, text: str) -> None:
        if cell.text() != before:
            return  # Somebody went on typing there.
        if text:
            cell.put(text)
        else:
            self._shell.notice.show_warning(say("commands.ghost_none", name=cell.question.name))

    def _fixed_row(self, form: str) -> str:
        from baise_desktop.form.record import fixed_row_id

        session = self._work.session
        return fixed_row_id(session.office.unit, session.plan, session.period, form)

    def _return_to_cell(self, visit: Visit) -> bool:
        """Go to where the cursor stood in a form; False when it stood nowhere."""
        at = self._cells.get((visit.plan, visit.period, visit.key))
        if at is None or visit.key not in self._work.sheets:
            return False
        self._work.go_to_cell(visit.key, *at)
        return True

    def _list_panes(self) -> list[Pane]:
        work = self._work
        panes: list[Pane] = [
            (work.navigation, work.navigation.first_stop),
            (work.pages, partial(_main_stop, work)),
        ]
        return [*panes, (work.below, work.below.first_stop)] if work.made("below") else panes


def _main_stop(work: UnitWorkspace) -> QWidget | None:
    return work.ledger.view if work.shows("ledger") else None


def _read_last(sheet: Sheet, row_id: str, key: str, desk: Desk) -> str:
    """The text that a cell had in the period before; empty without one."""
    from baise_desktop.app.entry.ghost import ghost_values
    from baise_desktop.app.entry.row_start import context_for
    from baise_desktop.form.fields import show

    form = desk.catalogue.forms[sheet.form]
    held: Mapping[str, object] = ghost_values(desk, sheet).get(row_id, {})
    value = held.get(key)
    return show(value, form.field(key), context_for(desk, form)) if value is not None else ""  # type: ignore[arg-type]
