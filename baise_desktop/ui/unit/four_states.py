"""F9: a cell is blank, nought, 不适用 or 暂缺 with a reason, one after the other."""

import re

from baise_desktop.form.definition import Field, FieldType
from baise_desktop.form.value import NOT_APPLICABLE
from baise_desktop.texts import say

_NUMBERS = (FieldType.INTEGER, FieldType.DECIMAL)
_NOUGHT = re.compile(r"0+(\.0*)?")
"""However many decimals a field shows."""
_NEVER_TYPED = (FieldType.COMPUTED, FieldType.EVIDENCE)


def next_state(text: str, question: Field) -> str:
    """What the key makes of a cell; from any value it begins anew with blank.

    Raises:
        ValueError: nothing is ever typed into such a field.
    """
    if question.type in _NEVER_TYPED:
        raise ValueError(question.key)
    states = ["", *(["0"] if question.type in _NUMBERS else []), str(NOT_APPLICABLE.value), missing_start()]
    return states[(states.index(_state_of(text)) + 1) % len(states)] if _state_of(text) in states else ""


def missing_start() -> str:
    """The words before the reason."""
    return say("commands.missing_start")


def is_missing(text: str) -> bool:
    """Whether a cell says that something is not there yet, with its reason or still without."""
    return text.startswith(missing_start()[:-1])


def is_not_applicable(text: str) -> bool:
    """Whether a cell says that there is no such thing."""
    return text == NOT_APPLICABLE.value


def _state_of(text: str) -> str:
    if is_missing(text):
        return missing_start()
    return "0" if _NOUGHT.fullmatch(text) else text
