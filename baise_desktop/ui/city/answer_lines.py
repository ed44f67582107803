"""What became of the comments of the last return, as lines beside the changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from baise_desktop.texts import say
from baise_desktop.ui.plain_table import Cell, Heading, Line

if TYPE_CHECKING:
    from baise_desktop.app.checks.comments import AnsweredComment

_STATES = {"changed": ("done", "good"), "answered": ("hint", "accent"), "open": ("blocking", "danger")}


def answer_headings() -> tuple[Heading, ...]:
    """Columns of the comments."""
    widths = (("state", 90), ("where", 300), ("comment", 230), ("old", 130), ("new", 130), ("answer", 0))
    return tuple(Heading(say(f"window.answers_{name}"), width) for name, width in widths)


def answer_lines(answers: Iterable[AnsweredComment]) -> list[Line]:
    """One line for each comment."""
    return [_line(each) for each in answers]


def _line(each: AnsweredComment) -> Line:
    icon, tone = _STATES[each.state]
    words = (each.place, each.comment, each.old, each.new, each.answer)
    told = (Cell(" ".join(text.split("\n")), tip=text) for text in words)
    return Line((Cell(say(f"returns.answer_{each.state}"), icon, tone), *told), each)
