"""What the store has not taken, told in the window: a button at its foot, a list, a question before closing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget

from baise_desktop.texts import say
from baise_desktop.ui.clipboard import fill_clipboard_data
from baise_desktop.ui.commands import Command
from baise_desktop.ui.dialogs import confirm
from baise_desktop.ui.labels import button, column, plain_label, row
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView
from baise_desktop.ui.unit.ledger_view import LedgerView

if TYPE_CHECKING:
    from baise_desktop.errors import BaiseError
    from baise_desktop.ui.shell import Shell
    from baise_desktop.ui.unit.unsaved import Typed, UnsavedTexts
    from baise_desktop.ui.unit.workspace import UnitWorkspace


_MOST_REASONS = 3
"""Told in full; each stands in its line too."""


class UnsavedBar(QWidget):
    """At the foot of the window while anything waits."""

    def __init__(self, shell: Shell, work: UnitWorkspace) -> None:
        """Goes when the work does."""
        super().__init__()
        self._shell, self._work, self._texts = shell, work, work.session.unsaved
        self.button = button("", "chip", "blocking")
        self.button.setToolTip(say("window.unsaved_bar_tip"))
        self.button.clicked.connect(self.show_list)
        self.setLayout(row(self.button))
        self.hide()
        self.list: UnsavedList | None = None
        shell.statusBar().insertWidget(0, self)
        shell.commands.add(work, (Command("save", "unit", ("Ctrl+S",), self.save),))
        shell.may_close = self.may_close
        work.destroyed.connect(self.deleteLater)
        self._texts.changed.connect(self._count)
        self._texts.refused.connect(self._tell)
        self._texts.emptied.connect(self._tell_kept)
        self._texts.shortened.connect(self._tell_shortened)

    def save(self) -> None:
        """Keep what is being typed, and try again what was refused."""
        view = _grid_of(QApplication.focusWidget())
        if view is not None:
            view.keep_typed()
        self._work.keep_typed()
        if self._texts.held():
            self._texts.try_again(aloud=True)
        else:
            self._shell.notice.show_success(say("window.unsaved_nothing"))

    def show_list(self) -> None:
        """What waits, and what can be done about it."""
        self.list = UnsavedList(self._texts, self._shell)
        self.list.open()

    def may_close(self) -> bool:
        """Whether the window may go; asked of the clerk where something would be lost."""
        if not self._texts.held():
            return True
        asked = UnsavedList(self._texts, self._shell, closing=True)
        self.list = asked
        return asked.exec() == QDialog.DialogCode.Accepted

    def _count(self) -> None:
        count = len(self._texts.held())
        self.button.setText(say("window.unsaved_bar", count=count))
        self.setVisible(count > 0)

    def _tell(self, typed: Typed, error: BaiseError) -> None:
        count = len(self._texts.held())
        told = say("window.unsaved_told", place=typed.place, sentence=error.sentence, count=count)
        self._shell.notice.warn_and_offer(told, say("window.unsaved_again"), partial(self._texts.try_again, aloud=True))

    def _tell_shortened(self, typed: Typed, kept: int) -> None:
        told = say("window.text_shortened", place=typed.place, typed=len(typed.text), kept=kept)
        self._shell.notice.show_warning(told)

    def _tell_kept(self) -> None:
        self._shell.notice.show_success(say("window.unsaved_kept"))


class UnsavedList(QDialog):
    """Every text that waits; accepted when nothing is left to lose, or when the clerk lets it go."""

    def __init__(self, texts: UnsavedTexts, parent: QWidget, *, closing: bool = False) -> None:
        """`closing` asks whether the window may go."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("window.unsaved_title"))
        self._texts, self._closing = texts, closing
        self.lead = plain_label(wrap=True)
        self.reasons = plain_label(kind="muted", wrap=True)
        names = (("place", 260), ("text", 200), ("why", 0))
        self.view = PlainTableView([Heading(say(f"window.unsaved_{name}"), width) for name, width in names])
        self.again = button(say("window.unsaved_again"), "primary")
        self.copy = button(say("window.unsaved_copy"))
        self.give_up = button(say("window.unsaved_close_anyway" if closing else "window.unsaved_give_up"))
        self.back = button(say("window.unsaved_back" if closing else "window.close"))
        self.again.clicked.connect(lambda: texts.try_again(aloud=True))
        self.copy.clicked.connect(self._copy)
        self.give_up.clicked.connect(self._give_up)
        self.back.clicked.connect(self.reject)
        layout = column(self, self.lead, self.reasons, margin=16)
        layout.addWidget(self.view, 1)
        layout.addLayout(row(self.again, self.copy, self.give_up, self.back))
        texts.changed.connect(self._show)
        texts.emptied.connect(self.accept)
        self.resize(860, 380)
        self._show()
        self.again.setFocus()

    def _show(self) -> None:
        held = self._texts.held()
        self.lead.setText(
            say("window.unsaved_lead_closing" if self._closing else "window.unsaved_lead", count=len(held))
        )
        self.reasons.setText("\n".join([*dict.fromkeys(map(_why, held))][:_MOST_REASONS]))
        self.view.table.set_lines([Line((Cell(each.place), Cell(each.text), Cell(_why(each)))) for each in held])

    def _copy(self) -> None:
        block = [[each.place, each.text, _why(each)] for each in self._texts.held()]
        QGuiApplication.clipboard().setMimeData(fill_clipboard_data(block))
        self.copy.setText(say("window.unsaved_copied"))

    def _give_up(self) -> None:
        count = len(self._texts.held())
        if confirm(self, say("window.unsaved_give_up_ask", count=count), QMessageBox.Icon.Warning):
            self._texts.give_up()
            self.accept()


def _grid_of(widget: QWidget | None) -> LedgerView | None:
    """The grid whose open editor a widget is."""
    while widget is not None and not isinstance(widget, LedgerView):
        widget = widget.parentWidget()
    return widget


def _why(typed: Typed) -> str:
    return typed.error.sentence if typed.error is not None else ""
