"""The columns of a submission's registers while rows change: one cell changes, the rest stays as it was read."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import FieldType, Form
from baise_desktop.form.formula_functions import IndexedCells, Operand, is_plain, meets
from baise_desktop.form.record import Record
from baise_desktop.form.scope import RecordScope, Surroundings, fields_by_name, operand, require_column
from baise_desktop.form.value import Value


@dataclass(slots=True)
class Rows:
    """The live rows of one form, in the order of their ids."""

    form: Form
    records: dict[str, Record] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)

    def put(self, row_id: str, record: Record | None) -> None:
        """Take a row in, or out."""
        if record is None:
            if self.records.pop(row_id, None) is not None:
                del self.order[bisect_left(self.order, row_id)]
            return
        if row_id not in self.records:
            insort(self.order, row_id)
        self.records[row_id] = record

    def place(self, row_id: str) -> int:
        """Its place, from 0."""
        return bisect_left(self.order, row_id)


class LiveScope:
    """The records of one submission as each other's surroundings, kept while they change."""

    def __init__(self, rows: Mapping[str, Rows], context: FieldContext, around: Surroundings) -> None:
        """`rows` by form id."""
        self.context = context
        self._rows = rows
        self._titles = {each.form.title: each for each in rows.values()}
        self._around = around
        self._columns: dict[tuple[str, str], IndexedCells] = {}

    def prior(self, kind: str, record: Record, key: str) -> Value:
        """The field of the same row in another period."""
        return self._around.prior(kind, record, key)

    def supplied(self, record: Record, key: str) -> Value:
        """A computed field that has no formula."""
        return self._around.supplied(record, key)

    def column(self, register: str, name: str) -> Sequence[Operand | None] | None:
        """A column of the register of that title; None when the submission does not hold the register.

        Raises:
            BaiseError: FORMULA, no such column.
        """
        rows = self._titles.get(register)
        if rows is None:
            return None
        column = (rows.form.id, name)
        if column not in self._columns:
            require_column(rows.form, name)
            cells = (self.cell(rows.form, rows.records[row_id], name) for row_id in rows.order)
            self._columns[column] = IndexedCells(cells)
        return self._columns[column]

    def cell(self, form: Form, record: Record, name: str) -> Operand | None:
        """What a column holds of one row."""
        question = fields_by_name(form)[name]
        if question.type is FieldType.COMPUTED:
            return RecordScope(form, record, self.context, self).value(name)
        return operand(record.values.get(question.key), question, self.context)

    def note(self, form: Form, row_id: str, keys: Iterable[str], *, was: bool) -> None:
        """Some cells of a row are others now; `was` says whether the row was there before."""
        rows, changed = self._rows[form.id], frozenset(keys)
        record, last = rows.records.get(row_id), rows.place(row_id) == len(rows.order) - 1
        for column, cells in list(self._columns.items()):
            question = fields_by_name(self._rows[column[0]].form)[column[1]]
            if question.type is FieldType.COMPUTED:
                del self._columns[column]
            elif column[0] != form.id:
                continue
            elif record is None or not (was or last):
                del self._columns[column]
            elif not was or question.key in changed:
                cell = operand(record.values.get(question.key), question, self.context)
                self._columns[column] = cells.changed(rows.place(row_id), cell)

    def forget(self, form: str) -> None:
        """Read the columns of a form anew, and all computed ones."""
        kept = {FieldType.COMPUTED}
        for column in list(self._columns):
            if column[0] == form or fields_by_name(self._rows[column[0]].form)[column[1]].type in kept:
                del self._columns[column]


class Criteria:
    """What the rows of a form look for in a column: which rows a changed cell concerns."""

    def __init__(self) -> None:
        """No rows."""
        self._wanted: dict[str, Operand] = {}
        self._plain: dict[Operand, set[str]] = {}
        self._loose: dict[tuple[type, Operand], set[str]] = {}
        """Such as numbers, dates and `>=5`, which more than one cell can meet."""

    def put(self, row_id: str, wanted: Operand | None) -> None:
        """A row looks for that now; None looks for nothing."""
        before = self._wanted.pop(row_id, None)
        if before is not None:
            self._group(before).discard(row_id)
        if wanted is not None:
            self._wanted[row_id] = wanted
            self._group(wanted).add(row_id)

    def concerned(self, cells: Iterable[Operand | None]) -> set[str]:
        """Rows that one of the cells meets."""
        found: set[str] = set()
        for cell in cells:
            if isinstance(cell, str):
                found |= self._plain.get(cell, set())
            for (_, wanted), rows in self._loose.items():
                if rows and meets(cell, wanted):
                    found |= rows
        return found

    def _group(self, wanted: Operand) -> set[str]:
        if is_plain(wanted):
            return self._plain.setdefault(wanted, set())
        return self._loose.setdefault((type(wanted), wanted), set())
