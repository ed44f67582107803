import re
import tomllib

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from baise_desktop.app import resources
from baise_desktop.ui import look

TEXTS_ON = {
    "text": ("window", "surface", "sunken", "accent_soft"),
    "muted": ("window", "surface", "sunken"),
    "danger": ("window", "surface", "danger_soft"),
    "warning": ("window", "surface", "warning_soft"),
    "good": ("window", "surface", "sunken", "good_soft"),
    "on_accent": ("accent",),
}


def luminance(name: str) -> float:
    colour = QColor(name)
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_stands_out_from_what_it_stands_on(theme: str) -> None:
    colours = tomllib.loads((resources.styles_folder() / f"{theme}.toml").read_text("utf-8"))
    for ink, grounds in TEXTS_ON.items():
        for ground in grounds:
            light, dark = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)


@pytest.mark.parametrize("dark", [False, True])
def test_no_name_is_left_in_the_style_sheet(dark: bool) -> None:
    wanted = look.Look(resources.styles_folder(), resources.icons_folder(), dark, 150).load()
    sheet = re.sub(r"/\*.*?\*/", "", wanted.style_sheet(), flags=re.DOTALL)
    assert "@" not in sheet
    assert "font-size: 21px" in sheet


def test_every_icon_can_be_drawn_in_both_themes(qapp: QApplication) -> None:
    for file in resources.icons_folder().glob("*.svg"):
        image = look.pixmap(file.stem, "text").toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height())), file
