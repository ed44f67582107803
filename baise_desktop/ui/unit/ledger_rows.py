"""Rows of a register as the grid holds them: texts and problems, read from entries on the job thread."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from baise_desktop.form.definition import FieldType, Form

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.form.context import FieldContext
    from baise_desktop.form.draft import Draft
    from baise_desktop.form.record import Record
    from baise_desktop.form.scope import Surroundings
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
        self.row_id, self.files = fresh.row_id, fresh.files
        self.pending[key] = self.pending.get(key, 1) - 1
        waiting = {name for name, count in self.pending.items() if count > 0}
        self.texts = {name: self.texts.get(name, "") for name in waiting} | {
            name: text for name, text in fresh.texts.items() if name not in waiting
        }
        self.problems = {name: text for name, text in fresh.problems.items() if name not in waiting}


def read_row(
    desk: Desk, form: Form, entry: Entry, context: FieldContext | None = None, around: Surroundings | None = None
) -> LedgerRow:
    """One entry as the grid shows it, computed columns included.

    Args:
        desk: of the unit.
        form: a register.
        entry: one of its rows.
        context: what references may name, when many rows are read; looked up for a single one.
        around: what computed columns may look back at, when many rows are read; looked up for a single one.
    """
    from baise_desktop.app.row_start import context_for
    from baise_desktop.app.surroundings import UnitSurroundings
    from baise_desktop.form.draft import Draft
    from baise_desktop.store.attachments import list_evidence

    record, words = entry.record, context or context_for(desk, form)
    if not entry.wrong and not any(question.type is FieldType.COMPUTED for question in form.fields):
        return LedgerRow(record.row_id, _stored_texts(record, form, words))
    past = around or UnitSurroundings(desk, record.plan, record.period, words)
    draft = Draft.of(form, words, record, entry.wrong, past)
    texts = {key: text for key, text in draft.texts().items() if text}
    files = sum(1 for _ in list_evidence(record))
    return LedgerRow(record.row_id, texts, _problems(draft) if entry.wrong else {}, files=files)


def read_rows(desk: Desk, sheet: Sheet) -> list[LedgerRow]:
    """Every live row of a sheet."""
    from baise_desktop.app.filling import list_rows
    from baise_desktop.app.row_start import context_for
    from baise_desktop.app.surroundings import UnitSurroundings

    form = desk.catalogue.forms[sheet.form]
    context = context_for(desk, form)
    around = UnitSurroundings(desk, sheet.plan, sheet.period, context)
    return [read_row(desk, form, entry, context, around) for entry in list_rows(desk, sheet)]


def _stored_texts(record: Record, form: Form, words: FieldContext) -> dict[str, str]:
    """What a row shows that holds nothing but stored values: most rows, and a register may have very many."""
    from baise_desktop.form.fields import show

    values = record.values
    return {each.key: show(values[each.key], each, words) for each in form.fields if each.key in values}


def _problems(draft: Draft) -> dict[str, str]:
    return {problem.field: problem.message for problem in draft.problems() if problem.field in draft.wrong}
