"""Paragraphs, headings and gaps as strips, in the sizes of GB/T 9704."""

from dataclasses import replace

from baise_desktop.report.fonts import Role
from baise_desktop.report.geometry import AREA_HEIGHT, BODY_LEADING, BODY_SIZE, Anchor, Strip, Text
from baise_desktop.report.typesetting import Line, Setting, Typesetter

_ASCENT = 0.88  # of the size: where Chinese faces have their baseline below the head of the em box

TITLE = Setting(Role.TITLE, 22, BODY_LEADING * 1.25, align="center")
SUBTITLE = Setting(Role.SUBHEADING, BODY_SIZE, BODY_LEADING, align="center")
BODY = Setting(Role.BODY, BODY_SIZE, BODY_LEADING, indent=2)
FLUSH = Setting(Role.BODY, BODY_SIZE, BODY_LEADING)
HEADING = Setting(Role.HEADING, BODY_SIZE, BODY_LEADING, indent=2, align="left")
SUBHEADING = Setting(Role.SUBHEADING, BODY_SIZE, BODY_LEADING, indent=2, align="left")
NOTE = Setting(Role.SUBHEADING, 9.5, 14)
SMALL = Setting(Role.SONG, 10.5, 17)


PAGE_END = Strip(height=AREA_HEIGHT, space=True)
"""A gap that no page has room for: what comes next begins a new one."""


def baseline(setting: Setting) -> float:
    """Distance of the baseline from the head of a line."""
    return (setting.leading - setting.size) / 2 + _ASCENT * setting.size


def text_mark(line: Line, setting: Setting, x: float = 0.0, y: float = 0.0) -> Text:
    """A set line with its head at `y`."""
    return Text(x + line.indent, y + baseline(setting), line, setting.size)


def space(height: float) -> Strip:
    """A gap that falls away at the head of a page."""
    return Strip(height=height, space=True)


def paragraph(
    typesetter: Typesetter, text: str, setting: Setting, measure: float, *, anchor: Anchor | None = None
) -> tuple[Strip, ...]:
    """A paragraph, one strip a line; no page begins or ends with a single line of it.

    Args:
        typesetter: sets the lines.
        text: plain text; a line feed begins a further paragraph.
        setting: how.
        measure: width in points.
        anchor: what bookmarks call it.
    """
    lines = typesetter.set(text, setting, measure)
    held = {0, len(lines) - 2} if len(lines) > 1 else set()
    strips = [
        Strip(height=setting.leading, marks=(text_mark(line, setting),), keep_with_next=number in held)
        for number, line in enumerate(lines)
    ]
    strips[0] = replace(strips[0], anchor=anchor)
    return tuple(strips)


def hold(strips: tuple[Strip, ...]) -> tuple[Strip, ...]:
    """The same strips, all held to each other and to what comes next."""
    return tuple(replace(strip, keep_with_next=True) for strip in strips)


def heading(
    typesetter: Typesetter, text: str, setting: Setting, measure: float, anchor: Anchor | None = None
) -> tuple[Strip, ...]:
    """A heading, on the page of what it heads."""
    return hold(paragraph(typesetter, text, setting, measure, anchor=anchor))
