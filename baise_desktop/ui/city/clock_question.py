"""Where the computer's clock is earlier than the journal: is it right? Only then does the city act by it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

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


def ask_about_clock(parent: QWidget, jobs: "Jobs") -> None:
    """Whatever meets with a clock in doubt from now on: ask whether it is right, and do it again if it is."""

    def vouch(error: BaiseError, again: Callable[[], None], refuse: Callable[[BaiseError], object]) -> None:
        if error.code == CODE and _is_right(parent, error):
            jobs.run(_confirm)
            again()
        else:
            refuse(error)

    jobs.second_chance = vouch


def _is_right(parent: QWidget, error: BaiseError) -> bool:
    """Ask the officer; declining is the default."""
    answers = say("window.clock_yes"), say("window.clock_no")
    return confirm(parent, say("window.clock_ask", **error.values), QMessageBox.Icon.Warning, answers)


def _confirm(desk: "Desk") -> None:
    from baise_desktop.app.clock_check import confirm_clock

    confirm_clock(desk, utc_now())
