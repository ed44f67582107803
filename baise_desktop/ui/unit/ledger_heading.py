"""What stands above a column of a register."""

from baise_desktop.form.definition import Field
from baise_desktop.texts import say


def heading(question: Field) -> str:
    """A column's heading: a mark for required, the name, the unit of measure."""
    mark = "＊" if question.required else ""
    unit = say("window.in_unit", unit=question.unit) if question.unit else ""
    return f"{mark}{question.name}{unit}"


def explain(question: Field) -> str:
    """What is told when the mouse rests on a heading."""
    lines = [question.name, say("window.tip_required") if question.required else "", question.note]
    return "\n".join(line for line in lines if line)
