"""Out of the house: the signed package to a stick, folder or mail draft, what was sent, and the stamped PDF."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QHideEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QWidget

from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.labels import IconLine, button, card, column, plain_label, row
from baise_desktop.ui.path_line import ResultLine
from baise_desktop.ui.secret_edit import SecretEdit, caps_hint
from baise_desktop.ui.unit.export_jobs import (
    DRIVE,
    MAIL,
    Standing,
    Wish,
    drives_mark,
    export,
    find_drives,
    read_standing,
    send_again,
)
from baise_desktop.ui.unit.paper_card import PaperCard
from baise_desktop.ui.unit.sent_list import SentList
from baise_desktop.ui.unit.ways_out import WaysOut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baise_desktop.app.checks.checking import SubmissionCheck
    from baise_desktop.app.files.delivery import Delivered
    from baise_desktop.app.outgoing.exporting import Exported
    from baise_desktop.errors import BaiseError
    from baise_desktop.ui.unit.session import Session


_WIDEST = 1160
"""Pixels at 100 % of the cards: lines to type on need no more."""

_FOOT = 28
"""Pixels at 100 % below what is brought into sight."""

WATCH_MS = 1_500
"""How often the open page asks the system whether a drive has come or gone."""


class ExportPage(QWidget):
    """Three cards: the package, what was sent, and the paper."""

    #: a package was written
    exported = Signal()
    #: BaiseError that an export met with
    refused = Signal(object)

    def __init__(self, session: Session) -> None:
        """Nothing chosen yet."""
        super().__init__()
        self._session = session
        self._signed = self._sealed = False
        self._closed = ""
        self.state = IconLine(wrap=True)
        self.ways = WaysOut()
        self.folder = self.ways.folder
        self.encrypt = QCheckBox(say("window.export_encrypt"))
        self.passphrase = SecretEdit(say("window.passphrase"))
        self.secret_state = IconLine(wrap=True)
        self.export = button(say("window.export_now"), "primary")
        self.needs = plain_label(kind="muted")
        self.package = ResultLine()
        self.sent = SentList()
        self.sent_result = ResultLine()
        self.paper = PaperCard(session)
        self.encrypt.setEnabled(False)
        self._mark = ""
        self._watch = QTimer(self, interval=WATCH_MS)
        self._lay_out()
        self._connect()
        self._allow()

    def show_check(self, check: SubmissionCheck, state: str) -> None:
        """Show whether the submission may be written."""
        self._signed = state not in ("draft", "returned")
        if self._closed:
            self.state.show_state("blocking", say("window.export_closed", to=self._closed), "danger")
        elif self._signed:
            self.state.show_state("done", say("window.export_ready"), "good")
        elif not check.verdict.ready:
            self.state.show_state("blocking", check.verdict.sentence, "danger")
        else:
            self.state.show_state("explain", say("window.export_unsigned"), "warning")
        self._allow()
        if self.isVisible():
            self._read()

    def forget(self) -> None:
        """Another submission: the results of the last one go."""
        self._forget_sent()
        self.passphrase.clear()
        self.paper.forget()
        self.sent.table.clearSelection()
        self._sealed = False

    def showEvent(self, event: QShowEvent) -> None:
        """Read how things stand, and look for sticks."""
        super().showEvent(event)
        self._read()
        self.paper.read()
        self._mark = drives_mark()
        self._look_for_drives()
        self._watch.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody waits for a stick now."""
        super().hideEvent(event)
        self._watch.stop()

    def changeEvent(self, event: QEvent) -> None:
        """Back from plugging a stick in: look again; take the sizes of a new look."""
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
        elif event.type() == QEvent.Type.ActivationChange and self.isVisible() and self.isActiveWindow():
            self._look_for_drives()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        self._page = page = QWidget()
        page.setObjectName("page")
        column(page, self._package_card(), self._sent_card(), self.paper, spacing=12).addStretch(1)
        self._area = area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        column(self, plain_label(say("window.export_title"), "title"), area, margin=16, spacing=12).setStretch(1, 1)
        self._fit()

    def _fit(self) -> None:
        self._page.setMaximumWidth(look.current().pixels(_WIDEST))

    def _package_card(self) -> QFrame:
        self.secret_state.hide()
        package = card(
            plain_label(say("window.export_package"), "section"),
            plain_label(say("window.export_advice"), "muted", wrap=True),
            self.state,
            self.ways,
            self.encrypt,
            self.passphrase,
            caps_hint(self.passphrase),
            self.secret_state,
        )
        package.layout().addLayout(row(self.export, self.needs))  # type: ignore[attr-defined]
        package.layout().addWidget(self.package)
        return package

    def _sent_card(self) -> QFrame:
        return card(plain_label(say("window.sent_title"), "section"), self.sent, self.sent_result)

    def _connect(self) -> None:
        self._watch.timeout.connect(self._notice_drives)
        self.ways.changed.connect(self._allow)
        self.ways.drives_requested.connect(self._look_for_drives)
        self.passphrase.textChanged.connect(self._allow)
        self.passphrase.textChanged.connect(self.secret_state.hide)
        self.passphrase.returnPressed.connect(self.export.click)
        self.export.clicked.connect(self._export)
        self.sent.again_requested.connect(self._send_again)
        self.paper.refused.connect(self._fail)
        self.paper.stamped.connect(self._read)
        self.paper.grew.connect(partial(QTimer.singleShot, 0, self._show_paper))

    def _show_paper(self) -> None:
        """The last card whole, or its buttons where it is higher than the window."""
        self._page.layout().activate()  # type: ignore[union-attr]  # it has one
        self._area.ensureWidgetVisible(self.paper, 0, 0)
        foot = self.paper.result if self.paper.result.isVisible() else self.paper.pdf
        self._area.ensureWidgetVisible(foot, 0, look.current().pixels(_FOOT))

    def _read(self) -> None:
        self._session.jobs.run(partial(read_standing, self._session.plan, self._session.period), self._show_standing)

    def _look_for_drives(self) -> None:
        self._session.jobs.run(find_drives, self.ways.show_drives)

    def _notice_drives(self) -> None:
        """A stick that is plugged in while the page is open turns up by itself."""
        if (mark := drives_mark()) != self._mark:
            self._mark = mark
            self._look_for_drives()

    def _show_standing(self, standing: Standing) -> None:
        self._sealed = standing.sealed
        self._closed = standing.closed
        self.ways.show_terms(standing.terms)
        self._offer_encryption(can=standing.can_encrypt, habit=standing.encrypts)
        self.passphrase.setVisible(not standing.sealed)
        if standing.closed:
            self.state.show_state("blocking", say("window.export_closed", to=standing.closed), "danger")
        elif standing.sealed:
            self.state.show_state("done", say("window.export_done"), "good")
        here = (self._session.plan, self._session.period)
        self.sent.show_sent(standing.sent, ready=self._can_send(), here=here)
        self._allow()

    def _offer_encryption(self, *, can: bool, habit: bool) -> None:
        """As it was done the last time, until it is ticked here."""
        if not can or not self.encrypt.isEnabled():
            self.encrypt.setChecked(can and habit)
        self.encrypt.setEnabled(can)
        self.encrypt.setToolTip(say("window.export_encrypt_tip" if can else "window.export_encrypt_none"))

    def _wish(self) -> Wish | None:
        wish = self.ways.wish()
        return wish and replace(wish, encrypted=self.encrypt.isChecked())

    def _can_send(self) -> bool:
        return not self._closed and self.ways.wish() is not None

    def _allow(self) -> None:
        key = ("export_drive", "export_now", "export_mail")[self.ways.way()]
        self.export.setText(say(f"window.{key}"))
        opens = self._sealed or bool(self.passphrase.text())
        self.export.setEnabled(self._signed and opens and self._can_send())
        self.paper.allow(signed=self._signed, closed=bool(self._closed), sealed=self._sealed)
        need = "place" if self.ways.wish() is None else "" if opens else "passphrase"
        self.needs.setText(say(f"window.export_needs_{need}") if need and self._signed and not self._closed else "")
        self.sent.allow(ready=self._can_send())

    def _export(self) -> None:
        wish = self._wish()
        if wish is None:
            return
        job = partial(export, self._session.plan, self._session.period, wish, self.passphrase.text())
        self.export.setEnabled(False)
        self._forget_sent()
        self._session.write(job, partial(self._show_package, wish.way), self._fail)

    def _forget_sent(self) -> None:
        """Only of what leaves last it is told where it went."""
        self.package.hide()
        self.sent_result.hide()

    def _show_package(self, way: int, made: Exported) -> None:
        self.passphrase.clear()
        told = [_told(way, made.path, fresh=made.fresh, renamed=made.renamed, drafts=len(made.drafts))]
        told.append(say("window.exported", identity=made.identity[:12], version=made.version, seq=made.seq))
        self.package.show_path(made.path, "\n".join(told), readable=way == MAIL)
        self.package.open_folder.setFocus()
        self._open_draft(way, made.drafts)
        self.exported.emit()
        self._read()

    def _open_draft(self, way: int, drafts: Sequence[Path]) -> None:
        """One draft is opened for writing; of several the folder."""
        if way == MAIL and drafts:
            shown = drafts[0] if len(drafts) == 1 else drafts[0].parent
            if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(shown))):
                self.package.text.setText("\n".join((self.package.text.text(), say("window.mail_unopened"))))

    def _send_again(self, identity: str) -> None:
        wish = self._wish()
        if wish is not None:
            job = partial(send_again, identity, wish)
            self._forget_sent()
            self._session.write(job, partial(self._show_again, wish.way), self._fail)

    def _show_again(self, way: int, made: Sequence[Delivered]) -> None:
        first = made[0]
        text = _told(way, first.path, fresh=first.fresh, renamed=first.renamed, drafts=len(made))
        self.sent_result.show_path(first.path, text, readable=way == MAIL)
        self.exported.emit()
        self._read()

    def _fail(self, error: BaiseError) -> None:
        self._allow()
        if error.code in ("PASSPHRASE", "TOKEN_PIN"):
            self.secret_state.show_state("blocking", error.sentence, "danger")
            self.secret_state.show()
            self.passphrase.selectAll()
            self.passphrase.setFocus()
            self._read()
            return  # Said where it is to be mended.
        if error.code == "DRIVE_GONE":
            self._look_for_drives()
        self._read()
        self.refused.emit(error)


def _told(way: int, path: Path, *, fresh: bool, renamed: bool, drafts: int) -> str:
    """Where it lies now, and what to do with the medium."""
    if way == MAIL:
        return say("window.mail_made", path=path, count=drafts)
    lines = [say("window.written" if fresh else "window.written_before", path=path)]
    if renamed and fresh:
        lines.append(say("window.written_renamed"))
    if way == DRIVE:
        lines.append(say("window.eject"))
    return "\n".join(lines)
