"""Register rows as the indicators read them: values by key, and by Chinese name with labels for codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from baise_desktop.form.definition import Catalogue, Field, FieldType, Form
from baise_desktop.form.formula_functions import Operand
from baise_desktop.form.record import Record
from baise_desktop.form.value import Value


@dataclass(frozen=True, slots=True)
class Row:
    """One counted row of a register."""

    register: str
    unit: str
    """Unit that reported it."""
    row_id: str
    package: str
    """Identity of the package it came in; empty for a unit's own unsealed rows."""
    values: Mapping[str, Value]
    """By field key, as stored."""
    named: Mapping[str, Operand | None]
    """By Chinese field name, as formulas take them."""


def read_row(record: Record, package: str, form: Form, catalogue: Catalogue) -> Row:
    """A record as a row that formulas can read."""
    named = {
        field.name: _operand(record.values.get(field.key), field, catalogue)
        for field in form.fields
        if field.key in record.values
    }
    return Row(record.form, record.unit, record.row_id, package, record.values, named)


def _operand(value: Value, field: Field, catalogue: Catalogue) -> Operand | None:
    """The value as formulas take it: labels for codes, Decimal for every number, nothing for what is absent."""
    if field.type is FieldType.CHOICE and isinstance(value, str):
        return catalogue.code_lists[field.choices].label(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return value if isinstance(value, str | bool | Decimal | date) else None


@dataclass(frozen=True, slots=True)
class RowScope:
    """What a formula sees: the row's values and the parameters of the question."""

    row: Row
    parameters: Mapping[str, Operand]

    def value(self, name: str) -> Operand | None:
        """The value of that name; None when the row leaves it blank."""
        if name in self.parameters:
            return self.parameters[name]
        return self.row.named.get(name)

    def prior(self, kind: str, name: str) -> Operand | None:
        """Filters never look back."""
        return None

    def column(self, register: str, name: str) -> Sequence[Operand | None]:
        """Filters see one row only."""
        return ()
