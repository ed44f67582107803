"""The page and what stands on it: points, from the upper left corner of the type area downwards.

Source: GB/T 9704-2012 sections 4 and 5: A4, type area 156 x 225 mm, 22 lines of 28 characters.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from baise_desktop.report.typesetting import Line

MM = 72 / 25.4
PAGE_WIDTH = 210 * MM
PAGE_HEIGHT = 297 * MM
WIDE_WIDTH = 420 * MM
"""A3 lying across is as high as A4 standing, and folds into a bundle of it."""
LEFT = 28 * MM
"""At the binding, which a left-hand page has on its right."""
TOP = 37 * MM
AREA_WIDTH = 156 * MM
AREA_HEIGHT = 225 * MM
BODY_SIZE = 15.75
"""3号 is 16 pt, but 28 such characters are 158 mm wide."""
BODY_LEADING = AREA_HEIGHT / 22


class Orientation(Enum):
    """How the type area is read, and on which sheet. A landscape page is the same sheet with its head at the left.

    Source: GB/T 9704-2012 section 8, tables set across: page numbers stay where they are on all pages. It is silent
    on A3; margins and height are those of A4.
    """

    PORTRAIT = (AREA_WIDTH, AREA_HEIGHT, PAGE_WIDTH)
    LANDSCAPE = (AREA_HEIGHT, AREA_WIDTH, PAGE_WIDTH)
    WIDE = (WIDE_WIDTH - PAGE_WIDTH + AREA_WIDTH, AREA_HEIGHT, WIDE_WIDTH)

    @property
    def width(self) -> float:
        """Width of the type area as it is read."""
        return self.value[0]

    @property
    def height(self) -> float:
        """Height of the type area as it is read."""
        return self.value[1]

    @property
    def sheet_width(self) -> float:
        """Width of the sheet, standing; all sheets are `PAGE_HEIGHT` high."""
        return self.value[2]

    @property
    def foot_width(self) -> float:
        """Width of what stands below the type area: on a landscape page as on an upright one."""
        return self.sheet_width - PAGE_WIDTH + AREA_WIDTH

    def left_on(self, page: int) -> float:
        """Distance of the type area from the left of the sheet: the margin at the binding, or the outer one."""
        return LEFT if page % 2 else self.sheet_width - LEFT - self.foot_width


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
    tail: Rule | None = None
    """Drawn as well where this strip ends a page: the lower frame of a table that goes on."""
    anchor: Anchor | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """Strips that run on over pages of one orientation."""

    orientation: Orientation
    strips: Sequence[Strip]


@dataclass(slots=True)
class Page:
    """One filled page."""

    orientation: Orientation
    strips: list[tuple[float, Strip]] = field(default_factory=list)
    """Each with the distance of its head from the head of the type area."""
    used: float = 0.0

    @property
    def marks(self) -> list[Mark]:
        """Every mark at its place on the page."""
        return [shift(mark, 0.0, top) for top, strip in self.strips for mark in strip.marks]

    @property
    def anchors(self) -> list[tuple[Anchor, float]]:
        """Each anchor with its distance from the head of the type area."""
        return [(strip.anchor, top) for top, strip in self.strips if strip.anchor is not None]

    def put(self, strip: Strip) -> None:
        """Set a strip under what is there."""
        self.strips.append((self.used, strip))
        self.used += strip.height

    def close(self) -> None:
        """Nothing more follows on this page."""
        if self.strips and (tail := self.strips[-1][1].tail):
            self.strips.append((self.strips[-1][0], Strip(height=0.0, marks=(tail,))))


def height_of(strips: Iterable[Strip]) -> float:
    """Height of strips set one under the other."""
    return sum(strip.height for strip in strips)
