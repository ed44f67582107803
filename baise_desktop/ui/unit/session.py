"""What the pages of a unit share: the job door, whose desk it is, and which submission is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import Form
from baise_desktop.ui.unit.unsaved import UnsavedTexts

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.store.entries import Sheet
    from baise_desktop.ui.jobs import Jobs

Result = TypeVar("Result")


class Session(QObject):
    """One unit at work on one submission at a time."""

    #: something was written to the store
    saved = Signal()
    #: what is typed goes with another name from now on
    clerk_changed = Signal()
    #: why the cell that the cursor came to cannot be typed into; empty when it can
    cell_told = Signal(str)

    def __init__(self, jobs: Jobs, desk: Desk, parent: QObject | None = None) -> None:
        """Only the desk's catalogue and office may be read here; its store belongs to the job thread."""
        super().__init__(parent)
        self.jobs = jobs
        self.catalogue = desk.catalogue
        self.office = desk.office
        self.folder = desk.folder
        self.unit = desk.unit
        self.plan = ""
        self.period = ""
        self.echo = ""
        """What was understood of the text typed last, where it is worth a word."""
        self.locked = ""
        """Why nothing can be typed, or empty."""
        self.unsaved = UnsavedTexts(jobs, self)
        self.unsaved.saved.connect(self.saved)

    def sheet(self, form: str) -> Sheet:
        """The sheet of a form in the open submission."""
        from baise_desktop.store.entries import Sheet

        return Sheet(unit=self.office.unit, plan=self.plan, period=self.period, form=form)

    def form(self, form: str) -> Form:
        """A form of the catalogue."""
        return self.catalogue.forms[form]

    def take_echo(self) -> str:
        """What was understood of the text typed last, once."""
        echo, self.echo = self.echo, ""
        return echo

    def write(
        self,
        job: Callable[[Desk], Result],
        done: Callable[[Result], None] | None = None,
        failed: Callable[[BaiseError], None] | None = None,
    ) -> None:
        """Run a job that changes the store; `saved` follows when it is durable."""

        def settle(result: Result) -> None:
            if done is not None:
                done(result)
            self.saved.emit()

        self.jobs.run(job, settle, failed)
