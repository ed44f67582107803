"""收发记录: what was sent and what came, with what each package says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from baise_desktop.exchange.header import Kind
from baise_desktop.texts import say
from baise_desktop.ui.flow_row import FlowRow
from baise_desktop.ui.labels import EmptyState, button, column, copyable_label, plain_label
from baise_desktop.ui.moments import period_text, show_moment
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView
from baise_desktop.ui.unit.returns_lines import comment_headings, comment_lines

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.mail.correspondence import Correspondence
    from baise_desktop.ui.unit.session import Session

_STATES = {
    "": ("", "muted"),
    "sealed": ("sign", "muted"),
    "exported": ("export", "accent"),
    "received": ("inbox", "accent"),
    "returned": ("explain", "warning"),
    "accepted": ("done", "good"),
    "replaced": ("hint", "muted"),
    "forgotten": ("explain", "warning"),
}
_ICONS = {True: "export", False: "inbox"}


class HistoryPage(QWidget):
    """One line a package, the newest first; below it what the city wrote."""

    #: a file that the city sent is to be opened
    open_requested = Signal()
    #: a sentence about what was taken over the telephone
    told = Signal(str)
    #: BaiseError that a look met with
    refused = Signal(object)

    def __init__(self, session: Session) -> None:
        """Empty until `open`."""
        super().__init__()
        self._session = session
        self.open_file = button(say("window.letters_open"), "primary")
        self.contents = button(say("window.history_contents"))
        self.report = button(say("window.history_report"))
        self.folder = button(say("window.history_folder"))
        self.code = button(say("window.code_enter"))
        self.table = PlainTableView(_headings())
        self.words = plain_label(wrap=True)
        self.place = copyable_label(kind="muted")
        self.comments = PlainTableView(comment_headings())
        self._below = QWidget()
        nothing = EmptyState("inbox", say("window.history_empty"), say("window.history_advice"))
        self._pages = QStackedWidget()
        self._pages.addWidget(nothing)
        self._pages.addWidget(self._make_list())
        layout = column(self, plain_label(say("window.nav_history"), "title"), margin=16, spacing=10)
        layout.addWidget(FlowRow(self.contents, self.report, self.folder, self.code, self.open_file))
        layout.addWidget(self._pages, 1)
        self._connect()
        self._show_one()

    def open(self) -> None:
        """Read what was sent and what came."""
        self._session.jobs.run(_read, self._show)

    def _make_list(self) -> QWidget:
        inner = column(self._below, self.words, self.comments, spacing=6)
        inner.setContentsMargins(0, 8, 0, 0)
        inner.setStretch(1, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.table)
        split.addWidget(self._below)
        split.setChildrenCollapsible(False)
        split.setSizes([380, 220])
        split.setStretchFactor(0, 1)
        listing = QWidget()
        column(listing, split, self.place).setStretch(0, 1)
        return listing

    def _connect(self) -> None:
        self.open_file.clicked.connect(self.open_requested)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_one())
        self.table.activated.connect(lambda _: self.contents.click())
        self.contents.clicked.connect(self._show_contents)
        self.report.clicked.connect(self._show_report)
        self.folder.clicked.connect(self._open_folder)
        self.code.clicked.connect(self._enter_code)

    def _show(self, found: Sequence[Correspondence]) -> None:
        plans = {plan.id: plan.short_name for plan in self._session.catalogue.plans.values()}
        self.table.table.set_lines([_line(each, plans) for each in found])
        self._pages.setCurrentIndex(1 if found else 0)
        if found:
            self.table.selectRow(0)
        if self.isVisible():
            (self.table if found else self.open_file).setFocus()
        self._show_one()

    def _chosen(self) -> Correspondence | None:
        chosen: list[Correspondence] = self.table.chosen()
        return chosen[0] if chosen else None

    def _show_one(self) -> None:
        one = self._chosen()
        has_rows = one is not None and one.kind is Kind.SUBMISSION and one.is_there
        self.contents.setEnabled(has_rows)
        self.report.setEnabled(has_rows)
        self.folder.setEnabled(one is not None and one.is_there)
        self.code.setEnabled(one is not None and one.awaits_code)
        self.words.setText(_words_about(one) if one else "")
        self.words.setVisible(bool(self.words.text()))
        self.comments.table.set_lines(comment_lines(one.places, one.comments) if one else [])
        self.comments.setVisible(bool(one and one.comments))
        self._below.setVisible(bool(self.words.text() or (one and one.comments)))
        there = "window.history_file" if one and one.is_there else "window.history_gone"
        self.place.setText(say(there, path=one.file) if one else "")

    def _words(self, one: Correspondence) -> str:
        return say("window.history_of", period=period_text(one.period), version=one.version)

    def _show_contents(self) -> None:
        from baise_desktop.ui.package_window import PackageWindow

        one = self._chosen()
        if one is not None and self.contents.isEnabled():
            PackageWindow(self._session.jobs, one.identity, self._words(one), self.window()).open()

    def _enter_code(self) -> None:
        from baise_desktop.ui.unit.receipt_code_window import ReceiptCodeWindow

        one = self._chosen()
        if one is not None:
            window = ReceiptCodeWindow(self._session.jobs, one.identity, self._words(one), self.window())
            window.confirmed.connect(self._take_code)
            window.open()

    def _take_code(self, sentence: str) -> None:
        self.told.emit(sentence)
        self._session.saved.emit()
        self.open()

    def _show_report(self) -> None:
        from baise_desktop.ui.print_papers import open_sealed

        one = self._chosen()
        if one is not None:
            open_sealed(self._session.jobs, one.identity, self.window(), self.refused.emit)

    def _open_folder(self) -> None:
        one = self._chosen()
        if one is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(one.file.parent)))


def _headings() -> tuple[Heading, ...]:
    return (
        Heading(say("window.history_at"), 160, is_whole=True),
        Heading(say("window.history_kind"), 150, is_whole=True),
        Heading(say("window.column_period"), 130, is_whole=True),
        Heading(say("window.column_version"), 64, is_number=True),
        Heading(say("window.column_state"), 130, is_whole=True),
        Heading(say("window.column_rows"), 70, is_number=True, is_spare=True),
        Heading(say("window.column_plan"), 250, is_spare=True),
        Heading(say("window.column_identity"), 0),
    )


def _line(one: Correspondence, plans: dict[str, str]) -> Line:
    way = "window.history_sent" if one.sent else "window.history_came"
    icon, tone = _STATES[one.state]
    return Line(
        (
            Cell(show_moment(datetime.fromisoformat(one.at))),
            Cell(say(way, kind=say(f"kinds.{one.kind}")), _ICONS[one.sent]),
            Cell(period_text(one.period) if one.period else ""),
            Cell(str(one.version) if one.version else ""),
            Cell(_tell_state(one), icon, tone),
            Cell(str(one.rows) if one.rows else ""),
            Cell(plans.get(one.plan, one.plan)),
            Cell(one.identity[:12], tone="muted", tip=one.identity),
        ),
        one,
    )


def _tell_state(one: Correspondence) -> str:
    state = say(f"window.history_{one.state}") if one.state else ""
    return say("window.history_told", state=state) if one.told else state


def _words_about(one: Correspondence) -> str:
    """What the line below says: the warning about a receipt, what was heard, or the reason of a return."""
    told = say("window.code_told", at=show_moment(datetime.fromisoformat(one.told))) if one.told else ""
    return one.warning or told or (say("window.history_reason", reason=one.reason) if one.reason else "")


def _read(desk: Desk) -> Sequence[Correspondence]:
    from baise_desktop.app.mail.correspondence import list_correspondence

    return list_correspondence(desk)
