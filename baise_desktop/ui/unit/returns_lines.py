"""The city's comments as lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from baise_desktop.texts import say
from baise_desktop.ui.plain_table import Cell, Heading, Line

if TYPE_CHECKING:
    from baise_desktop.exchange.return_package import Comment


def comment_headings() -> tuple[Heading, ...]:
    """Columns of the comments."""
    return Heading(say("window.return_where"), 440), Heading(say("window.answers_comment"), 0)


def comment_lines(places: Iterable[str], comments: Iterable[Comment]) -> list[Line]:
    """One line for each comment, in the city's order."""
    return [
        Line((Cell(place), Cell(" ".join(each.comment.split("\n")), tip=each.comment)), each)
        for place, each in zip(places, comments, strict=True)
    ]
