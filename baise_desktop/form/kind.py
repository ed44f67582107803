"""What every field type must be able to do, and how it says that something is wrong."""

import re
from typing import NoReturn, Protocol
from unicodedata import normalize

from baise_desktop.errors import BaiseError, Problem, Severity
from baise_desktop.form.canonical import Json
from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Field
from baise_desktop.form.value import Value
from baise_desktop.texts import say

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " ", 0x2212: "-"}
"""What an input method types in full width, as the half-width character that is meant."""

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class FieldKind(Protocol):
    """One field type. Blank, 不适用 and 暂缺 never reach it: `fields` answers those for all types alike."""

    def parse(self, text: str, field: Field, context: FieldContext, /) -> Value | Problem:
        """What the clerk means by a stripped, non-empty text in NFC."""
        ...

    def show(self, value: Value, field: Field, context: FieldContext, /) -> str:
        """The text that `parse` reads back as the same value."""
        ...

    def to_json(self, value: Value, field: Field, /) -> Json:
        """The value as canonical JSON says it. Raises: TypeError or ValueError: a bug of the caller."""
        ...

    def from_json(self, raw: object, field: Field, /) -> Value:
        """The value of parsed JSON. Raises: BaiseError: TYPE."""
        ...


def problem(field: Field, code: str, **values: object) -> Problem:
    """A problem in a field, with its sentence from `problems.toml`."""
    return Problem(field.key, code, say(f"problems.{code}", name=field.name, **values), Severity.BLOCKING)


def wrong_type(field: Field, reason: str, **values: object) -> NoReturn:
    """Raise TYPE for a field. `reason` is an entry of `reasons.toml` without its `TYPE_`."""
    raise BaiseError("TYPE", form="", field=field.name, reason=say(f"reasons.TYPE_{reason}", **values))


def half_width(text: str) -> str:
    """Text with full-width letters, digits and punctuation in half width, without invisible characters."""
    return normalize("NFC", _INVISIBLE.sub("", text).translate(FULL_WIDTH)).strip()
