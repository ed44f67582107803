"""The window itself: a state line, a verdict, a notice bar, a place for the work, and what was last saved."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QProgressBar,
    QStackedWidget,
    QWidget,
)

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.commands import Commands, always
from baise_desktop.ui.composition import guard_composition
from baise_desktop.ui.dialogs import show_refusal
from baise_desktop.ui.elided_label import ElidedLabel
from baise_desktop.ui.input_method.telling import tell_of_input
from baise_desktop.ui.jobs import Jobs
from baise_desktop.ui.labels import IconLine, NoticeBar, button, column, plain_label, plain_tip
from baise_desktop.ui.moments import local_today
from baise_desktop.ui.notice_place import NoticePlace
from baise_desktop.ui.preferences import PreferenceDesk
from baise_desktop.ui.shell_commands import shell_commands
from baise_desktop.ui.standing_warning import StandingWarning

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk


_UNSEEN_MS = 500


class Shell(QMainWindow):
    """Painted before anything heavy is loaded; the work moves in when the desk is open."""

    #: the window was closed by its user
    closed = Signal()

    def __init__(self, jobs: Jobs) -> None:
        """Says that it is opening."""
        super().__init__()
        self.jobs = jobs
        self.preferences = PreferenceDesk(self)
        self.commands = Commands(self)
        guard_composition()
        self._claim: QLockFile | None = None
        self._first: Callable[[], object] | None = None
        self.was_killed = False
        """Whether the last window on this folder ended without being closed."""
        self.may_close: Callable[[], bool] = always
        """Asked before the window goes."""
        self._leaving = False
        self.setWindowTitle(say("window.app_name"))
        self.resize(1366, 768)
        self.line = ElidedLabel()
        self.line.setText(say("window.app_name"))
        self.line.setObjectName("headerLine")
        self.trial = plain_label(say("window.trial_mark"))
        self.trial.setObjectName("trialMark")
        self.trial.setToolTip(plain_tip(say("window.trial_tip")))
        self.trial.hide()
        self.verdict = IconLine()
        self.verdict.hide()
        self.warning = StandingWarning()
        self.notice = NoticeBar()
        self._place = QStackedWidget()
        self._place.addWidget(_opening())
        self.saved = QLabel()
        self.busy = QProgressBar()
        self._lay_out()
        self.commands.add(self, shell_commands(self))
        tell_of_input(self)
        jobs.busy_changed.connect(self._show_busy)
        jobs.refused.connect(self.notice.show_error)
        self.commands.unavailable.connect(self.notice.show_warning)

    def when_painted(self, act: Callable[[], object]) -> None:
        """Do something once the window was seen; soon, where nobody sees it because it begins as an icon."""
        self._first = act
        QTimer.singleShot(_UNSEEN_MS, self._begin)

    def install(self, work: QWidget) -> None:
        """Put the work in its place."""
        while self._place.count():
            old = self._place.widget(0)
            self._place.removeWidget(old)
            old.deleteLater()
        self._place.addWidget(work)
        work.setFocus()

    def claim(self, file: Path) -> bool:
        """Whether no other window works on the folder of this lock file; a window that was killed leaves no claim."""
        self.was_killed = file.exists()
        self._claim = QLockFile(str(file))
        self._claim.setStaleLockTime(0)
        return self._claim.tryLock(0) or self._claim.error() != QLockFile.LockError.LockFailedError

    def show_keys(self) -> None:
        """The sheet of all keys."""
        from baise_desktop.ui.key_sheet import KeySheet

        KeySheet(self.commands.every(), self).open()

    def work(self) -> QWidget | None:
        """What stands in its place."""
        return self._place.currentWidget()

    def show_line(self, text: str) -> None:
        """The state line: whose desk, and what is being worked on."""
        self.line.show_text(text)
        shown = f"{self.trial.text()} {text}" if self.trial.isVisibleTo(self) else text
        self.setWindowTitle(f"{shown} - {say('window.app_name')}")

    def show_trial(self, trial: bool) -> None:
        """Whether the desk is there to try forms with: said in front of the state line for as long as it is open."""
        self.trial.setVisible(trial)

    def show_verdict(self, icon: str, text: str, tone: str) -> None:
        """The verdict line; an empty text takes it away."""
        self.verdict.show_state(icon, text, tone)
        self.verdict.setVisible(bool(text))

    def show_saved(self, clock: str) -> None:
        """When the last change became durable."""
        self.saved.setText(say("window.saved", clock=clock))
        self.saved.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The first time, what waited for it goes on."""
        super().paintEvent(event)
        if self._first is not None:
            QTimer.singleShot(0, self._begin)

    def closeEvent(self, event: QCloseEvent) -> None:
        """What was typed is kept before the window goes."""
        if self._leaving:
            event.ignore()
            return
        if not self._leave():
            event.ignore()
            return
        refusal = self.jobs.close(_back_up)
        if refusal is not None:
            show_refusal(self, refusal)
        if self._claim is not None:
            self._claim.unlock()
        self.closed.emit()
        super().closeEvent(event)

    def _leave(self) -> bool:
        """Keep what is being typed, wait for what was asked, and see whether the window may go."""
        self._leaving = True
        try:
            focus = QApplication.focusWidget()
            if focus is not None and self.isAncestorOf(focus):
                focus.clearFocus()
            QApplication.processEvents()
            self.jobs.wait()
            return self.may_close()
        finally:
            self._leaving = False

    def _lay_out(self) -> None:
        header = QFrame()
        header.setObjectName("header")
        line = QHBoxLayout(header)
        line.setContentsMargins(16, 8, 16, 8)
        line.addWidget(self.trial)
        line.addWidget(self.line, 1)
        line.addWidget(self.verdict)
        body = QWidget()
        column(body, header, self.warning, self._place, spacing=0).setStretch(2, 1)
        NoticePlace(self.notice, body, header, self.line)
        self.setCentralWidget(body)
        self.busy.setRange(0, 0)
        self.busy.setFixedWidth(look.current().pixels(120))
        self.busy.setTextVisible(False)
        self.busy.hide()
        self.saved.setTextFormat(Qt.TextFormat.PlainText)
        self.saved.hide()
        self.keys = button(say("window.keys_link"), "link")
        self.keys.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.keys.clicked.connect(self.show_keys)
        self.statusBar().setContentsMargins(8, 0, 16, 0)
        self.statusBar().addWidget(self.saved)
        self.statusBar().addPermanentWidget(self.keys)
        self.statusBar().addPermanentWidget(self.busy)
        self.statusBar().setSizeGripEnabled(False)

    def _begin(self) -> None:
        act, self._first = self._first, None
        if act is not None:
            act()

    def _show_busy(self, busy: bool) -> None:
        self.busy.setVisible(busy)
        if busy and self._leaving:
            self.notice.show_warning(say("window.closing_busy"))


def _back_up(desk: "Desk") -> None:
    """The backup of the day, where a folder was chosen for it."""
    from baise_desktop.app.installation.backup_folder import back_up_today

    back_up_today(desk, local_today(utc_now()), utc_now())


def _opening() -> QWidget:
    page = QWidget()
    layout = column(page)
    layout.addStretch(1)
    layout.addWidget(plain_label(say("window.opening"), "muted"), 0, Qt.AlignmentFlag.AlignHCenter)
    layout.addStretch(1)
    return page
