"""A PDF of scanned pages as pixels, without Qt, so that the command line reads it too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from baise_desktop.errors import BaiseError

if TYPE_CHECKING:
    from PIL.Image import Image

_PER_POINT = 200 / 72
"""Pixels per point of a page that is no single picture: 200 dots per inch."""
_MOST_RENDERED = 9_000_000
"""Pixels that a page is drawn to; A3 at 200 dots per inch is 7.7 million."""
_LONGEST = 30_000
"""Pixels of a side: no reader of codes takes 65,536, and it may be shown twice the size."""
_MOST_INSIDE = 120_000_000
"""Pixels of a picture inside a page: the renderer holds it whole while it draws."""
_WIDE = 0.2
"""Of the page's shorter side: smaller pictures are logos, not scans."""
_WIDEST = 900
"""Points of the shorter side; that of A3 is 842."""
_SCANNED = 0.3
"""Of the page, covered by pictures, on a page that is a scan."""
_MOST_LOOKED_AT = 60
"""Pictures of a page whose size is asked for."""


class ScannedPdf:
    """Pages drawn one at a time."""

    def __init__(self, source: BinaryIO) -> None:
        """`source` stays open as long as this. Raises: BaiseError PAPER_LOCKED, PAPER_DAMAGED."""
        import pypdfium2

        self._errors: Any = pypdfium2.PdfiumError
        try:
            self._document = pypdfium2.PdfDocument(source)
        except pypdfium2.PdfiumError as cause:
            code = "PAPER_LOCKED" if "password" in str(cause).lower() else "PAPER_DAMAGED"
            raise BaiseError(code, file="") from cause
        self.sides = len(self._document)
        if not self.sides:
            raise BaiseError("PAPER_DAMAGED", file="")

    def close(self) -> None:
        """Let go of the file."""
        self._document.close()

    def picture(self, number: int) -> Image:
        """One page, from 1. Raises: BaiseError PAPER_DAMAGED, PAPER_PIXELS."""
        with self._page(number) as page:
            bitmap = page.render(scale=_scale(page), may_draw_forms=False)
            try:
                image: Image = bitmap.to_pil().copy()
            finally:
                bitmap.close()
            return image

    def is_drawn(self, number: int) -> bool:
        """Whether a page is text and lines of a program, and no picture of paper. Raises: as `picture`."""
        with self._page(number) as page:
            width, height = page.get_size()
            return bool(sum(each.across * each.along for each in _pictures(page)) < width * height * _SCANNED)

    @contextmanager
    def _page(self, number: int) -> Iterator[Any]:
        try:
            page = self._document[number - 1]
            try:
                yield page
            finally:
                page.close()
        except (self._errors, ValueError, MemoryError) as cause:
            raise BaiseError("PAPER_DAMAGED", file="") from cause


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture on a page; both sizes in points."""

    across: float
    along: float
    scale: float
    """Pixels per point."""


def _pictures(page: Any) -> Iterator[_Picture]:
    from pypdfium2 import raw

    found = page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3)
    for each in islice(found, _MOST_LOOKED_AT):
        wide, high = each.get_px_size()
        if wide * high > _MOST_INSIDE:
            raise BaiseError("PAPER_PIXELS", file="", width=wide, height=high)
        left, bottom, right, top = each.get_bounds()
        across, along = abs(right - left), abs(top - bottom)
        if across > 0 and along > 0:
            yield _Picture(across, along, max(wide, high) / max(across, along))


def _scale(page: Any) -> float:
    """Pixels per point: those of the scan where the page is one, within what memory and time allow."""
    width, height = page.get_size()
    if width <= 0 or height <= 0:
        raise BaiseError("PAPER_DAMAGED", file="")
    large = [each.scale for each in _pictures(page) if max(each.across, each.along) >= min(width, height) * _WIDE]
    # What claims to be larger than A3 is a photo at a dot a point, and gains nothing from being drawn larger.
    least = _PER_POINT if min(width, height) <= _WIDEST or not large else 0.0
    most = min((_MOST_RENDERED / (width * height)) ** 0.5, _LONGEST / max(width, height))
    return float(min(max(least, *large, 0.0), most))
