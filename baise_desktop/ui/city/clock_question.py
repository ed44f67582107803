"""Where the computer's clock is earlier than the journal: is it right? Only then are certificates judged by it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QMessageBox, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.errors import BaiseError
from baise_desktop.texts import say
from baise_desktop.ui.dialogs import confirm

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.ui.jobs import Jobs

CODE = "CLOCK_BACK"
"""Of the refusal that the question follows."""
Result = TypeVar("Result")


def run_by_clock(
    parent: QWidget,
    jobs: "Jobs",
    job: "Callable[[Desk], Result]",
    done: Callable[[Result], None],
    failed: Callable[[BaiseError], None] | None = None,
) -> None:
    """Run a job that judges certificates; where the clock is in doubt, ask, and run it again if it is right."""
    refuse = failed or jobs.refused.emit
    jobs.run(job, done, lambda error: vouch(parent, jobs, error, lambda: jobs.run(job, done, refuse), refuse))


def vouch(
    parent: QWidget,
    jobs: "Jobs",
    error: BaiseError,
    again: Callable[[], object],
    refuse: Callable[[BaiseError], object],
) -> None:
    """Where a job met with a clock in doubt, ask whether it is right, and let the job begin again if it is."""
    if error.code == CODE and _is_right(parent, error):
        jobs.run(_confirm)
        again()
    else:
        refuse(error)


def _is_right(parent: QWidget, error: BaiseError) -> bool:
    """Ask the officer; declining is the default."""
    answers = say("window.clock_yes"), say("window.clock_no")
    return confirm(parent, say("window.clock_ask", **error.values), QMessageBox.Icon.Warning, answers)


def _confirm(desk: "Desk") -> None:
    from baise_desktop.app.clock_check import confirm_clock

    confirm_clock(desk, utc_now())
