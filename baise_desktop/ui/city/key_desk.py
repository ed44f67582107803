"""The city's key is unlocked once per working session: the passphrase is asked for once and kept in memory."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from baise_desktop.errors import BaiseError
from baise_desktop.texts import say
from baise_desktop.ui.dialogs import ask_text

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.ui.jobs import Jobs

Result = TypeVar("Result")


class KeyDesk(QObject):
    """Runs the jobs that sign."""

    #: something was signed and written
    saved = Signal()
    #: BaiseError that a job met with
    refused = Signal(object)

    def __init__(self, jobs: Jobs, parent: QWidget) -> None:
        """`parent` carries the question for the passphrase."""
        super().__init__(parent)
        self._jobs = jobs
        self._asks = parent
        self._passphrase = ""

    def unlock(self, passphrase: str) -> None:
        """Keep a passphrase for this session."""
        self._passphrase = passphrase

    def held(self) -> str:
        """The passphrase of this session; '' until it was asked for."""
        return self._passphrase

    def ask(self, prompt: str = "") -> str:
        """The passphrase, asked for unless it is held; '' when the reader thought better of it.

        Args:
            prompt: other words to ask in; what is held is forgotten then, since it did not fit.
        """
        if prompt:
            self._passphrase = ""
        if not self._passphrase:
            title, words = say("window.unlock_title"), prompt or say("window.unlock_ask")
            self._passphrase = ask_text(self._asks, title, words, secret=True) or ""
        return self._passphrase

    def sign(
        self,
        job: Callable[[Desk, str], Result],
        done: Callable[[Result], None],
        failed: Callable[[BaiseError], None] | None = None,
    ) -> None:
        """Run a job with the passphrase; one that does not fit is forgotten. Who gives `failed` shows the refusal."""
        if passphrase := self.ask():
            self._jobs.run(lambda desk: job(desk, passphrase), partial(self._finish, done), partial(self._fail, failed))

    def _finish(self, done: Callable[[Result], None], result: Result) -> None:
        done(result)
        self.saved.emit()

    def _fail(self, failed: Callable[[BaiseError], None] | None, error: BaiseError) -> None:
        if error.code == "PASSPHRASE":
            self._passphrase = ""
        (failed or self.refused.emit)(error)
