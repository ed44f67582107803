"""裁定: the sides of a conflict beside each other, cell by cell; one of them is kept, with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QDialog, QLineEdit, QRadioButton, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.dialog_size import open_at
from baise_desktop.ui.labels import NoticeBar, button, column, plain_label, row
from baise_desktop.ui.moments import period_text, show_moment
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.inbox.conflict_sides import ConflictSides, DifferingCell, Side
    from baise_desktop.ui.city.key_desk import KeyDesk
    from baise_desktop.ui.jobs import Jobs


class ResolveWindow(QDialog):
    """One conflict; Esc closes it without deciding anything."""

    #: it was decided: a sentence about it
    resolved = Signal(str)

    def __init__(self, jobs: Jobs, keys: KeyDesk, identities: Sequence[str], words: str, parent: QWidget) -> None:
        """`words` say which conflict it is."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("window.resolve_title"))
        open_at(self, 1280, 700)
        self._keys, self._identities = keys, tuple(identities)
        self.notice = NoticeBar()
        self.sides: list[QRadioButton] = []
        self._group = QButtonGroup(self)
        self._choices = QWidget()
        self.count = plain_label(kind="muted", wrap=True)
        self.cells = PlainTableView(_headings(()))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(say("window.resolve_reason"))
        self.reason.setAccessibleName(say("window.resolve_reason"))
        self.finish = button(say("window.resolve_finish"), "primary")
        self.cancel = button(say("window.resolve_cancel"))
        self.finish.setEnabled(False)
        self._layout = column(self, self.notice, plain_label(words, "section", wrap=True), margin=14, spacing=8)
        for part in (plain_label(say("window.resolve_advice"), "muted", wrap=True), self._choices, self.count):
            self._layout.addWidget(part)
        self._layout.addWidget(self.cells, 1)
        line = row(self.reason, self.finish, self.cancel)
        line.setStretch(0, 1)
        line.setStretch(line.count() - 1, 0)
        self._layout.addLayout(line)
        self.reason.textChanged.connect(lambda _: self._allow())
        self.reason.returnPressed.connect(self.finish.click)
        self.finish.clicked.connect(self._finish)
        self.cancel.clicked.connect(self.reject)
        self._group.buttonToggled.connect(lambda *_: self._allow())
        jobs.run(partial(_compare, self._identities), self._show, self.notice.show_error)

    def _show(self, found: ConflictSides) -> None:
        layout = column(self._choices, spacing=4)
        for number, side in enumerate(found.sides):
            choice = QRadioButton(say("window.resolve_keep", mark=number + 1))
            choice.setAccessibleDescription(_tell(side))
            self._group.addButton(choice, number)
            self.sides.append(choice)
            layout.addLayout(row(choice, plain_label(_tell(side), "muted", wrap=True), stretch_last=True))
        table = PlainTableView(_headings(found.sides))
        table.table.set_lines([_line(cell) for cell in found.cells])
        table.setAccessibleName(say("window.resolve_cells"))
        self._layout.replaceWidget(self.cells, table)
        self.cells.deleteLater()
        self.cells = table
        self._layout.setStretch(self._layout.indexOf(table), 1)
        key = "resolve_differ" if found.same_period else "resolve_other_period"
        self.count.setText(say(f"window.{key}", count=len(found.cells)))
        if self.sides:
            self.sides[0].setFocus()

    def _allow(self) -> None:
        self.finish.setEnabled(self._group.checkedId() >= 0 and bool(self.reason.text().strip()))

    def _finish(self) -> None:
        keep = self._identities[self._group.checkedId()]
        self.finish.setEnabled(False)
        job = partial(_resolve, self._identities, keep, self.reason.text())
        self._keys.sign(job, self._close, self._refuse)
        self._allow()

    def _refuse(self, error: object) -> None:
        self.notice.show_error(error)  # type: ignore[arg-type]
        self._allow()

    def _close(self, kept: str) -> None:
        self.resolved.emit(say("window.resolve_done", kept=kept))
        self.accept()


def _headings(sides: Sequence[Side]) -> tuple[Heading, ...]:
    first = (
        Heading(say("window.column_form"), 170),
        Heading(say("window.inbox_column_row"), 180),
        Heading(say("window.column_field"), 150),
    )
    names = [say("window.resolve_side", mark=number + 1) for number in range(len(sides))]
    return (*first, *(Heading(name, 0) for name in names)) if sides else (*first, Heading("", 0))


def _line(cell: DifferingCell) -> Line:
    values = [Cell(" ".join(value.split("\n")) or say("window.resolve_blank"), tip=value) for value in cell.values]
    return Line((Cell(cell.title), Cell(cell.row), Cell(cell.field), *values), cell)


def _tell(side: Side) -> str:
    return say(
        "window.resolve_choice",
        period=period_text(side.period),
        version=side.version,
        seq=side.seq,
        rows=side.rows,
        received=show_moment(datetime.fromisoformat(side.received_at)),
        installation=side.installation[:8],
        identity=side.identity[:12],
        file=side.file_name,
    )


def _compare(identities: Sequence[str], desk: Desk) -> ConflictSides:
    from baise_desktop.app.inbox.conflict_sides import compare_sides

    return compare_sides(desk, identities)


def _resolve(identities: Sequence[str], keep: str, reason: str, desk: Desk, passphrase: str) -> str:
    from baise_desktop.app.inbox.resolving import resolve

    return resolve(desk, identities, keep, passphrase, utc_now(), reason).identity[:12]
