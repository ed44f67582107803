"""The page and what stands on it: points, from the upper left corner of the type area downwards.

Source: GB/T 9704-2012 sections 4 and 5: A4, type area 156 x 225 mm, 22 lines of 28 characters.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum

from baise_desktop.report.typesetting import Line

MM = 72 / 25.4
PAGE_WIDTH = 210 * MM
PAGE_HEIGHT = 297 * MM
LEFT = 28 * MM
TOP = 37 * MM
AREA_WIDTH = 156 * MM
AREA_HEIGHT = 225 * MM
BODY_SIZE = 15.75
"""3号 is 16 pt, but 28 such characters are 158 mm wide."""
BODY_LEADING = AREA_HEIGHT / 22


class Orientation(Enum):
    """How the type area is read. A landscape page is the same sheet with its head at the left.

    Source: GB/T 9704-2012 section 8, tables set across: page numbers stay where they are on all pages.
    """

    PORTRAIT = (AREA_WIDTH, AREA_HEIGHT)
    LANDSCAPE = (AREA_HEIGHT, AREA_WIDTH)

    @property
    def width(self) -> float:
        """Width of the type area as it is read."""
        return self.value[0]

    @property
    def height(self) -> float:
        """Height of the type area as it is read."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Text:
    """A set line at a place; `y` is its baseline."""

    x: float
    y: float
    line: Line
    size: float
    red: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    x0: float
    y0: float
    x1: float
    y1: float
    weight: float = 0.5
    red: bool = False


@dataclass(frozen=True, slots=True)
class Shade:
    """A light ground behind a table head."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PageReference:
    """The page number of an anchor, set flush right at `x`; known once the pages are."""

    x: float
    y: float
    anchor: str
    size: float


@dataclass(frozen=True, slots=True)
class SealBox:
    """The place for a seal."""

    x: float
    y: float
    width: float
    height: float


Mark = Text | Rule | Shade | PageReference | SealBox


def shift(mark: Mark, x: float, y: float) -> Mark:
    """The same mark further right and down."""
    if isinstance(mark, Rule):
        return replace(mark, x0=mark.x0 + x, y0=mark.y0 + y, x1=mark.x1 + x, y1=mark.y1 + y)
    return replace(mark, x=mark.x + x, y=mark.y + y)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Something that bookmarks and the list of contents point at."""

    key: str
    title: str
    level: int
    """0 for the first level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A piece of the page that cannot be divided: a line of text, a table row."""

    height: float
    marks: tuple[Mark, ...] = ()
    keep_with_next: bool = False
    """Never the last strip on a page."""
    space: bool = False
    """Falls away at the head of a page."""
    heads: tuple["Strip", ...] = ()
    """Set again above this strip when it opens a page: the table head."""
    anchor: Anchor | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """Strips that run on over pages of one orientation."""

    orientation: Orientation
    strips: tuple[Strip, ...]


@dataclass(slots=True)
class Page:
    """One filled page."""

    orientation: Orientation
    marks: list[Mark] = field(default_factory=list)
    anchors: list[tuple[Anchor, float]] = field(default_factory=list)
    """Each anchor with its distance from the head of the type area."""
    used: float = 0.0

    def put(self, strip: Strip) -> None:
        """Set a strip under what is there."""
        if strip.anchor is not None:
            self.anchors.append((strip.anchor, self.used))
        self.marks.extend(shift(mark, 0.0, self.used) for mark in strip.marks)
        self.used += strip.height


def height_of(strips: Iterable[Strip]) -> float:
    """Height of strips set one under the other."""
    return sum(strip.height for strip in strips)
