"""演示 across the pages of a desk that holds nothing true."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from baise_desktop.ui import look

_SLOPE, _FAINT = -30, 26
_ACROSS, _DOWN = 360, 240
"""Pixels at 100 % from one word to the next."""
_SIZE = 64


class Watermark(QWidget):
    """Lies over a widget, lets every key and click through, and follows its size."""

    def __init__(self, words: str, over: QWidget) -> None:
        """`over` is the widget that it lies on."""
        super().__init__(over)
        self._words = words
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setGeometry(over.rect())
        over.installEventFilter(self)
        self.raise_()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as what it lies on, and on top of it."""
        if isinstance(watched, QWidget) and event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self.setGeometry(watched.rect())
        if event.type() in (QEvent.Type.ChildAdded, QEvent.Type.Show):
            self.raise_()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The word, aslant, again and again."""
        pixels = look.current().pixels
        painter = QPainter(self)
        colour = QColor(look.colour("muted"))
        colour.setAlpha(_FAINT)
        painter.setPen(colour)
        font = QFont(self.font())
        font.setPixelSize(pixels(_SIZE))
        painter.setFont(font)
        for number, y in enumerate(range(pixels(_DOWN) // 2, self.height() + pixels(_DOWN), pixels(_DOWN))):
            start = pixels(_ACROSS) // 2 if number % 2 else pixels(_ACROSS)
            for x in range(start, self.width() + pixels(_ACROSS), pixels(_ACROSS)):
                painter.save()
                painter.translate(x, y)
                painter.rotate(_SLOPE)
                painter.drawText(0, 0, self._words)
                painter.restore()
        painter.end()
