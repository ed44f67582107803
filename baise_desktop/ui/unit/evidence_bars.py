"""Lines above the files of a row that ask something: large pictures, and files that other programs show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTemporaryDir, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QWidget

from baise_desktop.texts import say
from baise_desktop.ui.labels import button, plain_label, row
from baise_desktop.ui.unit.evidence_files import kind_word, size_words
from baise_desktop.ui.unit.evidence_jobs import save_copy

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.entry.evidence import AttachedFile
    from baise_desktop.store.entries import Sheet
    from baise_desktop.ui.unit.session import Session


@dataclass(frozen=True, slots=True)
class LargePictures:
    """Pictures that wait for an answer, and what they are to be attached to."""

    target: tuple[Sheet, str]
    field: str
    where: str
    """The row as the panel called it when they came."""
    files: Sequence[Path]
    size: int


class LargeQuestion(QWidget):
    """Smaller, as they are, or not at all; what came first is asked first, and nothing is forgotten meanwhile."""

    #: LargePictures, and whether they are to be made smaller
    answered = Signal(object, bool)

    def __init__(self) -> None:
        """Nothing to ask."""
        super().__init__()
        self._waiting: list[LargePictures] = []
        self.question = plain_label(wrap=True)
        self.smaller = button(say("window.evidence_smaller"), "chip")
        self.original = button(say("window.evidence_original"), "chip")
        self.skip = button(say("window.evidence_skip"), "chip")
        _lay_out(self, self.question, self.smaller, self.original, self.skip)
        self.smaller.clicked.connect(partial(self._answer, smaller=True))
        self.original.clicked.connect(partial(self._answer, smaller=False))
        self.skip.clicked.connect(self._drop)
        self.hide()

    def ask(self, pictures: LargePictures) -> None:
        """Ask about pictures, after those that were asked about before."""
        self._waiting.append(pictures)
        self._show()

    def _answer(self, *_: object, smaller: bool) -> None:
        pictures = self._waiting.pop(0)
        self._show()
        self.answered.emit(pictures, smaller)

    def _drop(self) -> None:
        self._waiting.pop(0)
        self._show()

    def _show(self) -> None:
        self.setVisible(bool(self._waiting))
        if self._waiting:
            asked = self._waiting[0]
            words = {"where": asked.where, "count": len(asked.files), "size": size_words(asked.size)}
            self.question.setText(say("window.evidence_large", **words))
            self.smaller.setFocus()


class OutsideOffer(QWidget):
    """A file of a kind that is not shown in the program: a copy is opened with whatever the computer has for it."""

    #: BaiseError
    refused = Signal(object)
    #: a sentence
    warned = Signal(str)

    def __init__(self, session: Session) -> None:
        """Nothing to offer."""
        super().__init__()
        self._session = session
        self._file: AttachedFile | None = None
        self._copies: QTemporaryDir | None = None
        self.words = plain_label(wrap=True)
        self.open = button(say("window.evidence_open_outside"), "chip")
        self.leave = button(say("window.evidence_leave"), "chip")
        _lay_out(self, self.words, self.open, self.leave)
        self.open.clicked.connect(self._open)
        self.leave.clicked.connect(self.hide)
        self.hide()

    def offer(self, file: AttachedFile) -> None:
        """Say that it is not shown here, and how it can be looked at."""
        self._file = file
        self.words.setText(say("window.evidence_no_preview", kind=kind_word(file.evidence.media_type)))
        self.show()
        self.open.setFocus()

    def _open(self) -> None:
        if self._file is None:
            return
        if self._copies is None:
            self._copies = QTemporaryDir()
        folder = Path(self._copies.path()) / self._file.evidence.sha256[:12]
        self._session.jobs.run(partial(_copy, self._file, folder), self._show_copy, self.refused.emit)

    def _show_copy(self, copy: Path) -> None:
        self.hide()
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))):
            self.warned.emit(say("window.evidence_no_program", file=copy.name))


def _lay_out(bar: QWidget, words: QLabel, *buttons: QWidget) -> None:
    """The words take the room that the buttons leave."""
    line = row(words, *buttons)
    line.setStretch(0, 1)
    line.setStretch(line.count() - 1, 0)
    bar.setLayout(line)


def _copy(file: AttachedFile, folder: Path, desk: Desk) -> Path:
    folder.mkdir(exist_ok=True)
    made = folder / file.evidence.name
    return made if made.exists() else save_copy(file.evidence, made, desk)
