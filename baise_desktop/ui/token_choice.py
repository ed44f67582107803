"""Whether a new key is made on a UKey instead of in a file, and on which."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QWidget

from baise_desktop.app.keys.unit_keys import TokenWish
from baise_desktop.texts import say
from baise_desktop.ui.dialogs import choose_file
from baise_desktop.ui.labels import column, plain_label
from baise_desktop.ui.path_line import PathLine


class TokenChoice(QWidget):
    """A tick, and once it is set the driver and the name of the token; the PIN is typed where a passphrase would be."""

    #: something about it changed
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.use = QCheckBox(say("window.token_use"))
        self.module = PathLine(say("window.token_module"), _choose_module, say("window.token_choose"))
        self.label = QLineEdit()
        self.label.setPlaceholderText(say("window.token_label_hint"))
        self.label.setAccessibleName(say("window.token_label"))
        self._more = QWidget()
        form = QFormLayout(self._more)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(say("window.token_module"), self.module)
        form.addRow(say("window.token_label"), self.label)
        form.addRow("", plain_label(say("window.token_advice"), "muted", wrap=True))
        layout = column(self, self.use, self._more, margin=0, spacing=8)
        layout.setContentsMargins(0, 0, 0, 0)
        self._more.hide()
        self.use.toggled.connect(self._more.setVisible)
        for signal in (self.use.toggled, self.module.changed, self.label.textChanged):
            signal.connect(self.changed)

    def wanted(self) -> bool:
        """Whether the key is to be on a token."""
        return self.use.isChecked() and not self.isHidden()

    def is_complete(self) -> bool:
        """Whether enough is said."""
        return not self.wanted() or self.module.path() is not None

    def wish(self) -> TokenWish | None:
        """The token; None for a key in a file."""
        return TokenWish(str(self.module.path()), self.label.text().strip()) if self.wanted() else None


def ask_pin(form: QFormLayout, secret: QLineEdit, again: QLineEdit, *, pin: bool) -> None:
    """Ask for a PIN, once, where a passphrase is asked for twice."""
    words = say("window.token_pin") if pin else say("window.passphrase")
    secret.setPlaceholderText(words)
    secret.setAccessibleName(words)
    name = form.labelForField(secret)
    if isinstance(name, QLabel):
        name.setText(words)
    form.setRowVisible(again, not pin)


def _choose_module(parent: QWidget) -> Path | None:
    return choose_file(parent, say("window.token_module"), say("window.token_kinds"))
