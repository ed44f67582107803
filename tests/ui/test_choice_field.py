from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from baise_desktop.ui.choice_field import ChoiceField
from tests.ui.conftest import press, type_text


@pytest.fixture
def field(qtbot: QtBot) -> Iterator[ChoiceField]:
    window = QWidget()
    layout = QVBoxLayout(window)
    made = ChoiceField(["右江区", "那坡县", "乐业县", "凌云县"])
    layout.addWidget(made)
    layout.addWidget(QLineEdit())
    window.resize(400, 400)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made.setFocus()
    yield made
    window.close()


def test_initials_and_enter_pick(field: ChoiceField) -> None:
    type_text("npx")
    assert field.is_open()
    press(Qt.Key.Key_Return)
    assert field.text() == "那坡县"
    assert not field.is_open()


def test_arrows_walk_the_list(field: ChoiceField) -> None:
    type_text("ly")
    press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert field.text() == "凌云县"


def test_esc_closes_the_list_and_keeps_what_was_typed(field: ChoiceField) -> None:
    type_text("ly")
    press(Qt.Key.Key_Escape)
    assert not field.is_open()
    assert field.text() == "ly"


def test_what_the_list_lacks_stays_as_typed(field: ChoiceField) -> None:
    type_text("zzz")
    press(Qt.Key.Key_Tab)
    assert field.text() == "zzz"


def test_no_key_acts_while_characters_are_composed(field: ChoiceField) -> None:
    type_text("ly")
    QApplication.sendEvent(field, QInputMethodEvent("na po", []))
    press(Qt.Key.Key_Return)
    assert field.text() == "ly"
    done = QInputMethodEvent("", [])
    done.setCommitString("业")
    QApplication.sendEvent(field, done)
    press(Qt.Key.Key_Escape)
    assert field.text() == "ly业"


def test_several_are_ticked_with_space_and_stay_in_the_order_of_the_list(qtbot: QtBot) -> None:
    field = ChoiceField(["有场地", "有人员", "有经费"], many=True)
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    field.setFocus()
    type_text("yjf")
    press(Qt.Key.Key_Space)
    assert (field.text(), field.is_open()) == ("有经费", True)
    press(Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Space, Qt.Key.Key_Return)
    assert (field.text(), field.is_open()) == ("有场地、有经费", False)
    press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Return)
    assert field.text() == "有经费"
    type_text("、yry")
    press(Qt.Key.Key_Return)
    assert field.text() == "有人员、有经费"
