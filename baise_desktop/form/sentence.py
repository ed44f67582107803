"""The sentences of findings: a rule's message with the record's live numbers in it."""

import re
from functools import lru_cache

from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import FieldType
from baise_desktop.form.fields import show
from baise_desktop.form.formula import Formula, parse_formula
from baise_desktop.form.formula_functions import as_text
from baise_desktop.form.period import parse_period
from baise_desktop.form.scope import RecordScope, fields_by_name
from baise_desktop.form.value import Absent, Missing
from baise_desktop.texts import say

_PLACE = re.compile(r"\{([^{}]+)\}")


def fill_sentence(message: str, scope: RecordScope) -> str:
    """The message with every `{Chinese field name}` or `{formula}` replaced by what it is worth in the record.

    Units are called as they were on the last day of the record's period.
    """
    return _PLACE.sub(lambda match: _worth(match.group(1), scope), message)


@lru_cache(maxsize=4096)
def named_in(message: str) -> frozenset[str]:
    """What may be field names among a message's placeholders, those within formulas included."""
    return frozenset(name for place in _PLACE.findall(message) for name in (place, *_names(place)))


@lru_cache(maxsize=4096)
def formulas_in(message: str) -> tuple[Formula, ...]:
    """The formulas among a message's placeholders; a field name is one too where it can be."""
    return tuple(formula for place in _PLACE.findall(message) for formula in _formula(place))


def _formula(place: str) -> tuple[Formula, ...]:
    try:
        return (parse_formula(place),)
    except BaiseError:
        # A field name such as R&D 人员 is no formula, and is found whole.
        return ()


def _names(place: str) -> frozenset[str]:
    return frozenset(name for formula in _formula(place) for name in formula.names)


def _worth(place: str, scope: RecordScope) -> str:
    question = fields_by_name(scope.form).get(place.removeprefix("[").removesuffix("]"))
    value = scope.record.values.get(question.key) if question is not None else None
    if (
        question is not None
        and value is not None
        and (isinstance(value, Absent | Missing) or question.type is FieldType.UNIT)
    ):
        return show(value, question, scope.context.on(parse_period(scope.record.period).end))
    worth = scope.value(question.name) if question is not None else parse_formula(place).evaluate(scope)
    if worth is None:
        return say("findings.BLANK")
    return as_text(worth)
