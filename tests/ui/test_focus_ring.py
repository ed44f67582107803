"""Where the keyboard is can be seen on every kind of control, in every theme."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QRadioButton,
    QSpinBox,
    QTabWidget,
    QToolButton,
    QTreeWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from baise_desktop.app.installation import resources
from baise_desktop.app.installation.preferences import THEMES
from baise_desktop.ui import look
from baise_desktop.ui.choice_field import ChoiceField
from baise_desktop.ui.labels import button, column
from baise_desktop.ui.plain_table import Heading, PlainTableView


def _tabs() -> QTabWidget:
    tabs = QTabWidget()
    tabs.addTab(QWidget(), "甲")
    tabs.addTab(QWidget(), "乙")
    return tabs


CONTROLS: dict[str, Callable[[], QWidget]] = {
    "button": lambda: button("字"),
    "primary": lambda: button("字", "primary"),
    "chip": lambda: button("字", "chip"),
    "menu": lambda: button("字", "menu"),
    "link": lambda: button("字", "link"),
    "line": QLineEdit,
    "text": QPlainTextEdit,
    "choice": lambda: ChoiceField(("甲", "乙")),
    "combo": QComboBox,
    "date": QDateEdit,
    "number": QSpinBox,
    "check": lambda: QCheckBox("字"),
    "radio": lambda: QRadioButton("字"),
    "tool": QToolButton,
    "list": QListWidget,
    "tree": QTreeWidget,
    "table": lambda: PlainTableView((Heading("列", 0),)),
    "tabs": _tabs,
}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", CONTROLS)
def test_the_keyboard_is_seen(name: str, theme: str, qtbot: QtBot, qapp: QApplication) -> None:
    look.apply_look(qapp, look.Look(resources.styles_folder(), resources.icons_folder(), theme))
    window = QWidget()
    qtbot.addWidget(window)
    control, other = CONTROLS[name](), QLineEdit()
    column(window, control, other, margin=20)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    other.setFocus()
    QApplication.processEvents()
    without = control.grab().toImage()
    control.setFocus()
    QApplication.processEvents()
    assert control.hasFocus()
    assert control.grab().toImage() != without
