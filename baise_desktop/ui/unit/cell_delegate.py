"""How one cell of a register is painted and typed into."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from baise_desktop.errors import Severity
from baise_desktop.form.definition import Field, FieldType
from baise_desktop.texts import say
from baise_desktop.ui import look, preferences
from baise_desktop.ui.choice_field import ChoiceField
from baise_desktop.ui.unit.four_states import is_missing, is_not_applicable
from baise_desktop.ui.unit.ghost_mark import paint_ghost, room_above_ghost
from baise_desktop.ui.unit.ledger_model import CHANGED_ROLE, GHOST_ROLE, NOTE_ROLE, SEVERITY_ROLE, UNSAVED_ROLE, Index

Choices = Callable[[Field], Sequence[str]]
TONES = {Severity.BLOCKING: "danger", Severity.EXPLAIN: "warning", Severity.HINT: "accent"}
ICONS = {Severity.BLOCKING: "blocking", Severity.EXPLAIN: "explain", Severity.HINT: "hint"}
CHOSEN = (FieldType.CHOICE, FieldType.UNIT, FieldType.BOOL, FieldType.MULTI, FieldType.REF)
COMPOSING = "composing"
"""Property of an editor while its input method has characters in hand."""
STARTED = "started"
"""Property of an editor that has shown the text of its cell."""
LONGEST = 2**24
"""Characters of a line: one that is shorter than what its cell holds would cut it when the cell is left."""
_MARK = 24
"""Pixels that the sign of a finding takes from its cell, at 100 %."""
_STEPS = {
    Qt.Key.Key_Return: (0, 1),
    Qt.Key.Key_Enter: (0, 1),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


_FULL_AT = {FieldType.USCC: re.compile(r"[0-9A-Za-z]{18}"), FieldType.DATE: re.compile(r"\d{8}|\d{4}-\d\d-\d\d")}
"""What leaves no room for another character."""
_WHOLE_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class DateField(QLineEdit):
    """A date as people write it; T stands for today, + and - for the day after and before."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """T fills in today; + and - move a whole date."""
        step = {"+": 1, "-": -1}.get(event.text(), 0)
        if event.text().lower() == "t":
            self.setText(date.today().isoformat())  # noqa: DTZ011 -- the clerk's own today
        elif step and (moved := _move(self.text(), step)):
            self.setText(moved)
        else:
            super().keyPressEvent(event)


def _move(text: str, days: int) -> str:
    """The date some days on; empty when the text is no whole date, or there is no such day."""
    if not _WHOLE_DATE.fullmatch(text.strip()):
        return ""
    try:
        return (date.fromisoformat(text.strip()) + timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return ""


class CellDelegate(QStyledItemDelegate):
    """Editors by field type; a corner mark and an icon on cells with something to say."""

    #: lines and columns to move by after a cell was left by a key
    left = Signal(int, int)
    #: text for every selected cell
    filled = Signal(str)

    def __init__(self, fields: Sequence[Field], choices: Choices, parent: QObject | None = None) -> None:
        """`choices` gives the labels that a field offers; it must not wait."""
        super().__init__(parent)
        self._fields = fields
        self._choices = choices

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The cell, then its marks, then the ring around the one that the keyboard is at."""
        upper = QStyleOptionViewItem(option)
        if index.data(GHOST_ROLE) is not None:
            self._paint_empty(painter, option, index)
            upper.rect = room_above_ghost(option.rect)
            paint_ghost(painter, option, index)
        self._paint_cell(painter, upper, index)
        if index.data(NOTE_ROLE):
            self._mark_note(painter, option.rect)
        if index.data(UNSAVED_ROLE) is not None:
            _draw_unsaved(painter, option.rect)
        if option.state & QStyle.StateFlag.State_HasFocus:
            _draw_ring(painter, option.rect)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """What is said instead of a value looks other than a value."""
        super().initStyleOption(option, index)
        if is_not_applicable(option.text) or is_missing(option.text):
            option.font.setItalic(True)
            tone = "muted" if is_not_applicable(option.text) else "warning"
            option.palette.setColor(option.palette.ColorRole.Text, look.colour(tone))
            option.palette.setColor(option.palette.ColorRole.HighlightedText, look.colour(tone))

    def _paint_empty(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground of a cell whose text takes only a part of it."""
        ground = QStyleOptionViewItem(option)
        super().initStyleOption(ground, index)
        ground.text = ""
        option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, ground, painter, option.widget)

    def _paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        severity = index.data(SEVERITY_ROLE)
        text = QStyleOptionViewItem(option)
        if severity is not None and _has_room_for_mark(option.rect):
            self._paint_empty(painter, option, index)
            text.rect = option.rect.adjusted(0, 0, -look.current().pixels(_MARK), 0)
        super().paint(painter, text, index)
        if index.data(CHANGED_ROLE):
            self._mark_change(painter, option.rect)
        if severity is not None:
            self._mark(painter, option.rect, severity)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The editor of a field's type."""
        question = self._fields[index.column()]
        editor = _make_editor(question, self._choices, parent)
        editor.setAccessibleName(question.name)
        if isinstance(editor, QLineEdit):
            editor.setMaxLength(LONGEST)
        if isinstance(editor, QLineEdit) and question.type in _FULL_AT:
            editor.textEdited.connect(lambda _: self._leave_when_full(editor, question))
        if question.type is FieldType.LONGTEXT:
            editor.setFixedHeight(look.current().pixels(96))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Long texts get room below their cell, narrow cells some to the right."""
        rect = QRect(option.rect)
        if isinstance(editor, QPlainTextEdit):
            rect.setWidth(max(rect.width(), look.current().pixels(360)))
            rect.setHeight(editor.height())
            area = editor.parentWidget().rect()
            rect.moveBottom(min(rect.bottom(), area.bottom()))
            rect.moveRight(min(rect.right(), area.right()))
        editor.setGeometry(rect)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Start from the text in the cell, all of it marked; what the store answers later never takes typing back."""
        if editor.property(STARTED):
            return
        editor.setProperty(STARTED, True)
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(text)
            editor.selectAll()
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        """What stands in the editor is what was typed."""
        index.model().setData(index, _text_of(editor), Qt.ItemDataRole.EditRole)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line, whatever the text."""
        return QSize(look.current().pixels(80), look.current().pixels(28))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Keys that leave the cell; none while an input method composes."""
        if isinstance(event, QInputMethodEvent):
            editor.setProperty(COMPOSING, bool(event.preeditString()))
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(editor, event)
        return super().eventFilter(editor, event)

    def _take_key(self, editor: QObject, event: QKeyEvent) -> bool:
        key = event.key()
        if editor.property(COMPOSING):
            return key in _STEPS or key == Qt.Key.Key_Escape
        if key == Qt.Key.Key_Escape and not _is_open(editor):
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.RevertModelCache)
            return True
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.filled.emit(_text_of(editor))
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.RevertModelCache)
            return True
        step = _STEPS.get(Qt.Key(key))
        if step is None or _keeps(editor, event):
            return False
        if isinstance(editor, ChoiceField):
            editor.pick_current()
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        backwards = event.modifiers() & Qt.KeyboardModifier.ShiftModifier and key != Qt.Key.Key_Backtab
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        lines, columns = enter_step() if enter else step
        self.left.emit(*((-lines, -columns) if backwards else (lines, columns)))
        return True

    def _leave_when_full(self, editor: QLineEdit, question: Field) -> None:
        """Go on by itself, where that was asked for and nothing is left to type."""
        if preferences.current().leave_full and is_full(editor.text(), question):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
            self.left.emit(0, 1)

    def _mark_note(self, painter: QPainter, rect: QRect) -> None:
        """A dog-ear at the bottom right, where the marks of findings never are."""
        size = look.current().pixels(9)
        right, bottom = rect.right() + 1, rect.bottom() + 1
        ear = [QPointF(right, bottom), QPointF(right - size, bottom), QPointF(right, bottom - size)]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent"))
        painter.drawPolygon(QPolygonF(ear))
        painter.restore()

    def _mark_change(self, painter: QPainter, rect: QRect) -> None:
        """A bar at the left: the cell differs from opening."""
        bar = QRect(rect.x(), rect.y() + 2, look.current().pixels(3), rect.height() - 4)
        painter.fillRect(bar, look.colour("accent"))

    def _mark(self, painter: QPainter, rect: QRect, severity: Severity) -> None:
        tone = look.colour(TONES[severity])
        size = look.current().pixels(9)
        corner = rect.topRight()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tone)
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(corner.x() + 1, corner.y()),
                    QPointF(corner.x() + 1 - size, corner.y()),
                    QPointF(corner.x() + 1, corner.y() + size),
                ]
            )
        )
        picture = look.pixmap(ICONS[severity], TONES[severity], 14)
        side = look.current().pixels(14)
        if _has_room_for_mark(rect):
            painter.drawPixmap(QRect(rect.right() - side - size, rect.center().y() - side // 2, side, side), picture)
        painter.restore()


def enter_step() -> tuple[int, int]:
    """Lines and columns that Enter goes on by: a wish of the clerk's."""
    return (1, 0) if preferences.current().enter_down else (0, 1)


def is_full(text: str, question: Field) -> bool:
    """Whether a code or date has all its characters."""
    pattern = _FULL_AT.get(question.type)
    return pattern is not None and pattern.fullmatch(text.strip()) is not None


def _has_room_for_mark(rect: QRect) -> bool:
    """Whether an icon fits beside the text."""
    return rect.width() > 3 * look.current().pixels(14)


def _draw_ring(painter: QPainter, rect: QRect) -> None:
    painter.save()
    width = look.current().pixels(2)
    painter.setPen(QPen(look.colour("accent"), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(width // 2, width // 2, -(width + 1) // 2, -(width + 1) // 2))
    painter.restore()


def _draw_unsaved(painter: QPainter, rect: QRect) -> None:
    """A broken line around a text that the store has not taken, inside the ring of the cell at hand."""
    painter.save()
    inset = look.current().pixels(3)
    painter.setPen(QPen(look.colour("danger"), look.current().pixels(1), Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(inset, inset, -inset - 1, -inset - 1))
    painter.restore()


def _text_of(editor: QObject) -> str:
    if isinstance(editor, ChoiceField):
        editor.settle()
    return editor.toPlainText() if isinstance(editor, QPlainTextEdit) else editor.text()  # type: ignore[attr-defined,no-any-return]


def _make_editor(question: Field, choices: Choices, parent: QWidget) -> QWidget:
    if question.type in CHOSEN:
        return ChoiceField(choices(question), parent, many=question.type is FieldType.MULTI)
    if question.type is FieldType.LONGTEXT:
        editor = QPlainTextEdit(parent)
        editor.setTabChangesFocus(True)
        return editor
    if question.type in (FieldType.DATE, FieldType.DATETIME):
        day = DateField(parent)
        day.setPlaceholderText(say("window.date_hint"))
        return day
    return QLineEdit(parent)


def _is_open(editor: QObject) -> bool:
    return isinstance(editor, ChoiceField) and editor.is_open()


def _keeps(editor: QObject, event: QKeyEvent) -> bool:
    """Whether an editor needs a key itself: arrows of lists and long texts, Alt+Enter for a new line."""
    arrow = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
    if isinstance(editor, QPlainTextEdit):
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            editor.insertPlainText("\n")
            event.accept()
            return False
        return arrow
    return arrow and isinstance(editor, ChoiceField)


def is_table_editor(widget: QWidget | None, table: QTableView) -> bool:
    """Whether a widget is the open editor of a table."""
    return widget is not None and widget is not table and table.viewport().isAncestorOf(widget)


def put_text(editor: QWidget, text: str) -> None:
    """Put a text into an editor instead of what stands there, and go on behind it."""
    if isinstance(editor, QPlainTextEdit):
        editor.setPlainText(text)
        editor.moveCursor(editor.textCursor().MoveOperation.End)
    elif isinstance(editor, QLineEdit):
        editor.setText(text)
        editor.end(False)
