"""What an input method has in hand is never lost and never doubled when the cursor leaves it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from baise_desktop.ui.composition import CompositionGuard, guard_composition
from baise_desktop.ui.dialogs import ask_text
from baise_desktop.ui.secret_edit import SecretEdit


@pytest.fixture
def guard(qapp: QApplication) -> Iterator[CompositionGuard]:
    made = guard_composition()
    assert made is not None
    yield made
    made.settle()


@pytest.fixture
def page(qtbot: QtBot, guard: CompositionGuard) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    layout = QVBoxLayout(made)
    for part in (QLineEdit(), QLineEdit(), QPlainTextEdit()):
        layout.addWidget(part)
    made.show()
    made.activateWindow()
    first = made.findChildren(QLineEdit)[0]
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    return made


def _send(target: QObject, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(target, event)


def test_leaving_by_the_program_keeps_what_is_in_hand(page: QWidget, guard: CompositionGuard) -> None:
    first, second = page.findChildren(QLineEdit)
    _send(first, "nihao")
    second.setFocus()
    assert (first.text(), second.text()) == ("nihao", "")
    assert not guard.is_composing()


def test_leaving_by_the_mouse_keeps_what_is_in_hand(qtbot: QtBot, page: QWidget, guard: CompositionGuard) -> None:
    first, second = page.findChildren(QLineEdit)
    told: list[bool] = []
    guard.settled.connect(lambda: told.append(True))
    _send(first, "nihao")
    qtbot.mouseClick(page.windowHandle(), Qt.MouseButton.LeftButton, pos=second.geometry().center())
    assert (first.text(), second.text()) == ("nihao", "")
    assert second.hasFocus()
    assert told == [True], "the input method has to forget what became text"


def test_a_click_into_the_same_field_keeps_what_is_in_hand(qtbot: QtBot, page: QWidget) -> None:
    first = page.findChildren(QLineEdit)[0]
    first.setText("abc")
    _send(first, "nihao")
    qtbot.mouseClick(page.windowHandle(), Qt.MouseButton.LeftButton, pos=first.geometry().center())
    assert first.text() == "abcnihao"


def test_a_box_of_many_lines_keeps_what_is_in_hand(page: QWidget) -> None:
    box = page.findChildren(QPlainTextEdit)[0]
    box.setFocus()
    _send(box, "nihao")
    page.findChildren(QLineEdit)[0].setFocus()
    assert box.toPlainText() == "nihao"


def test_what_qt_drops_just_before_the_focus_goes_is_kept(page: QWidget) -> None:
    first, second = page.findChildren(QLineEdit)
    _send(first, "nihao")
    _send(first, "")
    second.setFocus()
    assert first.text() == "nihao"


def test_what_the_typist_gave_up_stays_given_up(qtbot: QtBot, page: QWidget) -> None:
    first, second = page.findChildren(QLineEdit)
    _send(first, "nihao")
    _send(first, "")
    qtbot.wait(1)
    second.setFocus()
    assert first.text() == ""


def test_what_was_chosen_is_not_written_twice(page: QWidget) -> None:
    first, second = page.findChildren(QLineEdit)
    _send(first, "nihao")
    _send(first, "")
    _send(first, "", "你好")
    second.setFocus()
    assert first.text() == "你好"


@pytest.mark.parametrize(
    "key", [Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Delete, Qt.Key.Key_F2]
)
def test_no_key_acts_on_what_is_in_hand(qtbot: QtBot, page: QWidget, guard: CompositionGuard, key: Qt.Key) -> None:
    first = page.findChildren(QLineEdit)[0]
    first.setText("abc")
    first.setCursorPosition(1)
    _send(first, "nihao")
    qtbot.keyClick(first, key)
    assert guard.is_composing()
    assert (first.text(), first.cursorPosition()) == ("abc", 1)


def test_keys_act_again_when_what_was_in_hand_is_settled(qtbot: QtBot, page: QWidget, guard: CompositionGuard) -> None:
    first = page.findChildren(QLineEdit)[0]
    _send(first, "ni")
    guard.settle()
    qtbot.keyClick(first, Qt.Key.Key_Left)
    assert (first.text(), first.cursorPosition()) == ("ni", 1)


def test_a_passphrase_is_never_for_an_input_method(qtbot: QtBot, guard: CompositionGuard) -> None:
    edit = SecretEdit("口令")
    qtbot.addWidget(edit)
    edit.show()
    edit.activateWindow()
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    assert not edit.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_a_question_for_a_passphrase_is_not_either(qtbot: QtBot, page: QWidget) -> None:
    def answer() -> None:
        line = QApplication.focusWidget()
        assert isinstance(line, QLineEdit)
        seen.append(line.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled))
        qtbot.keyClicks(line, "geheim")
        qtbot.keyClick(line, Qt.Key.Key_Return)

    seen: list[bool] = []
    QTimer.singleShot(50, answer)
    assert ask_text(page, "签名", "口令", secret=True) == "geheim"
    assert seen == [False]
