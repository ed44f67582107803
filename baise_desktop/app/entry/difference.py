"""What a block of texts would change in a register, cell by cell, before anything is changed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from baise_desktop.app.desk import Desk
from baise_desktop.app.entry.filling import TypedCell, form_of, show_cell
from baise_desktop.app.entry.row_start import context_for
from baise_desktop.errors import Problem
from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Field, FieldType, Form
from baise_desktop.form.fields import parse
from baise_desktop.form.row_names import name_row
from baise_desktop.store.entries import Entry, Sheet, list_chosen_entries
from baise_desktop.texts import say

_BETWEEN_CHINESE = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])")
Kind = Literal["new", "changed", "same", "bad"]


@dataclass(frozen=True, slots=True)
class CellChange:
    """What becomes of one cell."""

    row: str
    """Row id, or what the caller calls a row that is not there yet."""
    line: str
    """Which row it is, for people."""
    field: str
    name: str
    before: str
    after: str
    """As the cell would show it."""
    text: str
    """As it was given; empty when the cell is to be blanked."""
    kind: Kind
    """`new` fills a blank, `bad` goes in as typed and has to be mended."""
    reason: str = ""
    """What is wrong with it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a block would change."""

    cells: tuple[CellChange, ...]
    """Cells that stay as they are included, blanks that change nothing not."""
    new_rows: int
    kept: int
    """Cells that are filled in, are blank in the block, and stay because blanks do not erase."""

    def typed(self) -> tuple[TypedCell, ...]:
        """What is to be written."""
        return tuple(TypedCell(each.row, each.field, each.text) for each in self.cells if each.kind != "same")

    def count(self, kind: Kind) -> int:
        """How many cells of a kind."""
        return sum(each.kind == kind for each in self.cells)

    def overwrites(self) -> int:
        """How many filled cells get another content, or one that cannot be read."""
        return sum(bool(each.before) and each.kind in ("changed", "bad") for each in self.cells)


def fit_lines(text: str, field: Field) -> str:
    """A text for a cell of one line: broken lines are joined, with a space unless both sides are Chinese."""
    text = text.strip()
    if "\n" not in text or field.type is FieldType.LONGTEXT:
        return text
    return re.sub(r"\s*\n\s*", " ", _BETWEEN_CHINESE.sub("", text))


def compare(
    desk: Desk,
    sheet: Sheet,
    cells: Sequence[TypedCell],
    *,
    erase: bool = False,
    lines: Mapping[str, str] | None = None,
) -> Difference:
    """What `set_cells` would change.

    Args:
        desk: of the unit.
        sheet: that the cells are in.
        cells: row ids that the sheet lacks make new rows.
        erase: a blank text blanks the cell; otherwise it changes nothing.
        lines: what rows are called, by the row of their cells; others by their content.
    """
    form = form_of(desk, sheet)
    found = list_chosen_entries(desk.store, sheet, form, {cell.row for cell in cells})
    reader = _Reader(desk, form, context_for(desk, form), {entry.record.row_id: entry for entry in found}, lines or {})
    made: list[CellChange] = []
    kept = 0
    for cell in cells:
        before = reader.text_of(cell.row, form.field(cell.field))
        if cell.text.strip() or (erase and before):
            made.append(reader.change(cell, before))
        else:
            kept += bool(before)
    fresh = {each.row for each in made if each.row not in reader.entries}
    return Difference(tuple(made), len(fresh), kept)


@dataclass(frozen=True, slots=True)
class _Reader:
    desk: Desk
    form: Form
    context: FieldContext
    entries: Mapping[str, Entry]
    lines: Mapping[str, str]

    def text_of(self, row: str, field: Field) -> str:
        """What a cell shows now."""
        entry = self.entries.get(row)
        if entry is None:
            return ""
        return entry.wrong.get(field.key) or show_cell(self.desk, field, entry.record.values.get(field.key))

    def change(self, cell: TypedCell, before: str) -> CellChange:
        """What becomes of a cell."""
        field = self.form.field(cell.field)
        value = parse(cell.text, field, self.context)
        where = (cell.row, self._line_of(cell.row), field.key, field.name, before)
        if isinstance(value, Problem):
            typed = cell.text.strip()
            return CellChange(*where, typed, typed, "same" if typed == before else "bad", value.message)
        after = show_cell(self.desk, field, value)
        kind: Kind = "same" if after == before else "changed" if before else "new"
        return CellChange(*where, after, cell.text.strip(), kind)

    def _line_of(self, row: str) -> str:
        if row in self.lines:
            return self.lines[row]
        entry = self.entries.get(row)
        if entry is None:
            return say("difference.new_row")
        return name_row(self.form, entry.record, self.desk.context)
