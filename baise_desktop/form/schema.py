"""Turns tables of a TOML file into definitions: each dataclass is the schema of its own table."""

import re
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

MAX_TEXT = 10_000
"""Characters of one text; the longest clause has a tenth of it."""
MAX_ITEMS = 1_000
"""Items of one list, such as the columns of a register."""
_MAX_EXPONENT = 15
_MAX_SHOWN = 60
# Controls but line end and tab, marks that turn the direction of writing, and what is no character.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")


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
            place.at(shown(key)).report("unknown_key", known="、".join(name for name in shape if name not in given))
        values[key] = BAD if convert is None else convert(value, place.at(shown(key)))
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
    if hint is str:
        return _text
    return _plain(hint) if hint in {bool, int} else _nested(hint)


def _meant(_base: type, mark: object) -> _Convert:
    if isinstance(mark, OneOf):
        return _one_of(mark.words, str)
    return _scalar(mark.kind) if isinstance(mark, Scalar) else _text


def _wrong(place: Place, wanted: str, value: object) -> _Bad:
    place.report("wrong_type", wanted=say(f"forms.type_{wanted}"), value=shown(value))
    return BAD


def shown(value: object) -> str:
    """A value of a file in a sentence: never longer or deeper than a reader bears, and without hidden marks."""
    if isinstance(value, list | dict):
        return say("forms.type_list" if isinstance(value, list) else "forms.type_table")
    text = ascii(value)[1:-1] if isinstance(value, str) and _FORBIDDEN.search(value) else str(value)
    return text if len(text) <= _MAX_SHOWN else text[:_MAX_SHOWN] + "…"


def _text(value: object, place: Place) -> object:
    if type(value) is not str:
        return _wrong(place, "str", value)
    forbidden = _FORBIDDEN.search(value)
    if forbidden is not None:
        place.report("bad_character", character=f"U+{ord(forbidden.group()):04X}", position=forbidden.start() + 1)
        return BAD
    if len(value) > MAX_TEXT:
        place.report("text_too_long", length=len(value), limit=MAX_TEXT)
        return BAD
    return value


def _plain(kind: type) -> _Convert:
    def convert(value: object, place: Place) -> object:
        return value if type(value) is kind else _wrong(place, kind.__name__, value)

    return convert


def _scalar(wanted: str) -> _Convert:
    def convert(value: object, place: Place) -> object:
        if wanted == "date" and type(value) is date:
            return value.isoformat()
        if wanted == "decimal" and isinstance(value, int | Decimal) and _is_plain(value):
            return str(value)
        return value if value == "" else _wrong(place, wanted, value)

    return convert


def _is_plain(value: int | Decimal) -> bool:
    number = Decimal(value)
    size = number.is_finite() and abs(number.adjusted()) <= _MAX_EXPONENT
    return size and not isinstance(value, bool) and len(number.as_tuple().digits) <= 2 * _MAX_EXPONENT


def _one_of(words: frozenset[str], make: type) -> _Convert:
    def convert(value: object, place: Place) -> object:
        if type(value) is str and value in words:
            return make(value)
        place.report("wrong_word", value=shown(value), words="、".join(sorted(words)))
        return BAD

    return convert


def _list_of(convert_item: _Convert) -> _Convert:
    def convert(value: object, place: Place) -> object:
        if type(value) is not list:
            return _wrong(place, "list", value)
        if len(value) > MAX_ITEMS:
            place.report("too_many_items", count=len(value), limit=MAX_ITEMS)
            return BAD
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
