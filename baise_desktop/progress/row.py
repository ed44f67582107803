"""Register rows as the indicators read them: values by key, and by Chinese name with labels for codes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from baise_desktop.form.definition import Catalogue, Field, FieldType, Form
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
    named: Mapping[str, Value]
    """By Chinese field name; choices as labels."""


def read_row(record: Record, package: str, form: Form, catalogue: Catalogue) -> Row:
    """A record as a row that formulas can read."""
    named = {
        field.name: _labelled(record.values.get(field.key), field, catalogue)
        for field in form.fields
        if field.key in record.values
    }
    return Row(record.form, record.unit, record.row_id, package, record.values, named)


def _labelled(value: Value, field: Field, catalogue: Catalogue) -> Value:
    if field.type is FieldType.CHOICE and isinstance(value, str):
        return catalogue.code_lists[field.choices].label(value)
    return value


@dataclass(frozen=True, slots=True)
class RowScope:
    """What a formula sees: the row's values and the parameters of the question."""

    row: Row
    parameters: Mapping[str, Value]

    def value(self, name: str) -> Value:
        """The value of that name; None when the row leaves it blank."""
        if name in self.parameters:
            return self.parameters[name]
        return self.row.named.get(name)

    def prior(self, kind: str, name: str) -> Value:
        """Filters never look back."""
        return None

    def column(self, register: str, name: str) -> Iterable[Value]:
        """Filters see one row only."""
        return ()
