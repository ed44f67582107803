"""Evidence from the clipboard: files that were copied in a file manager, or a picture such as a screenshot."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTemporaryDir, Signal
from PySide6.QtGui import QGuiApplication, QImage

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.file_drop import dropped_files

if TYPE_CHECKING:
    from baise_desktop.ui.jobs import Jobs


class EvidencePaste(QObject):
    """Turns what was copied into files that can be attached."""

    #: list of Path
    pasted = Signal(object)
    #: a sentence
    warned = Signal(str)

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        """Nothing was pasted yet."""
        super().__init__(parent)
        self._jobs = jobs
        self._folder: QTemporaryDir | None = None

    def paste(self) -> None:
        """Take the files or the picture that the clipboard holds."""
        content = QGuiApplication.clipboard().mimeData()
        if files := dropped_files(content):
            self.pasted.emit(files)
        elif content.hasImage():
            self._save(QGuiApplication.clipboard().image())
        else:
            self.warned.emit(say("window.evidence_nothing_pasted"))

    def _save(self, picture: QImage) -> None:
        if self._folder is None:
            self._folder = QTemporaryDir()
        out = Path(self._folder.path()) / say("window.evidence_screenshot", at=_local(utc_now()))
        self._jobs.run_alone(lambda: _write(picture, out), self._offer)

    def _offer(self, made: Path | None) -> None:
        if made is None:
            self.warned.emit(say("window.evidence_nothing_pasted"))
        else:
            self.pasted.emit([made])


def _local(now: datetime) -> str:
    return f"{now.astimezone():%Y%m%d-%H%M%S}"


def _write(picture: QImage, out: Path) -> Path | None:
    return out if picture.save(str(out), "PNG") else None  # type: ignore[call-overload]
