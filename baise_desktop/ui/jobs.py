"""The job door: one thread that opens and owns the desk; results come back to the UI thread by a queued signal."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from baise_desktop.errors import BaiseError
from baise_desktop.ui.evenness import share_evenly, unhurried

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk

Result = TypeVar("Result")
BUSY_AFTER_MS = 500
SecondChance = Callable[[BaiseError, Callable[[], None], Callable[[BaiseError], object]], None]
"""Given the refusal, how to do the job again, and how to leave it at that."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    job: Callable[[], Any]
    value: Any
    error: Exception | None
    done: Callable[[Any], None] | None
    failed: Callable[[BaiseError], None] | None
    desks: int | None
    """How many desks had been shown when the job was asked for; None for a job that shows another."""


class Jobs(QObject):
    """Runs one job after another on the thread that opened the desk."""

    #: True when work has been going on for half a second, False when it is over
    busy_changed = Signal(bool)
    #: BaiseError of a job whose caller gave no `failed`
    refused = Signal(object)

    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Nothing runs until the first job."""
        super().__init__(parent)
        self.second_chance: SecondChance | None = None
        """Hears first of what any job met with, and may have it done again."""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")
        self._desk: Desk | None = None
        self._desks = 0
        self._waiting = 0
        self._busy = False
        self._closed = False
        self._clock = QTimer(self, singleShot=True, interval=BUSY_AFTER_MS)
        self._clock.timeout.connect(lambda: self._set_busy(True))
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        share_evenly()

    def open(
        self,
        folder: Path,
        done: Callable[["Desk"], None] | None = None,
        failed: Callable[[BaiseError], None] | None = None,
    ) -> None:
        """Open the desk of a folder and keep it; `done` may read its catalogue and office, never its store.

        From then on results that were asked for before are dropped: the pages that wanted them are gone. So is at any
        time what a part of the window asked for that is there no more, told by its own method.
        """
        self._submit(lambda: self._open(folder), self._showing(done), failed, None)

    def reopen(self, folder: Path, between: Callable[[], object], done: Callable[["Desk"], None]) -> None:
        """Close the desk, do something to its folder, and open it again."""

        def renew() -> "Desk":
            self._close_desk()
            between()
            return self._open(folder)

        self._submit(renew, self._showing(done), None, None)

    def run(
        self,
        job: Callable[["Desk"], Result],
        done: Callable[[Result], None] | None = None,
        failed: Callable[[BaiseError], None] | None = None,
    ) -> None:
        """Run `job` with the open desk; it returns plain values and never sees a widget."""
        self.run_alone(lambda: job(self._require_desk()), done, failed)

    def run_alone(
        self,
        job: Callable[[], Result],
        done: Callable[[Result], None] | None = None,
        failed: Callable[[BaiseError], None] | None = None,
    ) -> None:
        """Run a job that needs no desk, such as making one; what a closing window still asks for is dropped."""
        self._submit(job, done, failed, self._desks)

    def has_desk(self) -> bool:
        """Whether a desk is open."""
        return self._desk is not None

    def is_idle(self) -> bool:
        """Whether every result has been delivered."""
        return self._waiting == 0

    def wait(self) -> None:
        """Until every result has been delivered; the window goes on being painted, but hears no keys and no mouse."""
        events = QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents
        while self._waiting and not self._closed:
            QApplication.processEvents(events)

    def close(self, last: Callable[["Desk"], object] | None = None) -> BaiseError | None:
        """Finish what was asked, close the desk and end the thread; later results are dropped.

        Args:
            last: done with the desk just before it is closed.

        Returns:
            What `last` met with.
        """
        if self._closed:
            return None
        self._closed = True
        self._clock.stop()
        refusal = self._thread.submit(self._end, last).result()
        self._thread.shutdown(wait=True)
        return refusal

    def _submit(
        self,
        job: Callable[[], Any],
        done: Callable[[Any], None] | None,
        failed: Callable[[BaiseError], None] | None,
        desks: int | None,
    ) -> None:
        if self._closed:
            return
        self._waiting += 1
        if not self._clock.isActive() and not self._busy:
            self._clock.start()
        self._thread.submit(self._perform, job, done, failed, desks)

    def _showing(self, done: Callable[["Desk"], None] | None) -> Callable[["Desk"], None]:
        def show(desk: "Desk") -> None:
            self._desks += 1
            if done is not None:
                done(desk)

        return show

    def _end(self, last: Callable[["Desk"], object] | None) -> BaiseError | None:
        try:
            if last is not None and self._desk is not None:
                last(self._desk)
        except BaiseError as refusal:
            return refusal
        finally:
            self._close_desk()
        return None

    def _open(self, folder: Path) -> "Desk":
        from baise_desktop.app.desk import open_desk

        self._close_desk()
        self._desk = open_desk(folder)
        return self._desk

    def _close_desk(self) -> None:
        if self._desk is None:
            return
        from baise_desktop.app.desk import close_desk

        desk, self._desk = self._desk, None
        close_desk(desk)

    def _require_desk(self) -> "Desk":
        if self._desk is None:
            raise RuntimeError("no desk is open")
        return self._desk

    def _perform(
        self,
        job: Callable[[], Any],
        done: Callable[[Any], None] | None,
        failed: Callable[[BaiseError], None] | None,
        desks: int | None,
    ) -> None:
        try:
            with unhurried():
                answer = job()
            outcome = _Outcome(job, answer, None, done, failed, desks)
        except Exception as error:  # noqa: BLE001 -- raised again on the UI thread, where bugs are shown
            outcome = _Outcome(job, None, error, done, failed, desks)
        self._ended.emit(outcome)

    def _deliver(self, outcome: _Outcome) -> None:
        self._waiting -= 1
        if self._waiting == 0:
            self._clock.stop()
            self._set_busy(False)
        if self._closed:
            return
        wanted = outcome.desks is None or outcome.desks == self._desks
        if isinstance(outcome.error, BaiseError):
            self._refuse(outcome, outcome.error, wanted)
        elif outcome.error is not None:
            raise outcome.error
        elif wanted and outcome.done is not None and not _is_gone(outcome.done):
            outcome.done(outcome.value)

    def _refuse(self, outcome: _Outcome, refusal: BaiseError, wanted: bool) -> None:
        refuse: Callable[[BaiseError], object] = self.refused.emit
        if wanted and outcome.failed is not None and not _is_gone(outcome.failed):
            refuse = outcome.failed
        if wanted and self.second_chance is not None:
            self.second_chance(refusal, lambda: self._submit_again(outcome), refuse)
        else:
            refuse(refusal)

    def _submit_again(self, outcome: _Outcome) -> None:
        self._submit(outcome.job, outcome.done, outcome.failed, outcome.desks)

    def _set_busy(self, busy: bool) -> None:
        if busy != self._busy:
            self._busy = busy
            self.busy_changed.emit(busy)


def _is_gone(told: Callable[..., object]) -> bool:
    """Whether what is to be told is a part of the window that is there no more, as a page that another replaced."""
    while isinstance(told, partial):
        told = told.func
    owner = getattr(told, "__self__", None)
    return isinstance(owner, QObject) and not isValid(owner)
