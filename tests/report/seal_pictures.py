"""Pictures as offices send them; none of them is anybody's seal."""

from io import BytesIO

from PIL import Image, ImageDraw

RED = (205, 35, 40)


def ring(side: int = 800, ground: tuple[int, int, int] | None = (255, 255, 255), width: int = 24) -> Image.Image:
    """A red ring with four bars of different lengths, so that no two strips of it are alike."""
    mode, colour = ("RGB", ground) if ground else ("RGBA", (255, 255, 255, 0))
    image = Image.new(mode, (side, side), colour)
    pen = ImageDraw.Draw(image)
    edge = side // 20
    pen.ellipse((edge, edge, side - edge, side - edge), outline=RED, width=width)
    for number in range(4):
        x = side * (number + 2) // 7
        pen.rectangle((x, side // 3, x + side // 30, side // 3 + side * (number + 1) // 12), fill=RED)
    return image


def saved(image: Image.Image, form: str = "PNG") -> bytes:
    """As a file."""
    target = BytesIO()
    image.save(target, form)
    return target.getvalue()
