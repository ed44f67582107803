"""练习: the planted mistakes beside the work, which of them are mended, and a hint for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, QTimer, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QProgressBar, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.dialogs import confirm
from baise_desktop.ui.flow_row import FlowRow
from baise_desktop.ui.labels import button, column, plain_label
from baise_desktop.ui.watermark import Watermark

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.practice.practice import Planted
    from baise_desktop.ui.shell import Shell
    from baise_desktop.ui.unit.workspace import UnitWorkspace

_WIDTH, _FOLDED, _SOON_MS = 290, 64, 300
_ROOMY = 1_150
"""Pixels at 100 % that the window must have for the list to stand beside the work all the time."""


class PracticePanel(QFrame):
    """What is to be found, at the right of every page."""

    #: form, row and field to be shown
    cell_requested = Signal(str, str, str)
    #: everything shall be as it was at first
    reset_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("practicePanel")
        self.setProperty("class", "card")
        self._folded = False
        self._planted: Sequence[Planted] = ()
        self.title = plain_label(kind="section", wrap=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setAccessibleName(say("window.practice_list"))
        self.list.currentRowChanged.connect(lambda _: self._show_hint())
        self.list.itemActivated.connect(lambda _: self._go())
        self.hint = plain_label(wrap=True)
        self.go = button(say("window.practice_go"), "primary")
        self.go.clicked.connect(self._go)
        self.reset = button(say("window.practice_reset"))
        self.reset.clicked.connect(self._ask_reset)
        self.fold = button(say("window.practice_fold"))
        self.fold.clicked.connect(lambda: self.set_folded(folded=True))
        self.unfold = button("")
        self.unfold.clicked.connect(lambda: self.set_folded(folded=False))
        self._body = QWidget()
        layout = column(self._body, self.title, self.progress, self.list, self.hint, margin=12)
        layout.setStretch(2, 1)
        layout.addWidget(FlowRow(self.go, self.reset, self.fold))
        outer = column(self, self.unfold, self._body, spacing=0)
        outer.setStretch(1, 1)
        outer.addStretch(0)
        self.set_folded(folded=False)

    def show_planted(self, planted: Sequence[Planted]) -> None:
        """Show how far it is."""
        self._planted = planted
        done = sum(each.mended for each in planted)
        key = "window.practice_done" if done == len(planted) else "window.practice_title"
        self.title.setText(say(key, done=done, count=len(planted)))
        self.unfold.setText(say("window.practice_unfold", done=done, count=len(planted)))
        self.progress.setRange(0, max(1, len(planted)))
        self.progress.setValue(done)
        at = max(0, self.list.currentRow())
        self.list.clear()
        for each in planted:
            icon = look.icon("done", "good") if each.mended else look.icon("empty", "muted")
            state = say("window.practice_mended") if each.mended else say("window.practice_open")
            words = say("window.practice_line", number=each.number, title=each.title, row=each.row, state=state)
            self.list.addItem(QListWidgetItem(icon, words))
        self.list.setCurrentRow(at if at < len(planted) else 0)

    def set_folded(self, *, folded: bool) -> None:
        """Leave only a strip, so that the work has the width of the window; or show the list again."""
        self._folded = folded
        self._body.setVisible(not folded)
        self.unfold.setVisible(folded)
        self._fit()
        if self.isVisible():
            (self.unfold if folded else self.list).setFocus()

    def suit(self, width: int) -> None:
        """Fold where a window of that width has no room for both."""
        if (width < look.current().pixels(_ROOMY)) != self._folded:
            self.set_folded(folded=not self._folded)

    def changeEvent(self, event: QEvent) -> None:
        """Keep the width in a new look."""
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def _chosen(self) -> Planted | None:
        at = self.list.currentRow()
        return self._planted[at] if 0 <= at < len(self._planted) else None

    def _show_hint(self) -> None:
        chosen = self._chosen()
        self.hint.setText(say("window.practice_hint", hint=chosen.hint) if chosen else "")
        self.go.setEnabled(chosen is not None)

    def _go(self) -> None:
        if (chosen := self._chosen()) is not None:
            self.cell_requested.emit(chosen.form, chosen.row_id, chosen.field)
            window = self.window()
            if window.width() < look.current().pixels(_ROOMY):
                self.set_folded(folded=True)

    def _ask_reset(self) -> None:
        if confirm(self, say("window.practice_reset_ask")):
            self.reset_requested.emit()

    def _fit(self) -> None:
        side = look.current().pixels(16)
        self.list.setIconSize(QSize(side, side))
        self.setFixedWidth(look.current().pixels(_FOLDED if self._folded else _WIDTH))


class PracticeLink(QWidget):
    """Joins the panel to a workspace: reads after each change, leads to cells, begins anew."""

    def __init__(self, shell: Shell, work: UnitWorkspace, folder: Path, show: Callable[[Desk], None]) -> None:
        """`show` puts the pages of a desk in their place."""
        super().__init__(work)
        self.hide()
        self._shell, self._work, self._folder, self._show = shell, work, folder, show
        self.panel = PracticePanel()
        layout = work.layout()
        if layout is not None:
            layout.addWidget(self.panel)
        self.watermark = Watermark(say("practice.watermark"), work)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._read)
        work.session.saved.connect(self._soon.start)
        self.panel.cell_requested.connect(work.go_to_cell)
        self.panel.reset_requested.connect(self._reset)
        shell.trial.setText(say("practice.watermark"))
        shell.trial.setToolTip("")
        self.panel.suit(shell.width())
        self._begin()

    def _begin(self) -> None:
        from baise_desktop.app.practice.practice import FORMS, PERIOD, PLAN

        self._work.open_submission(PLAN, PERIOD, FORMS[0])
        self._read()

    def _read(self) -> None:
        self._shell.jobs.run(_list, self.panel.show_planted)

    def _reset(self) -> None:
        self._shell.jobs.reopen(self._folder, partial(_reset, self._folder), self._show)


def _list(desk: Desk) -> Sequence[Planted]:
    from baise_desktop.app.practice.practice import list_planted

    return list_planted(desk)


def _reset(folder: Path) -> None:
    from baise_desktop.app.practice.practice import reset_practice

    reset_practice(folder, utc_now())
