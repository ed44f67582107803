"""What the unit owes, most urgent first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QHBoxLayout, QProgressBar, QStackedWidget, QWidget

from baise_desktop.texts import say
from baise_desktop.ui.labels import EmptyState, IconLine, button, column, plain_label
from baise_desktop.ui.moments import period_text
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView
from baise_desktop.ui.unit.standing_card import StandingCard

if TYPE_CHECKING:
    from baise_desktop.app.enrolment.desk_standing import DeskStanding
    from baise_desktop.app.installation.home import DueSubmission

STATES = {
    "draft": ("empty", "text"),
    "signed": ("sign", "accent"),
    "exported": ("export", "accent"),
    "received": ("inbox", "accent"),
    "returned": ("explain", "warning"),
    "accepted": ("done", "good"),
}
_OPEN = ("draft", "returned", "signed")
SENT = ("exported", "received", "accepted")
"""States in which it has left the house."""
_SOON_DAYS = 10


class HomePage(QWidget):
    """The most urgent submission as a card, the others as a table; an empty state that says what to do."""

    #: plan and period that the reader wants to work on
    submission_requested = Signal(str, str)
    #: a task pack is to be opened
    task_pack_requested = Signal()
    #: what the last task pack changed shall be shown again
    news_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.open_pack = button(say("window.open_task_pack"), "primary")
        self.open_pack.clicked.connect(self.task_pack_requested)
        nothing = EmptyState("pack", say("window.home_empty"), say("window.home_empty_advice"), self.open_pack)
        self.later_pack = button(say("window.letters_open"), icon="inbox")
        self.later_pack.clicked.connect(self.task_pack_requested)
        self.news = button(say("window.news_again"), icon="hint")
        self.news.clicked.connect(self.news_requested)
        self.first = DueCard()
        self.first.requested.connect(self.submission_requested)
        self.standing = StandingCard()
        self.news.hide()
        self.table = PlainTableView(_headings())
        self.table.activated.connect(self._open_line)
        self.table.clicked.connect(self._open_line)
        self._pages = QStackedWidget()
        self._pages.addWidget(nothing)
        self._pages.addWidget(self._make_list())
        above = QWidget()
        inner = column(above, self.standing)
        inner.setContentsMargins(16, 12, 16, 0)
        column(self, above, self._pages, spacing=0).setStretch(1, 1)

    def show_due(self, dues: Sequence[DueSubmission]) -> None:
        """Show what is owed."""
        if dues:
            self.first.show_due(dues[0])
        self.table.table.set_lines([_line(due) for due in dues])
        self._pages.setCurrentIndex(1 if dues else 0)
        if self.isVisible() and not self.isAncestorOf(QApplication.focusWidget()):
            (self.first.work if dues else self.open_pack).setFocus()

    def show_standing(self, standing: DeskStanding) -> None:
        """Show how this installation stands; news of the last pack is offered where there was something to change."""
        self.standing.show_standing(standing)
        self.news.setVisible(standing.has_update)

    def _make_list(self) -> QWidget:
        listing = QWidget()
        head = QHBoxLayout()
        head.addWidget(plain_label(say("window.home_title"), "title"), 1)
        head.addWidget(self.news)
        head.addWidget(self.later_pack)
        layout = column(listing, margin=16, spacing=12)
        layout.addLayout(head)
        layout.addWidget(self.first)
        layout.addWidget(plain_label(say("window.home_all"), "section"))
        layout.addWidget(self.table, 1)
        return listing

    def _open_line(self, index: QModelIndex) -> None:
        due: DueSubmission = self.table.table.line(index.row()).value
        self.submission_requested.emit(due.plan, due.period)


class DueCard(QFrame):
    """One submission: what, how far, until when."""

    #: plan and period
    requested = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("class", "card")
        self._due: DueSubmission | None = None
        self.title = plain_label(kind="section", wrap=True)
        self.state, self.deadline = IconLine(), IconLine()
        self.filled = plain_label(kind="muted")
        self.remark = IconLine(wrap=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.work = button("", "primary")
        self.work.clicked.connect(self._ask)
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 12, 16, 14)
        grid.setHorizontalSpacing(24)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self.title, 0, 0)
        grid.addWidget(self.state, 0, 1)
        grid.addWidget(self.filled, 1, 0)
        grid.addWidget(self.deadline, 1, 1)
        grid.addWidget(self.progress, 2, 0, 1, 2)
        grid.addWidget(self.work, 0, 2, 3, 1)
        grid.addWidget(self.remark, 3, 0, 1, 3)

    def show_due(self, due: DueSubmission) -> None:
        """Show a submission."""
        self._due = due
        self.title.setText(submission_words(due.plan_name, due.period))
        icon, tone = STATES[due.state]
        self.state.show_state(icon, _standing(due), tone)
        cell = deadline(due, "late_by", "days_left")
        self.deadline.show_state(cell.icon, cell.text, cell.tone)
        self.remark.show_state("explain", say("window.remark_line", reason=due.reason), "warning")
        self.remark.setVisible(bool(due.reason))
        self.filled.setText(say("window.filled_of", filled=due.filled, forms=due.forms))
        self.progress.setRange(0, max(1, due.forms))
        self.progress.setValue(due.filled)
        begin = "window.begin_work" if is_untouched(due) else "window.work_on"
        self.work.setText(say(begin if due.state in _OPEN else "window.look_at"))

    def _ask(self) -> None:
        if self._due is not None:
            self.requested.emit(self._due.plan, self._due.period)


def submission_words(plan_name: str, period: str) -> str:
    """A submission as people name it."""
    return say("window.submission", plan=plan_name, period=period_text(period))


def _standing(due: DueSubmission) -> str:
    """Among all that is owed: what nobody began stands out."""
    return say("window.state_untouched") if is_untouched(due) else state_words(due)


def is_untouched(due: DueSubmission) -> bool:
    """Nothing was filled in yet."""
    return due.state == "draft" and due.version == 1 and not due.filled


def state_words(due: DueSubmission) -> str:
    """How far a submission is, and its version."""
    return say(f"window.state_{due.state}", version=say("window.version", version=due.version))


def deadline(due: DueSubmission, late: str = "late_since", early: str = "due_in") -> Cell:
    """When it is due, and how near that is; `late` and `early` name the sentences."""
    day = due.due.isoformat()
    if due.state not in _OPEN:
        return Cell(day, "", "muted")
    if due.days_left < 0:
        return Cell(say(f"window.{late}", due=day, days=-due.days_left), "blocking", "danger")
    tone, icon = ("warning", "explain") if due.days_left <= _SOON_DAYS else ("text", "")
    return Cell(say(f"window.{early}", due=day, days=due.days_left), icon, tone)


def _headings() -> tuple[Heading, ...]:
    widths = (("column_period", 140), ("column_state", 190), ("column_due", 240))
    return (
        *(Heading(say(f"window.{name}"), width, is_whole=True) for name, width in widths),
        Heading(say("window.column_filled"), 100, is_number=True),
        Heading(say("window.column_plan"), 0),
    )


def _line(due: DueSubmission) -> Line:
    icon, tone = STATES[due.state]
    cells = (
        Cell(period_text(due.period)),
        Cell(_standing(due), icon, tone, tip=say("window.remark_line", reason=due.reason) if due.reason else ""),
        deadline(due),
        Cell(f"{due.filled} / {due.forms}"),
        Cell(due.plan_name),
    )
    return Line(cells, due)
