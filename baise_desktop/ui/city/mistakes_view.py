"""What the author of definitions has to change: where, and how; to be copied and sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from baise_desktop.texts import say
from baise_desktop.ui.clipboard import format_block
from baise_desktop.ui.labels import IconLine, button, column, copyable_label, plain_label, row, set_look
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView


@dataclass(frozen=True, slots=True)
class Place:
    """One thing to change."""

    where: str
    """Sheet of a workbook, or file."""
    spot: str
    """Cell, or key."""
    cure: str


class MistakesView(QWidget):
    """A verdict, a table of everything wrong, and the whole sentence of the line chosen."""

    #: the reader has seen enough
    closed = Signal()

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self._places: tuple[Place, ...] = ()
        self.title = plain_label("", "section")
        self.verdict = IconLine(wrap=True)
        self.back = button(say("window.forms_back"))
        self.back.clicked.connect(self.closed)
        self.copy = button(say("window.forms_copy_all"))
        self.copy.clicked.connect(self._copy)
        self.view = PlainTableView(
            (
                Heading(say("window.forms_where"), 170),
                Heading(say("window.forms_spot"), 190),
                Heading(say("window.forms_cure"), 0),
            ),
            many=True,
        )
        self.view.selectionModel().currentRowChanged.connect(self._show_whole)
        self.whole = copyable_label()
        set_look(self.whole, "class", "quote")
        layout = column(self, self.title, self.verdict, margin=0, spacing=8)
        layout.addLayout(row(self.back, self.copy))
        layout.addWidget(self.view, 1)
        layout.addWidget(self.whole)
        layout.addStretch(0)

    def show_places(self, title: str, places: Sequence[Place], advice: str) -> None:
        """Show what is wrong; `advice` says what to do then, or what it means when nothing is."""
        self._places = tuple(places)
        self.title.setText(title)
        wrong = bool(places)
        self.verdict.show_state("blocking" if wrong else "done", advice, "danger" if wrong else "good")
        for each in (self.view, self.whole, self.copy):
            each.setVisible(wrong)
        self.view.table.set_lines(
            [Line((Cell(each.where), Cell(each.spot), Cell(each.cure)), each) for each in self._places]
        )
        self.whole.clear()
        if wrong:
            self.view.selectRow(0)
            self.view.setFocus()

    def _show_whole(self) -> None:
        index = self.view.currentIndex()
        if index.isValid():
            self.whole.setText(self._places[index.row()].cure)

    def _copy(self) -> None:
        lines = [[each.where, each.spot, each.cure] for each in self._places]
        QGuiApplication.clipboard().setText(format_block([self._headings(), *lines]))

    def _headings(self) -> list[str]:
        return [heading.title for heading in self.view.table.headings]
