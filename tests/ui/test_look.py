import re
import tomllib

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from baise_desktop.app.installation import resources
from baise_desktop.app.installation.preferences import THEMES
from baise_desktop.ui import look

SOFT = ("accent_soft", "danger_soft", "warning_soft", "good_soft")
TEXTS_ON = {
    "text": ("window", "surface", "sunken", *SOFT),
    "muted": ("window", "surface", "sunken", "accent_soft"),
    "accent": ("window", "surface", "sunken", "accent_soft"),
    "danger": ("window", "surface", "sunken", "accent_soft", "danger_soft"),
    "warning": ("window", "surface", "sunken", "accent_soft", "warning_soft"),
    "good": ("window", "surface", "sunken", "accent_soft", "good_soft"),
    "on_accent": ("accent",),
}
"""Every ink on every ground that it is ever seen on; a chosen line of a table is accent_soft."""
EDGES_ON = {"accent": ("window", "surface", "sunken"), "danger": ("surface",)}
"""The ring around what has the focus, and the frame of what is wrong."""
LEAST = {"light": 4.5, "dark": 4.5, "contrast": 7.0, "contrast_dark": 7.0}


def colours_of(theme: str) -> dict[str, str]:
    colours: dict[str, str] = tomllib.loads((resources.styles_folder() / f"{theme}.toml").read_text("utf-8"))
    return colours


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(name: str) -> float:
    colour = QColor(name)
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_stands_out_from_what_it_stands_on(theme: str) -> None:
    colours = colours_of(theme)
    pairs = [(ink, ground) for ink, grounds in TEXTS_ON.items() for ground in grounds]
    found = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in found.items() if ratio < LEAST[theme]} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_the_ring_around_the_focus_stands_out(theme: str) -> None:
    colours = colours_of(theme)
    assert all(contrast(colours[edge], colours[each]) >= 3 for edge, on in EDGES_ON.items() for each in on)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("make", [QLineEdit, QPlainTextEdit])
def test_what_stands_in_an_empty_line_can_be_read(
    theme: str, make: type[QLineEdit] | type[QPlainTextEdit], qapp: QApplication, qtbot: QtBot
) -> None:
    look.apply_look(qapp, look.Look(resources.styles_folder(), resources.icons_folder(), theme, zoom=200))
    edit = make()
    qtbot.addWidget(edit)
    edit.setPlaceholderText("国" * 4)
    edit.resize(320, 80)
    edit.ensurePolished()
    inside = edit.grab(edit.rect().adjusted(8, 8, -8, -8)).toImage()
    found = {inside.pixelColor(x, y).name() for x in range(inside.width()) for y in range(inside.height())}
    ground = look.current().colours["surface"]
    # The strokes' edges are soft, so that hardly a point has the whole ink.
    assert max(contrast(each, ground) for each in found) >= LEAST[theme] * 0.95


def test_every_theme_names_the_same_colours() -> None:
    assert {frozenset(colours_of(theme)) for theme in THEMES} == {frozenset(colours_of("light"))}


@pytest.mark.parametrize("theme", THEMES)
def test_no_name_is_left_in_the_style_sheet(theme: str) -> None:
    wanted = look.Look(resources.styles_folder(), resources.icons_folder(), theme, 150).load()
    sheet = re.sub(r"/\*.*?\*/", "", wanted.style_sheet(), flags=re.DOTALL)
    assert "@" not in sheet
    assert "font-size: 21px" in sheet


def test_every_icon_can_be_drawn_in_both_themes(qapp: QApplication) -> None:
    for file in resources.icons_folder().glob("*.svg"):
        image = look.pixmap(file.stem, "text").toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height())), file
