"""What people call a row of a register: its number and what it is about."""

from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Field, FieldType, Form
from baise_desktop.form.fields import show
from baise_desktop.form.record import Record
from baise_desktop.form.value import Absent, Missing
from baise_desktop.texts import say

_WRITTEN = frozenset({FieldType.TEXT, FieldType.LONGTEXT})
_LONGEST = 24
"""Characters of one cell in a name."""


def name_row(form: Form, record: Record, context: FieldContext) -> str:
    """What the row is about: the name it holds, else its business key, else its first filled cells; '' when blank."""
    names = [question for question in form.fields if question.type in _WRITTEN and say("words.name") in question.name]
    keys = [form.field(key) for key in form.key]
    for questions, most in ((names, 1), (keys, len(keys)), (form.fields, 2)):
        told = [text for question in questions if (text := _cell(question, record, context))]
        if told:
            return " ".join(told[:most])
    return ""


def place_row(number: int, name: str) -> str:
    """Where a row stands and what it is about, such as 第 3 行 德保演示公司; numbers begin at 1."""
    return say("findings.ROW", number=number, name=name).strip()


def _cell(question: Field, record: Record, context: FieldContext) -> str:
    value = record.values.get(question.key)
    if value is None or isinstance(value, Absent | Missing) or question.type is FieldType.EVIDENCE:
        return ""
    text = show(value, question, context)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
