"""What a clerk should know of this installation before going to work: its request, its certificate, a restore."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.labels import IconLine, button, column, copyable_label, empty_layout, set_look
from baise_desktop.ui.moments import show_moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QPushButton

    from baise_desktop.app.enrolment.desk_standing import DeskStanding


_TALL, _MOST = 700, 2
"""Pixels at 100 % of a window that has room for so many boxes."""


class StandingCard(QWidget):
    """One box for each thing; hidden when there is nothing to know."""

    #: a new certificate is to be asked for
    renew_requested = Signal()
    #: receipts are to be chosen, to go on after what they name
    catch_up_requested = Signal()
    #: all receipts were compared
    caught_up = Signal()

    def __init__(self) -> None:
        """Nothing known yet."""
        super().__init__()
        self._column = column(self, spacing=8)
        self.hide()

    def show_standing(self, standing: DeskStanding) -> None:
        """Show what is to be known now."""
        empty_layout(self._column)
        boxes = list(self._boxes(standing))[: _MOST if self._is_tall() else 1]
        for box in boxes:
            self._column.addWidget(box)
        self.setVisible(bool(boxes))

    def _is_tall(self) -> bool:
        """Whether there is room for more than the most urgent one beside what is owed."""
        return self.window().height() >= look.current().pixels(_TALL)

    def words(self) -> str:
        """Everything it says."""
        return "\n".join(line.text() for line in self.findChildren(IconLine))

    def _boxes(self, standing: DeskStanding) -> Iterator[QWidget]:
        held, now = standing.certificate, utc_now()
        if standing.restored_at:
            at = show_moment(datetime.fromisoformat(standing.restored_at))
            acts = (
                (
                    button(say("window.standing_receipts")),
                    self.catch_up_requested.emit,
                ),
                (button(say("window.standing_caught_up")), self.caught_up.emit),
            )
            yield _box("explain", say("window.standing_restored", at=at), "warning", *acts)
        if held.pending:
            key = "again" if held.fingerprint else "first"
            box = _box("hint", say(f"window.standing_asked_{key}"), "accent", *self._ways(standing))
            box.layout().addWidget(copyable_label(held.pending, "code"))
            if standing.request_file:
                there = "there" if standing.request_is_there else "gone"
                words = say(f"window.standing_file_{there}", path=standing.request_file)
                box.layout().addWidget(copyable_label(words, "muted"))
            yield box
        elif held.valid_until is not None and held.is_ending(now):
            days, until = (held.valid_until - now).days, held.valid_until.date().isoformat()
            key = "ended" if days < 0 else "ending"
            act = button(say("window.standing_renew")), self.renew_requested.emit
            yield _box("explain", say(f"window.standing_{key}", days=days, until=until), "warning", act)
        elif not held.fingerprint and standing.has_pack:
            act = button(say("window.standing_renew")), self.renew_requested.emit
            yield _box("blocking", say("window.standing_none"), "danger", act)

    def _ways(self, standing: DeskStanding) -> Iterator[tuple[QPushButton, Callable[[], object]]]:
        if standing.request_is_there:
            url = QUrl.fromLocalFile(str(Path(standing.request_file).parent))
            yield button(say("window.open_folder"), icon="folder"), lambda: QDesktopServices.openUrl(url)
        else:
            yield button(say("window.standing_renew")), self.renew_requested.emit


def _box(icon: str, words: str, tone: str, *acts: tuple[QPushButton, Callable[[], object]]) -> QFrame:
    box = QFrame()
    box.setProperty("class", "card")
    line = QHBoxLayout()
    told = IconLine(wrap=True)
    told.show_state(icon, words, tone)
    set_look(told.label, "tone", "text")
    line.addWidget(told, 1, Qt.AlignmentFlag.AlignVCenter)
    for control, act in acts:
        control.clicked.connect(act)
        line.addWidget(control)
    column(box, margin=12, spacing=6).addLayout(line)
    return box
