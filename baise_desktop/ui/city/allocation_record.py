"""Beside the grid of the breakdown: what it lacks, and how the current share came to be."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QSplitter, QWidget

from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.labels import button, column, plain_label, row
from baise_desktop.ui.moments import show_moment
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baise_desktop.form.definition import Catalogue
    from baise_desktop.progress.allocation_gaps import AllocationGap
    from baise_desktop.store.allocation import ShareHistory

_TALL = 420
"""Pixels at 100 % from which there is room for both lists."""
_ICONS = {"none": ("empty", "muted"), "units": ("explain", "warning"), "sum": ("blocking", "danger")}


class AllocationRecord(QWidget):
    """Two short lists."""

    #: id of a target to look at
    target_requested = Signal(str)

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self._catalogue = catalogue
        self.gaps_title, self.history_title = plain_label(), plain_label(wrap=True)
        self.gaps = PlainTableView((Heading(say("window.allocation_gap_column"), 0),))
        self.gaps.doubleClicked.connect(self._go)
        self.gaps.activated.connect(self._go)
        self.history = PlainTableView(
            (
                Heading(say("window.allocation_history_change"), 96, is_number=True),
                Heading(say("window.allocation_history_reason"), 0),
            )
        )
        for view in (self.gaps, self.history):
            view.setWordWrap(True)
            view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        split = QSplitter(Qt.Orientation.Vertical)
        self._sides: list[QWidget] = []
        for title, view in ((self.gaps_title, self.gaps), (self.history_title, self.history)):
            side = QWidget()
            column(side, title, view, spacing=4).setStretch(1, 1)
            split.addWidget(side)
            self._sides.append(side)
        split.setChildrenCollapsible(False)
        split.setSizes([300, 160])
        self.chips = [button(say(f"window.allocation_side_{name}"), "chip") for name in ("gaps", "history")]
        for chip in self.chips:
            chip.setCheckable(True)
            chip.setAutoExclusive(True)
        self.chips[0].setChecked(True)
        self._switch = QWidget()
        self._switch.setLayout(row(*self.chips))
        layout = column(self, self._switch, split, spacing=4)
        layout.setContentsMargins(10, 0, 0, 0)
        layout.setStretch(1, 1)
        for chip in self.chips:
            chip.toggled.connect(lambda _: self._arrange())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little height one list has all of it."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        is_low = self.height() < look.current().pixels(_TALL)
        self._switch.setVisible(is_low)
        for side, chip in zip(self._sides, self.chips, strict=True):
            side.setVisible(chip.isChecked() or not is_low)

    def show_gaps(self, gaps: Sequence[AllocationGap]) -> None:
        """What is lacking."""
        words = say("window.allocation_gaps", count=len(gaps)) if gaps else say("window.allocation_gaps_none")
        self.gaps_title.setText(words)
        self.gaps.table.set_lines([Line((Cell(gap.sentence, *_ICONS[gap.kind]),), gap) for gap in gaps])

    def show_history(self, place: tuple[str, str, int], history: Sequence[ShareHistory]) -> None:
        """How the share of a place came to be, the latest change first."""
        target, unit, year = place
        owner = self._catalogue.units[unit].short if unit else say("words.whole_city")
        when = say("allocation.year", year=year) if year else say("allocation.whole_plan")
        self.history_title.setText(say("window.allocation_history", unit=owner, year=when))
        mine = [h for h in history if (h.change.target, h.change.unit, h.change.year) == (target, unit, year)]
        lines = [_line(each) for each in reversed(mine)]
        nothing = Line((Cell(""), Cell(say("window.allocation_history_none"), tone="muted")))
        self.history.table.set_lines(lines or [nothing])

    def _go(self, index: QModelIndex) -> None:
        self.target_requested.emit(self.gaps.table.line(index.row()).value.target)


def _line(each: ShareHistory) -> Line:
    change, moment = each.change, show_moment(datetime.fromisoformat(each.at))
    numbers = say("window.allocation_history_numbers", before=change.before or "—", after=change.after or "—")
    words = "：".join(filter(None, (change.status, each.reason)))
    return Line((Cell(numbers), Cell(f"{moment[:10]}　{words}", tip=f"{moment}\n{words}")), each)
