"""重建: the store made again from what was signed, with progress; it can be stopped, and leaves nothing then."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QProgressBar, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.errors import BaiseError
from baise_desktop.texts import say
from baise_desktop.ui.dialog_size import open_at
from baise_desktop.ui.dialogs import choose_folder
from baise_desktop.ui.labels import IconLine, button, column, plain_label, row
from baise_desktop.ui.moments import local_today

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.enrolment.rebuilding import Rebuilt
    from baise_desktop.ui.jobs import Jobs


class RebuildWindow(QDialog):
    """Asks where to, works, and says whether both stores mean the same."""

    #: acts done, and of how many; from the thread that works
    stepped = Signal(int, int)

    def __init__(self, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("window.rebuild_title"))
        open_at(self, 780, 420)
        self._jobs = jobs
        self._stop = Event()
        self._works = False
        self._made: Path | None = None
        self.state = IconLine(wrap=True)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(say("window.rebuild_title"))
        self.progress.hide()
        self.report = QPlainTextEdit()
        self.report.setReadOnly(True)
        self.report.setTabChangesFocus(True)
        self.report.setAccessibleName(say("window.rebuild_result"))
        self.report.hide()
        self.start = button(say("window.rebuild_start"), "primary")
        self.folder = button(say("window.rebuild_folder"))
        self.folder.hide()
        self.close_button = button(say("window.list_close"))
        layout = column(self, plain_label(say("window.rebuild_title"), "section"), margin=14, spacing=10)
        layout.addWidget(plain_label(say("window.rebuild_advice"), wrap=True))
        for part in (self.state, self.progress):
            layout.addWidget(part)
        layout.addWidget(self.report, 1)
        layout.addStretch(0)
        ends = row(self.start, self.folder)
        ends.addWidget(self.close_button)
        layout.addLayout(ends)
        self.start.clicked.connect(self._choose)
        self.folder.clicked.connect(self._open_folder)
        self.close_button.clicked.connect(self.reject)
        self.stepped.connect(self._show_step, Qt.ConnectionType.QueuedConnection)

    def rebuild_into(self, folder: Path) -> None:
        """Make the store again in a folder that is empty, or not there yet."""
        self._works = True
        self._stop.clear()
        self.start.setEnabled(False)
        self.report.hide()
        self.progress.setRange(0, 0)
        self.progress.show()
        self.state.show_state("hint", say("window.rebuild_works"), "text")
        self.close_button.setText(say("window.rebuild_stop"))
        self._jobs.run(partial(_rebuild, folder, self._tell_step), self._show_made, self._fail)

    def reject(self) -> None:
        """While it works the first press stops it, and the window stays to say so."""
        if self._works:
            self._stop.set()
            self.state.show_state("hint", say("window.rebuild_stopping"), "text")
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """As Esc."""
        if self._works:
            event.ignore()
            self.reject()
        else:
            super().closeEvent(event)

    def _choose(self) -> None:
        parent = choose_folder(self, say("window.rebuild_where"))
        if parent is not None:
            name = say("window.rebuild_name", day=f"{local_today(utc_now()):%Y%m%d}")
            taken = (parent / (name if not number else f"{name}-{number}") for number in range(1000))
            self.rebuild_into(next(each for each in taken if not each.exists()))

    def _tell_step(self, done: int, total: int) -> None:
        """On the thread that works."""
        if self._stop.is_set():
            raise BaiseError("REBUILD_STOPPED")
        self.stepped.emit(done, total)

    def _show_step(self, done: int, total: int) -> None:
        if self._works:
            self.progress.setRange(0, max(1, total))
            self.progress.setValue(done)

    def _rest(self) -> None:
        self._works = False
        self.progress.hide()
        self.start.setEnabled(True)
        self.close_button.setText(say("window.list_close"))

    def _fail(self, error: BaiseError) -> None:
        self._rest()
        words = say("window.refusal", code=error.code, sentence=error.sentence)
        self.state.show_state("blocking", words, "danger")

    def _show_made(self, made: Rebuilt) -> None:
        self._rest()
        key, icon, tone = ("same", "done", "good") if made.is_whole else ("differs", "blocking", "danger")
        self.state.show_state(icon, say(f"window.rebuild_{key}"), tone)
        counts = say("window.rebuild_counts", packages=made.packages, decisions=made.decisions, folder=made.folder)
        lines = [counts, say("window.rebuild_digest", digest=made.digest, before=made.before)]
        lines += made.told
        self.report.setPlainText("\n".join(lines))
        self.report.show()
        self._made = made.folder
        self.folder.show()

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._made)))


def _rebuild(folder: Path, step: Callable[[int, int], None], desk: Desk) -> Rebuilt:
    from baise_desktop.app.enrolment.rebuilding import rebuild

    return rebuild(desk, folder, utc_now(), step)
