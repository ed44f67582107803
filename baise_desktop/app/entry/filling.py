"""A clerk fills in forms: rows, cells, pasted blocks. Each call is durable when it returns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from baise_desktop.app.clock import row_randomness
from baise_desktop.app.desk import Desk
from baise_desktop.app.entry.row_start import context_for, list_titles, starting_values
from baise_desktop.errors import BaiseError, Problem
from baise_desktop.form.context import FieldContext, accepts_kind
from baise_desktop.form.definition import Field, FieldType, Form
from baise_desktop.form.draft import Draft
from baise_desktop.form.fields import show
from baise_desktop.form.record import Record, fixed_row_id, new_row_id, row_time
from baise_desktop.form.value import Value
from baise_desktop.store.entries import (
    Entry,
    Sheet,
    delete_entries,
    list_chosen_entries,
    list_entries,
    newest_row,
    put_entries,
    read_entry,
)
from baise_desktop.texts import say

CLERK = "clerk"
_EMPHASIS = "**"
"""Mark of the plan texts as received, which no reader needs."""
Randomness = Callable[[], bytes]
"""Gives fresh bytes for one row id at each call."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """What became of one typed cell."""

    entry: Entry
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class RowStart:
    """What new rows begin with, before what is typed into them."""

    texts: Mapping[str, str] = field(default_factory=dict)
    """By field key."""
    task: str = ""
    """Id of the task that they are entered for."""


BLANK_START = RowStart()


@dataclass(frozen=True, slots=True)
class TypedCell:
    """A text for one cell. Row ids that the sheet lacks make new rows, one for each distinct id."""

    row: str
    field: str
    text: str


def form_of(desk: Desk, sheet: Sheet) -> Form:
    """The form of a sheet. Raises: BaiseError FORM_UNKNOWN."""
    if sheet.form not in desk.catalogue.forms:
        raise BaiseError("FORM_UNKNOWN", text=sheet.form)
    return desk.catalogue.forms[sheet.form]


def list_rows(desk: Desk, sheet: Sheet) -> tuple[Entry, ...]:
    """Every live row of a sheet, oldest first."""
    return list_entries(desk.store, sheet, form_of(desk, sheet))


def add_row(
    desk: Desk,
    sheet: Sheet,
    now: datetime,
    values: Mapping[str, str] | None = None,
    start: RowStart = BLANK_START,
) -> Entry:
    """A new row, blank or with typed values by field key."""
    return add_rows(desk, sheet, (values or {},), now, start=start)[0]


def add_rows(
    desk: Desk,
    sheet: Sheet,
    rows: Sequence[Mapping[str, str]],
    now: datetime,
    randomness: Randomness = row_randomness,
    start: RowStart = BLANK_START,
) -> tuple[Entry, ...]:
    """New rows from typed values by field key, all or nothing."""
    made = _after_all_rows(desk, sheet, now)
    entries = tuple(
        _typed(desk, _blank(desk, sheet, new_row_id(made, randomness()), start.task), {**start.texts, **texts}, now)
        for texts in rows
    )
    put_entries(desk.store, entries, form_of(desk, sheet), CLERK, say("journal.add_rows", count=len(rows)), now)
    return entries


def single_entry(desk: Desk, sheet: Sheet, now: datetime) -> Entry:
    """The one record of a task or target form, made on first opening."""
    rows = list_rows(desk, sheet)
    if rows:
        return rows[0]
    entry = _blank(desk, sheet, fixed_row_id(sheet.unit, sheet.plan, sheet.period, sheet.form))
    put_entries(desk.store, (entry,), form_of(desk, sheet), CLERK, say("journal.open_form"), now, is_step=False)
    return entry


def set_cell(desk: Desk, sheet: Sheet, row_id: str, field_key: str, text: str, now: datetime) -> CellChange:
    """Put a typed text into a cell; a text that cannot be read is kept as typed and reported."""
    form = form_of(desk, sheet)
    before = read_entry(desk.store, sheet, form, row_id)
    after = _typed(desk, before, {field_key: text}, now)
    act = say("journal.set_cell", field=form.field(field_key).name)
    if _says_other(before, after):
        put_entries(desk.store, (after,), form, CLERK, act, now, field=field_key)
    return CellChange(after, _problem_of(desk, form, after, field_key))


def set_cells(
    desk: Desk,
    sheet: Sheet,
    cells: Sequence[TypedCell],
    now: datetime,
    randomness: Randomness = row_randomness,
    start: RowStart = BLANK_START,
    act: str = "",
) -> tuple[Entry, ...]:
    """Put a block of texts into cells, all or nothing; the changed and new rows come back.

    Args:
        desk: of the unit.
        sheet: that the cells are in.
        cells: in order; of two for one place the later counts.
        now: aware.
        randomness: for the ids of new rows.
        start: what new rows begin with.
        act: what undo and the journal call it.
    """
    form = form_of(desk, sheet)
    typed: dict[str, dict[str, str]] = {}
    for cell in cells:
        typed.setdefault(cell.row, {})[cell.field] = cell.text
    rows = {entry.record.row_id: entry for entry in list_chosen_entries(desk.store, sheet, form, typed)}
    reader = _Reader(desk, form)
    made = _after_all_rows(desk, sheet, now)
    changed = []
    for row, texts in typed.items():
        if row in rows:
            after = reader.type_into(rows[row], texts, now)
            changed += [after] if _says_other(rows[row], after) else []
        else:
            blank = _blank(desk, sheet, new_row_id(made, randomness()), start.task)
            changed.append(reader.type_into(blank, {**start.texts, **texts}, now))
    put_entries(desk.store, changed, form, CLERK, act or say("journal.set_cells", count=len(cells)), now)
    return tuple(changed)


def delete_rows(desk: Desk, sheet: Sheet, row_ids: Sequence[str], now: datetime) -> None:
    """Take rows out; rows that the city may already know leave a tombstone."""
    delete_entries(desk.store, sheet, row_ids, CLERK, say("journal.delete_rows", count=len(row_ids)), now)


def show_cell(desk: Desk, field: Field, value: Value) -> str:
    """A value as people read it."""
    return show(value, field, desk.context)


def list_choices(desk: Desk, field: Field) -> tuple[tuple[str, str], ...]:
    """What a field offers to choose from: code and label."""
    if field.type in (FieldType.CHOICE, FieldType.MULTI):
        return tuple((item.code, item.label) for item in desk.catalogue.code_lists[field.choices].items)
    if field.type is FieldType.BOOL:
        return (("是", "是"), ("否", "否"))
    if field.type is FieldType.UNIT:
        return tuple(
            (unit.id, unit.name) for unit in desk.catalogue.units.values() if accepts_kind(field.unit_kind, unit)
        )
    if field.type is FieldType.REF:
        return tuple(list_titles(desk, field.ref).items())
    return ()


def _after_all_rows(desk: Desk, sheet: Sheet, now: datetime) -> datetime:
    """A time for the ids of new rows: they come last even where the clock was set back."""
    last = row_time(newest_row(desk.store, sheet))
    return now if last is None or last <= now else last + timedelta(milliseconds=1)


def _blank(desk: Desk, sheet: Sheet, row_id: str, task: str = "") -> Entry:
    record = Record(
        form=sheet.form,
        row_id=row_id,
        unit=sheet.unit,
        plan=sheet.plan,
        period=sheet.period,
        values=starting_values(desk, sheet, form_of(desk, sheet)),
        task=task,
    )
    return Entry(record, {})


def _typed(desk: Desk, entry: Entry, texts: Mapping[str, str], now: datetime) -> Entry:
    return _Reader(desk, desk.catalogue.forms[entry.record.form]).type_into(entry, texts, now)


@dataclass(slots=True)
class _Reader:
    """Reads typed texts; looks up what references may name once, and only if there is one."""

    desk: Desk
    form: Form
    context: FieldContext | None = None

    def type_into(self, entry: Entry, texts: Mapping[str, str], now: datetime) -> Entry:
        """The row after the texts were typed."""
        draft = Draft.of(self.form, self._context(texts), entry.record, entry.wrong)
        for key, text in texts.items():
            draft = draft.set(key, text)
        return Entry(draft.record(now), draft.wrong)

    def _context(self, texts: Mapping[str, str]) -> FieldContext:
        if not any(self.form.field(key).type is FieldType.REF for key in texts):
            return self.desk.context
        if self.context is None:
            self.context = context_for(self.desk, self.form)
        return self.context


def _says_other(before: Entry, after: Entry) -> bool:
    return (before.record.values, dict(before.wrong)) != (after.record.values, dict(after.wrong))


def _problem_of(desk: Desk, form: Form, entry: Entry, field_key: str) -> Problem | None:
    problems = Draft.of(form, context_for(desk, form), entry.record, entry.wrong).problems()
    return next((problem for problem in problems if problem.field == field_key), None)


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A clause as its report shows it."""

    heading: str
    title: str
    quotes: tuple[str, ...]
    """One for each measure, in order."""


def clause_text(desk: Desk, task_id: str) -> ClauseText:
    """The clause that a task reports on."""
    task = desk.catalogue.tasks[task_id]
    clauses = (c for c in desk.catalogue.clauses.values() if c.plan == task.plan and c.clause == task.clause)
    heading = next((clause.heading for clause in clauses), task.clause).replace(_EMPHASIS, "")
    return ClauseText(heading, task.title, tuple(measure.quote for measure in task.measures))
