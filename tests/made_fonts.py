"""Font files made up for tests: squares under any name, with any rights."""

from collections.abc import Iterable

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

HELD = "百色科技"


def _square(pen: TTGlyphPen | T2CharStringPen) -> None:
    pen.moveTo((100, 0))
    for point in ((100, 700), (900, 700), (900, 0)):
        pen.lineTo(point)
    pen.closePath()


def build_font(names: Iterable[str], rights: int = 0, *, outlines: str = "glyf") -> TTFont:
    """A face of squares under several family names."""
    glyphs = [".notdef", *(f"uni{ord(character):04X}" for character in HELD)]
    builder = FontBuilder(1000, isTTF=outlines == "glyf")
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap({ord(character): f"uni{ord(character):04X}" for character in HELD})
    if outlines == "glyf":
        pens = {name: TTGlyphPen(None) for name in glyphs}
        for pen in pens.values():
            _square(pen)
        builder.setupGlyf({name: pen.glyph() for name, pen in pens.items()})
    else:
        compact = {name: T2CharStringPen(1000, None) for name in glyphs}
        for each in compact.values():
            _square(each)
        builder.setupCFF("Made", {}, {name: each.getCharString() for name, each in compact.items()}, {})
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (1000, 100)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    first, *more = names
    family = {"en": first, "zh": more[0] if more else first}
    builder.setupNameTable({"familyName": family, "psName": "Made"})
    builder.setupOS2(sTypoAscender=880, fsType=rights)
    builder.setupPost()
    return builder.font
