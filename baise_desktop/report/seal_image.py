"""A unit's own seal picture, checked and made to lie over text without hiding it. Nothing here draws a seal."""

import struct
import warnings
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from baise_desktop.errors import BaiseError
from baise_desktop.texts import say

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES = 10 * 2**20
MAX_SIDE = 6000
"""Pixels."""
SIDE = 700
"""Pixels that a 42 mm seal needs at 420 dots per inch."""
LEAST_SIDE = 200
"""Pixels; on 42 mm fewer than these are seen one by one."""
_ROUND = 0.8
"""Least ratio of the shorter side to the longer one."""
_DARKEST_PAPER = 140
_SEEN = 40
"""Least opacity that counts as ink, of 255: less is the dust and the shade of a scan."""
_MOST_INK = 0.4
"""Of the frame around the picture: more is a ground, not a seal."""


def prepare_seal(data: bytes) -> bytes:
    """The picture on a clear ground, cut to the seal itself, as a PNG without anything else a camera writes.

    Args:
        data: PNG or JPEG as the unit supplied it. An opaque ground is taken to be paper and made clear.

    Raises:
        BaiseError: SEAL_IMAGE, with the reason: it is too big, broken or no such picture; too small; nothing is on it;
            not as high as it is wide; its ground is dark or uneven.
    """
    if len(data) > MAX_BYTES:
        raise _refuse("big", bytes=MAX_BYTES >> 20, side=MAX_SIDE)
    image = _open(data)
    clear = image if _has_clear_ground(image) else _clear_paper(image)
    seal = _cut(clear)
    if min(seal.size) < _ROUND * max(seal.size):
        raise _refuse("shape", width=seal.width, height=seal.height)
    if max(seal.size) < LEAST_SIDE:
        raise _refuse("small", side=max(seal.size), least=LEAST_SIDE)
    seal.thumbnail((SIDE, SIDE))
    target = BytesIO()
    seal.save(target, "PNG")
    return target.getvalue()


def _refuse(reason: str, **values: object) -> BaiseError:
    return BaiseError("SEAL_IMAGE", reason=say(f"seal_image.{reason}", **values))


def _open(data: bytes) -> "Image":
    from PIL import Image, ImageOps, UnidentifiedImageError

    broken = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)
    bombs = (Image.DecompressionBombError, Image.DecompressionBombWarning)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(data), formats=("PNG", "JPEG"))
            if max(image.size) > MAX_SIDE:
                raise _refuse("big", bytes=MAX_BYTES >> 20, side=MAX_SIDE)
            return ImageOps.exif_transpose(image).convert("RGBA")
    except bombs:
        raise _refuse("big", bytes=MAX_BYTES >> 20, side=MAX_SIDE) from None
    except broken:
        raise _refuse("kind") from None


def _has_clear_ground(image: "Image") -> bool:
    lowest = image.getchannel("A").getextrema()[0]
    return lowest != 255


def _clear_paper(image: "Image") -> "Image":
    """Take the paper away: over white the picture looks as before, over text the text shows through."""
    from PIL import Image, ImageChops, ImageMath

    plain = image.convert("RGB")
    paper = _paper_shade(plain)
    colours = plain.point(lambda value: min(255, value * 255 // paper)).split()
    darkest = ImageChops.darker(ImageChops.darker(colours[0], colours[1]), colours[2])
    alpha = ImageChops.invert(darkest).point(lambda value: value if value >= _SEEN else 0)
    if _share_of_frame(alpha) > _MOST_INK:
        raise _refuse("ground")
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


def _paper_shade(plain: "Image") -> int:
    """How light the paper is, by the frame of the picture. Raises: BaiseError SEAL_IMAGE, too dark for paper."""
    values = sorted(_frame(plain.convert("L")))
    shade = values[len(values) // 2]
    if shade < _DARKEST_PAPER:
        raise _refuse("ground")
    return shade


def _frame(image: "Image") -> bytes:
    """The outermost rows and columns of a grey picture."""
    width, height = image.size
    boxes = ((0, 0, width, 1), (0, height - 1, width, height), (0, 0, 1, height), (width - 1, 0, width, height))
    return b"".join(image.crop(box).tobytes() for box in boxes)


def _share_of_frame(alpha: "Image") -> float:
    frame = _frame(alpha)
    return sum(value > 0 for value in frame) / len(frame)


def _cut(image: "Image") -> "Image":
    """What is not clear, and nothing around it."""
    seen = image.getchannel("A").point(lambda value: 255 if value >= _SEEN else 0)
    box = seen.getbbox()
    if box is None:
        raise _refuse("blank")
    return image.crop(box)
