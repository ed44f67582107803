"""骑缝: one seal across the right edges of all pages, so that no page can be taken out or put in.

The pages are pushed apart like a fan, each showing a strip of its right edge, and stamped in one go; with the unit's
own picture each page carries its strip of it. A strip narrower than 3 mm shows nothing, so that many pages are stamped
in groups: the last page of a group is the first of the next, which sits lower, and so every page is bound to the one
before it and the one after it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING

from baise_desktop.report.fonts import Role
from baise_desktop.report.geometry import MM, PAGE_HEIGHT, Rule, Text
from baise_desktop.report.seal_place import Seal
from baise_desktop.report.typesetting import Setting, Typesetter
from baise_desktop.texts import say

if TYPE_CHECKING:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

NARROWEST = 3 * MM
_APART = 60 * MM
"""Between the middles of two groups that share a page."""
_INSET = 5 * MM
"""From the edge of the sheet: what printers leave free."""
_TICK = 6 * MM
_WORDS = Setting(Role.SONG, 6, 8, align="right")


@dataclass(frozen=True, slots=True)
class Slice:
    """What one page shows of one seal. Lengths in points, `middle` from the head of the sheet."""

    number: int
    """Of the strip in its seal, from 1, the leftmost."""
    count: int
    middle: float
    size: float
    """Diameter of the seal."""

    @property
    def width(self) -> float:
        """Of the strip."""
        return self.size / self.count


def groups_of(pages: int, size: float) -> Iterator[range]:
    """Which pages are stamped together, from 1: the fewest groups of strips wide enough, as even as can be."""
    if pages < 2:
        return
    joints, most = pages - 1, int(size / NARROWEST) - 1
    count = -(-joints // most)
    ends = [1 + joints * number // count for number in range(count + 1)]
    for first, last in pairwise(ends):
        yield range(first, last + 1)


def slices_of(page: int, pages: int, size: float) -> tuple[Slice, ...]:
    """What a page shows: nothing of a single page, two strips where two groups meet.

    Args:
        page: from 1.
        pages: how many there are.
        size: diameter of the seal in points.
    """
    groups = tuple(groups_of(pages, size))
    middles = (PAGE_HEIGHT / 2,) if len(groups) == 1 else ((PAGE_HEIGHT - _APART) / 2, (PAGE_HEIGHT + _APART) / 2)
    return tuple(
        Slice(page - group[0] + 1, len(group), middles[number % len(middles)], size)
        for number, group in enumerate(groups)
        if page in group
    )


def straddle_marks(typesetter: Typesetter, seal: Seal, place: tuple[int, int], width: float) -> Iterator[Rule | Text]:
    """What is printed at the right edge: where ink goes, or what the picture is.

    Args:
        typesetter: sets the words.
        seal: how the paper is sealed.
        place: number of the page, and how many there are.
        width: of the sheet as it stands; from its upper left corner, downwards.
    """
    right = width - _INSET
    for piece in slices_of(*place, seal.size):
        texts = (say("report.straddle"), say("report.straddle_number", number=piece.number, count=piece.count))
        below = piece.middle + piece.size / 2
        if seal.image is None:
            for y in (piece.middle - piece.size / 2, below):
                yield Rule(right - _TICK, y, right, y, 0.4)
            top = piece.middle - _WORDS.leading
        else:
            texts = (say("report.straddle_picture"), *texts[1:])
            top = below
        for row, text in enumerate(texts):
            line = typesetter.set(text, _WORDS, width)[0]
            yield Text(right - line.width, top + (row + 1) * _WORDS.leading - 2, line, _WORDS.size)


def draw_straddle(canvas: "Canvas", seal: Seal, place: tuple[int, int], width: float) -> None:
    """The strip of the unit's picture over the right edge; arguments as for `straddle_marks`."""
    if seal.image is None:
        return
    for piece in slices_of(*place, seal.size):
        lower = PAGE_HEIGHT - piece.middle - piece.size / 2
        canvas.saveState()
        edge = canvas.beginPath()
        edge.rect(width - piece.width, lower, piece.width, piece.size)
        canvas.clipPath(edge, stroke=0, fill=0)
        left = width - piece.number * piece.width
        canvas.drawImage(
            _picture(seal.image), left, lower, piece.size, piece.size, mask="auto", preserveAspectRatio=True, anchor="c"
        )
        canvas.restoreState()


@lru_cache(maxsize=2)
def _picture(image: bytes) -> "ImageReader":
    """Read once, and written into the file once."""
    from reportlab.lib.utils import ImageReader

    return ImageReader(BytesIO(image))
