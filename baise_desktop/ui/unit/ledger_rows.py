"""Rows of a register as the grid holds them: texts and problems, read from entries on the job thread."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from baise_desktop.form.definition import FieldType, Form
from baise_desktop.form.draft import Draft
from baise_desktop.form.fields import show
from baise_desktop.store.attachments import list_evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baise_desktop.app.desk import Desk
    from baise_desktop.form.record import Record
    from baise_desktop.store.entries import Entry, Sheet


@dataclass(slots=True, eq=False)
class LedgerRow:
    """One row of the grid; it stays the same object while its contents change."""

    row_id: str = ""
    """Empty until the store has given one."""
    texts: dict[str, str] = field(default_factory=dict)
    """What each cell shows, by field key."""
    problems: dict[str, str] = field(default_factory=dict)
    """What is wrong with what was typed, by field key."""
    pending: dict[str, int] = field(default_factory=dict)
    """How many typed texts of a cell are still on their way to the store."""
    files: int = 0
    """How many files it names as evidence."""

    def settle(self, fresh: LedgerRow, key: str) -> None:
        """Take over what the store answered, but for cells typed into since."""
        self.pending[key] = self.pending.get(key, 1) - 1
        self.take_over(fresh)

    def take_over(self, fresh: LedgerRow) -> None:
        """Show what the store has, but for texts that are still on their way to it."""
        self.row_id, self.files = fresh.row_id, fresh.files
        waiting = {name for name, count in self.pending.items() if count > 0}
        self.texts = {name: self.texts.get(name, "") for name in waiting} | {
            name: text for name, text in fresh.texts.items() if name not in waiting
        }
        self.problems = {name: text for name, text in fresh.problems.items() if name not in waiting}


def merge_rows(held: Sequence[LedgerRow], fresh: Sequence[LedgerRow]) -> list[LedgerRow]:
    """What the store has, in the objects that the grid holds; last, what is still on its way to the store."""
    known = {row.row_id: row for row in held if row.row_id}
    merged = []
    for row in fresh:
        old = known.pop(row.row_id, None)
        if old is not None:
            old.take_over(row)
        merged.append(old or row)
    there = set(map(id, merged))
    return merged + [row for row in held if id(row) not in there and any(row.pending.values())]


class RowReader:
    """Reads entries of one sheet's form as the grid shows them, computed columns included; on the job thread."""

    def __init__(self, desk: Desk, form: Form, plan: str, period: str) -> None:
        """Looks up once what references may name and what computed columns may look back at."""
        from baise_desktop.app.row_start import context_for
        from baise_desktop.app.surroundings import UnitSurroundings

        self._form = form
        self._words = context_for(desk, form)
        self._past = UnitSurroundings(desk, plan, period, self._words)
        self._computes = any(question.type is FieldType.COMPUTED for question in form.fields)

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


def read_rows(desk: Desk, sheet: Sheet) -> list[LedgerRow]:
    """Every live row of a sheet."""
    from baise_desktop.app.filling import list_rows

    reader = RowReader(desk, desk.catalogue.forms[sheet.form], sheet.plan, sheet.period)
    return [reader.read(entry) for entry in list_rows(desk, sheet)]


def _count_files(record: Record) -> int:
    return sum(1 for _ in list_evidence(record))


def _problems(draft: Draft) -> dict[str, str]:
    return {problem.field: problem.message for problem in draft.problems() if problem.field in draft.wrong}
