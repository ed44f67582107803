"""Typed texts that the store would not take: they stay in sight, are tried again, and go only when somebody says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from baise_desktop.form.draft import LONGEST_KEPT
from baise_desktop.texts import say

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.errors import BaiseError
    from baise_desktop.form.definition import Form
    from baise_desktop.store.entries import Sheet
    from baise_desktop.ui.jobs import Jobs
    from baise_desktop.ui.unit.ledger_rows import LedgerRow

AGAIN_AFTER_MS = 5000
"""A store that was busy or full may be neither by then."""
_SOON_MS = 200
"""After a text went through: the store takes texts again."""
_OF_THE_STORE = "STORE_"
"""Begins the codes of what stops every text, not this one alone."""


@dataclass(slots=True, eq=False)
class Typed:
    """One text on its way to the store."""

    place: str
    """Where it was typed, for people."""
    text: str
    job: Callable[[Desk], Any]
    """Gives what the store has afterwards: of a cell, its row."""
    done: Callable[[Any], object]
    """Hears what the job gave."""
    key: str
    """Of the field, or whatever tells texts of no row apart."""
    row: LedgerRow | None = None
    """Of a cell; None for a text that belongs to no row."""
    sheet: Sheet | None = None
    error: BaiseError | None = None
    """Why it is not kept."""


class UnsavedTexts(QObject):
    """Sends what is typed to the store, and holds what it refuses."""

    #: other texts than before wait, or what is known of them is another
    changed = Signal()
    #: Typed, BaiseError: a text was refused that somebody just typed or tried again
    refused = Signal(object, object)
    #: Typed of which the store kept only the beginning, and how many characters
    shortened = Signal(object, int)
    #: the last text that waited is kept
    emptied = Signal()
    #: texts were given up: what the store has is to be read again
    given_up = Signal()
    #: a text became durable
    saved = Signal()

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._held: list[Typed] = []
        self._under_way: list[Typed] = []
        self._round: list[Typed] | None = None
        """What is still to be tried of those held; None while none is tried."""
        self._aloud = False
        self._busy: tuple[int, BaiseError | None] = (0, None)
        """How often the store was found busy, and what was said last."""
        self.clock = QTimer(self, singleShot=True)
        self.clock.timeout.connect(self.try_again)

    def held(self) -> Sequence[Typed]:
        """What waits, oldest first."""
        return self._held

    def is_under_way(self, sheet: Sheet) -> bool:
        """Whether the store has still to answer to a text of a form."""
        return any(typed.sheet == sheet for typed in self._under_way)

    def send(self, typed: Typed) -> None:
        """Keep a text; one that waits for the same place is superseded."""
        self._drop([each for each in self._held if (each.row, each.key) == (typed.row, typed.key)])
        if typed.row is not None:
            typed.row.begin(typed.key)
        self._under_way.append(typed)
        job = partial(self._attempt, typed.job, self._busy[0])
        self._jobs.run(job, partial(self._arrive, typed), partial(self._refuse, typed))

    def adopt(self, sheet: Sheet, rows: Sequence[LedgerRow]) -> list[LedgerRow]:
        """Show in rows that were just read what waits for them.

        Returns:
            Rows that texts wait for and that are not there.
        """
        if not self._held:
            return []
        by_id = {row.row_id: row for row in rows if row.row_id}
        there, extra = set(map(id, rows)), []
        for typed in self._held:
            if typed.row is None or typed.sheet != sheet or id(typed.row) in there:
                continue
            row = by_id.get(typed.row.row_id)
            if row is not None:
                _hand_over(typed, row)
            else:
                extra.append(typed.row)
                there.add(id(typed.row))
        return extra

    def adopt_one(self, sheet: Sheet, row: LedgerRow) -> None:
        """Show in the one record of a form, which was just read, what waits for it."""
        for typed in self._held:
            if typed.row is not None and typed.sheet == sheet:
                _hand_over(typed, row)

    def try_again(self, *, aloud: bool = False) -> None:
        """Send what waits once more, one after the other; `aloud` says when it is refused again."""
        self._aloud = self._aloud or aloud
        if self._round is None and self._held:
            self._round = list(self._held)
            self._next()

    def give_up(self) -> None:
        """Forget what waits: somebody has said so."""
        self.clock.stop()
        self._drop(list(self._held))
        self.given_up.emit()

    def forget_rows(self, rows: Sequence[LedgerRow]) -> None:
        """Some rows are taken out by the clerk, with what waits for them."""
        chosen = set(map(id, rows))
        self._drop([each for each in self._held if id(each.row) in chosen])

    def _drop(self, gone: Sequence[Typed]) -> None:
        if not gone:
            return
        for typed in gone:
            self._held.remove(typed)
            if typed.row is not None:
                typed.row.unsaved.pop(typed.key, None)
        self.changed.emit()

    def _attempt(self, job: Callable[[Desk], Any], asked: int, desk: Desk) -> Any:
        """On the job thread: what was asked before the store was found busy does not wait as long once more."""
        from baise_desktop.errors import BaiseError

        count, refusal = self._busy
        if refusal is not None and asked != count:
            raise refusal
        try:
            return job(desk)
        except BaiseError as error:
            if error.code == "STORE_BUSY":
                self._busy = (count + 1, error)
            raise

    def _arrive(self, typed: Typed, answer: Any) -> None:
        self._under_way.remove(typed)
        self._settle(typed, answer)
        if self._held:
            self.clock.start(_SOON_MS)

    def _settle(self, typed: Typed, answer: Any) -> None:
        if typed.row is not None:
            typed.row.settle(answer, typed.key)
            kept = len(answer.texts.get(typed.key, ""))
            if len(typed.text) > LONGEST_KEPT >= kept:
                self.shortened.emit(typed, kept)
        typed.done(answer)
        self.saved.emit()

    def hold(self, typed: Typed, error: BaiseError) -> None:
        """Hold a text that was refused."""
        self._drop([each for each in self._held if (each.row, each.key) == (typed.row, typed.key)])
        typed.error = error
        self._held.append(typed)
        self.clock.start(AGAIN_AFTER_MS)
        self.changed.emit()
        self.refused.emit(typed, error)

    def _refuse(self, typed: Typed, error: BaiseError) -> None:
        row, key = typed.row, typed.key
        self._under_way.remove(typed)
        self.clock.start(AGAIN_AFTER_MS)
        if row is not None and row.end(key):
            return  # Another text was typed there since.
        if row is not None:
            row.texts[key] = typed.text
            row.unsaved[key] = say("window.unsaved_tip", sentence=error.sentence)
        self.hold(typed, error)

    def _next(self) -> None:
        waiting = [each for each in self._round or () if each in self._held]
        if not waiting:
            self._round, self._aloud = None, False
            return
        typed, self._round = waiting[0], waiting[1:]
        if typed.row is not None:
            typed.row.begin(typed.key)
        job = partial(self._attempt, typed.job, self._busy[0])
        self._jobs.run(job, partial(self._kept, typed), partial(self._stay, typed))

    def _kept(self, typed: Typed, answer: Any) -> None:
        self._drop([each for each in self._held if each is typed])
        self._settle(typed, answer)
        self.changed.emit()
        if not self._held:
            self.emptied.emit()
        self._next()

    def _stay(self, typed: Typed, error: BaiseError) -> None:
        if typed.row is not None:
            typed.row.end(typed.key)
        if self._aloud and typed in self._held:
            self.refused.emit(typed, error)
        if error.code.startswith(_OF_THE_STORE):
            self._round = []
        self.clock.start(AGAIN_AFTER_MS)
        self._next()


def _hand_over(typed: Typed, row: LedgerRow) -> None:
    old, key = typed.row, typed.key
    if old is None or old is row:
        return
    row.texts[key], row.unsaved[key] = typed.text, old.unsaved.get(key, "")
    row.pending[key] = max(row.pending.get(key, 0), old.pending.get(key, 0))
    typed.row = row


def is_of_the_store(error: BaiseError) -> bool:
    """Whether a refusal has nothing to do with the text: it may be taken another time."""
    return error.code.startswith(_OF_THE_STORE) or error.code == "LOCKED"


def name_place(form: Form, row: LedgerRow | None, key: str) -> str:
    """Where a cell is, for people: the form, the row by its key, the field."""
    held = (row.texts.get(each, "") for each in form.key) if row is not None else ()
    title = "、".join(filter(None, held))
    return "　".join(filter(None, (form.title, title, form.field(key).name)))
