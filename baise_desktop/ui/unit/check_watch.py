"""Checks the open submission as it is typed into, and as a whole when all is quiet; takes explanations of findings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from baise_desktop.app.clock import utc_now
from baise_desktop.errors import BaiseError, Severity
from baise_desktop.texts import say
from baise_desktop.ui import preferences
from baise_desktop.ui.unit.unsaved import Typed, is_of_the_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from baise_desktop.app.checking import SubmissionCheck
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.live_submission import LiveSubmission
    from baise_desktop.ui.unit.ledger_page import Marks
    from baise_desktop.ui.unit.session import Session

WHOLE_AFTER_MS = 2000
"""Nothing has changed for so long: everything is checked anew, what the live check leaves out too."""


@dataclass(frozen=True, slots=True)
class _Checked:
    check: SubmissionCheck
    marks: Marks
    """The gravest finding of each cell, by row id and field key."""


@dataclass(slots=True)
class _Desktop:
    """What the job thread keeps of the open submission between two changes."""

    live: LiveSubmission | None = None


@dataclass(frozen=True, slots=True)
class _Behind:
    """A change touches so much that it is taken in piece by piece, with what is typed meanwhile in between."""


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
        self.marks: Marks = {}
        """The gravest finding of each cell, by row id and field key."""
        self._kept = _Desktop()
        self._clock = QTimer(self, singleShot=True)
        self._clock.timeout.connect(self.check)

    def forget(self) -> None:
        """Another submission is being opened."""
        self._clock.stop()
        self.result, self.marks = None, {}

    def check_soon(self) -> None:
        """Check what the last change touches now, and everything when nothing more has changed for a moment."""
        if self._session.plan:
            plan, period = self._session.plan, self._session.period
            job = partial(_catch_up, self._kept, plan, period)
            self._session.jobs.run(job, partial(self._take_live, plan, period))
            self._clock.start(max(WHOLE_AFTER_MS, preferences.current().check_delay))

    def check(self) -> None:
        """Check the whole submission now."""
        self._clock.stop()
        if self._session.plan:
            plan, period = self._session.plan, self._session.period
            self._session.jobs.run(partial(_check, self._kept, plan, period), partial(self._take, plan, period))

    def explain(self, finding: str, text: str) -> None:
        """Keep what the clerk says of a finding."""
        job = partial(_explain, self._kept, self._session.plan, self._session.period, finding, text)
        self._session.write(job, failed=partial(self._refuse, finding, text, job))

    def _take_live(self, plan: str, period: str, result: _Checked | _Behind | None) -> None:
        if isinstance(result, _Behind):
            self._session.jobs.run(partial(_go_on, self._kept, plan, period), partial(self._take_live, plan, period))
        elif result is not None:
            self._take(plan, period, result)
        elif self._clock.isActive():
            # What changed cannot be told row by row.
            self._clock.start(preferences.current().check_delay)

    def _take(self, plan: str, period: str, result: _Checked) -> None:
        if (plan, period) == (self._session.plan, self._session.period) and result.check != self.result:
            self.result, self.marks = result.check, result.marks
            self.checked.emit(result.check)

    def _refuse(self, finding: str, text: str, job: Callable[[Desk], None], error: BaiseError) -> None:
        if is_of_the_store(error):
            typed = Typed(say("window.unsaved_explanation"), text, job, lambda _: self.check(), f"explain {finding}")
            self._session.unsaved.hold(typed, error)
        else:
            self.refused.emit(error)
            self.check()


def _mark(check: SubmissionCheck) -> _Checked:
    by_weight: dict[Severity, dict[tuple[str, str], tuple[Severity, str]]] = {each: {} for each in reversed(Severity)}
    for found in check.findings:
        for key in found.fields:
            by_weight[found.severity][found.row_id, key] = (found.severity, found.sentence)
    return _Checked(check, {place: mark for marks in by_weight.values() for place, mark in marks.items()})


def _check(kept: _Desktop, plan: str, period: str, desk: Desk) -> _Checked:
    from baise_desktop.app.live_submission import LiveSubmission

    kept.live = LiveSubmission(desk, plan, period)
    return _mark(kept.live.check(desk))


def _catch_up(kept: _Desktop, plan: str, period: str, desk: Desk) -> _Checked | _Behind | None:
    live = _live_of(kept, plan, period)
    return _tell(kept, live, live.catch_up(desk), desk) if live is not None else None


def _go_on(kept: _Desktop, plan: str, period: str, desk: Desk) -> _Checked | _Behind | None:
    live = _live_of(kept, plan, period)
    return _tell(kept, live, live.go_on(desk), desk) if live is not None else None


def _live_of(kept: _Desktop, plan: str, period: str) -> LiveSubmission | None:
    return kept.live if kept.live is not None and (kept.live.plan, kept.live.period) == (plan, period) else None


def _tell(kept: _Desktop, live: LiveSubmission, possible: bool, desk: Desk) -> _Checked | _Behind | None:
    if not possible:
        kept.live = None
        return None
    return _Behind() if live.is_behind else _mark(live.check(desk))


def _explain(kept: _Desktop, plan: str, period: str, finding: str, text: str, desk: Desk) -> None:
    from baise_desktop.app.checking import explain

    checked = _catch_up(kept, plan, period, desk)
    check = checked.check if isinstance(checked, _Checked) else None
    explain(desk, plan, period, finding, text, utc_now(), check)
