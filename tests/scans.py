"""What people do to paper before it comes back: stamp it, lay it askew, photograph it in poor light."""

import io
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter

RED = (205, 30, 40)
TABLE = (120, 96, 70)


def rasterise(pdf: bytes | Path, dpi: int = 150) -> list[Image.Image]:
    """The pages of a PDF in colour."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def stamp(page: Image.Image, dpi: int, at: tuple[float, float], colour: tuple[int, int, int] = RED) -> Image.Image:
    """A round seal of 42 mm whose ink lets print through, its middle `at` millimetres from the upper left corner."""
    pixel = dpi / 25.4
    seal = Image.new("RGB", page.size, "white")
    pen = ImageDraw.Draw(seal)
    x, y = (each * pixel for each in at)
    pen.ellipse((x - 21 * pixel, y - 21 * pixel, x + 21 * pixel, y + 21 * pixel), None, colour, round(1.3 * pixel))
    for number in range(-4, 5):
        left = x + number * 4 * pixel
        pen.rectangle((left, y + 9 * pixel, left + 2.6 * pixel, y + 15 * pixel), fill=colour)
    return ImageChops.multiply(page.convert("RGB"), seal)


def over_code(page: int) -> tuple[float, float]:
    """Where a seal covers the edge of the code of a portrait page, in millimetres."""
    return (62.0, 251.0) if page % 2 else (150.0, 251.0)


def worn(
    page: Image.Image,
    angle: float = 0.0,
    *,
    blur: float = 0.6,
    noise: float = 0.12,
    quality: int = 40,
    ground: tuple[int, int, int] = (255, 255, 255),
) -> Image.Image:
    """Turned, out of focus, noisy and packed hard."""
    turned = page.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=ground)
    soft = turned.filter(ImageFilter.GaussianBlur(blur))
    grain = Image.effect_noise(soft.size, 24).convert("RGB")
    return Image.open(io.BytesIO(jpeg(Image.blend(soft, grain, noise), quality)))


def photographed(page: Image.Image, size: tuple[int, int] = (4000, 3000), lean: float = 0.06) -> Image.Image:
    """Lying on a table, seen from one side, one corner in the shade; the camera held sideways."""
    upright = size[1], size[0]
    wide, high = page.size
    away = lean * wide
    corners = (-away, -away, -away / 2, high + away, wide + away * 1.6, high + away / 2, wide + away / 3, -away * 1.4)
    seen = page.convert("RGBA").transform(upright, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC)
    table = Image.new("RGBA", upright, (*TABLE, 255))
    lit = Image.alpha_composite(table, seen).convert("RGB")
    shade = Image.linear_gradient("L").resize(upright).point([110 + value * 145 // 255 for value in range(256)])
    dark = Image.composite(lit, Image.new("RGB", upright), shade)
    return dark.transpose(Image.Transpose.ROTATE_90)


def jpeg(picture: Image.Image, quality: int = 75, turned: int = 1) -> bytes:
    """As a camera writes it; `turned` is what it says of itself, as EXIF counts."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = turned
    picture.convert("RGB").save(out, "JPEG", quality=quality, exif=exif)
    return out.getvalue()


def pdf_of(pictures: Sequence[Image.Image], dpi: int = 150) -> bytes:
    """As a scanner writes it."""
    out = io.BytesIO()
    pictures[0].save(out, "PDF", resolution=dpi, save_all=True, append_images=pictures[1:], quality=60)
    return out.getvalue()


def tiff_of(pictures: Sequence[Image.Image], *, black: bool = False) -> bytes:
    """As a fax machine or an old scanner writes it."""
    out = io.BytesIO()
    frames = [picture.convert("1" if black else "L") for picture in pictures]
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], compression="group4" if black else "tiff_lzw")
    return out.getvalue()
