"""已发出: every package that was sealed here, to be sent again as it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.labels import button, column, plain_label, row
from baise_desktop.ui.moments import period_text, show_moment
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView

if TYPE_CHECKING:
    from baise_desktop.app.outgoing.outbox import Sent

_STATES = {
    "signed": ("sign", "warning"),
    "exported": ("export", "accent"),
    "received": ("inbox", "accent"),
    "returned": ("explain", "warning"),
    "accepted": ("done", "good"),
    "draft": ("empty", "muted"),
    "overtaken": ("close", "muted"),
}
_SHOWN = 12


class SentList(QWidget):
    """The outbox as a table, with what can be done with a line."""

    #: identity of the package that shall leave again
    again_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.table = PlainTableView(_headings())
        self.table.setAccessibleName(say("window.sent_title"))
        self.nothing = plain_label(say("window.sent_none"), "muted", wrap=True)
        self.again = button(say("window.sent_again"), icon="export")
        self.again.clicked.connect(self._ask_again)
        self.open = button(say("window.sent_open"), icon="folder")
        self.open.clicked.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._allow())
        layout = column(self, self.nothing, self.table)
        layout.addLayout(row(self.again, self.open))
        layout.addWidget(plain_label(say("window.sent_advice"), "muted", wrap=True))
        self._ready = False
        self._known: set[str] = set()
        self._fit()
        self.show_sent((), ready=False)

    def show_sent(self, sent: Sequence[Sent], *, ready: bool, here: tuple[str, str] = ("", "")) -> None:
        """Show what was sent; `ready` when there is a place to send to, `here` the plan and period that are open."""
        chosen = [each.identity for each in self.table.chosen()]
        self.table.table.set_lines([_line(each) for each in sent])
        is_new = bool(sent) and sent[0].identity not in self._known
        self._known = {each.identity for each in sent}
        if is_new or not chosen:
            chosen = [each.identity for each in sent if (each.plan, each.period) == here][:1]
        at = next((number for number, each in enumerate(sent) if each.identity in chosen), 0)
        if sent:
            self.table.selectRow(at)
        self.nothing.setVisible(not sent)
        self.table.setVisible(bool(sent))
        self.allow(ready=ready)

    def allow(self, *, ready: bool) -> None:
        """Whether a package can leave again now."""
        self._ready = ready
        self._allow()

    def changeEvent(self, event: QEvent) -> None:
        """Keep the height in a new look."""
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def _allow(self) -> None:
        chosen = self.table.chosen()
        self.again.setEnabled(bool(chosen) and self._ready and chosen[0].size > 0)
        self.open.setEnabled(bool(chosen) and chosen[0].size > 0)

    def _ask_again(self) -> None:
        for each in self.table.chosen():
            self.again_requested.emit(each.identity)

    def _open(self) -> None:
        for each in self.table.chosen():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(each.file.parent)))

    def _fit(self) -> None:
        self.table.setFixedHeight(look.current().pixels(170))


def _headings() -> tuple[Heading, ...]:
    return (
        Heading(say("window.column_period"), 130, is_whole=True),
        Heading(say("window.column_version"), 64, is_number=True),
        Heading(say("window.column_state"), 130, is_whole=True),
        Heading(say("window.sent_sealed"), 160, is_whole=True, is_spare=True),
        Heading(say("window.sent_exported"), 160, is_whole=True),
        Heading(say("window.sent_size"), 90, is_number=True),
        Heading(say("window.sent_identity"), 0),
    )


def _line(sent: Sent) -> Line:
    from baise_desktop.app.files.delivery import show_size

    icon, tone = _STATES[sent.state]
    lost = Cell(say("window.sent_lost"), "blocking", "danger")
    cells = (
        Cell(period_text(sent.period)),
        Cell(str(sent.version)),
        Cell(say(f"window.sent_state_{sent.state}"), icon, tone),
        Cell(_moment(sent.sealed_at)),
        Cell(_moment(sent.exported_at) if sent.exported_at else say("window.sent_never")),
        Cell(show_size(sent.size)) if sent.size else lost,
        Cell(sent.identity[:_SHOWN], tip=sent.identity),
    )
    return Line(cells, sent)


def _moment(text: str) -> str:
    return show_moment(datetime.fromisoformat(text))
