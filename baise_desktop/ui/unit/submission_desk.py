"""The submission that is open: which it is, the forms it owes, how far it is, and whether it can be typed into."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from baise_desktop.form.definition import FormKind
from baise_desktop.texts import say
from baise_desktop.ui.unit.submission_jobs import find_owing, open_sheets, read_due

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from baise_desktop.app.installation.home import DueSubmission, SheetSummary
    from baise_desktop.ui.unit.session import Session

_LOCKED = ("signed", "exported", "received", "accepted")


class SubmissionDesk(QObject):
    """Knows what is owed, and what is open of it."""

    #: what is owed was read
    due_read = Signal()
    #: a submission is about to be left for another
    left = Signal()
    #: its forms are known now
    opened = Signal()
    #: its forms may be shown: id of the one that is wanted, empty for the first
    ready = Signal(str)
    #: id of one of its forms that is wanted
    form_requested = Signal(str)
    #: it may have gone a step on or back
    state_read = Signal()
    #: DueSubmission by the id of each form that some submission owes
    owing_read = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        """Nothing is open."""
        super().__init__(parent)
        self._session = session
        self.dues: Sequence[DueSubmission] = ()
        self.due: DueSubmission | None = None
        """The one that is open."""
        self.sheets: Mapping[str, SheetSummary] = {}
        self._owing: Mapping[str, DueSubmission] = {}

    def read_due(self) -> None:
        """Read what is owed."""
        self._session.jobs.run(read_due, self._take_due)

    def read_state(self) -> None:
        """Read how far the open one is."""
        self._session.jobs.run(read_due, self._take_state)

    def read_owing(self) -> None:
        """Read which submission owes each form."""
        self._session.jobs.run(find_owing, self._take_owing)

    def open(self, plan: str, period: str, form: str = "") -> None:
        """Open a submission at a form, the first one if none is named; its registers start with the rows still live."""
        self._session.plan, self._session.period = plan, period
        self.left.emit()
        self._session.jobs.run(partial(open_sheets, plan, period), partial(self._take_sheets, form))

    def fill_owed(self, form: str) -> None:
        """Go to a form in the submission that owes it."""
        due = self._owing[form]
        if (due.plan, due.period) == (self._session.plan, self._session.period):
            self.form_requested.emit(form)
        else:
            self.open(due.plan, due.period, form)

    def state(self) -> str:
        """How far the open one is."""
        return self.due.state if self.due else "draft"

    def titles(self) -> dict[str, str]:
        """Titles of its forms by id."""
        return {form: sheet.title for form, sheet in self.sheets.items()}

    def register_titles(self) -> dict[str, str]:
        """Titles of its registers by id."""
        return {form: sheet.title for form, sheet in self.sheets.items() if sheet.kind is FormKind.REGISTER}

    def _take_due(self, dues: Sequence[DueSubmission]) -> None:
        self.dues = dues
        here = (self._session.plan, self._session.period)
        self.due = next((due for due in dues if (due.plan, due.period) == here), None)
        self.due_read.emit()

    def _take_state(self, dues: Sequence[DueSubmission]) -> None:
        self._take_due(dues)
        self._lock()
        self.state_read.emit()

    def _take_sheets(self, form: str, opened: tuple[Sequence[SheetSummary], Sequence[DueSubmission]]) -> None:
        sheets, dues = opened
        self.sheets = {sheet.form: sheet for sheet in sheets}
        self._take_due(dues)
        self._lock()
        self.opened.emit()
        self.ready.emit(form)

    def _take_owing(self, owing: Mapping[str, DueSubmission]) -> None:
        here = dict.fromkeys(self.sheets, self.due) if self.due is not None else {}
        self._owing = {**owing, **here}
        self.owing_read.emit(self._owing)

    def _lock(self) -> None:
        state = self.state()
        self._session.locked = say(f"window.locked_{state}") if state in _LOCKED else ""
