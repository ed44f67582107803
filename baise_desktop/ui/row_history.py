"""Below rows that came in packages: what each package of the unit said of the cell or row at the cursor."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QWidget

from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.labels import button, column, plain_label, row
from baise_desktop.ui.moments import show_moment
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView

if TYPE_CHECKING:
    from collections.abc import Callable

    from baise_desktop.app.desk import Desk
    from baise_desktop.app.kept.packed_history import PackedVersion
    from baise_desktop.ui.jobs import Jobs

_SETTLE_MS = 120
_HEIGHT = 152
"""Pixels at 100 %: four lines, for what is above is what is worked on."""
_SHORT = 14
"""Characters of a fingerprint, which the tooltip tells whole."""
Place = tuple[str, str, str, str]
"""Package, form, row and field; the field is empty for the whole row."""


class RowHistory(QWidget):
    """Folded up until it is wanted; from then on it follows the cursor."""

    def __init__(self, jobs: Jobs, find: Callable[[], Place | None], of: QWidget) -> None:
        """`find` tells where the cursor is; Ctrl+H within `of` opens and folds it."""
        super().__init__()
        self._jobs, self._find = jobs, find
        self._shown: Place | None = None
        self.switch = button(say("packed_history.switch"), "chip", "ledger")
        self.switch.setCheckable(True)
        self.switch.setToolTip(say("packed_history.switch_tip"))
        self.title = plain_label(kind="muted")
        self.view = PlainTableView(_headings())
        self.view.setMaximumHeight(look.current().pixels(_HEIGHT))
        layout = column(self, spacing=4)
        layout.addLayout(row(self.switch, self.title))
        layout.addWidget(self.view)
        self.view.hide()
        self._fit(wanted=False)
        self._pause = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._pause.timeout.connect(self._read)
        self.switch.toggled.connect(self._turn)
        QShortcut(QKeySequence("Ctrl+H"), of, self.switch.click)

    def follow(self, *_: object) -> None:
        """The cursor went on."""
        if self.switch.isChecked():
            self._pause.start()

    def _turn(self, wanted: bool) -> None:
        self.view.setVisible(wanted)
        self.title.setVisible(wanted)
        self._fit(wanted=wanted)
        self._shown = None
        self.follow()

    def _fit(self, *, wanted: bool) -> None:
        """Folded, it leaves its share of the height to the rows."""
        kept = QSizePolicy.Policy.Preferred if wanted else QSizePolicy.Policy.Maximum
        self.setSizePolicy(QSizePolicy.Policy.Preferred, kept)

    def _read(self) -> None:
        place = self._find()
        if place is None:
            self.view.table.set_lines([])
        elif place != self._shown:
            self._shown = place
            self._jobs.run(partial(_read, place), partial(self._show, place))

    def _show(self, place: Place, found: tuple[PackedVersion, ...]) -> None:
        if place == self._shown:
            self.title.setText(say("packed_history.count", count=len(found)))
            self.view.table.set_lines([_line(each) for each in found])


def _headings() -> tuple[Heading, ...]:
    widths = (("of", 190), ("text", 0), ("state", 90), ("at", 150), ("package", 112), ("certificate", 130))
    return tuple(Heading(say(f"packed_history.column_{name}"), width) for name, width in widths)


def _line(each: PackedVersion) -> Line:
    key = say("packed_history.certificate_tip", key=each.certificate)
    return Line(
        (
            Cell(each.when),
            Cell(each.text, "hint" if each.changed else ""),
            Cell(each.state),
            Cell(show_moment(datetime.fromisoformat(each.at))),
            Cell(each.identity[:12], tone="muted", tip=each.identity),
            Cell(each.certificate[:_SHORT], tone="muted", tip=key),
        ),
        each,
    )


def _read(place: Place, desk: Desk) -> tuple[PackedVersion, ...]:
    from baise_desktop.app.kept.packed_history import packed_history

    return packed_history(desk, *place)
