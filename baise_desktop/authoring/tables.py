"""Definitions as the tables that TOML files and workbooks hold: what equals its default is not written."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from baise_desktop.form.catalogue_files import default_decimals
from baise_desktop.form.definition import Field
from baise_desktop.form.meaning import Scalar

Raw = str | int | bool | Decimal | date | list["Raw"] | dict[str, "Raw"]
"""A value as TOML can say it."""
RawTable = dict[str, Raw]


def as_table(definition: Any, given: Mapping[str, object]) -> RawTable:
    """The table of one definition.

    Args:
        definition: a dataclass of the catalogue.
        given: attributes that the place of the file says, and its table may not.
    """
    table: RawTable = {}
    kind: Any = type(definition)
    for each in fields(definition):
        value = getattr(definition, each.name)
        if each.name not in given and value != default_of(definition, each.name):
            table[each.name] = _raw(value, _scalars(kind).get(each.name, ""))
    return table


def default_of(definition: Any, attribute: str) -> object:
    """What the attribute is when nothing is written; MISSING where something must be."""
    if isinstance(definition, Field) and attribute == "decimals":
        return default_decimals(definition.type, definition.unit)
    made = next(each for each in fields(definition) if each.name == attribute)
    return made.default_factory() if made.default_factory is not MISSING else made.default


@cache
def _scalars(kind: Any) -> dict[str, str]:
    """Which texts stand for dates and decimals."""
    found = {}
    for name, hint in get_type_hints(kind, include_extras=True).items():
        mark = get_args(hint)[1] if get_origin(hint) is Annotated else None
        if isinstance(mark, Scalar):
            found[name] = mark.kind
    return found


def _raw(value: Any, scalar: str) -> Raw:
    if is_dataclass(value):
        return as_table(value, {})
    if isinstance(value, tuple):
        return [_raw(item, "") for item in value]
    if isinstance(value, Mapping):
        return {key: _raw(item, "") for key, item in value.items()}
    if isinstance(value, bool | int):
        return value
    if scalar and value:
        return date.fromisoformat(value) if scalar == "date" else Decimal(value)
    return str(value)
