"""A picture for the demonstration that nobody can take for a seal: square, no star, 演示用章 across its head."""

from io import BytesIO
from pathlib import Path

from baise_desktop.texts import say

_SIDE = 560
_RED = (214, 30, 34, 255)
_CLEAR = (255, 255, 255, 0)


def demo_seal(name: str, fonts_folder: Path) -> bytes:
    """A square stamp that says 演示用章.

    Args:
        name: of the demonstration unit, written small.
        fonts_folder: the bundled faces.

    Returns:
        PNG with a clear ground.
    """
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGBA", (_SIDE, _SIDE), _CLEAR)
    pen = ImageDraw.Draw(image)
    pen.rectangle((14, 14, _SIDE - 15, _SIDE - 15), outline=_RED, width=12)
    pen.rectangle((38, 38, _SIDE - 39, _SIDE - 39), outline=_RED, width=3)
    face = str(fonts_folder / "NotoSansSC-Bold.ttf")
    # the middle stays clear: there the paper's own name and date show through
    lines = ((say("report.demo_seal_caption"), 92, 118), (name, 62, 450))
    for text, size, y in lines:
        fitting = min(size, int((_SIDE - 110) / max(1, len(text))))
        pen.text((_SIDE / 2, y), text, font=ImageFont.truetype(face, fitting), fill=_RED, anchor="mm")
    target = BytesIO()
    image.save(target, "PNG")
    return target.getvalue()
