"""Register rows as the indicators read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Form
from baise_desktop.form.formula_functions import Operand
from baise_desktop.form.record import Record
from baise_desktop.form.scope import RecordScope
from baise_desktop.form.value import Value


@dataclass(frozen=True, slots=True)
class Row:
    """One counted row of a register."""

    record: Record
    package: str
    """Identity of the package it came in; empty for a unit's own unsealed rows."""
    scope: RecordScope = field(repr=False, compare=False)
    """Its fields as formulas see them, computed ones included."""

    @property
    def row_id(self) -> str:
        """Id of the row, kept across periods."""
        return self.record.row_id

    @property
    def values(self) -> Mapping[str, Value]:
        """By field key, as stored."""
        return self.record.values


def read_row(record: Record, package: str, form: Form, context: FieldContext) -> Row:
    """A record as a row that formulas can read."""
    return Row(record, package, RecordScope(form, record, context))


@dataclass(frozen=True, slots=True)
class QuestionScope:
    """A row under the parameters of a question, which go before the row's own period."""

    row: Row
    parameters: Mapping[str, Operand]

    def value(self, name: str) -> Operand | None:
        """The parameter or field of that name; None when the row leaves it blank."""
        return self.parameters[name] if name in self.parameters else self.row.scope.value(name)

    def prior(self, kind: str, name: str) -> Operand | None:
        """The field in another period, as far as the row knows it."""
        return self.row.scope.prior(kind, name)

    def column(self, register: str, name: str) -> Sequence[Operand | None] | None:
        """A column of a register beside the row."""
        return self.row.scope.column(register, name)
