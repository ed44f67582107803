"""What a block of texts would change, to look through before it is done: chips by kind above a table."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from baise_desktop.app.entry.difference import CellChange, Difference, Kind
from baise_desktop.texts import say
from baise_desktop.ui.flow_row import FlowRow
from baise_desktop.ui.labels import button, column, copyable_label, plain_label
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView

if TYPE_CHECKING:
    from collections.abc import Sequence

KINDS: tuple[Kind, ...] = get_args(Kind)
MOST_SHOWN = 2_000
_LOOKS = {"new": ("", "good"), "changed": ("", "text"), "same": ("", "muted"), "bad": ("blocking", "danger")}


class DifferenceView(QWidget):
    """Starts with what is wrong if there is anything, else with what changes."""

    def __init__(self) -> None:
        """Empty until `show_difference`."""
        super().__init__()
        self._difference = Difference((), 0, 0)
        self._kind: Kind | None = None
        self.chips = FlowRow()
        self.buttons = {kind: button("", "chip") for kind in (None, *KINDS)}
        for kind, chip in self.buttons.items():
            chip.setCheckable(True)
            chip.clicked.connect(partial(self.choose, kind))
            self.chips.add(chip)
        self.table = PlainTableView(_headings(), many=True)
        self.note = plain_label(kind="muted")
        self.reason = copyable_label()
        self.reason.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self.reason.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_reason())
        layout = column(self, self.chips)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.reason)
        layout.addWidget(self.note)

    def show_difference(self, difference: Difference) -> None:
        """Show what would change."""
        self._difference = difference
        changes = len(difference.cells) - difference.count("same")
        self.buttons[None].setText(say("window.difference_all", count=changes))
        for kind in KINDS:
            chip = self.buttons[kind]
            chip.setText(say(f"window.difference_{kind}", count=difference.count(kind)))
            chip.setVisible(difference.count(kind) > 0)
        kept = self._kind if self._kind and difference.count(self._kind) else None
        worst: Kind | None = "bad" if difference.count("bad") else None
        self.choose(kept or worst)

    def choose(self, kind: Kind | None, *_: object) -> None:
        """Show the cells of one kind, or all that change."""
        self._kind = kind
        for each, chip in self.buttons.items():
            chip.setChecked(each == kind)
        wanted = [each for each in self._difference.cells if (each.kind == kind if kind else each.kind != "same")]
        self.table.table.set_lines([_line(each) for each in wanted[:MOST_SHOWN]])
        self.reason.setVisible(any(each.reason for each in wanted[:MOST_SHOWN]))
        if wanted:
            self.table.setCurrentIndex(self.table.table.index(0, 0))
        self._show_reason()
        self.note.setText(_tell_cut(wanted))
        self.note.setVisible(bool(self.note.text()))

    def _show_reason(self) -> None:
        """The whole reason of the line at hand: its column is seldom wide enough."""
        line = self.table.currentIndex().row()
        change: CellChange | None = self.table.table.line(line).value if line >= 0 else None
        if change is None or not change.reason:
            self.reason.clear()
            return
        self.reason.setText(say("window.difference_reason", at=change.line, name=change.name, reason=change.reason))


def _headings() -> tuple[Heading, ...]:
    widths = {"line": 96, "field": 150, "before": 176, "after": 186, "note": 0}
    return tuple(Heading(say(f"window.difference_{name}"), width) for name, width in widths.items())


def _line(change: CellChange) -> Line:
    icon, tone = _LOOKS[change.kind]
    blank = say("window.difference_blank")
    old, shown = change.before.replace("\n", " "), change.after.replace("\n", " ")
    understood = say("window.difference_understood", text=change.text) if change.text != change.after else ""
    told = " ".join((say(f"window.difference_is_{change.kind}"), understood)).strip()
    return Line(
        (
            Cell(change.line),
            Cell(change.name),
            Cell(old or blank, tone="text" if old else "muted", tip=change.before),
            Cell(shown or blank, icon, tone, tip=change.after),
            Cell(change.reason or told, tone=tone if change.reason else "muted"),
        ),
        change,
    )


def _tell_cut(wanted: Sequence[CellChange]) -> str:
    if not wanted:
        return say("window.difference_none")
    rest = len(wanted) - MOST_SHOWN
    return say("window.difference_cut", shown=MOST_SHOWN, rest=rest) if rest > 0 else ""
