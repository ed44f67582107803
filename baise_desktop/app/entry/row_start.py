"""What a new row starts with, and what its references may point to."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from baise_desktop.app.desk import Desk
from baise_desktop.form.context import FieldContext, accepts_kind
from baise_desktop.form.definition import Field, FieldType, Form, FormKind, Unit
from baise_desktop.form.fields import show
from baise_desktop.form.record import from_line
from baise_desktop.form.value import Value
from baise_desktop.store.entries import Sheet
from baise_desktop.store.queries import own_rows

_OWN_UNIT_KEYS = frozenset({"unit", "county", "stat_county"})
_PERIOD_KEY = "period"


def starting_values(desk: Desk, sheet: Sheet, form: Form) -> Mapping[str, Value]:
    """What the program knows without asking: the unit itself and the period. Source: catalogue, 自动带出."""
    if form.kind is not FormKind.REGISTER:
        return {}
    known = {field.key: _known(desk, sheet, field) for field in form.fields}
    return MappingProxyType({key: value for key, value in known.items() if value is not None})


def known_keys(form: Form, unit: Unit) -> frozenset[str]:
    """Keys of the questions that the program answers itself for that unit."""
    return frozenset(
        field.key
        for field in form.fields
        if (field.key == _PERIOD_KEY and field.type is FieldType.TEXT) or _is_own_unit(field, unit)
    )


def _is_own_unit(field: Field, unit: Unit) -> bool:
    return field.key in _OWN_UNIT_KEYS and field.type is FieldType.UNIT and accepts_kind(field.unit_kind, unit)


def _known(desk: Desk, sheet: Sheet, field: Field) -> Value:
    if field.key == _PERIOD_KEY and field.type is FieldType.TEXT:
        return sheet.period
    return sheet.unit if _is_own_unit(field, desk.unit) else None


def context_for(desk: Desk, *forms: Form) -> FieldContext:
    """The desk's words, with the titles of the unit's own rows that references of the forms may name."""
    registers = {field.ref for form in forms for field in form.fields if field.type is FieldType.REF}
    if not registers or desk.office.role != "unit":
        return desk.context
    return replace(desk.context, references={register: list_titles(desk, register) for register in registers})


def list_titles(desk: Desk, register: str) -> Mapping[str, str]:
    """The unit's live rows of a register by row id, each called by its business key."""
    form = desk.catalogue.registers[register]
    records = (from_line(row.body, desk.catalogue.forms) for row in own_rows(desk.store, register, date.max))
    return {
        record.row_id: " ".join(
            filter(None, (show(record.values.get(key), form.field(key), desk.context) for key in form.key))
        )
        for record in records
    }
