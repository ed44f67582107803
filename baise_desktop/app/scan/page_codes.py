"""The codes of printed pages found in a picture, however it was photographed, scanned or stamped over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from baise_desktop.report.check_code import PageMark, read_payload

if TYPE_CHECKING:
    from PIL.Image import Image
    from zxingcpp import Binarizer

_MOST_AT_ONCE = 20_000_000
"""Pixels. Larger pictures are looked at in half their size: no page needs more."""
_MOST_ENLARGED = 6_000_000
"""Pixels of a picture that is enlarged when nothing else helps."""
_DARK, _DARKER = 110, 70
"""Of 255: what is darker is black print, when a grey or solid red seal lies over a code."""
_SPOT = 16
"""Pixels of a side over which light is taken to be even."""
_THUMBNAIL = 160
"""Pixels of a side that tells a blank page."""
_EDGE = 0.04
"""Of a side: where scanners leave shadows, holes and staples."""
_MOST_UNEVEN = 45
"""Of 255: how far the lightest and the darkest spot of a blank page lie apart."""


@dataclass(frozen=True, slots=True)
class FoundCodes:
    """What a picture holds."""

    marks: tuple[PageMark, ...] = ()
    """Of pages, in the order of reading."""
    foreign: int = 0
    """Codes that other programs printed."""
    torn: int = 0
    """Codes that are there and cannot be read."""
    is_blank: bool = False
    """Whether nothing is printed or written on it."""
    is_drawn: bool = False
    """Whether it is no picture of paper, but a file as a program wrote it."""


def find_codes(picture: Image) -> FoundCodes:
    """Read every code of a picture; more is tried only where less did not do.

    Args:
        picture: of any mode; what it says about its own turning does not matter.
    """
    plain = _plain(picture)
    ink = _without_colour(plain)
    texts: dict[str, None] = {}
    torn = 0
    for attempt, (image, binarizer) in enumerate(_attempts(ink, plain)):
        found = _read(image, binarizer)
        texts |= dict.fromkeys(text for text, valid in found if valid)
        unread = sum(not valid for _, valid in found)
        torn = unread if attempt == 0 else min(torn, unread)
        if texts and not torn:
            break
        if attempt == 0 and not found and _is_blank(ink):
            return FoundCodes(is_blank=True)
    marks = [read_payload(text) for text in texts]
    return FoundCodes(tuple(mark for mark in marks if mark), marks.count(None), torn)


def _plain(picture: Image) -> Image:
    """Grey or in RGB, and no larger than needed."""
    if picture.mode not in ("L", "RGB"):
        picture = _on_paper(picture)
    return picture.reduce(2) if picture.width * picture.height > _MOST_AT_ONCE else picture


def _without_colour(plain: Image) -> Image:
    """Grey, with everything coloured made light: red seals and blue pens fade, black print stays."""
    from PIL import ImageChops

    if plain.mode == "L":
        return plain
    red, green, blue = plain.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _on_paper(picture: Image) -> Image:
    """In RGB or grey; what is transparent is paper."""
    from PIL import Image

    if picture.mode in ("1", "LA", "I;16", "I", "F"):
        return picture.convert("L")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(clear, mask=clear.getchannel("A"))
    return paper


def _attempts(ink: Image, plain: Image) -> Iterator[tuple[Image, Binarizer]]:
    """The picture made ready in one way after another, the likeliest first."""
    from zxingcpp import Binarizer

    yield ink, Binarizer.LocalAverage
    grey = plain.convert("L")
    even = _enlarged(_evenly_lit(grey))
    yield _blackened(even, _DARK), Binarizer.FixedThreshold
    even = _enlarged(_evenly_lit(ink))
    yield even, Binarizer.LocalAverage
    yield _blackened(even, _DARK), Binarizer.FixedThreshold
    yield _blackened(_enlarged(grey), _DARKER), Binarizer.FixedThreshold


def _evenly_lit(grey: Image) -> Image:
    """The paper white everywhere, the shade of a hand or of a fold gone."""
    from PIL import Image, ImageChops, ImageFilter

    small = (max(1, grey.width // _SPOT), max(1, grey.height // _SPOT))
    paper = grey.resize(small, Image.Resampling.BOX).filter(ImageFilter.MaxFilter(9))
    shade = paper.filter(ImageFilter.GaussianBlur(4)).resize(grey.size, Image.Resampling.BILINEAR)
    return ImageChops.subtract(grey, shade, 1, 255)


def _enlarged(grey: Image) -> Image:
    from PIL.Image import Resampling

    if grey.width * grey.height > _MOST_ENLARGED:
        return grey
    return grey.resize((grey.width * 2, grey.height * 2), Resampling.BICUBIC)


def _blackened(grey: Image, level: int) -> Image:
    return grey.point([0 if value < level else 255 for value in range(256)])


def _read(image: Image, binarizer: Binarizer) -> list[tuple[str, bool]]:
    """Text of each code, and whether it could be read."""
    import zxingcpp

    kinds = zxingcpp.barcode_formats_from_str("QRCode")
    found = zxingcpp.read_barcodes(image, formats=kinds, try_invert=False, binarizer=binarizer, return_errors=True)
    return [(each.text, each.valid) for each in found]


def _is_blank(ink: Image) -> bool:
    from PIL.Image import Resampling

    left, top = round(ink.width * _EDGE), round(ink.height * _EDGE)
    inner = ink.crop((left, top, ink.width - left, ink.height - top))
    shades = inner.resize((_THUMBNAIL, _THUMBNAIL), Resampling.BOX).tobytes()
    return max(shades) - min(shades) < _MOST_UNEVEN
