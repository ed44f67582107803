"""Carries what is typed into a register to the store, in the order it was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from baise_desktop.app.clock import utc_now
from baise_desktop.errors import BaiseError
from baise_desktop.form.echo import tell_understood
from baise_desktop.store.row_lines import measure_sheet
from baise_desktop.texts import say
from baise_desktop.ui.unit.ledger_loading import READ_AT_ONCE, LedgerLoading, read_first
from baise_desktop.ui.unit.ledger_model import LedgerModel
from baise_desktop.ui.unit.ledger_paste import MOST_CELLS, Pasted, aim_block, compare_aim, paste, paste_or_ask
from baise_desktop.ui.unit.ledger_rows import LedgerRow, read_row, read_rows
from baise_desktop.ui.unit.unsaved import Typed, name_place

if TYPE_CHECKING:
    from baise_desktop.app.checks.balance import Balance
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.entry.difference import Difference
    from baise_desktop.app.entry.filling import RowStart
    from baise_desktop.app.results.row_filter import FoundRows, RowFilter
    from baise_desktop.store.entries import Sheet
    from baise_desktop.ui.unit.session import Session


Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Contents:
    """What the grid of a register needs to open."""

    rows: list[LedgerRow]
    """From the first on."""
    count: int
    """Of rows there are."""
    choices: dict[str, tuple[str, ...]]
    """Labels on offer by field key."""
    state: State


@dataclass(frozen=True, slots=True)
class State:
    """What follows from the rows of a sheet as the store has them."""

    balance: Balance
    found: FoundRows | None
    """The rows that a measure or target takes, if they are looked at for one."""
    clerk: str = ""
    """Who works at this desk; empty while nobody has said."""
    mine: frozenset[str] = frozenset()
    """The rows that this clerk changed."""
    is_known: bool = True
    """False while nobody has worked it out yet."""


def read_state(sheet: Sheet, row_filter: RowFilter | None, desk: Desk) -> State:
    """The balance of a sheet, the rows that a filter takes, and those that the clerk changed."""
    from baise_desktop.app.checks.balance import read_balance
    from baise_desktop.app.installation.clerk import clerk_name
    from baise_desktop.app.results.row_filter import find_rows
    from baise_desktop.store.edits import list_touched

    clerk = clerk_name(desk)
    mine = list_touched(desk.store, sheet.key, clerk) if clerk else frozenset()
    return State(read_balance(desk, sheet), find_rows(desk, sheet, row_filter) if row_filter else None, clerk, mine)


def read_contents(sheet: Sheet, row_filter: RowFilter | None, desk: Desk) -> Contents:
    """Rows and choices of a sheet."""
    from baise_desktop.app.checks.balance import BLANK
    from baise_desktop.app.entry.filling import list_choices

    form = desk.catalogue.forms[sheet.form]
    offers = {question.key: tuple(label for _, label in list_choices(desk, question)) for question in form.fields}
    labels = {key: labels for key, labels in offers.items() if labels}
    count = measure_sheet(desk.store, sheet)
    if count <= READ_AT_ONCE or row_filter is not None:
        rows = read_rows(desk, sheet)
        return Contents(rows, len(rows), labels, read_state(sheet, row_filter, desk))
    return Contents(read_first(sheet, desk), count, labels, State(BLANK, None, is_known=False))


class LedgerEdits(QObject):
    """The way from one grid to one sheet."""

    #: a write was refused; the grid shows what the store has
    refused = Signal(object)
    #: rows were added, changed or taken out
    settled = Signal()
    #: Pasted that the clerk is to look at first
    asked = Signal(object)
    #: what became of a paste, where it is worth a word
    told = Signal(str)
    #: every row is about to be read anew
    replacing = Signal()
    #: every row was read anew
    replaced = Signal()

    def __init__(
        self, session: Session, model: LedgerModel, sheet: Sheet, is_typing: Callable[[], bool], parent: QObject
    ) -> None:
        """Listens to the model from now on; no row is replaced while `is_typing`."""
        super().__init__(parent)
        self._session, self._model, self._sheet = session, model, sheet
        self._is_typing = is_typing
        self._on_the_way = 0
        self.is_late = False
        """Whether the store has other rows than the grid, which somebody is typing into."""
        self._start: RowStart | None = None
        model.edit_requested.connect(self._write)
        session.unsaved.changed.connect(self._adopt)
        session.unsaved.given_up.connect(self.reload)
        self._waiting: list[Callable[[], None]] = []
        """What the clerk did before every row had come."""
        model.completed.connect(self._begin)
        LedgerLoading(session, model, sheet, self)
        self._adopt()

    def leave(self) -> None:
        """Another register comes on show; what is still on its way is seen through."""
        self._session.unsaved.changed.disconnect(self._adopt)
        self._session.unsaved.given_up.disconnect(self.reload)
        self.setParent(None)

    def title(self) -> str:
        """Of the register."""
        return self._session.form(self._sheet.form).title

    def is_under_way(self) -> bool:
        """Whether the store has still to answer to a change of the sheet."""
        return self._on_the_way > 0 or self._session.unsaved.is_under_way(self._sheet)

    def start_with(self, start: RowStart) -> None:
        """What new rows begin with from now on."""
        self._start = start

    def paste(self, block: Sequence[Sequence[str]], line: int, columns: Sequence[int]) -> None:
        """Put a block of texts with its top left corner at a cell; lines past the end become rows.

        What fills blanks goes straight in; `asked` tells of what would overwrite more than one cell or cannot be read.

        Args:
            block: rows of texts.
            line: of the corner.
            columns: those on show, from the corner on.
        """
        count = sum(map(len, block))
        if count > MOST_CELLS:
            self.told.emit(say("window.paste_too_many", most=MOST_CELLS, count=count))
            return
        if self._must_wait(partial(self.paste, block, line, columns)):
            return
        aim = aim_block(self._model, block, line, columns, self._start)
        if aim.cells or aim.read_only:
            self._send(partial(paste_or_ask, self._sheet, aim, self._held()), self._show_pasted, self._fail)

    def paste_agreed(self, pasted: Pasted, difference: Difference) -> None:
        """Paste what the clerk has looked at."""
        self._send(partial(paste, self._sheet, pasted.aim, difference, self._held()), self._show_pasted, self._fail)

    def compare_again(self, pasted: Pasted, erase: bool, show: Callable[[Difference], None]) -> None:
        """What a paste would change, blanks erasing or not."""
        self._session.jobs.run(partial(compare_aim, self._sheet, pasted.aim, erase), show)

    def fill(self, cells: Sequence[tuple[int, int]], text: str) -> None:
        """Put one text into cells of rows that are there, as one step."""
        if len(cells) > MOST_CELLS:
            self.told.emit(say("window.fill_too_many", most=MOST_CELLS))
            return
        act = say("journal.fill" if text.strip() else "journal.clear", count=len(cells))
        self._put([(line, column, text) for line, column in cells], act)

    def fill_down(self, cells: Sequence[tuple[int, int, str]]) -> None:
        """Put texts, which stand above, into cells of rows that are there, as one step."""
        self._put(cells, say("journal.fill_down", count=len(cells)))

    def _put(self, cells: Sequence[tuple[int, int, str]], act: str) -> None:
        if self._must_wait(partial(self._put, cells, act)):
            return
        rows, fields = self._model.rows(), self._model.form.fields
        targets = [(rows[line], fields[column].key, text.strip()) for line, column, text in cells]
        if targets:
            self._send(partial(_fill, self._sheet, targets, act, self._held()), self._show, self._fail)

    def delete(self, lines: Sequence[int]) -> None:
        """Take rows out."""
        if self._must_wait(partial(self.delete, lines)):
            return
        rows = [self._model.rows()[line] for line in lines if line < len(self._model.rows())]
        self._session.unsaved.forget_rows(rows)
        if rows:
            self._send(partial(_delete, self._sheet, rows, self._held()), self._show, self._fail)

    def reload(self) -> None:
        """Show what the store has."""
        held = self._held()
        self._session.jobs.run(lambda desk: read_rows(desk, self._sheet, held), self._show)

    def _held(self) -> list[LedgerRow]:
        return list(self._model.all_rows()) if isValid(self._model) else []

    def _must_wait(self, act: Callable[[], None]) -> bool:
        """Whether an act has to wait until every row is there, and will be done then."""
        if self._model.is_complete():
            return False
        self._waiting.append(act)
        return True

    def _begin(self) -> None:
        acts, self._waiting = self._waiting, []
        self._adopt()
        for act in acts:
            act()

    def _send(
        self, job: Callable[[Desk], Result], done: Callable[[Result], None], failed: Callable[[BaiseError], None]
    ) -> None:
        self._on_the_way += 1
        self._session.write(job, partial(self._arrive, done), partial(self._arrive, failed))

    def _arrive(self, then: Callable[[Result], None], answer: Result) -> None:
        self._on_the_way -= 1
        then(answer)

    def catch_up(self) -> None:
        """Show what the store has, if that had to wait."""
        if self.is_late:
            self.is_late = False
            self.reload()

    def _write(self, row: LedgerRow, key: str, text: str) -> None:
        job = partial(_type, self._sheet, row, key, text, self._start)
        done: Callable[[LedgerRow], None] = partial(self._settle, row, key, text)
        place = name_place(self._model.form, row, key)
        self._session.unsaved.send(Typed(place, text, job, done, key, row, self._sheet))

    def _settle(self, row: LedgerRow, key: str, text: str, fresh: LedgerRow) -> None:
        if not isValid(self._model):
            return  # Another register is on show.
        if key not in fresh.problems:
            self._session.echo = tell_understood(text, fresh.texts.get(key, ""), self._model.form.field(key))
        self._model.show_row(row)
        self.settled.emit()

    def _adopt(self) -> None:
        """Show what the store has not taken, in the rows as they are now."""
        if not isValid(self._model) or not self._model.is_complete():
            return
        rows = self._model.all_rows()
        extra = self._session.unsaved.adopt(self._sheet, rows)
        if extra and not self._is_typing():
            self.replacing.emit()
            self._model.set_rows([*rows, *extra])
            self.replaced.emit()
        self._model.show_again()

    def _show_pasted(self, pasted: Pasted) -> None:
        if pasted.rows is None:
            self.asked.emit(pasted)
            return
        self._show(pasted.rows)
        count = len(pasted.difference.typed())
        remarks = pasted.aim.remarks(pasted.difference)
        if not count:
            self.told.emit(say("window.paste_nothing") + remarks)
        elif remarks:
            self.told.emit(say("window.paste_told", cells=count, rows=pasted.difference.new_rows) + remarks)

    def _show(self, rows: list[LedgerRow]) -> None:
        if not isValid(self._model):
            return
        if self._is_typing():
            self.is_late = True  # An editor does not outlive the rows below it.
            return
        self.replacing.emit()
        self._model.set_rows(rows)
        self.replaced.emit()
        self.settled.emit()

    def _fail(self, error: BaiseError) -> None:
        self.refused.emit(error)
        self.reload()


def _type(sheet: Sheet, row: LedgerRow, key: str, text: str, start: RowStart | None, desk: Desk) -> LedgerRow:
    from baise_desktop.app.entry import filling

    form = desk.catalogue.forms[sheet.form]
    if row.row_id:
        entry = filling.set_cell(desk, sheet, row.row_id, key, text, utc_now()).entry
    else:
        entry = filling.add_row(desk, sheet, utc_now(), {key: text}, start or filling.BLANK_START)
        row.row_id = entry.record.row_id
    return read_row(desk, form, entry)


def _fill(
    sheet: Sheet, targets: Sequence[tuple[LedgerRow, str, str]], act: str, held: Sequence[LedgerRow], desk: Desk
) -> list[LedgerRow]:
    from baise_desktop.app.entry import filling

    cells = [filling.TypedCell(row.row_id, key, text) for row, key, text in targets if row.row_id]
    filling.set_cells(desk, sheet, cells, utc_now(), act=act)
    return read_rows(desk, sheet, held)


def _delete(sheet: Sheet, rows: Sequence[LedgerRow], held: Sequence[LedgerRow], desk: Desk) -> list[LedgerRow]:
    from baise_desktop.app.entry import filling

    kept = [row.row_id for row in rows if row.row_id]
    if kept:
        filling.delete_rows(desk, sheet, kept, utc_now())
    return read_rows(desk, sheet, held)
