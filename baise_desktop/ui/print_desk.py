"""From Ctrl+P to the printer: what was chosen the last time, the system's dialog, the run, what to say about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from baise_desktop.app.installation.print_settings import PrintHabit, keep_habit, read_habit
from baise_desktop.texts import say
from baise_desktop.ui.dialogs import choose_one
from baise_desktop.ui.print_run import PrintRun
from baise_desktop.ui.print_sheets import Sheet, backs, fronts, is_wide, lay_sheets, repeat, turn_round
from baise_desktop.ui.print_two_sides import TwoSidesWindow
from baise_desktop.ui.printing import Printers, chosen_pages, put_habit, take_habit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

    from baise_desktop.app.desk import Desk
    from baise_desktop.errors import BaiseError
    from baise_desktop.ui.jobs import Jobs
    from baise_desktop.ui.pdf_source import PdfSource
    from baise_desktop.ui.print_sheets import Size

_WIDE = ("A4", "A3")
"""In the order of the answers."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document to print."""

    source: PdfSource
    kind: str
    """Whose habit it is printed by."""
    title: str
    sizes: Sequence[Size]
    """Of its pages as they are read, in points."""
    current: int
    """Page on the screen, from 0."""


class PrintDesk(QObject):
    """Prints one document at a time for one window."""

    #: there is no printer
    printerless = Signal()
    #: a warning before the dialog comes
    warned = Signal(str)
    #: sheets done, sheets in all
    moved = Signal(int, int)
    #: it is over: a sentence, or nothing when it was cancelled
    over = Signal(str)
    #: BaiseError that printing or remembering met with
    refused = Signal(object)

    def __init__(self, jobs: Jobs, window: QWidget, printers: Printers) -> None:
        """Asks no printer before the first wish to print."""
        super().__init__(window)
        self._jobs, self._window, self._printers = jobs, window, printers
        self._run: PrintRun | None = None

    def is_busy(self) -> bool:
        """Whether something is on its way to a printer."""
        return self._run is not None

    def print(self, paper: Paper, *, by_hand: bool = False) -> None:
        """Print after asking; by hand the fronts first, and the backs when the pile was turned."""
        if self.is_busy():
            return
        if not self._printers.names():
            self.printerless.emit()
            return
        go_on = partial(self._ask, paper, by_hand)
        if self._jobs.has_desk():
            self._jobs.run(partial(_read, paper.kind), go_on)
        else:
            go_on(PrintHabit())

    def ask_wide(self, paper: Paper) -> None:
        """Choose anew what pages larger than A4 go on."""
        if self._jobs.has_desk():
            self._jobs.run(partial(_read, paper.kind), lambda habit: self._choose_wide(paper, habit))

    def cancel(self) -> None:
        """Stop what is on its way."""
        if self._run is not None:
            run, self._run = self._run, None
            run.cancel()
            run.deleteLater()
            self.over.emit(say("window.print_cancelled"))

    def _ask(self, paper: Paper, by_hand: bool, habit: PrintHabit) -> None:
        from shiboken6 import isValid

        if not isValid(self._window) or self.is_busy():
            return
        if not habit.wide and any(map(is_wide, paper.sizes)):
            chosen = self._choose_wide(paper, habit)
            if chosen is None:
                return
            habit = chosen
        printer = self._prepare(paper, habit)
        sheets = lay_sheets(range(len(paper.sizes)), paper.sizes, habit.wide)
        several = len({sheet.paper for sheet in sheets}) > 1
        # A print server that picks pages would count those of each kind of paper from one.
        if self._printers.ask(printer, 0 if several else len(sheets), self._window):
            habit = take_habit(printer, habit)
            self._keep(paper.kind, habit)
            chosen_sheets = [sheets[page] for page in chosen_pages(printer, len(sheets), paper.current)]
            if by_hand:
                self._print_fronts(paper, chosen_sheets, printer, habit)
            else:
                self._print(paper, chosen_sheets, printer, habit, own_copies=several)

    def _choose_wide(self, paper: Paper, habit: PrintHabit) -> PrintHabit | None:
        answer = ask_about_wide(self._window, sum(map(is_wide, paper.sizes)))
        if answer is None:
            return None
        habit = replace(habit, wide=_WIDE[answer])
        self._keep(paper.kind, habit)
        return habit

    def _prepare(self, paper: Paper, habit: PrintHabit) -> QPrinter:
        name = habit.printer
        if name not in self._printers.names():
            usual = self._printers.usual()
            if name:
                self.warned.emit(say("window.print_printer_gone", name=name, usual=usual))
            name = usual
        printer = self._printers.make(name)
        put_habit(printer, habit)
        printer.setDocName(paper.title)
        return printer

    def _print(
        self, paper: Paper, sheets: Sequence[Sheet], printer: QPrinter, habit: PrintHabit, *, own_copies: bool
    ) -> None:
        two_sided = habit.sides != "one"
        if habit.last_first and sheets:
            # The order is the program's to keep: no driver turns it round.
            sheets = turn_round(sheets, two_sided=two_sided)
        if habit.copies > 1 and (own_copies or not printer.supportsMultipleCopies()):
            sheets = repeat(sheets, habit.copies, collated=habit.collated, two_sided=two_sided)
            printer.setCopyCount(1)
        self._start(paper, sheets, printer, habit, self._tell_sent)

    def _print_fronts(self, paper: Paper, sheets: Sequence[Sheet], printer: QPrinter, habit: PrintHabit) -> None:
        """Copies are made here, so that the backs come in the order of the fronts."""
        every = repeat(sheets, habit.copies, collated=habit.collated, two_sided=True)
        put_habit(printer, replace(habit, sides="one", copies=1))
        turn = partial(self._turn, paper, every, habit)
        self._start(paper, fronts(every), printer, habit, turn)

    def _turn(self, paper: Paper, every: Sequence[Sheet], habit: PrintHabit, printer: QPrinter, sent: int) -> None:
        window = TwoSidesWindow(sent, self._window, last_first=habit.backs_reversed)
        if window.exec() != TwoSidesWindow.DialogCode.Accepted:
            self.over.emit(say("window.print_backs_left"))
            return
        self._keep(paper.kind, replace(habit, backs_reversed=window.last_first))
        behind = backs(every, last_first=window.last_first)
        self._start(paper, behind, printer, habit, self._tell_sent)

    def _start(
        self, paper: Paper, sheets: Sequence[Sheet], printer: QPrinter, habit: PrintHabit, after: Callable[..., None]
    ) -> None:
        if not sheets:
            self.over.emit(say("window.print_no_pages"))
            return
        self._run = run = PrintRun(paper.source, sheets, printer, grey=habit.grey, parent=self)
        run.moved.connect(lambda done: self.moved.emit(done, len(sheets)))
        run.refused.connect(self._fail)
        run.finished.connect(lambda: self._finish(partial(after, printer, len(sheets))))
        self.moved.emit(0, len(sheets))
        run.start()

    def _finish(self, after: Callable[[], None]) -> None:
        self._put_away()
        after()

    def _tell_sent(self, printer: QPrinter, _sheets: int) -> None:
        self.over.emit(say("window.print_sent", printer=printer.printerName()))

    def _fail(self, error: BaiseError) -> None:
        self._put_away()
        self.refused.emit(error)

    def _put_away(self) -> None:
        if self._run is not None:
            self._run.deleteLater()
            self._run = None

    def _keep(self, kind: str, habit: PrintHabit) -> None:
        if self._jobs.has_desk():
            self._jobs.run(partial(_keep, kind, habit), failed=self.refused.emit)


def ask_about_wide(parent: QWidget, count: int) -> int | None:
    """A4 or A3 for so many pages, as an index; None when the reader thought better of it."""
    answers = (say("window.print_wide_small"), say("window.print_wide_whole"))
    return choose_one(parent, say("window.print_wide_ask", count=count), answers)


def _read(kind: str, desk: Desk) -> PrintHabit:
    return read_habit(desk.folder, kind)


def _keep(kind: str, habit: PrintHabit, desk: Desk) -> None:
    keep_habit(desk.folder, kind, habit)
