"""Figures read from what the store kept; computed, and kept for the next time, where it kept nothing."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from baise_desktop import __version__
from baise_desktop.app.desk import Desk
from baise_desktop.errors import BaiseError
from baise_desktop.progress.baseline import Choices
from baise_desktop.progress.figure import Counter, Question
from baise_desktop.store.database import Store
from baise_desktop.store.figure_cache import CachedFigure, list_figures, put_figures, read_stamp

_WORDING = 4
"""Counts up when figures are counted, or remarks worded, otherwise: those kept before are not shown any more."""
_NO_ROOM = frozenset({"STORE_BUSY", "STORE_FULL", "STORE_READ_ONLY"})


@dataclass(frozen=True, slots=True)
class Answer:
    """A figure without the rows that it rests on."""

    value: Decimal | None
    reason: str
    """Why there is no value, as in `Figure.reason`."""
    rows: int
    """How many rows it rests on."""
    remark: str = ""
    """What to read beside the value, as in `Figure.remark`."""


@dataclass(slots=True)
class FigureBook:
    """The figures of one state of the store. Made by `open_book` only."""

    store: Store
    basis: str
    """What the figures were computed by; those of another catalogue or program are computed anew."""
    accepted_only: bool
    stamp: int
    _days: dict[date, dict[tuple[str, str], str]] = field(default_factory=dict)
    _fresh: list[CachedFigure] = field(default_factory=list)

    def find_figure(self, counter: Counter, question: Question) -> Answer:
        """The figure kept for a question, or else the counter's."""
        kept = self._kept_on(question.as_of)
        key = (_name(question), question.unit)
        answer = _read(kept[key], self.basis) if key in kept else None
        if answer is None:
            figure = counter.compute_figure(question)
            answer = Answer(figure.value, figure.reason, len(figure.rows), figure.remark)
            self._keep(question, answer)
        return answer

    def close(self) -> None:
        """Write down what was computed. Within a longer reading, or where the store takes nothing, it is let go."""
        if not self._fresh or self.store.connection.in_transaction:
            return
        try:
            put_figures(self.store, self._fresh, self.stamp)
        except BaiseError as error:
            # Whoever looks at figures must see them on a full or read-only disk, too; they are computed again.
            if error.code not in _NO_ROOM:
                raise

    def _kept_on(self, day: date) -> dict[tuple[str, str], str]:
        if day not in self._days:
            self._days[day] = list_figures(self.store, day.isoformat(), self.accepted_only)
        return self._days[day]

    def _keep(self, question: Question, answer: Answer) -> None:
        registers = frozenset(source.register for source in question.indicator.sources)
        name, body = _name(question), _write(answer, self.basis)
        self._kept_on(question.as_of)[name, question.unit] = body
        day = question.as_of.isoformat()
        self._fresh.append(CachedFigure(name, question.unit, day, self.accepted_only, registers, body))


@contextmanager
def open_book(desk: Desk, choices: Choices, *, accepted_only: bool) -> Iterator[FigureBook]:
    """A book over one state of the store; what was computed is kept when it closes."""
    with desk.store.snapshot():
        basis = f"{__version__}.{_WORDING} {desk.catalogue.digest} {choices.digest}"
        book = FigureBook(desk.store, basis, accepted_only, read_stamp(desk.store))
        yield book
    book.close()


def _name(question: Question) -> str:
    """The way of counting: targets of one plan with the same indicator and filters share their figures."""
    filters = [f"{each.register}.{each.column}={each.value}" for each in question.filters]
    own_base = [question.target] if question.indicator.aggregation == "city_only" else []
    return " ".join([question.indicator.id, question.plan.id, *filters, *own_base])


def _write(answer: Answer, basis: str) -> str:
    value = None if answer.value is None else str(answer.value)
    return json.dumps(
        {"basis": basis, "reason": answer.reason, "rows": answer.rows, "remark": answer.remark, "value": value}
    )


def _read(body: str, basis: str) -> Answer | None:
    kept = json.loads(body)
    if kept["basis"] != basis:
        return None
    return Answer(
        None if kept["value"] is None else Decimal(kept["value"]), kept["reason"], kept["rows"], kept["remark"]
    )
