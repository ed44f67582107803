"""A smaller copy of a large picture, upright and without what the camera wrote into it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from baise_desktop.errors import BaiseError
from baise_desktop.form.picture import JPEG_START

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_SIDE = 2_400
"""An A4 page photographed whole stays readable at this size."""
_QUALITY = 85


def shrink(source: BinaryIO) -> bytes:
    """The picture as a JPEG, turned as the camera says it is to be seen; place, time and device are left out.

    Raises:
        BaiseError: EVIDENCE_DAMAGED when it cannot be decoded.
    """
    from PIL import ImageOps

    source.seek(0)
    out = io.BytesIO()
    try:
        with _opened(source) as picture:
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            profile = picture.info.get("icc_profile") if upright.mode == "RGB" else None
            _on_white(upright).save(out, "JPEG", quality=_QUALITY, optimize=True, icc_profile=profile)
    except (OSError, ValueError, SyntaxError, EOFError) as cause:
        raise BaiseError("EVIDENCE_DAMAGED", file="") from cause
    return out.getvalue()


def _opened(source: BinaryIO) -> Image:
    """A JPEG is decoded small from the start, so that Pillow's limit for whole pictures does not hold for it."""
    from PIL import Image as Opening
    from PIL.JpegImagePlugin import JpegImageFile

    start = source.read(len(JPEG_START))
    source.seek(0)
    return JpegImageFile(source) if start == JPEG_START else Opening.open(source, formats=("PNG",))


def _on_white(picture: Image) -> Image:
    from PIL import Image as Drawing

    if not picture.has_transparency_data:
        return picture.convert("RGB")
    paper = Drawing.new("RGB", picture.size, "white")
    paper.paste(picture.convert("RGBA"), mask=picture.convert("RGBA").getchannel("A"))
    return paper
