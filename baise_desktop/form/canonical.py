"""Canonical JSON: one byte string per value, so that digests and signatures mean the content.

Source: RFC 8785, over strings in NFC, safe integers, booleans, null, lists and objects with ASCII keys; no floats.
"""

import json
import re
from collections.abc import Sequence
from typing import NoReturn, cast
from unicodedata import is_normalized, normalize

import msgspec

from baise_desktop.errors import BaiseError
from baise_desktop.texts import say

Json = None | bool | int | str | Sequence["Json"] | dict[str, "Json"]

SAFE_INTEGER = 2**53 - 1
"""Largest whole number that every JSON reader keeps exact."""
MAX_DEPTH = 32
MAX_STRING_BYTES = 64 * 1024
"""Bytes of UTF-8 in one string."""
MAX_BYTES = 32 * 1024 * 1024
"""Bytes of one JSON text."""

_SAFE_LENGTH = len(str(-SAFE_INTEGER))
_BRACKETS = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
_ENCODER = msgspec.json.Encoder(order="sorted")
_DECODER = msgspec.json.Decoder()


def dump(value: Json) -> bytes:
    """The canonical bytes of a value; text is brought to NFC.

    Raises:
        BaiseError: JSON, the value holds something that canonical JSON cannot say.
    """
    return _ENCODER.encode(_checked(value, 1, repair=True))


def load(data: bytes) -> Json:
    """Read JSON strictly; key order and white space are free.

    Raises:
        BaiseError: JSON: a repeated key, a float, NaN, an unsafe integer, a byte order mark, a lone surrogate, U+0000,
            text that is not NFC, more than 32 levels, a string over 64 KiB, or anything after the value.
    """
    if len(data) > MAX_BYTES:
        refuse("TOO_LONG")
    _check_depth(data)
    try:
        value = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_no_float,
            parse_constant=_no_float,
        )
    except UnicodeDecodeError:
        refuse("NOT_UTF8")
    except json.JSONDecodeError:
        refuse("MALFORMED")
    return _checked(value, 1, repair=False)


def load_canonical(data: bytes) -> Json:
    """Read JSON that must already be in canonical form, several times faster than `load`.

    Numbers may still be unsafe and strings too long: the caller checks every leaf against its declared type.

    Raises:
        BaiseError: JSON, the text is not JSON or not in canonical form.
    """
    if len(data) > MAX_BYTES:
        refuse("TOO_LONG")
    try:
        value = _DECODER.decode(data)
        same = _ENCODER.encode(value) == data
    except (msgspec.DecodeError, UnicodeError):
        refuse("MALFORMED")
    except RecursionError:
        refuse("TOO_DEEP")
    if not same or not is_normalized("NFC", data.decode("utf-8")):
        refuse("NOT_CANONICAL")
    return cast(Json, value)


def refuse(reason: str) -> NoReturn:
    """Raise the JSON error. `reason` is an entry of `reasons.toml` without its `JSON_`."""
    raise BaiseError("JSON", reason=say(f"reasons.JSON_{reason}"))


def _check_depth(data: bytes) -> None:
    if data.count(b"[") + data.count(b"{") <= MAX_DEPTH:
        return
    depth = 0
    for match in _BRACKETS.finditer(data):
        mark = match.group()
        if mark in b"[{":
            depth += 1
            if depth > MAX_DEPTH:
                refuse("TOO_DEEP")
        elif mark in b"]}":
            depth -= 1


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        refuse("REPEATED_KEY")
    return members


def _integer(text: str) -> int:
    # int() of thousands of digits is slow or refused, so the length comes first.
    if len(text) > _SAFE_LENGTH or text == "-0":
        refuse("UNSAFE_INTEGER")
    return int(text)


def _no_float(_text: str) -> NoReturn:
    refuse("FLOAT")


def _checked(value: object, depth: int, *, repair: bool) -> Json:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _checked_text(value, repair=repair)
    if isinstance(value, int):
        if abs(value) > SAFE_INTEGER:
            refuse("UNSAFE_INTEGER")
        return int(value)
    if depth > MAX_DEPTH:
        refuse("TOO_DEEP")
    if isinstance(value, (list, tuple)):
        return [_checked(item, depth + 1, repair=repair) for item in value]
    if isinstance(value, dict):
        return {_checked_key(key): _checked(item, depth + 1, repair=repair) for key, item in value.items()}
    refuse("FLOAT" if isinstance(value, float) else "NOT_JSON")


def _checked_key(key: object) -> str:
    if not isinstance(key, str) or not key.isascii():
        refuse("KEY")
    return _checked_text(key, repair=False)


def _checked_text(text: str, *, repair: bool) -> str:
    if not is_normalized("NFC", text):
        if not repair:
            refuse("NOT_NFC")
        text = normalize("NFC", text)
    if "\0" in text:
        refuse("NUL")
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError:
        refuse("SURROGATE")
    if size > MAX_STRING_BYTES:
        refuse("LONG_STRING")
    return text
