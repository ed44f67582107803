"""Where the window finds the fonts, icons and styles that the product carries."""

from pathlib import Path

from baise_desktop import paths


def fonts_folder() -> Path:
    """Bundled typefaces."""
    return paths.resources_folder() / "fonts"


def icons_folder() -> Path:
    """Line drawings in SVG, 24 x 24, drawn in `currentColor`."""
    return paths.resources_folder() / "icons"


def styles_folder() -> Path:
    """`window.qss` and the colours of each theme."""
    return paths.resources_folder() / "styles"
