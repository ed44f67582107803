"""Boxes to tick can be told from the ground they stand on, in every theme."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QCheckBox, QRadioButton
from pytestqt.qtbot import QtBot

from baise_desktop.ui import look


def brightness(colour: QColor) -> float:
    """WCAG's relative luminance."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark", "contrast", "contrast_dark"])
@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton])
@pytest.mark.parametrize("ticked", [False, True])
def test_a_box_stands_out(qtbot: QtBot, qapp: QApplication, theme: str, kind: type[QCheckBox], ticked: bool) -> None:
    look.apply_look(qapp, replace(look.current(), theme=theme))
    box = kind()
    qtbot.addWidget(box)
    box.setChecked(ticked)
    box.show()
    image = box.grab().toImage()
    ground = brightness(look.colour("window"))
    found = (brightness(image.pixelColor(x, image.height() // 2)) for x in range(image.width()))
    assert max((max(ground, each) + 0.05) / (min(ground, each) + 0.05) for each in found) >= 3
