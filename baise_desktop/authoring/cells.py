"""One cell: from a value to the text an officer reads, and from what the officer typed to a value."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from baise_desktop.authoring.layout import Column, Many, Shape
from baise_desktop.authoring.tables import Raw
from baise_desktop.form.kind import half_width
from baise_desktop.texts import say

_SEPARATORS = re.compile(r"[、，,；;\s]+")
_NUMBER = re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?")
_WHOLE = re.compile(r"[+-]?\d{1,18}")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_DOTTED = re.compile(r"[a-z0-9]+(\.[A-Za-z0-9_]+)+")
_SERIAL = re.compile(r"[1-9]\d{4}")
_DAY_ZERO = date(1899, 12, 30)
"""What Excel counts days from."""
_NO_VALUE = ""


class CellError(Exception):
    """What an officer typed cannot be read; the message is the sentence for them."""


@dataclass(frozen=True, slots=True)
class Names:
    """The ids that references may point to, and what people call them."""

    titles: Mapping[str, Mapping[str, str]]
    """Name by id, by collection."""
    ids: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The other way round, where a name is borne once."""

    def show(self, collection: str, name: str) -> str:
        """An id with its name behind it."""
        title = " ".join(self.titles.get(collection, {}).get(name, "").split())
        return f"{name} {title}".strip()

    def find(self, collection: str, text: str) -> str:
        """The id that a text means; the text itself up to the first space when it is none that is known."""
        known = self.titles.get(collection, {})
        first = text.split(maxsplit=1)[0] if text.strip() else ""
        if first in known:
            return first
        return self.ids.get(collection, {}).get(text, first)

    def knows(self, collection: str, text: str) -> bool:
        """Whether the text means an id that is there."""
        return self.find(collection, text) in self.titles.get(collection, {})

    def unknown(self, collection: str, value: Raw | None) -> Iterator[str]:
        """The ids of a reference, or of a list of them, that lead nowhere."""
        for each in value if isinstance(value, list) else [value]:
            if each and each not in self.titles.get(collection, {}):
                yield str(each)


def name_titles(
    titles: Mapping[str, Mapping[str, str]], shorts: Mapping[str, Mapping[str, str]] | None = None
) -> Names:
    """Names that can be looked up both ways; `shorts` are found as well and never shown."""
    ids: dict[str, dict[str, str]] = {}
    for collection, named in titles.items():
        bearers: dict[str, set[str]] = {}
        for name, title in (*named.items(), *(shorts or {}).get(collection, {}).items()):
            bearers.setdefault(title, set()).add(name)
        ids[collection] = {title: bearer for title, (bearer, *others) in bearers.items() if title and not others}
    return Names(titles, ids)


# --- writing ------------------------------------------------------------------------------------------------------


def write_cell(value: Raw | None, column: Column, names: Names) -> str:
    """The text of a cell; None is blank."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return "\n".join(f"{key}={item}" for key, item in _pairs(value))
    if isinstance(value, list):
        return "\n".join(_write_one(item, column, names) for item in value)
    return _write_one(value, column, names)


def _pairs(value: Mapping[str, Raw]) -> Iterator[tuple[str, Raw]]:
    for key, item in value.items():
        for each in item if isinstance(item, list) else [item]:
            yield key, each


def _write_one(value: Raw, column: Column, names: Names) -> str:
    if value == "":
        return say("authoring.blank")
    if isinstance(value, bool):
        return say("authoring.yes") if value else say("authoring.no")
    text = str(value)
    if column.shape is Shape.WORD:
        return column.words.get(text, text)
    return names.show(column.collection, text) if column.shape is Shape.REFERENCE else text


# --- reading ------------------------------------------------------------------------------------------------------


def read_cell(text: str, column: Column, names: Names) -> Raw | None:
    """The value of a cell that is not blank. Raises: CellError."""
    match column.many:
        case Many.ONE:
            return _read_one(text, column, names)
        case Many.LIST:
            return [_read_one(item, column, names) for item in _items(text, column, names)]
        case Many.PAIRS:
            return dict(_read_pairs(text))
        case Many.LISTS:
            lists: dict[str, Raw] = {}
            for key, item in _read_pairs(text):
                lists[key] = [*_listed(lists.get(key)), item]
            return lists


def _listed(value: Raw | None) -> list[Raw]:
    return value if isinstance(value, list) else []


def _items(text: str, column: Column, names: Names) -> Iterator[str]:
    """One item a line; ids, words and numbers may also stand side by side."""
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        whole = column.shape is Shape.TEXT or line in (*column.words, *column.words.values())
        if whole or (column.shape is Shape.REFERENCE and _is_one(line, column.collection, names)):
            yield line
        else:
            yield from filter(None, re.split(_SEPARATORS, line))


def _is_one(line: str, collection: str, names: Names) -> bool:
    """Whether a line names one thing: a name, or an id with whatever stands behind it."""
    first, *rest = re.split(_SEPARATORS, line)
    behind = bool(rest) and _DOTTED.fullmatch(first) is not None and line[len(first)].isspace()
    return names.knows(collection, line) or (behind and not any(map(_DOTTED.fullmatch, rest)))


def _read_pairs(text: str) -> Iterator[tuple[str, str]]:
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        key, sign, value = line.replace("＝", "=", 1).partition("=") if "=" not in line else line.partition("=")
        if not sign or not key.strip():
            raise CellError(say("authoring.not_a_pair", value=line))
        yield key.strip(), value.strip()


def _read_one(text: str, column: Column, names: Names) -> Raw:
    if text == say("authoring.blank"):
        return _NO_VALUE
    match column.shape:
        case Shape.WORD:
            return _read_word(text, column)
        case Shape.REFERENCE:
            known = names.knows(column.collection, text)
            return names.find(column.collection, text if known else half_width(text))
        case Shape.TEXT:
            return text
        case _:
            return _READERS[column.shape](half_width(text))


def _read_integer(text: str) -> Raw:
    if not _WHOLE.fullmatch(text):
        raise CellError(say("authoring.not_an_integer", value=text))
    return int(text)


def _read_decimal(text: str) -> Raw:
    if not _NUMBER.fullmatch(text):
        raise CellError(say("authoring.not_a_decimal", value=text))
    return Decimal(text)


def _read_date(text: str) -> Raw:
    match = _DAY.fullmatch(text)
    try:
        return date(*map(int, match.groups())) if match else _refuse_date(text)
    except ValueError:
        return _refuse_date(text)


def _refuse_date(text: str) -> Raw:
    if _SERIAL.fullmatch(text):
        raise CellError(say("authoring.date_serial", value=text, day=_DAY_ZERO + timedelta(int(text))))
    raise CellError(say("authoring.not_a_date", value=text))


def _read_boolean(text: str) -> Raw:
    answers = {say("authoring.yes"): True, say("authoring.no"): False, "true": True, "false": False}
    if text.lower() not in answers:
        raise CellError(say("authoring.not_a_boolean", value=text))
    return answers[text.lower()]


def _read_word(text: str, column: Column) -> Raw:
    if text in column.words:
        return text
    wanted = half_width(text)
    word = next((word for word, shown in column.words.items() if half_width(shown) == wanted), None)
    if word is None:
        raise CellError(say("authoring.not_a_word", value=text, words="、".join(column.words.values())))
    return word


_READERS: Mapping[Shape, Callable[[str], Raw]] = {
    Shape.INTEGER: _read_integer,
    Shape.BOOLEAN: _read_boolean,
    Shape.DATE: _read_date,
    Shape.DECIMAL: _read_decimal,
}
