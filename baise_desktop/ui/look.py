"""The look of the program: colours, style sheet, icons and zoom, one current look for the whole process."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyleFactory

BASE_PIXELS = 14
DARK_THEMES = ("dark", "contrast_dark")
_STYLED = "baise_styled"
_LENGTH = re.compile(r"@(\d+)px")
_COLOUR = re.compile(r"@([a-z_]+)")


_DRAWN = ("chevron", "check", "dot")
"""Images of the style sheet, for light and dark themes."""


@dataclass(slots=True)
class Look:
    """One theme at one zoom."""

    styles: Path
    icons: Path
    theme: str = "light"
    """Name of a file of colours."""
    zoom: int = 100
    """Percent."""
    colours: dict[str, str] = field(default_factory=dict)

    def load(self) -> "Look":
        """Read the colours of the theme."""
        self.colours = tomllib.loads((self.styles / f"{self.theme}.toml").read_text("utf-8"))
        return self

    @property
    def dark(self) -> bool:
        """Whether light letters stand on dark ground."""
        return self.theme in DARK_THEMES

    def pixels(self, length: int) -> int:
        """A length at 100 % as it is at this zoom."""
        return round(length * self.zoom / 100)

    def style_sheet(self) -> str:
        """The style sheet with this look's colours and lengths."""
        text = (self.styles / "window.qss").read_text("utf-8")
        text = _LENGTH.sub(lambda match: f"{self.pixels(int(match[1]))}px", text)
        for name in _DRAWN:
            file = self.icons / f"{name}-{'dark' if self.dark else 'light'}.svg"
            text = text.replace(f"url(@{name})", f"url({file.as_posix()})")
        return _COLOUR.sub(lambda match: self.colours.get(match[1], match[0]), text)


_current: Look | None = None
_pixmaps: dict[tuple[str, str, int], QPixmap] = {}


def current() -> Look:
    """The look in force. Raises: RuntimeError before the first `apply_look`."""
    if _current is None:
        raise RuntimeError("no look applied yet")
    return _current


def colour(name: str) -> QColor:
    """A colour of the current theme."""
    return QColor(current().colours[name])


def apply_look(app: QApplication, look: Look) -> None:
    """Dress the whole program in a look; may be called again at any time."""
    global _current  # noqa: PLW0603 -- a process has one look, as it has one QApplication
    _current = look.load()
    _pixmaps.clear()
    # Once: under a style sheet the style in force has another name, and replacing it again and again ends in a crash.
    if not app.property(_STYLED):
        app.setStyle(QStyleFactory.create("Fusion"))
        app.setProperty(_STYLED, True)
    app.setPalette(_palette(look))
    font = app.font()
    font.setPixelSize(look.pixels(BASE_PIXELS))
    app.setFont(font)
    sheet = look.style_sheet()
    if sheet != app.styleSheet():
        app.setStyleSheet(sheet)


def icon(name: str, tone: str = "text") -> QIcon:
    """A line icon in a colour of the theme."""
    return QIcon(pixmap(name, tone, 16))


def pixmap(name: str, tone: str = "text", size: int = 16) -> QPixmap:
    """A line icon as an image, `size` pixels at 100 %; drawn double for sharp screens."""
    key = (name, tone, size)
    if key not in _pixmaps:
        _pixmaps[key] = _draw(name, current().colours[tone], current().pixels(size))
    return _pixmaps[key]


def _draw(name: str, ink: str, size: int) -> QPixmap:
    svg = (current().icons / f"{name}.svg").read_text("utf-8").replace("currentColor", ink)
    image = QPixmap(QSize(size, size) * 2)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size * 2, size * 2))
    painter.end()
    image.setDevicePixelRatio(2)
    return image


def _palette(look: Look) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: "window",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "surface",
        QPalette.ColorRole.AlternateBase: "window",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.Button: "surface",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "on_accent",
        QPalette.ColorRole.ToolTipBase: "surface",
        QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.PlaceholderText: "muted",
        QPalette.ColorRole.Link: "accent",
    }
    for role, name in roles.items():
        palette.setColor(role, QColor(look.colours[name]))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(look.colours["muted"]))
    return palette
