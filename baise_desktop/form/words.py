"""Fields answered in words: text, long text and the unified social credit code."""

import re
from dataclasses import dataclass
from unicodedata import is_normalized, normalize

from baise_desktop.errors import Problem
from baise_desktop.form.canonical import MAX_STRING_BYTES, Json
from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Field
from baise_desktop.form.kind import half_width, problem, wrong_type
from baise_desktop.form.uscc import LENGTH, is_uscc
from baise_desktop.form.value import Value

TEXT_LENGTH = 2000
"""Characters in a text field."""

ONE_LINE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029]")
MANY_LINES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Words:
    """Plain text, whatever it looks like: markup and formulas are only characters."""

    lines: bool
    """Whether line breaks and tabs are part of the text."""

    def parse(self, text: str, field: Field, _context: FieldContext) -> Value | Problem:
        """Text in NFC, line ends as one line feed."""
        text = normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
        wrong = self._fault(text)
        return problem(field, wrong, limit=TEXT_LENGTH) if wrong else text

    def show(self, value: Value, _field: Field, _context: FieldContext) -> str:
        """The text itself."""
        return str(value)

    def to_json(self, value: Value, field: Field) -> Json:
        """The text itself."""
        if not isinstance(value, str):
            raise TypeError(field.key)
        return value

    def from_json(self, raw: object, field: Field) -> Value:
        """Text that `parse` could have made. Raises: BaiseError: TYPE."""
        if type(raw) is not str or not raw:
            wrong_type(field, "TEXT")
        wrong = self._fault(raw)
        if wrong or not is_normalized("NFC", raw):
            wrong_type(field, wrong or "TEXT", limit=TEXT_LENGTH)
        return raw

    def _fault(self, text: str) -> str:
        if (MANY_LINES if self.lines else ONE_LINE).search(text):
            return "CONTROL_CHARACTER"
        if not self.lines and len(text) > TEXT_LENGTH:
            return "TEXT_TOO_LONG"
        # A character is at most four bytes, so short text need not be encoded to know.
        if len(text) * 4 > MAX_STRING_BYTES and len(text.encode("utf-8")) > MAX_STRING_BYTES:
            return "LONGTEXT_TOO_LONG"
        return ""


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A unified social credit code. Source: GB 32100-2015."""

    def parse(self, text: str, field: Field, _context: FieldContext) -> Value | Problem:
        """The code in capitals."""
        code = half_width(text).replace(" ", "").replace("-", "").upper()
        if len(code) != LENGTH:
            return problem(field, "USCC_LENGTH", length=len(code))
        return code if is_uscc(code) else problem(field, "USCC_CHECK", text=code)

    def show(self, value: Value, _field: Field, _context: FieldContext) -> str:
        """The code itself."""
        return str(value)

    def to_json(self, value: Value, field: Field) -> Json:
        """The code itself."""
        if not isinstance(value, str):
            raise TypeError(field.key)
        return value

    def from_json(self, raw: object, field: Field) -> Value:
        """A right code. Raises: BaiseError: TYPE."""
        if type(raw) is not str or not is_uscc(raw):
            wrong_type(field, "USCC")
        return raw
