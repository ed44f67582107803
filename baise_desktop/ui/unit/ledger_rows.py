"""Rows of a register as the grid holds them: texts and problems, read from entries on the job thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baise_desktop.form.definition import FieldType, Form
from baise_desktop.form.draft import Draft
from baise_desktop.form.fields import show
from baise_desktop.form.record import list_evidence
from baise_desktop.store.entries import entry_of
from baise_desktop.store.row_lines import Line, list_chosen_lines, list_digests, list_lines
from baise_desktop.ui.unit.ledger_lines import SEPARATOR, LineReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baise_desktop.app.desk import Desk
    from baise_desktop.form.record import Record
    from baise_desktop.store.entries import Entry, Sheet


class LedgerRow:
    """One row of the grid; it stays the same object while its contents change.

    A register may have very many of them. One that nobody has looked at holds its texts in one string, and what most
    rows never have is made when it is asked for.
    """

    __slots__ = ("_keys", "_line", "_pending", "_problems", "_texts", "_unsaved", "digest", "files", "row_id")

    def __init__(
        self,
        row_id: str = "",
        texts: dict[str, str] | None = None,
        problems: dict[str, str] | None = None,
        files: int = 0,
        digest: str = "",
    ) -> None:
        """Empty until something is known of it."""
        self.row_id = row_id
        """Empty until the store has given one."""
        self.files = files
        """How many files it names as evidence."""
        self.digest = digest
        """Of what the store had when it was read; empty when it must be read again."""
        self._keys: tuple[str, ...] = ()
        self._line = ""
        self._texts: dict[str, str] | None = {} if texts is None else texts
        self._problems: dict[str, str] | None = problems
        self._pending: dict[str, int] | None = None
        self._unsaved: dict[str, str] | None = None

    @classmethod
    def of_line(cls, row_id: str, keys: tuple[str, ...], line: str, digest: str) -> LedgerRow:
        """A row whose texts stand in one string, in the order of the keys."""
        row = cls(row_id, digest=digest)
        row._keys, row._line, row._texts = keys, line, None
        return row

    @property
    def texts(self) -> dict[str, str]:
        """What each cell shows, by field key."""
        if self._texts is None:
            # The line stays: the job thread may be looking at it.
            cells = zip(self._keys, self._line.split(SEPARATOR), strict=True)
            self._texts = {key: text for key, text in cells if text}
        return self._texts

    @texts.setter
    def texts(self, texts: dict[str, str]) -> None:
        self._texts = texts

    @property
    def problems(self) -> dict[str, str]:
        """What is wrong with what was typed, by field key."""
        if self._problems is None:
            self._problems = {}
        return self._problems

    @problems.setter
    def problems(self, problems: dict[str, str]) -> None:
        self._problems = problems

    @property
    def pending(self) -> dict[str, int]:
        """How many typed texts of a cell are still on their way to the store."""
        if self._pending is None:
            self._pending = {}
        return self._pending

    @property
    def unsaved(self) -> dict[str, str]:
        """Why the store has not taken what a cell shows, and what to do, by field key."""
        if self._unsaved is None:
            self._unsaved = {}
            self.digest = ""  # Whoever asks is about to show what the store does not have.
        return self._unsaved

    @property
    def has_problems(self) -> bool:
        """Whether something in it cannot be read."""
        return bool(self._problems)

    def peek(self, number: int, key: str) -> str:
        """What a cell shows, for those who walk through all rows: nothing is made for it."""
        texts = self._texts
        return self._line.split(SEPARATOR, number + 1)[number] if texts is None else texts.get(key, "")

    def lacks(self, places: Sequence[tuple[int, str]]) -> bool:
        """Whether one of some cells, by number and field key, shows nothing."""
        texts = self._texts
        if texts is not None:
            return not all(texts.get(key) for _, key in places)
        cells = self._line.split(SEPARATOR)
        return not all(cells[at] for at, _ in places)

    def peek_all(self) -> str:
        """What all cells show, in one string."""
        texts = self._texts
        return self._line if texts is None else SEPARATOR.join(texts.values())

    def begin(self, key: str) -> None:
        """What a cell shows is on its way to the store."""
        self.digest = ""
        self.pending[key] = self.pending.get(key, 0) + 1

    def end(self, key: str) -> bool:
        """The store has answered to a text of a cell; whether another is on its way."""
        self.pending[key] = max(self.pending.get(key, 0) - 1, 0)
        return self.pending[key] > 0

    def is_waiting(self) -> bool:
        """Whether something it shows is not in the store yet."""
        return bool(self._unsaved) or bool(self._pending and any(self._pending.values()))

    def unsaved_because(self, key: str) -> str | None:
        """Why the store has not taken what a cell shows, or None."""
        return self._unsaved.get(key) if self._unsaved else None

    def wrong_with(self, key: str) -> str:
        """What is wrong with what a cell shows: it is not kept, or cannot be read."""
        return self.unsaved_because(key) or (self._problems.get(key, "") if self._problems else "")

    def settle(self, fresh: LedgerRow, key: str) -> None:
        """Take over what the store answered, but for cells typed into since."""
        self.end(key)
        self.take_over(fresh)

    def take_over(self, fresh: LedgerRow) -> None:
        """Show what the store has, but for texts that are still on their way to it, or that it has not taken."""
        self.row_id, self.files = fresh.row_id, fresh.files
        waiting = {name for name, count in (self._pending or {}).items() if count > 0} | set(self._unsaved or ())
        self.texts = {name: self.texts.get(name, "") for name in waiting} | {
            name: text for name, text in fresh.texts.items() if name not in waiting
        }
        self._problems = {name: text for name, text in (fresh._problems or {}).items() if name not in waiting}
        self.digest = "" if waiting else fresh.digest


COMING = LedgerRow()
"""Stands for every row that the store has and the grid has not read yet."""


def merge_rows(held: Sequence[LedgerRow], fresh: Sequence[LedgerRow]) -> list[LedgerRow]:
    """What the store has, in the objects that the grid holds; last, what is still on its way to the store.

    Args:
        held: by the grid.
        fresh: as `read_rows` gives them: rows that are held and have not changed are the same objects.
    """
    start = _count_same(held, fresh)
    end = _count_same(held[start:][::-1], fresh[start:][::-1])
    merged = _merge(held[start : len(held) - end], fresh[start : len(fresh) - end])
    waiting = [row for row in merged[len(fresh) - end - start :] if row.is_waiting()]
    return [*fresh[:start], *merged[: len(fresh) - end - start], *fresh[len(fresh) - end :], *waiting]


def _count_same(held: Sequence[LedgerRow], fresh: Sequence[LedgerRow]) -> int:
    pairs = enumerate(zip(held, fresh, strict=False))
    return next((number for number, (old, row) in pairs if old is not row), min(len(held), len(fresh)))


def _merge(held: Sequence[LedgerRow], fresh: Sequence[LedgerRow]) -> list[LedgerRow]:
    """The fresh rows in the objects that are held; then the held ones that are not among them."""
    there = set(map(id, fresh))
    strays = {row.row_id or id(row): row for row in held if id(row) not in there}
    merged = []
    for row in fresh:
        old = strays.pop(row.row_id, None)
        if old is not None:
            old.take_over(row)
        merged.append(old or row)
    return [*merged, *strays.values()]


class RowReader:
    """Reads entries of one sheet's form as the grid shows them, computed columns included; on the job thread."""

    def __init__(self, desk: Desk, form: Form, plan: str, period: str) -> None:
        """Looks up once what references may name and what computed columns may look back at."""
        from baise_desktop.app.checks.surroundings import UnitSurroundings
        from baise_desktop.app.entry.row_start import context_for

        self._form = form
        self._words = context_for(desk, form)
        self._past = UnitSurroundings(desk, plan, period, self._words)
        self._computes = any(question.type is FieldType.COMPUTED for question in form.fields)
        self._keys = tuple(question.key for question in form.fields)
        self._lines = LineReader(form, self._words)

    def read_line(self, line: Line) -> LedgerRow:
        """One row as the table holds it; most hold nothing but stored values."""
        row_id, body, wrong, digest = line
        told = self._lines.read(body) if wrong == "{}" and self._lines.reads else None
        if told is not None:
            texts, stands_alone = told
            return LedgerRow.of_line(row_id, self._keys, texts, digest if stands_alone else "")
        row = self.read(entry_of((body, wrong), {self._form.id: self._form}))
        leans = self._computes or any(key in row.texts for key in self._lines.refers)
        row.digest = "" if leans else digest
        return row

    def read(self, entry: Entry) -> LedgerRow:
        """One row; most hold nothing but stored values, and a register may have very many."""
        record = entry.record
        if entry.wrong or self._computes:
            return self._read_draft(entry)
        values, words = record.values, self._words
        texts = {each.key: show(values[each.key], each, words) for each in self._form.fields if each.key in values}
        return LedgerRow(record.row_id, texts, files=_count_files(record))

    def _read_draft(self, entry: Entry) -> LedgerRow:
        draft = Draft.of(self._form, self._words, entry.record, entry.wrong, self._past)
        texts = {key: text for key, text in draft.texts().items() if text}
        problems = _problems(draft) if entry.wrong else {}
        return LedgerRow(entry.record.row_id, texts, problems, files=_count_files(entry.record))


def read_row(desk: Desk, form: Form, entry: Entry) -> LedgerRow:
    """One entry as the grid shows it."""
    return RowReader(desk, form, entry.record.plan, entry.record.period).read(entry)


def read_rows(desk: Desk, sheet: Sheet, held: Sequence[LedgerRow] = ()) -> list[LedgerRow]:
    """Every live row of a sheet; rows that are held already and have not changed since are given back as they are."""
    reader = open_reader(desk, sheet)
    known = {row.row_id: row for row in held if row.digest}
    if not known:
        return [reader.read_line(line) for line in list_lines(desk.store, sheet)]
    with desk.store.snapshot():
        rows = [(row_id, known.get(row_id), digest) for row_id, digest in list_digests(desk.store, sheet)]
        stale = [row_id for row_id, row, digest in rows if row is None or row.digest != digest]
        fresh = {line[0]: reader.read_line(line) for line in list_chosen_lines(desk.store, sheet, stale)}
    # What is typed at this moment takes the digest away: such a row is merged with what was read, not replaced.
    return [fresh[row_id] if row_id in fresh else known[row_id] for row_id, _, _ in rows]


def open_reader(desk: Desk, sheet: Sheet) -> RowReader:
    """The reader of a sheet."""
    return RowReader(desk, desk.catalogue.forms[sheet.form], sheet.plan, sheet.period)


def _count_files(record: Record) -> int:
    return sum(1 for _ in list_evidence(record))


def _problems(draft: Draft) -> dict[str, str]:
    return {problem.field: problem.message for problem in draft.problems() if problem.field in draft.wrong}
