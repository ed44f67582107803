"""Where a paper is sealed: name and date with the seal over both (骑年盖月), free for ink or under a picture.

Source: GB/T 9704-2012 section 7.3.5: the seal lies over name and date, both a little below its middle, and reaches up
to within a line of the text.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import cos, pi, sin

from baise_desktop.errors import BaiseError
from baise_desktop.report import blocks
from baise_desktop.report.fonts import Role
from baise_desktop.report.geometry import AREA_WIDTH, BODY_LEADING, BODY_SIZE, MM, Mark, Rule, SealBox, Strip
from baise_desktop.report.typesetting import Setting, Typesetter
from baise_desktop.texts import say

USUAL_DIAMETER = 42
LARGEST_DIAMETER = 45
"""Millimetres; seals of county bureaus are no larger. Source: 国发〔1999〕25号."""
SMALLEST_DIAMETER = 20
CAPTION_HEIGHT = 11.0
"""Points below the seal, for the words that say what it is."""
_ABOVE = 3 * MM
_LOWER = 3 * MM
"""How far the middle of name and date lies below the middle of the seal."""
_DASHES = 60
_LABEL = Setting(Role.SONG, 7.5, CAPTION_HEIGHT, align="center")


@dataclass(frozen=True, slots=True)
class Seal:
    """How a paper is sealed."""

    diameter: int = USUAL_DIAMETER
    """Millimetres."""
    image: bytes | None = None
    """The unit's own picture as `seal_image.prepare_seal` makes it; without one the place stays free for ink."""

    @property
    def size(self) -> float:
        """Diameter in points."""
        return self.diameter * MM


def check_diameter(millimetres: int) -> int:
    """The diameter of a seal as asked for. Raises: BaiseError SEAL_SIZE."""
    if not SMALLEST_DIAMETER <= millimetres <= LARGEST_DIAMETER:
        raise BaiseError("SEAL_SIZE", least=SMALLEST_DIAMETER, most=LARGEST_DIAMETER, given=millimetres)
    return millimetres


def seal_strip(typesetter: Typesetter, name: str, day: str, seal: Seal) -> Strip:
    """署名 and 成文日期, four characters from the right, the seal place over both."""
    setting = Setting(Role.BODY, BODY_SIZE, BODY_LEADING, align="center")
    room = AREA_WIDTH - 4 * BODY_SIZE
    lines = [line for text in (name, day) for line in typesetter.set(text, setting, room)]
    centre = AREA_WIDTH - max(4 * BODY_SIZE + max(line.width for line in lines) / 2, seal.size / 2)
    top = _ABOVE + seal.size / 2 + _LOWER - len(lines) * BODY_LEADING / 2
    marks: list[Mark] = [
        replace(blocks.text_mark(line, setting, 0.0, top + row * BODY_LEADING), x=centre - line.width / 2)
        for row, line in enumerate(lines)
    ]
    if seal.image is None:
        marks += _free_place(typesetter, centre, seal)
    box = SealBox(centre - seal.size / 2, _ABOVE, seal.size, seal.size)
    height = max(_ABOVE + seal.size + CAPTION_HEIGHT, top + len(lines) * BODY_LEADING)
    return Strip(height=height, marks=(*marks, box))


def _free_place(typesetter: Typesetter, centre: float, seal: Seal) -> Iterator[Mark]:
    """A thin dashed round that ink covers, and what goes there."""
    radius, middle = seal.size / 2, _ABOVE + seal.size / 2
    for number in range(_DASHES):
        ends = [2 * pi * (number + part) / _DASHES for part in (0.0, 0.4)]
        (x0, y0), (x1, y1) = ((centre + radius * cos(turn), middle + radius * sin(turn)) for turn in ends)
        yield Rule(x0, y0, x1, y1, 0.3)
    label = typesetter.set(say("report.seal_here"), _LABEL, AREA_WIDTH)[0]
    yield replace(blocks.text_mark(label, _LABEL, 0.0, _ABOVE + seal.size + 1.5), x=centre - label.width / 2)
