"""Keys that an input method gives back are those that were typed."""

import pytest
from PySide6.QtCore import QEvent, Qt

from baise_desktop.ui.input_method.fcitx_server import Key
from baise_desktop.ui.input_method.given_back import as_event

NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.mark.parametrize(
    ("symbol", "state", "key", "modifiers", "text"),
    [
        (ord("a"), 0, Qt.Key.Key_A, NONE, "a"),
        (ord("A"), 1, Qt.Key.Key_A, SHIFT, "A"),
        (0xFF0D, 0, Qt.Key.Key_Return, NONE, ""),
        (0xFF08, 1, Qt.Key.Key_Backspace, SHIFT, ""),
        (0x0100FF0C, 0, 0xFF0C, NONE, "，"),
    ],
)
def test_a_key_is_what_it_was(symbol: int, state: int, key: int, modifiers: Qt.KeyboardModifier, text: str) -> None:
    event = as_event(Key(symbol, 0, state, False))
    assert event is not None
    assert (event.type(), event.key(), event.modifiers(), event.text()) == (
        QEvent.Type.KeyPress,
        key,
        modifiers,
        text,
    )


def test_a_key_without_meaning_is_left_out() -> None:
    assert as_event(Key(0xFFE1, 0, 0, False)) is None
