"""Lines of a workbook that may not go in unasked: the same row twice, and rows of another unit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from baise_desktop.app.desk import Desk
from baise_desktop.app.entry.filling import TypedCell, show_cell
from baise_desktop.app.entry.row_start import context_for, starting_values
from baise_desktop.errors import Problem
from baise_desktop.form.definition import FieldType, Form
from baise_desktop.form.fields import parse
from baise_desktop.store.entries import Sheet
from baise_desktop.texts import say

Placed = Sequence[tuple[int, TypedCell]]
"""Cells with the number of their line."""


@dataclass(frozen=True, slots=True)
class LineDoubt:
    """A line to be asked about."""

    line: int
    field: str
    """Name of the column that gave rise to it."""
    message: str


def doubt_lines(desk: Desk, sheet: Sheet, form: Form, placed: Placed) -> tuple[LineDoubt, ...]:
    """Every such line, in the order of the sheet."""
    found = [*_find_twice(desk, sheet, form, placed), *_find_foreign(desk, sheet, form, placed)]
    return tuple(sorted(found, key=lambda each: (each.line, each.message)))


def _find_twice(desk: Desk, sheet: Sheet, form: Form, placed: Placed) -> Iterator[LineDoubt]:
    first: dict[object, int] = {}
    name = form.field(form.key[0]).name if form.key else ""
    for line, same in _rows_named(desk, sheet, form, placed):
        before = first.setdefault(same, line)
        if before != line:
            yield LineDoubt(line, name, say("import.twice", line=before))


def _rows_named(desk: Desk, sheet: Sheet, form: Form, placed: Placed) -> Iterator[tuple[int, object]]:
    """Each line with what tells its row: the id of one that is there, else a whole business key."""
    context = context_for(desk, form)
    start = {key: show_cell(desk, form.field(key), value) for key, value in starting_values(desk, sheet, form).items()}
    keys: dict[int, dict[str, str]] = {}
    rows: dict[int, str] = {}
    for line, cell in placed:
        rows[line] = cell.row
        if cell.field in form.key and cell.text:
            field = form.field(cell.field)
            value = parse(cell.text, field, context)
            shown = cell.text if isinstance(value, Problem) else show_cell(desk, field, value)
            keys.setdefault(line, dict(start))[cell.field] = shown
    for line, row in rows.items():
        if not row.startswith("new "):
            yield line, row
        elif form.key and all(key := tuple(keys.get(line, {}).get(name, "") for name in form.key)):
            yield line, key


def _find_foreign(desk: Desk, sheet: Sheet, form: Form, placed: Placed) -> Iterator[LineDoubt]:
    if desk.office.role != "unit":
        return
    own: Mapping[str, object] = {
        key: value
        for key, value in starting_values(desk, sheet, form).items()
        if form.field(key).type is FieldType.UNIT
    }
    context = context_for(desk, form)
    for line, cell in placed:
        if cell.field in own and cell.text:
            field = form.field(cell.field)
            value = parse(cell.text, field, context)
            if isinstance(value, str) and value != own[cell.field]:
                shown = show_cell(desk, field, value)
                yield LineDoubt(line, field.name, say("import.foreign", unit=shown, own=desk.unit.name))
