"""Tables as TOML, in the one arrangement that the forms folder has."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from baise_desktop.authoring.tables import Raw, RawTable

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')
_LITERAL = re.compile(r"[^'\x00-\x08\x0a-\x1f\x7f]*")
_WIDTH = 120
_SECTIONS = ("rules", "city_rules", "exclusive")
"""Lists that a file of one table says at its end, item by item, so that people can add to them."""


def file_text(tables: Sequence[RawTable], entry: str) -> str:
    """One file.

    Args:
        tables: what it holds; exactly one when there is no entry.
        entry: name of the list of tables, or empty.
    """
    if not entry:
        return "".join(_single_file(tables[0]))
    return "\n".join(f"[[{entry}]]\n" + "".join(_lines(table)) for table in tables)


def _single_file(table: RawTable) -> Iterator[str]:
    sections = {key: items for key in _SECTIONS if (items := _section(table.get(key)))}
    yield from _lines({key: value for key, value in table.items() if key not in sections})
    for key, items in sections.items():
        for item in items:
            yield f"\n[[{key}]]\n"
            yield from _lines(item)


def _section(value: Raw | None) -> list[RawTable]:
    """The items of a list of tables and nothing else; empty for any other value."""
    items = value if isinstance(value, list) else []
    tables = [item for item in items if isinstance(item, dict)]
    return tables if len(tables) == len(items) else []


def _lines(table: Mapping[str, Raw]) -> Iterator[str]:
    for key, value in table.items():
        yield f"{_key(key)} = {_top_value(value, len(key) + 3)}\n"


def _top_value(value: Raw, indent: int) -> str:
    written = _value(value)
    tables = isinstance(value, list) and any(isinstance(item, dict) for item in value)
    if not isinstance(value, list) or not value or not (tables or len(written) + indent > _WIDTH):
        return written
    return "[\n" + "".join(f"  {_value(item)},\n" for item in value) + "]"


def _value(value: Raw) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case str():
            return _text(value)
        case list():
            return "[" + ", ".join(_value(item) for item in value) + "]"
        case dict():
            inner = ", ".join(f"{_key(key)} = {_value(item)}" for key, item in value.items())
            return f"{{ {inner} }}" if inner else "{}"


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _text(key)


def _text(text: str) -> str:
    if '"' in text and _LITERAL.fullmatch(text):
        return f"'{text}'"
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return "\\" + character if character in '"\\' else {"\n": "\\n", "\t": "\\t"}.get(character, _numbered(character))


def _numbered(character: str) -> str:
    return f"\\u{ord(character):04X}"
