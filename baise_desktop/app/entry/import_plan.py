"""An import looked at before it happens: what each cell of a workbook would change, and then all of it or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from baise_desktop.app.desk import Desk
from baise_desktop.app.entry.difference import CellChange, Difference, compare, fit_lines
from baise_desktop.app.entry.filling import TypedCell, form_of, list_rows, set_cells, show_cell
from baise_desktop.app.entry.import_columns import ROW_ID, Column, guess_columns, guess_heading_line, guess_sheet
from baise_desktop.app.entry.import_doubts import doubt_lines
from baise_desktop.app.entry.row_start import context_for, starting_values
from baise_desktop.errors import Problem
from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Field, Form
from baise_desktop.form.fields import parse
from baise_desktop.report.workbook_rows import SheetLines, read_workbook_sheets
from baise_desktop.store.entries import Sheet
from baise_desktop.texts import say

Lines = Sequence[tuple[int, tuple[str, ...]]]
_DIGITS = frozenset("0123456789.,+-")


@dataclass(frozen=True, slots=True)
class Source:
    """A workbook, and what its columns are taken for; every member may be changed before it is planned."""

    name: str
    sheets: tuple[SheetLines, ...]
    sheet: int
    heading: int
    """Index of the line with the headings; what follows it is imported."""
    columns: Mapping[int, Column]
    erase: bool = False
    """Blank cells blank what is there."""

    @property
    def headings(self) -> tuple[str, ...]:
        """Of the sheet chosen."""
        lines = self.sheets[self.sheet].lines
        return lines[self.heading][1] if self.heading < len(lines) else ()

    @property
    def lines(self) -> Lines:
        """Below the headings."""
        return self.sheets[self.sheet].lines[self.heading + 1 :]

    def at(self, form: Form, sheet: int, heading: int | None = None) -> "Source":
        """The same with another sheet or another line of headings, its columns guessed anew."""
        line = guess_heading_line(form, self.sheets[sheet]) if heading is None else heading
        moved = replace(self, sheet=sheet, heading=line)
        return replace(moved, columns=guess_columns(form, moved.headings))


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do."""

    difference: Difference
    rows: Mapping[str, int]
    """How many rows are new, changed and same."""
    doubts: tuple[str, ...]
    """Cells to be looked at once more, each in a sentence."""


def read_source(file: Path, form: Form) -> Source:
    """A workbook with its most fitting sheet, line of headings and columns. Raises: as `read_workbook_sheets`."""
    sheets = read_workbook_sheets(file)
    blank = Source(file.name, sheets, 0, 0, {})
    return blank.at(form, guess_sheet(form, sheets))


def plan_import(desk: Desk, sheet: Sheet, source: Source) -> ImportPlan:
    """What the import of a workbook would change."""
    form = form_of(desk, sheet)
    placed = collect_cells(desk, sheet, source.lines, source.columns, blanks=source.erase)
    lines = {cell.row: say("difference.line", line=line) for line, cell in placed}
    difference = compare(desk, sheet, [cell for _, cell in placed], erase=source.erase, lines=lines)
    asked = doubt_lines(desk, sheet, form, placed)
    doubts = [say("import.doubt", line=each.line, name=each.field, reason=each.message) for each in asked]
    return ImportPlan(difference, _count_rows(difference.cells), (*doubts, *_tell_doubts(form, source)))


def commit_import(desk: Desk, sheet: Sheet, plan: ImportPlan, now: datetime) -> int:
    """Do what a plan says, as one step. Returns: how many rows were written. Raises: BaiseError LOCKED."""
    typed = plan.difference.typed()
    rows = len({cell.row for cell in typed})
    return len(set_cells(desk, sheet, typed, now, act=say("journal.import_rows", rows=rows)))


def collect_cells(
    desk: Desk, sheet: Sheet, lines: Lines, columns: Mapping[int, Column], *, blanks: bool = False
) -> list[tuple[int, TypedCell]]:
    """The cells of lines with the line's number, those of one row under its id.

    A line is the row that it names by id, else the one with the same business key, else a new one, `new` and its
    number.

    Args:
        desk: of the unit.
        sheet: that is imported into.
        lines: of the workbook, below its headings.
        columns: by index.
        blanks: give blank cells too.
    """
    form = form_of(desk, sheet)
    finder = _Finder.of(desk, sheet, form)
    fields = {column: form.field(each.key) for column, each in columns.items() if each.key != ROW_ID}
    ids = [column for column, each in columns.items() if each.key == ROW_ID]
    cells: list[tuple[int, TypedCell]] = []
    for number, texts in lines:
        typed = {
            field: _with_unit(fit_lines(texts[column], field), columns[column].unit)
            for column, field in fields.items()
            if column < len(texts)
        }
        given = {field: text for field, text in typed.items() if text}
        named = next((texts[column].strip().lower() for column in ids if column < len(texts)), "")
        if given:
            row = finder.find(named, given) or f"new {number}"
            wanted = typed if blanks else given
            cells += [(number, TypedCell(row, field.key, text)) for field, text in wanted.items()]
    return cells


@dataclass(frozen=True, slots=True)
class _Finder:
    """Finds the row that a line is about."""

    desk: Desk
    form: Form
    context: FieldContext
    ids: frozenset[str]
    keys: Mapping[tuple[str, ...], str]
    start: Mapping[str, str]

    @classmethod
    def of(cls, desk: Desk, sheet: Sheet, form: Form) -> "_Finder":
        """For the rows of a sheet."""
        keys = {}
        ids = []
        for entry in list_rows(desk, sheet):
            ids.append(entry.record.row_id)
            shown = {key: show_cell(desk, form.field(key), entry.record.values.get(key)) for key in form.key}
            if all(key := _key_of(form, shown)):
                keys[key] = entry.record.row_id
        values = starting_values(desk, sheet, form)
        start = {key: show_cell(desk, form.field(key), value) for key, value in values.items()}
        return cls(desk, form, context_for(desk, form), frozenset(ids), keys, start)

    def find(self, named: str, typed: Mapping[Field, str]) -> str:
        """Its id, or empty."""
        if named in self.ids:
            return named
        keys = {field.key: self._normal(field, text) for field, text in typed.items() if field.key in self.form.key}
        return self.keys.get(_key_of(self.form, {**self.start, **keys}), "")

    def _normal(self, field: Field, text: str) -> str:
        value = parse(text, field, self.context)
        return text if isinstance(value, Problem) else show_cell(self.desk, field, value)


def _key_of(form: Form, row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row.get(key, "") for key in form.key)


def _with_unit(text: str, unit: str) -> str:
    return f"{text}{unit}" if unit and text and set(text) <= _DIGITS else text


def _count_rows(cells: Sequence[CellChange]) -> Mapping[str, int]:
    changed: dict[str, bool] = {}
    for each in cells:
        changed[each.row] = changed.get(each.row, False) or each.kind != "same"
    fresh = sum(row.startswith("new ") for row in changed)
    altered = sum(value for row, value in changed.items() if not row.startswith("new "))
    return {"new": fresh, "changed": altered, "same": len(changed) - fresh - altered}


def _tell_doubts(form: Form, source: Source) -> Iterator[str]:
    last = {number for number, _ in source.lines}
    for (row, column), doubt in sorted(source.sheets[source.sheet].doubts.items()):
        if row in last and column in source.columns and source.columns[column].key != ROW_ID:
            name = form.field(source.columns[column].key).name
            yield say("import.doubt", line=row, name=name, reason=say(f"app.doubt_{doubt}"))
