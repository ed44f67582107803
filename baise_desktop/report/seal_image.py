"""A unit's own seal picture, checked and made to lie over text without hiding it. Nothing here draws a seal."""

import struct
import warnings
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from baise_desktop.errors import BaiseError

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES = 10 * 2**20
MAX_SIDE = 6000
"""Pixels."""
_SIDE = 700  # pixels that a 42 mm seal needs at 420 dots per inch


def load_seal_image(data: bytes) -> "Image":
    """The picture with a transparent ground, at most 700 pixels a side.

    Args:
        data: PNG or JPEG as the unit supplied it. An opaque ground is taken to be white paper and made clear.

    Raises:
        BaiseError: SEAL_IMAGE, it is too big, broken or no such picture.
    """
    if len(data) > MAX_BYTES:
        raise BaiseError("SEAL_IMAGE")
    image = _open(data)
    image.thumbnail((_SIDE, _SIDE))
    return image if _has_clear_ground(image) else _clear_white(image)


def _open(data: bytes) -> "Image":
    from PIL import Image, UnidentifiedImageError

    broken = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)
    bombs = (Image.DecompressionBombError, Image.DecompressionBombWarning)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(data), formats=("PNG", "JPEG"))
            if max(image.size) > MAX_SIDE:
                raise BaiseError("SEAL_IMAGE")
            return image.convert("RGBA")
    except (*broken, *bombs):
        raise BaiseError("SEAL_IMAGE") from None


def _has_clear_ground(image: "Image") -> bool:
    lowest = image.getchannel("A").getextrema()[0]
    return lowest != 255


def _clear_white(image: "Image") -> "Image":
    """Take white paper away: over white the picture looks as before, over text the text shows through."""
    from PIL import Image, ImageChops, ImageMath

    colours = image.convert("RGB").split()
    darkest = ImageChops.darker(ImageChops.darker(colours[0], colours[1]), colours[2])
    alpha = ImageChops.invert(darkest)
    pure = [
        ImageMath.lambda_eval(
            lambda values: values["convert"](
                (values["colour"] + values["alpha"] - 255) * 255 / values["max"](values["alpha"], 1), "L"
            ),
            colour=colour,
            alpha=alpha,
        )
        for colour in colours
    ]
    return Image.merge("RGBA", (*pure, alpha))
