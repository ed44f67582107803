"""A warning that stays while what it warns of lasts, with the whole of it to unfold."""

from PySide6.QtWidgets import QFrame, QPlainTextEdit

from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.labels import IconLine, button, column, row


class StandingWarning(QFrame):
    """One sentence across the window; it cannot be closed."""

    def __init__(self) -> None:
        """Hidden until there is something to warn of."""
        super().__init__()
        self.setProperty("class", "bar")
        self.setProperty("tone", "warning")
        self.line = IconLine(wrap=True)
        self.more = button(say("window.warning_more"))
        self.more.setCheckable(True)
        self.more.toggled.connect(self._unfold)
        self.whole = QPlainTextEdit()
        self.whole.setReadOnly(True)
        self.whole.setTabChangesFocus(True)
        self.whole.setAccessibleName(say("window.warning_more"))
        self.whole.hide()
        layout = column(self, spacing=6)
        layout.setContentsMargins(14, 6, 14, 6)
        head = row(self.line)
        head.setStretch(0, 1)
        head.takeAt(1)
        head.addWidget(self.more)
        layout.addLayout(head)
        layout.addWidget(self.whole)
        self.hide()

    def show_warning(self, text: str, whole: str) -> None:
        """A sentence, and everything behind it."""
        self.line.show_state("explain", text, "warning")
        self.whole.setPlainText(whole)
        self.show()

    def text(self) -> str:
        """The sentence."""
        return self.line.text()

    def _unfold(self, unfolded: bool) -> None:
        self.whole.setFixedHeight(look.current().pixels(150))
        self.whole.setVisible(unfolded)
        self.more.setText(say("window.warning_less" if unfolded else "window.warning_more"))
