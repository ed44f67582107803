"""The records of one submission as each other's surroundings: formulas read whole columns of them."""

from collections.abc import Mapping, Sequence

from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Form
from baise_desktop.form.formula_functions import IndexedCells, Operand
from baise_desktop.form.record import Record
from baise_desktop.form.scope import RecordScope, Surroundings, require_column
from baise_desktop.form.value import Value


class SubmissionScope:
    """Columns come from the submission's own registers; everything else from what lies around it."""

    def __init__(
        self, forms: Mapping[str, Form], records: Sequence[Record], context: FieldContext, around: Surroundings
    ) -> None:
        """`records` are live."""
        self._titles = {form.title: form for form in forms.values()}
        self._records = records
        self._context = context
        self._around = around
        self._columns: dict[tuple[str, str], IndexedCells] = {}

    def prior(self, kind: str, record: Record, key: str) -> Value:
        """The field of the same row in another period."""
        return self._around.prior(kind, record, key)

    def supplied(self, record: Record, key: str) -> Value:
        """A computed field that has no formula."""
        return self._around.supplied(record, key)

    def column(self, register: str, name: str) -> Sequence[Operand | None] | None:
        """A column of the register of that title, read once; None when the submission does not hold the register.

        Raises:
            BaiseError: FORMULA, no such column.
        """
        form = self._titles.get(register)
        if form is None:
            # Another frequency's submission holds it: a rule across the two is not judged here.
            return None
        column = (register, name)
        if column not in self._columns:
            require_column(form, name)
            self._columns[column] = IndexedCells(
                RecordScope(form, record, self._context, self).value(name)
                for record in self._records
                if record.form == form.id
            )
        return self._columns[column]
