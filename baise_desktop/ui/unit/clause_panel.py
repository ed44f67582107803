"""The clause that a task reports on, sentence by sentence, as the document has it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from baise_desktop.app.catalogue.clauses import plain_words
from baise_desktop.texts import say
from baise_desktop.ui.labels import empty_layout, plain_label, set_look


class Quote(QLabel):
    """A sentence that leads to its card by click or Enter."""

    #: the reader wants its card
    chosen = Signal()

    def __init__(self, text: str) -> None:
        """Its text can be marked and copied."""
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("class", "quote")
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(say("window.clause_to_card"))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click leads on; marking text does not."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.hasSelectedText():
            self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space lead on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit()
        else:
            super().keyPressEvent(event)


class ClausePanel(QScrollArea):
    """Shows the sentences and marks the one being reported on."""

    #: number of the measure whose card the reader wants
    chosen = Signal(int)

    def __init__(self) -> None:
        """Empty until `show_clause`."""
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setObjectName("page")
        self._layout = QVBoxLayout(page)
        self._layout.setContentsMargins(0, 0, 12, 16)
        self._layout.setSpacing(6)
        self.setWidget(page)
        self._quotes: dict[int, Quote] = {}

    def show_clause(self, heading: str, quotes: Sequence[tuple[int, str]]) -> None:
        """`quotes` are the sentences with the numbers of their measures."""
        empty_layout(self._layout)
        self._layout.addWidget(plain_label(plain_words(heading), "section", wrap=True))
        self._quotes = {}
        for number, quote in quotes:
            label = Quote(f"{circled(number)}　{quote}")
            label.chosen.connect(partial(self.chosen.emit, number))
            self._quotes[number] = label
            self._layout.addWidget(label)
        self._layout.addStretch(1)
        self.verticalScrollBar().setValue(0)

    def reach(self, number: int) -> None:
        """Put the keyboard on the sentence of a measure."""
        if number in self._quotes:
            self._quotes[number].setFocus()
            self.mark(number)

    def mark(self, number: int) -> None:
        """Mark the sentence of a measure and bring it into sight."""
        for other, label in self._quotes.items():
            set_look(label, "current", "true" if other == number else "false")
        if number in self._quotes:
            self.ensureWidgetVisible(self._quotes[number], 0, 40)


def circled(number: int) -> str:
    """A number in a circle, as official texts count sentences; in brackets above fifty."""
    if 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if number <= 35:
        return chr(0x3251 + number - 21)
    return chr(0x32B1 + number - 36) if number <= 50 else f"({number})"
