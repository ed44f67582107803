"""撤销 and 重做 of the open submission: two buttons named after what they do, and the keys for them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.errors import BaiseError
from baise_desktop.texts import say
from baise_desktop.ui.labels import button, plain_tip, row

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.entry.undoing import Nexts, Turned, Way
    from baise_desktop.ui.unit.session import Session


class UndoBar(QWidget):
    """Knows what is next in either direction, as fresh as the last change."""

    #: Turned: what was just taken back or done again
    turned = Signal(object)
    #: BaiseError that a step met with
    refused = Signal(object)
    #: the pages shall keep what stands in their editors first
    starting = Signal()

    def __init__(self, session: Session, keys: QWidget) -> None:
        """`keys` is the part of the window in which the keys act."""
        super().__init__()
        self._session = session
        self._keys = keys
        self.undo = _make_button("undo")
        self.redo = _make_button("redo")
        row_of_both = row(self.undo, self.redo)
        row_of_both.setSpacing(4)
        row_of_both.setContentsMargins(8, 0, 0, 0)
        self.setLayout(row_of_both)
        self.undo.clicked.connect(partial(self.turn, "undo"))
        self.redo.clicked.connect(partial(self.turn, "redo"))
        for wanted, way in (("Ctrl+Z", "undo"), ("Ctrl+Y", "redo"), ("Ctrl+Shift+Z", "redo")):
            QShortcut(QKeySequence(wanted), keys, partial(self._press, way))
        session.saved.connect(self.refresh)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._watch_editor)
        self._show(None)

    def refresh(self) -> None:
        """Ask what is next."""
        if self._session.plan:
            plan, period = self._session.plan, self._session.period
            self._session.jobs.run(partial(_read, plan, period), self._show)

    def turn(self, way: Way, *_: object) -> None:
        """Take the newest act back, or do the last one taken back again."""
        self.starting.emit()
        plan, period = self._session.plan, self._session.period
        if plan:
            self._session.write(partial(_turn, way, plan, period), self.turned.emit, self._fail)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """An editor in which nothing was typed leaves the keys to the submission."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            ways = {QKeySequence.StandardKey.Undo: "undo", QKeySequence.StandardKey.Redo: "redo"}
            way = next((way for keys, way in ways.items() if event.matches(keys)), "")
            if way and not _has_own(watched, way):
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def _press(self, way: Way) -> None:
        control = self.undo if way == "undo" else self.redo
        if control.isEnabled():
            self.turn(way)
        else:
            self.refused.emit(BaiseError(f"STEP_NONE_{way.upper()}"))

    def _fail(self, error: object) -> None:
        self.refused.emit(error)
        self.refresh()

    def _show(self, nexts: Nexts | None) -> None:
        for control, way, name in (
            (self.undo, "undo", nexts.undo if nexts else ""),
            (self.redo, "redo", nexts.redo if nexts else ""),
        ):
            locked = bool(self._session.locked)
            control.setEnabled(bool(name) and not locked)
            tip = say(f"window.undo_tip_{way}", name=name) if name else say(f"window.undo_none_{way}")
            control.setToolTip(plain_tip(tip))
            control.setAccessibleDescription(tip)

    def _watch_editor(self, old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(old, (QLineEdit, QPlainTextEdit)):
            old.removeEventFilter(self)
        if isinstance(new, (QLineEdit, QPlainTextEdit)) and self._keys.isAncestorOf(new):
            new.installEventFilter(self)


def _make_button(way: str) -> QPushButton:
    made = button(say(f"window.undo_label_{way}"), "chip", way)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made


def _has_own(editor: QObject, way: str) -> bool:
    if isinstance(editor, QLineEdit):
        return editor.isUndoAvailable() if way == "undo" else editor.isRedoAvailable()
    if isinstance(editor, QPlainTextEdit):
        document = editor.document()
        return document.isUndoAvailable() if way == "undo" else document.isRedoAvailable()
    return False


def _read(plan: str, period: str, desk: Desk) -> Nexts:
    from baise_desktop.app.entry.undoing import list_nexts

    return list_nexts(desk, plan, period)


def _turn(way: Way, plan: str, period: str, desk: Desk) -> Turned:
    from baise_desktop.app.entry import undoing

    act = undoing.undo if way == "undo" else undoing.redo
    return act(desk, plan, period, utc_now())
