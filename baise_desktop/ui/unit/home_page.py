"""What the unit owes, most urgent first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.labels import EmptyState, IconLine, button, column, empty_layout, plain_label

if TYPE_CHECKING:
    from baise_desktop.app.home import DueSubmission

STATES = {
    "draft": ("empty", "text"),
    "signed": ("sign", "accent"),
    "exported": ("export", "accent"),
    "received": ("inbox", "accent"),
    "returned": ("explain", "warning"),
    "accepted": ("done", "good"),
}
_OPEN = ("draft", "returned", "signed")
_SOON_DAYS = 10


class HomePage(QWidget):
    """One card for each submission; an empty state that says what to do."""

    #: plan and period that the reader wants to work on
    submission_requested = Signal(str, str)
    #: a task pack is to be opened
    task_pack_requested = Signal()

    def __init__(self) -> None:
        """Nothing owed yet."""
        super().__init__()
        self.open_pack = button(say("window.open_task_pack"), "primary")
        self.open_pack.clicked.connect(self.task_pack_requested)
        nothing = EmptyState("pack", say("window.home_empty"), say("window.home_empty_advice"), self.open_pack)
        self.later_pack = button(say("window.open_task_pack"), icon="pack")
        self.later_pack.clicked.connect(self.task_pack_requested)
        self.buttons: list[QPushButton] = []
        self._pages = QStackedWidget()
        self._pages.addWidget(nothing)
        self._pages.addWidget(self._make_list())
        column(self, self._pages)

    def show_due(self, dues: Sequence[DueSubmission]) -> None:
        """Show what is owed."""
        empty_layout(self._cards)
        self.buttons = []
        for due in dues:
            self._cards.addWidget(self._card(due, primary=not self.buttons))
        self._cards.addStretch(1)
        self._pages.setCurrentIndex(1 if dues else 0)

    def _make_list(self) -> QWidget:
        listing = QWidget()
        head = QHBoxLayout()
        head.addWidget(plain_label(say("window.home_title"), "title"), 1)
        head.addWidget(self.later_pack)
        page = QWidget()
        page.setObjectName("page")
        self._cards = QVBoxLayout(page)
        self._cards.setContentsMargins(0, 0, 4, 0)
        self._cards.setSpacing(10)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(page)
        layout = column(listing, margin=16, spacing=12)
        layout.addLayout(head)
        layout.addWidget(area, 1)
        return listing

    def _card(self, due: DueSubmission, *, primary: bool) -> QFrame:
        frame = QFrame()
        frame.setProperty("class", "card")
        grid = QGridLayout(frame)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(24)
        grid.setColumnStretch(0, 1)
        version = say("window.version", version=due.version)
        grid.addWidget(plain_label(say("window.submission", plan=due.plan_name, period=due.period), "section"), 0, 0)
        icon, tone = STATES[due.state]
        grid.addWidget(IconLine(icon, say(f"window.state_{due.state}", version=version), tone), 0, 1)
        grid.addWidget(_deadline(due), 1, 1)
        progress = QProgressBar()
        progress.setRange(0, max(1, due.forms))
        progress.setValue(due.filled)
        progress.setTextVisible(False)
        grid.addWidget(plain_label(say("window.filled_of", filled=due.filled, forms=due.forms), "muted"), 1, 0)
        grid.addWidget(progress, 2, 0, 1, 2)
        work = button(say("window.work_on" if due.state in _OPEN else "window.look_at"), "primary" if primary else "")
        work.setAccessibleName(say("window.submission", plan=due.plan_name, period=due.period))
        work.clicked.connect(lambda: self.submission_requested.emit(due.plan, due.period))
        self.buttons.append(work)
        grid.addWidget(work, 0, 2, 3, 1)
        grid.setColumnMinimumWidth(1, look.current().pixels(220))
        return frame


def _deadline(due: DueSubmission) -> IconLine:
    day = due.due.isoformat()
    if due.state not in _OPEN:
        return IconLine("", say("window.due_on", due=day), "muted")
    if due.days_left < 0:
        return IconLine("blocking", say("window.late_by", due=day, days=-due.days_left), "danger")
    tone, icon = ("warning", "explain") if due.days_left <= _SOON_DAYS else ("text", "")
    return IconLine(icon, say("window.days_left", due=day, days=due.days_left), tone)
