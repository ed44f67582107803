"""The dialog tells the way that was taken, and its line takes typing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from baise_desktop.texts import say
from baise_desktop.ui.input_method.connection import INPUT_ROUTE
from baise_desktop.ui.input_method.route import Route
from baise_desktop.ui.input_method.self_check import InputCheck


@pytest.mark.parametrize("route", Route)
def test_the_way_is_told(qtbot: QtBot, qapp: QApplication, route: Route) -> None:
    before = qapp.property(INPUT_ROUTE)
    qapp.setProperty(INPUT_ROUTE, route.value)
    check = InputCheck()
    qtbot.addWidget(check)
    check.show()
    qtbot.keyClicks(check.line, "nihao")
    assert check.state.text() == say(f"window.input_route_{route.value}")
    assert check.line.text() == "nihao"
    qtbot.keyClick(check, Qt.Key.Key_Escape)
    assert not check.isVisible()
    qapp.setProperty(INPUT_ROUTE, before)
