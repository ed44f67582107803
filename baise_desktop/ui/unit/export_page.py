"""Out of the house: the signed package to a stick or folder, and the stamped PDF."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.dialogs import choose_file, choose_folder, choose_new_file
from baise_desktop.ui.labels import IconLine, button, card, column, plain_label, row
from baise_desktop.ui.path_line import PathLine, ResultLine

if TYPE_CHECKING:
    from baise_desktop.app.checking import SubmissionCheck
    from baise_desktop.app.desk import Desk
    from baise_desktop.ui.unit.session import Session


@dataclass(frozen=True, slots=True)
class _PdfWish:
    out: Path
    passphrase: str | None
    seal: Path | None


class ExportPage(QWidget):
    """Two cards: the package, and the paper."""

    #: a package was written
    exported = Signal()
    #: BaiseError that an export met with
    refused = Signal(object)

    def __init__(self, session: Session) -> None:
        """Nothing chosen yet."""
        super().__init__()
        self._session = session
        self._signed = False
        self.state = IconLine(wrap=True)
        self.folder = PathLine(say("window.export_folder"), _ask_folder, say("window.choose_folder"))
        self.passphrase = _secret(say("window.passphrase"))
        self.export = button(say("window.export_now"), "primary")
        self.export.clicked.connect(self._export)
        self.package = ResultLine()
        self.seal = PathLine(say("window.seal_image"), _ask_image, say("window.choose_image"))
        self.pdf = button(say("window.pdf_make"))
        self.pdf.clicked.connect(self._make_pdf)
        self.paper = ResultLine()
        self._lay_out()
        for part in (self.folder.changed, self.passphrase.textChanged):
            part.connect(self._allow)
        self._allow()

    def show_check(self, check: SubmissionCheck, state: str) -> None:
        """Show whether the submission may be written."""
        self._signed = state in ("signed", "exported")
        if self._signed:
            self.state.show_state("done", say("window.export_ready"), "good")
        elif not check.verdict.ready:
            self.state.show_state("blocking", check.verdict.sentence, "danger")
        else:
            self.state.show_state("explain", say("window.export_unsigned"), "warning")
        self._allow()

    def forget(self) -> None:
        """Another submission: the results of the last one go."""
        self.package.hide()
        self.paper.hide()
        self.passphrase.clear()

    def _lay_out(self) -> None:
        package = card(
            plain_label(say("window.export_package"), "section"),
            plain_label(say("window.export_advice"), "muted", wrap=True),
            self.state,
            self.folder,
            self.passphrase,
        )
        package.layout().addLayout(row(self.export))  # type: ignore[attr-defined]
        package.layout().addWidget(self.package)
        paper = card(
            plain_label(say("window.pdf_title"), "section"),
            plain_label(say("window.pdf_advice"), "muted", wrap=True),
            self.seal,
        )
        paper.layout().addLayout(row(self.pdf))  # type: ignore[attr-defined]
        paper.layout().addWidget(self.paper)
        page = QWidget()
        page.setObjectName("page")
        column(page, package, paper, spacing=12).addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(page)
        column(self, plain_label(say("window.export_title"), "title"), area, margin=16, spacing=12).setStretch(1, 1)

    def _allow(self) -> None:
        ready = self._signed and self.folder.path() is not None and bool(self.passphrase.text())
        self.export.setEnabled(ready)

    def _export(self) -> None:
        folder = self.folder.path()
        if folder is None:
            return
        job = partial(_export, self._session.plan, self._session.period, folder, self.passphrase.text())
        self.export.setEnabled(False)
        self._session.write(job, self._show_package, self._fail)

    def _show_package(self, made: Any) -> None:
        self.passphrase.clear()
        text = say("window.exported", path=made.path, identity=made.identity[:12], version=made.version, seq=made.seq)
        self.package.show_path(made.path, text, readable=False)
        self.exported.emit()

    def _make_pdf(self) -> None:
        suggested = f"{self._session.office.unit}-{self._session.plan}-{self._session.period}.pdf"
        out = choose_new_file(self, say("window.pdf_title"), suggested, say("window.pdf_kind"))
        if out is not None:
            wish = _PdfWish(out, self.passphrase.text() or None, self.seal.path())
            self._session.jobs.run(
                partial(_make_pdf, self._session.plan, self._session.period, wish), self._show_paper, self._fail
            )

    def _show_paper(self, path: Path) -> None:
        self.paper.show_path(path, say("window.pdf_made", path=path), readable=True)

    def _fail(self, error: object) -> None:
        self._allow()
        self.refused.emit(error)


def _secret(hint: str) -> QLineEdit:
    edit = QLineEdit()
    edit.setEchoMode(QLineEdit.EchoMode.Password)
    edit.setPlaceholderText(hint)
    edit.setAccessibleName(hint)
    return edit


def _ask_folder(parent: QWidget) -> Path | None:
    return choose_folder(parent, say("window.export_folder"))


def _ask_image(parent: QWidget) -> Path | None:
    return choose_file(parent, say("window.seal_image"), say("window.image_kinds"))


def _export(plan: str, period: str, folder: Path, passphrase: str, desk: Desk) -> Any:
    from baise_desktop.app.exporting import export

    return export(desk, plan, period, folder, passphrase, utc_now())


def _make_pdf(plan: str, period: str, wish: _PdfWish, desk: Desk) -> Path:
    from baise_desktop.app.exporting import write_submission_pdf

    return write_submission_pdf(desk, plan, period, wish.out, utc_now(), passphrase=wish.passphrase, seal=wish.seal)
