"""Turns tables of a TOML file into definitions: each dataclass is the schema of its own table."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Final, TypeVar, get_args, get_origin, get_type_hints

from baise_desktop.form.defect import Place
from baise_desktop.form.meaning import OneOf, Scalar
from baise_desktop.texts import say

T = TypeVar("T")


class _Bad:
    """Stands for a value that has been reported as a defect."""


BAD: Final = _Bad()

_Convert = Callable[[object, Place], object]


def read_table(kind: type[T], table: Mapping[str, object], place: Place, given: Mapping[str, object]) -> T | None:
    """Make one definition of a table; None after reporting what is wrong with it.

    Args:
        kind: the dataclass to make.
        table: what the file says.
        place: where it says so.
        given: values that come from the place of the file and may not be in it.
    """
    made_of: Any = kind
    shape = _shape(made_of)
    values = dict(given)
    for key, value in table.items():
        convert = None if key in given else shape.get(key)
        if convert is None:
            place.at(key).report("unknown_key", known="、".join(name for name in shape if name not in given))
        values[key] = BAD if convert is None else convert(value, place.at(key))
    for key in _required(made_of) - values.keys():
        place.at(key).report("missing_key")
        values[key] = BAD
    return None if BAD in values.values() else kind(**values)


@cache
def _required(kind: Any) -> frozenset[str]:
    return frozenset(f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING)


@cache
def _shape(kind: Any) -> dict[str, _Convert]:
    return {name: _converter(hint) for name, hint in get_type_hints(kind, include_extras=True).items()}


def _converter(hint: Any) -> _Convert:
    origin = get_origin(hint)
    if origin is Annotated:
        return _meant(*get_args(hint))
    if origin is tuple:
        return _list_of(_converter(get_args(hint)[0]))
    if origin is Mapping:
        return _mapping_of(_converter(get_args(hint)[1]))
    if issubclass(hint, StrEnum):
        return _one_of(frozenset(hint), hint)
    return _plain(hint) if hint in {str, bool, int} else _nested(hint)


def _meant(_base: type, mark: object) -> _Convert:
    if isinstance(mark, OneOf):
        return _one_of(mark.words, str)
    return _scalar(mark.kind) if isinstance(mark, Scalar) else _plain(str)


def _wrong(place: Place, wanted: str, value: object) -> _Bad:
    place.report("wrong_type", wanted=say(f"forms.type_{wanted}"), value=value)
    return BAD


def _plain(kind: type) -> _Convert:
    def convert(value: object, place: Place) -> object:
        return value if type(value) is kind else _wrong(place, kind.__name__, value)

    return convert


def _scalar(wanted: str) -> _Convert:
    def convert(value: object, place: Place) -> object:
        if wanted == "date" and type(value) is date:
            return value.isoformat()
        if wanted == "decimal" and type(value) in {int, Decimal}:
            return str(value)
        return value if value == "" else _wrong(place, wanted, value)

    return convert


def _one_of(words: frozenset[str], make: type) -> _Convert:
    def convert(value: object, place: Place) -> object:
        if type(value) is str and value in words:
            return make(value)
        place.report("wrong_word", value=value, words="、".join(sorted(words)))
        return BAD

    return convert


def _list_of(convert_item: _Convert) -> _Convert:
    def convert(value: object, place: Place) -> object:
        if type(value) is not list:
            return _wrong(place, "list", value)
        items = tuple(convert_item(item, place.item(number)) for number, item in enumerate(value, 1))
        return BAD if BAD in items else items

    return convert


def _mapping_of(convert_item: _Convert) -> _Convert:
    def convert(value: object, place: Place) -> object:
        if type(value) is not dict:
            return _wrong(place, "table", value)
        items = {key: convert_item(item, place.at(key)) for key, item in value.items()}
        return BAD if BAD in items.values() else items

    return convert


def _nested(kind: type[object]) -> _Convert:
    def convert(value: object, place: Place) -> object:
        if type(value) is not dict:
            return _wrong(place, "table", value)
        return read_table(kind, value, place, {}) or BAD

    return convert
