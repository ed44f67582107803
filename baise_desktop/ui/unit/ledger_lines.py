"""Reads stored lines straight into the texts of a grid; what it is not made for is left to the reader of records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Field, FieldType, Form
from baise_desktop.form.fields import from_json, show

SEPARATOR = "\x1f"
"""Stands between the texts of a row; no field takes a control character."""
_KEPT = 4_096
"""Texts of a column that are worth remembering: choices, units and dates come again, names do not."""


class _Line(msgspec.Struct):
    """What of a canonical line a grid shows."""

    values: dict[str, Any]
    evidence: list[Any] = []


_DECODER = msgspec.json.Decoder(_Line)


class LineReader:
    """Texts of the rows of one form, several times faster than by way of records."""

    def __init__(self, form: Form, words: FieldContext) -> None:
        """`words` are what references and choices are called."""
        self._columns: list[tuple[Field, dict[Any, str]]] = [(question, {}) for question in form.fields]
        self._words = words
        types = {question.type for question in form.fields}
        self.reads = not types & {FieldType.COMPUTED, FieldType.EVIDENCE}
        """Whether the form holds nothing that takes more than its lines to show."""
        self.refers = [question.key for question in form.fields if question.type is FieldType.REF]

    def read(self, body: str) -> tuple[str, bool] | None:
        """The texts of all columns in one, and whether they stand without other rows; None for an unusual line.

        Raises:
            BaiseError: TYPE when a value does not have the type of its field.
        """
        try:
            line = _DECODER.decode(body)
        except msgspec.MsgspecError:
            return None
        values = line.values
        texts = [self._text(question, known, values) for question, known in self._columns]
        if line.evidence or len(values) != len(texts) - texts.count(""):
            return None
        return SEPARATOR.join(texts), not any(key in values for key in self.refers)

    def _text(self, question: Field, known: dict[Any, str], values: Mapping[str, Any]) -> str:
        raw = values.get(question.key)
        if raw is None:
            return ""
        if raw.__class__ in (dict, list):
            return show(from_json(raw, question), question, self._words)
        text = known.get(raw)
        if text is None:
            text = show(from_json(raw, question), question, self._words)
            if len(known) < _KEPT:
                known[raw] = text
        return text
