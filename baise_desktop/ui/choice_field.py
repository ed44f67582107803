"""A line to type in, with the list of what may be chosen below it; found by character, pinyin or initials.

The list is a plain child of the window and never takes the focus: a popup window would break Chinese input.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QListView, QWidget

from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.pinyin import ranked

SHOWN_LINES = 8
SEPARATOR = "\u3001"
"""Between the labels of a field that takes several."""


class _Lines(QStringListModel):
    """The labels on offer, with ticks where several may be chosen."""

    ticked: frozenset[str] | None = None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Labels and their ticks."""
        if role == Qt.ItemDataRole.CheckStateRole and self.ticked is not None:
            label = super().data(index, Qt.ItemDataRole.DisplayRole)
            return Qt.CheckState.Checked if label in self.ticked else Qt.CheckState.Unchecked
        return super().data(index, role)


class ChoiceField(QLineEdit):
    """Holds a label of its choices, several of them where `many` allows it, or whatever was typed instead."""

    #: an offered label was picked
    picked = Signal(str)

    def __init__(self, choices: Sequence[str] = (), parent: QWidget | None = None, *, many: bool = False) -> None:
        """`choices` are the labels, in the order to be offered; `many` of them are ticked with Space or the mouse."""
        super().__init__(parent)
        self._many = many
        self._choices: tuple[str, ...] = tuple(choices)
        self._composing = False
        self._list: QListView | None = None
        self._lines = _Lines()
        self.setPlaceholderText(say("window.choice_many_hint" if many else "window.choice_hint"))
        self.textEdited.connect(self._offer)
        drop = self.addAction(look.icon("chevron", "muted"), QLineEdit.ActionPosition.TrailingPosition)
        drop.setText(say("window.choice_open"))
        drop.triggered.connect(self.open_list)

    def set_choices(self, choices: Sequence[str]) -> None:
        """Offer other labels."""
        self._choices = tuple(choices)

    def choices(self) -> tuple[str, ...]:
        """The labels on offer."""
        return self._choices

    def is_open(self) -> bool:
        """Whether the list is on the screen."""
        return self._list is not None and self._list.isVisible()

    def open_list(self) -> None:
        """Show every choice, the present one marked."""
        self._offer("")
        if self.text() in self._choices and self._list is not None:
            self._list.setCurrentIndex(self._lines.index(self._choices.index(self.text())))

    def close_list(self) -> None:
        """Take the list away."""
        if self._list is not None:
            self._list.hide()

    def pick_current(self) -> None:
        """Take the marked line of the open list; where several may be ticked, only for what is still half typed."""
        wanted = not self._many or bool(self._wanted()) or not self.text()
        if wanted and self.is_open() and self._list is not None and self._list.currentIndex().isValid():
            self._pick(self._list.currentIndex())
        self.close_list()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up, Down, Enter and Esc belong to the list while it is open."""
        key = event.key()
        if self._composing:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_F4):
            self._move(key)
        elif self.is_open() and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pick_current()
        elif self.is_open() and key == Qt.Key.Key_Escape:
            self.close_list()
        elif self._many and self.is_open() and key == Qt.Key.Key_Space:
            self._pick(self._panel().currentIndex())
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember whether characters are still being composed."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click opens or closes the list."""
        super().mousePressEvent(event)
        if not self.isReadOnly() and event.button() == Qt.MouseButton.LeftButton:
            self.close_list() if self.is_open() else self.open_list()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving takes an unambiguous choice and closes the list."""
        self.settle()
        super().focusOutEvent(event)

    def settle(self) -> None:
        """Turn what was typed into a label where the list has one marked; called when the field is left."""
        half_typed = bool(self._wanted()) if self._many else self.text() not in self._choices
        if self.is_open() and self.text() and half_typed:
            self.pick_current()
        self.close_list()

    def hideEvent(self, event: QEvent) -> None:
        """The list goes with the field."""
        self.close_list()
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list closes when the window is moved or resized."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.WindowDeactivate):
            self.close_list()
        return super().eventFilter(watched, event)

    def _parts(self) -> list[str]:
        return [part.strip() for part in self.text().split(SEPARATOR) if part.strip()]

    def _wanted(self) -> str:
        """What is being typed after the labels that are already there."""
        parts = self._parts()
        return parts[-1] if parts and parts[-1] not in self._choices else ""

    def _offer(self, typed: str) -> None:
        if self._many:
            typed = self._wanted()
        hits = ranked(typed, self._choices)
        if not hits or self.isReadOnly():
            self.close_list()
            return
        panel = self._panel()
        self._lines.ticked = frozenset(self._parts()) if self._many else None
        self._lines.setStringList([self._choices[number] for number in hits])
        panel.setCurrentIndex(self._lines.index(0) if typed.strip() else QModelIndex())
        self._place(panel, min(len(hits), SHOWN_LINES))
        panel.show()
        panel.raise_()

    def _panel(self) -> QListView:
        if self._list is None or self._list.parent() is not self.window():
            if self._list is not None:
                self._list.deleteLater()
            self._list = QListView(self.window())
            self._lines = _Lines(self._list)
            self._list.setModel(self._lines)
            self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
            self._list.clicked.connect(self._pick)
            if not self._many:
                self._list.clicked.connect(self.close_list)
            self.window().installEventFilter(self)
            self.destroyed.connect(self._list.deleteLater)
        return self._list

    def _place(self, panel: QListView, lines: int) -> None:
        line = panel.sizeHintForRow(0)
        width = max(self.width(), min(panel.sizeHintForColumn(0) + 40, look.current().pixels(420)))
        height = lines * line + 4
        below = self.mapTo(self.window(), QPoint(0, self.height()))
        if below.y() + height > self.window().height():
            below.setY(max(0, below.y() - self.height() - height))
        below.setX(max(0, min(below.x(), self.window().width() - width)))
        panel.setGeometry(below.x(), below.y(), width, height)

    def _move(self, key: int) -> None:
        if not self.is_open():
            self.open_list()
            return
        panel = self._panel()
        step = -1 if key == Qt.Key.Key_Up else 1
        line = panel.currentIndex().row() + step
        panel.setCurrentIndex(self._lines.index(max(0, min(line, self._lines.rowCount() - 1))))

    def _pick(self, index: QModelIndex) -> None:
        label = self._lines.data(index, Qt.ItemDataRole.DisplayRole)
        if self._many:
            self._tick(label)
        else:
            self.setText(label)
        self.picked.emit(label)

    def _tick(self, label: str) -> None:
        if not label:
            return
        chosen = {part for part in self._parts() if part in self._choices} ^ {label}
        self.setText(SEPARATOR.join(each for each in self._choices if each in chosen))
        line = self._choices.index(label)
        self._lines.ticked = frozenset(chosen)
        self._lines.setStringList(list(self._choices))
        self._panel().setCurrentIndex(self._lines.index(line))
