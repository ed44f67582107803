"""Keys that an input method took and gives back: Qt is told of them as if they had just been typed."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from baise_desktop.ui.input_method.fcitx_server import Key

_UNICODE = 0x01000000
"""X symbols from here on are characters of Unicode."""
_NAMED = {
    0xFF08: Qt.Key.Key_Backspace,
    0xFF09: Qt.Key.Key_Tab,
    0xFF0D: Qt.Key.Key_Return,
    0xFF1B: Qt.Key.Key_Escape,
    0xFF50: Qt.Key.Key_Home,
    0xFF51: Qt.Key.Key_Left,
    0xFF52: Qt.Key.Key_Up,
    0xFF53: Qt.Key.Key_Right,
    0xFF54: Qt.Key.Key_Down,
    0xFF55: Qt.Key.Key_PageUp,
    0xFF56: Qt.Key.Key_PageDown,
    0xFF57: Qt.Key.Key_End,
    0xFF8D: Qt.Key.Key_Enter,
    0xFFFF: Qt.Key.Key_Delete,
}
_MODIFIERS = {
    1 << 0: Qt.KeyboardModifier.ShiftModifier,
    1 << 2: Qt.KeyboardModifier.ControlModifier,
    1 << 3: Qt.KeyboardModifier.AltModifier,
    1 << 6: Qt.KeyboardModifier.MetaModifier,
}


def press_key(target: QObject, key: Key) -> None:
    """Send a key to a widget; one that is not known here is left out."""
    event = as_event(key)
    if event is not None:
        QApplication.sendEvent(target, event)


def as_event(key: Key) -> QKeyEvent | None:
    """Qt's event of a key, or None where the key has no meaning in a text."""
    kind = QEvent.Type.KeyRelease if key.released else QEvent.Type.KeyPress
    modifiers = Qt.KeyboardModifier.NoModifier
    for bit, modifier in _MODIFIERS.items():
        if key.state & bit:
            modifiers |= modifier
    if key.symbol in _NAMED:
        return QKeyEvent(kind, _NAMED[key.symbol], modifiers)
    number = key.symbol - _UNICODE if key.symbol > _UNICODE else key.symbol
    if not 0x20 <= number < (0x110000 if key.symbol > _UNICODE else 0x100):
        return None
    text = chr(number)
    return QKeyEvent(kind, ord(text.upper()[0]), modifiers, text)
