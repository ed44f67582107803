"""A line for a passphrase: nothing shown, and a word when Caps Lock is on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from baise_desktop.texts import say
from baise_desktop.ui.labels import IconLine


class SecretEdit(QLineEdit):
    """Types unseen; tells from the letters that arrive whether Caps Lock is on."""

    #: Caps Lock was seen to be on or off
    caps_seen = Signal(bool)

    def __init__(self, hint: str) -> None:
        """`hint` is what is asked for."""
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A capital without Shift, or a small letter with it, comes from Caps Lock."""
        letter = event.text()
        if len(letter) == 1 and letter.isascii() and letter.isalpha():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_seen.emit(letter.isupper() != shifted)
        elif event.key() == Qt.Key.Key_CapsLock:
            self.caps_seen.emit(False)
        super().keyPressEvent(event)


def caps_hint(*edits: SecretEdit) -> IconLine:
    """The line that says that Caps Lock is on while one of the edits is typed into."""
    line = IconLine("hint", say("window.caps_on"), "warning")
    line.hide()
    for edit in edits:
        edit.caps_seen.connect(line.setVisible)
        edit.editingFinished.connect(line.hide)
    return line
