"""Checks the open submission again soon after each change, and takes explanations of findings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from baise_desktop.app.clock import utc_now
from baise_desktop.errors import BaiseError, Severity
from baise_desktop.ui import preferences

if TYPE_CHECKING:
    from baise_desktop.app.checking import SubmissionCheck
    from baise_desktop.app.desk import Desk
    from baise_desktop.ui.unit.ledger_page import Marks
    from baise_desktop.ui.unit.session import Session


class CheckWatch(QObject):
    """What the check of the open submission says, as fresh as the last change."""

    #: SubmissionCheck of the submission that is open
    checked = Signal(object)
    #: BaiseError that an explanation met with
    refused = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.result: SubmissionCheck | None = None
        self._clock = QTimer(self, singleShot=True)
        self._clock.timeout.connect(self.check)

    def forget(self) -> None:
        """Another submission is being opened."""
        self._clock.stop()
        self.result = None

    def check_soon(self) -> None:
        """Check when nothing more has changed for a moment."""
        self._clock.start(preferences.current().check_delay)

    def check(self) -> None:
        """Check the whole submission now."""
        self._clock.stop()
        if self._session.plan:
            plan, period = self._session.plan, self._session.period
            self._session.jobs.run(partial(_check, plan, period), partial(self._take, plan, period))

    def explain(self, finding: str, text: str) -> None:
        """Keep what the clerk says of a finding."""
        job = partial(_explain, self._session.plan, self._session.period, finding, text)
        self._session.write(job, failed=self._refuse)

    def _take(self, plan: str, period: str, result: SubmissionCheck) -> None:
        if (plan, period) == (self._session.plan, self._session.period):
            self.result = result
            self.checked.emit(result)

    def _refuse(self, error: BaiseError) -> None:
        self.refused.emit(error)
        self.check()


def marks_of(check: SubmissionCheck) -> Marks:
    """The gravest finding of each cell, by row id and field key."""
    return {
        (found.row_id, key): (found.severity, found.sentence)
        for severity in reversed(Severity)
        for found in check.findings
        if found.severity is severity
        for key in found.fields
    }


def _check(plan: str, period: str, desk: Desk) -> SubmissionCheck:
    from baise_desktop.app.checking import check_submission

    return check_submission(desk, plan, period)


def _explain(plan: str, period: str, finding: str, text: str, desk: Desk) -> None:
    from baise_desktop.app.checking import explain

    explain(desk, plan, period, finding, text, utc_now())
