"""The paper of a submission: for ink, or signed, with the unit's own seal picture or without."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QRadioButton, QSpinBox, QWidget

from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.dialogs import choose_file, choose_new_file, confirm
from baise_desktop.ui.labels import IconLine, button, column, plain_label, row
from baise_desktop.ui.path_line import ResultLine, ResultWords
from baise_desktop.ui.secret_edit import SecretEdit, caps_hint
from baise_desktop.ui.unit.issue_box import IssueBox
from baise_desktop.ui.unit.paper_jobs import (
    INK,
    PICTURE,
    PaperWish,
    Picture,
    drop_picture,
    keep_picture,
    make_pdf,
    read_issue,
    read_picture,
)

if TYPE_CHECKING:
    from baise_desktop.errors import BaiseError
    from baise_desktop.ui.unit.session import Session

_WAYS = ("ink", "signed", "picture")
_USUAL, _LEAST, _MOST = 42, 20, 45
_SIDE = 84
"""Pixels of the picture at 100 %."""


class PaperCard(QFrame):
    """Three ways to a paper that counts, and the picture for the third."""

    #: a signed paper was written, and perhaps its package sealed for that
    stamped = Signal()
    #: something came in at its foot
    grew = Signal()
    #: BaiseError that is not said here
    refused = Signal(object)

    def __init__(self, session: Session) -> None:
        """For ink, until another way is chosen."""
        super().__init__()
        self.setProperty("class", "card")
        self._session = session
        self._signed = self._closed = self._sealed = False
        self._picture: Picture | None = None
        self.ways = [QRadioButton(say(f"window.stamp_way_{way}")) for way in _WAYS]
        self.shown = QLabel()
        self.state = plain_label(kind="muted", wrap=True)
        self.diameter = QSpinBox()
        self.keep = button(say("window.seal_keep"))
        self.drop = button(say("window.seal_drop"))
        self.issue = IssueBox()
        self.secret = SecretEdit(say("window.passphrase"))
        self.secret_state = IconLine(wrap=True)
        self.preview = button(say("window.preview_papers"))
        self.pdf = button(say("window.pdf_make"))
        self.needs = plain_label(kind="muted", wrap=True)
        words = ResultWords(say("window.pdf_folder"), say("window.pdf_open"), say("window.pdf_copy"))
        self.result = ResultLine(self._look, words)
        self._pictured = QWidget()
        self._lay_out()
        self._connect()
        self.ways[INK].setChecked(True)

    def way(self) -> int:
        """INK, SIGNED or PICTURE."""
        return next(number for number, way in enumerate(self.ways) if way.isChecked())

    def allow(self, *, signed: bool, closed: bool, sealed: bool = False) -> None:
        """Whether the head has signed: nothing is stamped before, nor once the installation was handed over.

        Args:
            signed: by all three.
            closed: handed over.
            sealed: whether a package holds what the paper says: nothing is issued before.
        """
        self._sealed = sealed
        self._signed, self._closed = signed and not closed, closed
        self._judge()

    def forget(self) -> None:
        """Another submission: the result of the last one goes."""
        self.result.hide()
        self.secret.clear()
        self.secret_state.hide()

    def read(self) -> None:
        """See whether a picture is kept, and what the last red header said."""
        if self._session.period:
            job = partial(read_issue, self._session.plan, self._session.period)
            self._session.jobs.run(job, self.issue.show_start)
        self._session.jobs.run(read_picture, self._show_picture)

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        for number, way in enumerate(self.ways):
            group.addButton(way, number)
        self.diameter.setRange(_LEAST, _MOST)
        self.diameter.setValue(_USUAL)
        self.diameter.setSuffix(say("window.seal_millimetres"))
        self.diameter.setAccessibleName(say("window.seal_diameter"))
        self.secret_state.hide()
        self.shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.shown.setAccessibleName(say("window.seal_picture"))
        inner = column(self._pictured, self.state)
        line = row(self.shown, plain_label(say("window.seal_diameter")), self.diameter, self.keep, self.drop)
        inner.insertLayout(0, line)
        title = plain_label(say("window.pdf_title"), "section")
        advice = plain_label(say("window.stamp_advice"), "muted", wrap=True)
        layout = column(self, title, advice, *self.ways, self._pictured, self.issue, self.secret, margin=14)
        layout.addWidget(caps_hint(self.secret))
        layout.addWidget(self.secret_state)
        layout.addLayout(row(self.preview, self.pdf, self.needs, stretch_last=True))
        layout.addWidget(self.result)

    def _connect(self) -> None:
        for way in self.ways:
            way.toggled.connect(self._judge)
            way.clicked.connect(self.grew)
        self.issue.changed.connect(self._judge)
        self.secret.textChanged.connect(self._judge)
        self.secret.textChanged.connect(self.secret_state.hide)
        self.secret.returnPressed.connect(self.pdf.click)
        self.keep.clicked.connect(self._keep)
        self.drop.clicked.connect(self._drop)
        self.diameter.editingFinished.connect(self._resize)
        self.preview.clicked.connect(self._preview)
        self.pdf.clicked.connect(self._make)

    def _judge(self) -> None:
        way = self.way()
        for each in self.ways[INK + 1 :]:
            each.setEnabled(self._signed)
        if way != INK and not self._signed:
            self.ways[INK].setChecked(True)
            return
        self._pictured.setVisible(way == PICTURE)
        self.secret.setVisible(way != INK)
        need = "" if self._signed or self._closed else "head"
        self.issue.setEnabled(self._signed)
        if not self._signed:
            self.issue.wanted.setChecked(False)
        if way == PICTURE and self._picture is None:
            need = "picture"
        elif way != INK and not self.secret.text():
            need = "passphrase"
        elif way == INK and self.issue.wanted.isChecked() and not self._sealed:
            need = "sealed"
        self.pdf.setEnabled(need in ("", "head"))
        self.needs.setText(say(f"window.stamp_needs_{need}") if need else "")

    def _show_picture(self, picture: Picture | None) -> None:
        self._picture = picture
        self.drop.setEnabled(picture is not None)
        self.keep.setText(say("window.seal_change" if picture else "window.seal_keep"))
        self.state.setText(say("window.seal_kept" if picture else "window.seal_advice"))
        self.shown.setVisible(picture is not None)
        if picture is not None:
            self.diameter.setValue(picture.diameter)
            shown = QPixmap()
            shown.loadFromData(picture.data)
            side = look.current().pixels(_SIDE)
            smooth = Qt.TransformationMode.SmoothTransformation
            self.shown.setPixmap(shown.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, smooth))
        self._judge()

    def _keep(self) -> None:
        image = choose_file(self, say("window.seal_keep"), say("window.image_kinds"))
        if image is not None:
            self._put(image)

    def _resize(self) -> None:
        if self._picture is not None and self.diameter.value() != self._picture.diameter:
            self._put(None)

    def _put(self, image: Path | None) -> None:
        job = partial(keep_picture, image, self.diameter.value())
        self._session.write(job, self._show_picture, self.refused.emit)

    def _drop(self) -> None:
        if confirm(self, say("window.seal_drop_sure")):
            self._session.write(drop_picture, lambda _: self._show_picture(None), self.refused.emit)

    def _preview(self) -> None:
        from baise_desktop.ui.print_papers import open_papers

        open_papers(self._session.jobs, self._session.plan, self._session.period, self.window(), self.refused.emit)

    def _make(self) -> None:
        if not self.pdf.isEnabled() or not self.issue.is_sound():
            return
        suggested = f"{self._session.office.unit}-{self._session.plan}-{self._session.period}.pdf"
        out = choose_new_file(self, say("window.pdf_title"), suggested, say("window.pdf_kind"))
        if out is None:
            return
        wish = PaperWish(out, self.way(), self.secret.text(), self.issue.wish())
        job = partial(make_pdf, self._session.plan, self._session.period, wish)
        self.pdf.setEnabled(False)
        if self.way() == INK and wish.issue is None:
            self._session.jobs.run(job, self._show_made, self._fail)
        else:
            self._session.write(job, self._show_made, self._fail)

    def _show_made(self, path: Path) -> None:
        way = self.way()
        self.secret.clear()
        self.result.show_path(path, say(f"window.stamp_made_{_WAYS[way]}", path=path), readable=True)
        self.result.open_file.setFocus()
        self._judge()
        self.grew.emit()
        if way != INK:
            self.stamped.emit()

    def _look(self, path: Path) -> None:
        from baise_desktop.ui.print_papers import open_written

        open_written(self._session.jobs, path, self.window())

    def _fail(self, error: BaiseError) -> None:
        self._judge()
        if error.code not in ("PASSPHRASE", "TOKEN_PIN"):
            self.refused.emit(error)
            return
        self.secret_state.show_state("blocking", error.sentence, "danger")
        self.secret_state.show()
        self.secret.selectAll()
        self.secret.setFocus()
