"""待处理: conflicts, forks, gaps and holds, each with its age and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.labels import EmptyState, column, plain_label
from baise_desktop.ui.list_window import ListWindow
from baise_desktop.ui.moments import show_moment
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.inbox.matters import Matter

_KINDS = {
    "conflict": ("blocking", "danger"),
    "hold": ("explain", "warning"),
    "fork": ("explain", "warning"),
    "chain": ("explain", "warning"),
    "gap": ("hint", "accent"),
}


class MattersPanel(QWidget):
    """One line a matter; below it the whole of the one that is chosen."""

    #: another one is chosen, or none
    chosen_changed = Signal()
    #: the conflict chosen is to be decided
    resolve_requested = Signal()

    def __init__(self) -> None:
        """Nothing read yet."""
        super().__init__()
        self.view = PlainTableView(_headings())
        self.words = plain_label(wrap=True)
        self.advice = plain_label(kind="muted", wrap=True)
        nothing = EmptyState("done", say("window.matters_empty"), say("window.matters_empty_advice"))
        listed = QWidget()
        column(listed, self.view, self.words, self.advice, spacing=8).setStretch(0, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(nothing)
        self._pages.addWidget(listed)
        column(self, self._pages)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._tell())
        self.view.activated.connect(lambda _: self.resolve_requested.emit())

    def show_matters(self, matters: Sequence[Matter]) -> None:
        """Show what waits; the one that was chosen stays so."""
        chosen = [each.identities for each in self.view.chosen()]
        self.view.table.set_lines(list(map(_line, matters)))
        self._pages.setCurrentIndex(int(bool(matters)))
        self.view.choose(lambda each: each.identities in chosen)
        if matters and not self.view.chosen():
            self.view.selectRow(0)
        self._tell()

    def chosen(self) -> Matter | None:
        """The one that is chosen."""
        return next(iter(self.view.chosen()), None)

    def count(self) -> int:
        """How many wait."""
        return self.view.table.rowCount()

    def show_list(self) -> None:
        """All of them as a list to keep."""
        matters: list[Matter] = [self.view.table.line(number).value for number in range(self.count())]
        lines = [line for number, each in enumerate(matters, 1) for line in _paragraph(number, each)]
        heading = say("window.matters_count", count=len(matters))
        ListWindow(say("window.matters_title"), heading, lines, utc_now(), self.window()).open()

    def _tell(self) -> None:
        chosen = self.chosen()
        self.words.setText(chosen.sentence if chosen else "")
        self.advice.setText(say("window.matters_do", advice=chosen.advice) if chosen else "")
        self.chosen_changed.emit()


def read_matters(desk: Desk) -> Sequence[Matter]:
    """What waits now."""
    from baise_desktop.app.inbox.matters import list_matters

    return list_matters(desk, utc_now())


def _headings() -> tuple[Heading, ...]:
    return (
        Heading(say("window.matters_kind"), 100, is_whole=True),
        Heading(say("window.column_unit"), 190),
        Heading(say("window.matters_about"), 0),
        Heading(say("window.matters_since"), 160, is_whole=True, is_spare=True),
        Heading(say("window.matters_age"), 84, is_number=True),
    )


def _line(matter: Matter) -> Line:
    icon, tone = _KINDS[matter.kind]
    cells = (
        Cell(say(f"matters.kind_{matter.kind}"), icon, tone),
        Cell(matter.unit_name),
        Cell(matter.about, tip=matter.sentence),
        Cell(_moment(matter)),
        Cell(say("window.matters_days", days=matter.days)),
    )
    return Line(cells, matter)


def _paragraph(number: int, matter: Matter) -> tuple[str, ...]:
    kind = say(f"matters.kind_{matter.kind}")
    head = say("window.matters_line", number=number, kind=kind, unit=matter.unit_name, about=matter.about)
    age = say("window.matters_age_line", since=_moment(matter), days=matter.days)
    return head, matter.sentence, say("window.matters_do", advice=matter.advice), age, ""


def _moment(matter: Matter) -> str:
    return show_moment(datetime.fromisoformat(matter.since))
