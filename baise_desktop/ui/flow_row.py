"""A row of small widgets that goes on in the next line where there is no room."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

GAP = 8
"""Pixels between two parts, across and down."""


class FlowRow(QWidget):
    """Parts from left to right, then down."""

    def __init__(self, *parts: QWidget) -> None:
        super().__init__()
        self._flow = _Flow(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for part in parts:
            self.add(part)

    def add(self, part: QWidget) -> None:
        """Take a part in at the end."""
        self._flow.addWidget(part)


class _Flow(QLayout):
    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.setContentsMargins(0, 0, 0, 0)
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Height that the parts take at the width of `rect`."""
        down = rect.y()
        for line in self._lines(rect.width()):
            tall = max(_size(item, rect.width()).height() for item in line)
            across = rect.x()
            for item in line:
                size = _size(item, rect.width())
                if move:
                    item.setGeometry(QRect(QPoint(across, down + (tall - size.height()) // 2), size))
                across += size.width() + GAP
            down += tall + GAP
        return max(0, down - GAP - rect.y())

    def _lines(self, width: int) -> Iterator[list[QLayoutItem]]:
        """The parts that are on the screen, line by line."""
        line: list[QLayoutItem] = []
        taken = 0
        for item in self._items:
            if item.isEmpty():
                continue
            wide = item.sizeHint().width()
            if line and taken + wide > width:
                yield line
                line, taken = [], 0
            line.append(item)
            taken += wide + GAP
        if line:
            yield line


def _size(item: QLayoutItem, width: int) -> QSize:
    """What a part takes; a text that is longer than the row goes on in more lines."""
    size = item.sizeHint()
    if size.width() > width and item.hasHeightForWidth():
        return QSize(width, item.heightForWidth(width))
    return size
