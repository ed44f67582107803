"""Why a cell cannot be typed into, in a sentence that says where the value comes from or what to do instead."""

from __future__ import annotations

from baise_desktop.form.definition import Field, FieldType
from baise_desktop.texts import knows, say

NEVER_TYPED = (FieldType.COMPUTED, FieldType.EVIDENCE)
"""Fields that are shown and never typed."""


def why_read_only(question: Field, locked: str) -> str:
    """The reason, or empty for a cell that can be typed into.

    Args:
        question: the field.
        locked: why nothing of the submission can be typed, or empty.
    """
    if question.type is FieldType.EVIDENCE:
        return say("read_only.evidence")
    if question.type is FieldType.COMPUTED and question.formula:
        return say("read_only.formula", formula=question.formula.removeprefix("="))
    if question.type is FieldType.COMPUTED:
        known = f"read_only.{question.key}"
        return say(known if knows(known) else "read_only.figure")
    return locked
