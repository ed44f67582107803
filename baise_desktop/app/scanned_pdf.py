"""A PDF of scanned pages as pixels, without Qt, so that the command line reads it too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from baise_desktop.errors import BaiseError

if TYPE_CHECKING:
    from PIL.Image import Image

_PER_POINT = 200 / 72
"""Pixels per point of a page that is no single picture: 200 dots per inch."""
_MOST_RENDERED = 9_000_000
"""Pixels that a page is drawn to; A3 at 200 dots per inch is 7.7 million."""
_MOST_INSIDE = 120_000_000
"""Pixels of a picture inside a page: the renderer holds it whole while it draws."""
_WIDE = 0.2
"""Of the page's width: narrower pictures are logos, not scans."""
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
        try:
            page = self._document[number - 1]
            try:
                bitmap = page.render(scale=self._scale(page), may_draw_forms=False)
                try:
                    image: Image = bitmap.to_pil().copy()
                finally:
                    bitmap.close()
            finally:
                page.close()
        except (self._errors, ValueError, MemoryError) as cause:
            raise BaiseError("PAPER_DAMAGED", file="") from cause
        return image

    def _scale(self, page: Any) -> float:
        """Pixels per point: those of the scan where the page is one, within what memory and time allow."""
        width, height = page.get_size()
        if width <= 0 or height <= 0:
            raise BaiseError("PAPER_DAMAGED", file="")
        finest = max(_PER_POINT, *self._scales(page, width)) if width < 900 else max(0.0, *self._scales(page, width))
        most = (_MOST_RENDERED / (width * height)) ** 0.5
        return float(min(finest or _PER_POINT, most))

    def _scales(self, page: Any, width: float) -> list[float]:
        """Pixels per point of each large picture of a page."""
        from pypdfium2 import raw

        found = [0.0, 0.0]
        for number, each in enumerate(page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3)):
            if number >= _MOST_LOOKED_AT:
                break
            pixels_wide, pixels_high = each.get_px_size()
            if pixels_wide * pixels_high > _MOST_INSIDE:
                raise BaiseError("PAPER_PIXELS", file="", width=pixels_wide, height=pixels_high)
            left, bottom, right, top = each.get_bounds()
            across, along = abs(right - left), abs(top - bottom)
            if across >= width * _WIDE and along > 0:
                found.append(max(pixels_wide, pixels_high) / max(across, along))
        return found
