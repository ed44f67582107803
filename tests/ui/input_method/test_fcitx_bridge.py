"""Keys go to fcitx first; its characters reach the widget; without it, keys do."""

import os
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from baise_desktop.ui.composition import guard_composition
from baise_desktop.ui.input_method.fcitx_bridge import FcitxBridge, cursor_on_screen
from baise_desktop.ui.input_method.fcitx_server import Answer, Commit, Forward, Key, Preedit


class Server:
    """A fcitx that composes every key until a space commits."""

    def __init__(self) -> None:
        self.reading, self._writing = os.pipe()
        self.keys: list[Key] = []
        self.focused: list[bool] = []
        self.places: list[tuple[int, ...]] = []
        self.answers: list[Answer] = []
        self.gone = False
        self.resets = 0
        self.closed = False

    @property
    def descriptor(self) -> int:
        return self.reading

    def send_key(self, key: Key) -> bool:
        if self.gone:
            raise TimeoutError
        self.keys.append(key)
        return True

    def focus(self, inside: bool) -> None:
        self.focused.append(inside)

    def place_cursor(self, *place: int) -> None:
        self.places.append(place)

    def reset(self) -> None:
        self.resets += 1

    def read_answers(self) -> Iterator[Answer]:
        waiting, self.answers = self.answers, []
        yield from waiting

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    os.close(made.reading)
    os.close(made._writing)


@pytest.fixture
def bridge(qapp: QApplication, server: Server) -> Iterator[FcitxBridge]:
    made = FcitxBridge(qapp, server)
    yield made
    qapp.removeEventFilter(made)
    made.part()
    made.setParent(None)


def _line(qtbot: QtBot) -> QLineEdit:
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    line.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    return line


def _typed(text: str = "n") -> QKeyEvent:
    """As the window system sends it: only such keys are the input method's."""

    class Spontaneous(QKeyEvent):
        def spontaneous(self) -> bool:
            return True

    return Spontaneous(QEvent.Type.KeyPress, Qt.Key.Key_N, Qt.KeyboardModifier.NoModifier, 57, 0x6E, 0, text)


def test_a_key_becomes_what_fcitx_makes_of_it(qtbot: QtBot, bridge: FcitxBridge, server: Server) -> None:
    line = _line(qtbot)
    server.answers = [Preedit("ni", 2), Commit("你")]
    assert bridge.eventFilter(line, _typed())
    assert server.keys == [Key(0x6E, 57, 0, False)]
    assert line.text() == "你"
    assert server.places, "the candidates must appear at the cursor"


def test_what_is_being_composed_is_not_yet_text(qtbot: QtBot, bridge: FcitxBridge, server: Server) -> None:
    line = _line(qtbot)
    server.answers = [Preedit("ni", 2)]
    bridge.eventFilter(line, _typed())
    assert line.text() == ""


def test_a_passphrase_is_not_shown_to_the_input_method(qtbot: QtBot, bridge: FcitxBridge, server: Server) -> None:
    line = _line(qtbot)
    line.setEchoMode(QLineEdit.EchoMode.Password)
    assert not bridge.eventFilter(line, _typed())
    assert not server.keys


def test_keys_that_the_program_sends_pass_by(qtbot: QtBot, bridge: FcitxBridge, server: Server) -> None:
    line = _line(qtbot)
    QApplication.sendEvent(line, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a"))
    assert line.text() == "a"
    assert not server.keys


def test_typing_goes_on_when_fcitx_goes_away(qtbot: QtBot, bridge: FcitxBridge, server: Server) -> None:
    line = _line(qtbot)
    server.gone = True
    assert not bridge.eventFilter(line, _typed())
    assert server.closed
    assert not bridge.is_alive()
    assert not bridge.eventFilter(line, _typed())


def test_fcitx_is_told_where_the_keyboard_is(qtbot: QtBot, bridge: FcitxBridge, server: Server) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    line, button = QLineEdit(), QPushButton()
    layout.addWidget(line)
    layout.addWidget(button)
    page.show()
    page.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    button.setFocus()
    assert server.focused[-2:] == [True, False]


def test_what_is_in_hand_stays_where_it_was_typed(qtbot: QtBot, bridge: FcitxBridge, server: Server) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    first, second = QLineEdit(), QLineEdit()
    layout.addWidget(first)
    layout.addWidget(second)
    page.show()
    page.activateWindow()
    guard_composition()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    server.answers = [Preedit("ni", 2)]
    bridge.eventFilter(first, _typed())
    second.setFocus()
    assert (first.text(), second.text()) == ("ni", "")
    assert server.resets == 1, "fcitx would carry it over to the next field"


def test_what_is_in_hand_is_kept_when_fcitx_dies_and_the_key_too(
    qtbot: QtBot, bridge: FcitxBridge, server: Server
) -> None:
    line = _line(qtbot)
    guard_composition()
    line.clearFocus()
    line.setFocus()
    server.answers = [Preedit("ni", 2)]
    bridge.eventFilter(line, _typed())
    server.gone = True
    with qtbot.waitSignal(bridge.parted, timeout=1000):
        assert not bridge.eventFilter(line, _typed("h")), "the widget must get the key"
    assert line.text() == "ni"


def test_fcitx_is_taken_up_again(qtbot: QtBot, bridge: FcitxBridge, server: Server) -> None:
    line = _line(qtbot)
    server.gone = True
    bridge.eventFilter(line, _typed())
    server.gone = False
    bridge.join(server)
    server.answers = [Commit("你")]
    assert bridge.eventFilter(line, _typed())
    assert line.text() == "你"


def test_a_key_that_fcitx_gives_back_is_typed(qtbot: QtBot, bridge: FcitxBridge, server: Server) -> None:
    line = _line(qtbot)
    server.answers = [Commit("你好"), Forward(Key(ord("a"), 0, 0, False)), Forward(Key(0xFF08, 0, 0, False))]
    bridge.eventFilter(line, _typed())
    assert line.text() == "你好"


def test_the_place_of_the_candidates_is_the_cursor(qtbot: QtBot, bridge: FcitxBridge, server: Server) -> None:
    line = _line(qtbot)
    line.setText("平果市")
    left, top, _, height = cursor_on_screen(line)
    corner = line.mapToGlobal(line.rect().topLeft())
    assert corner.x() < left < corner.x() + line.width()
    assert corner.y() <= top < top + height <= corner.y() + line.height()
    line.setCursorPosition(0)
    assert cursor_on_screen(line)[0] < left
