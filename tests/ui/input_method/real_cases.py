"""What must hold with every real input method; each case is told by its name."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from baise_desktop.texts import say
from tests.ui.input_method.typist import Typist

PINYIN, EXPECTED = "nihao", "你好"
KEYS = ("F1", "F2", "F4", "F5", "F6", "F7", "F8", "F9", "ctrl+k", "ctrl+g", "ctrl+m", "ctrl+d", "ctrl+f", "ctrl+h")
"""Keys of ours that input methods have no use for."""
_NEAR, _PRESSES = 3, 6


def type_into_a_cell(typist: Typist, _daemon: Any) -> None:
    """Pinyin, the first candidate, Enter: the cell holds it and the next one is current."""
    typist.key(*PINYIN, "space", "Return")
    typist.wait_until(lambda: _cell(typist) == EXPECTED)
    assert typist.work.ledger.view.currentIndex().column() == 1


def choose_by_digit(typist: Typist, _daemon: Any) -> None:
    """A digit chooses a candidate and is not typed."""
    _stand(typist, "")
    typist.key(*PINYIN, "1", "Return")
    typist.wait_until(lambda: _cell(typist) == EXPECTED)


def give_up(typist: Typist, _daemon: Any) -> None:
    """Esc is the input method's first, and ours only then."""
    _stand(typist, "平果市")
    typist.key(*PINYIN, "Escape")
    assert _cell(typist) == "平果市"
    typist.key("Escape")
    typist.settle()
    assert _cell(typist) == "平果市"
    assert not typist.work.ledger.view.is_typing()


def press_our_keys_while_composing(typist: Typist, _daemon: Any) -> None:
    """None of them acts, wherever the characters are being composed."""
    _stand(typist, "")
    _press_all(typist)
    typist.key("Return")
    typist.wait_until(lambda: _cell(typist) == EXPECTED)
    search = typist.work.ledger.sight.filters.search
    for line in (search, typist.work.navigation.search):
        line.setFocus()
        _press_all(typist)
        assert _text(line) == EXPECTED, _text(line)
        line.clear()
    _stand(typist, "")
    for opener in ("ctrl+k", "ctrl+m"):
        typist.work.ledger.view.setFocus()
        typist.key(opener)
        _press_all(typist)
        assert EXPECTED in _text(QApplication.focusWidget()), opener
        typist.key("Escape")
        typist.settle()


def click_away_while_composing(typist: Typist, _daemon: Any) -> None:
    """What was in hand stays where it was typed, and is not carried over."""
    _stand(typist, "")
    search = typist.work.ledger.sight.filters.search
    typist.key(*PINYIN)
    _click(typist, search)
    typist.wait_until(lambda: _cell(typist) in {EXPECTED, PINYIN, "ni hao"})
    assert search.text() == ""
    typist.key("h", "a", "o", "space")
    typist.settle()
    assert len(search.text()) == 1, search.text()
    search.clear()


def type_a_passphrase(typist: Typist, _daemon: Any) -> None:
    """The input method is off there."""
    from baise_desktop.ui.secret_edit import SecretEdit

    edit = SecretEdit("passphrase")
    edit.setGeometry(200, 200, 300, 40)
    edit.show()
    edit.activateWindow()
    edit.setFocus()
    typist.settle()
    typist.key(*PINYIN)
    found = edit.text()
    edit.close()
    typist.shell.activateWindow()
    typist.settle()
    assert found == PINYIN, found


def place_the_candidates(typist: Typist, _daemon: Any) -> None:
    """They appear at the cursor, also when everything is larger."""
    from baise_desktop.ui.input_method.fcitx_bridge import cursor_on_screen

    for zoom in (100, 150):
        typist.shell.preferences.change(zoom=zoom)
        typist.settle(0.5)
        _stand(typist, "")
        typist.key(*PINYIN)
        widget = QApplication.focusWidget()
        assert widget is not None
        left, top, _, height = cursor_on_screen(widget)
        x, y = typist.find_window("Input Window")
        assert abs(x - left) <= _NEAR, (zoom, x, left)
        assert 0 <= y - top <= 2 * height, (zoom, y, top)
        typist.key("Escape", "Escape")
    typist.shell.preferences.change(zoom=100)
    typist.settle()


def lose_the_input_method(typist: Typist, daemon: Any) -> None:
    """It dies while composing: keys act, the window says so, and it is taken up when it is back."""
    _stand(typist, "")
    typist.key(*PINYIN)
    daemon.kill()
    typist.wait_until(lambda: typist.shell.notice.text() == say("window.input_lost"))
    # Qt's ibus plugin may swallow a key that it had sent to the daemon that died.
    _press_until(typist, "Return", lambda: _cell(typist) in {EXPECTED, PINYIN, "ni hao"})
    daemon.start()
    typist.wait_until(lambda: typist.shell.notice.text() == say("window.input_found"))
    _stand(typist, "")
    daemon.choose(typist)
    typist.key(*PINYIN, "space", "Return")
    typist.wait_until(lambda: _cell(typist) == EXPECTED)


CASES = (
    type_into_a_cell,
    choose_by_digit,
    give_up,
    press_our_keys_while_composing,
    click_away_while_composing,
    type_a_passphrase,
    place_the_candidates,
    lose_the_input_method,
)


def _press_all(typist: Typist) -> None:
    typist.acted.clear()
    focus = QApplication.focusWidget()
    typist.key(*PINYIN, *KEYS)
    assert not typist.acted, typist.acted
    assert QApplication.focusWidget() is focus
    typist.key("space")
    typist.settle()


def _press_until(typist: Typist, key: str, holds: Callable[[], bool]) -> None:
    for _ in range(_PRESSES):
        typist.settle(0.5)
        typist.key(key)
        if holds():
            return
    focus = QApplication.focusWidget()
    raise AssertionError(f"{key} does nothing: {focus!r} {_text(focus)!r} {_cell(typist)!r}")


def _stand(typist: Typist, text: str) -> None:
    """On the first cell of the first line, which holds a text."""
    view = typist.work.ledger.view
    if _cell(typist) != text:
        view.ledger().setData(view.ledger().index(0, 0), text)
        typist.wait_until(lambda: _cell(typist) == text)
    typist.settle()
    view.setFocus()
    view.stand_on(0, 0)
    typist.settle()


def _cell(typist: Typist) -> str:
    model = typist.work.ledger.view.ledger()
    return str(model.index(0, 0).data() or "")


def _text(widget: QWidget | None) -> str:
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    return widget.text() if isinstance(widget, QLineEdit) else ""


def _click(typist: Typist, widget: QWidget) -> None:
    place = widget.mapToGlobal(QPoint(30, widget.height() // 2))
    typist.command(("xdotool", "mousemove", str(place.x()), str(place.y()), "click", "1"))
