"""Checks the open submission as it is typed into, and as a whole when all is quiet; takes explanations of findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from baise_desktop.app.clock import utc_now
from baise_desktop.errors import BaiseError
from baise_desktop.form.found import as_findings
from baise_desktop.texts import say
from baise_desktop.ui import preferences
from baise_desktop.ui.unit.cell_marks import CellMarks
from baise_desktop.ui.unit.unsaved import Typed, is_of_the_store

if TYPE_CHECKING:
    from baise_desktop.app.checks.checking import SubmissionCheck
    from baise_desktop.app.checks.live_submission import LiveSubmission
    from baise_desktop.app.desk import Desk
    from baise_desktop.ui.unit.session import Session

WHOLE_AFTER_MS = 2000
"""Nothing has changed for so long: everything is checked anew, what the live check leaves out too."""
MOST_COMPARED = 500
"""Findings that are compared one by one with those on show."""


@dataclass(frozen=True, slots=True)
class _Checked:
    check: SubmissionCheck
    marks: CellMarks


@dataclass(slots=True)
class _Desktop:
    """What the job thread keeps of the open submission between two changes."""

    live: LiveSubmission | None = None


@dataclass(frozen=True, slots=True)
class _Behind:
    """There is so much to check that it is taken in piece by piece, with what is typed meanwhile in between."""

    percent: int
    """Of the first check of everything that is done; 100 when only changes wait."""
    is_long: bool


@dataclass(frozen=True, slots=True)
class _Lost:
    """What changed cannot be told row by row."""


_News = _Checked | _Behind | _Lost | None


class CheckWatch(QObject):
    """What the check of the open submission says, as fresh as the last change."""

    #: SubmissionCheck of the submission that is open
    checked = Signal(object)
    #: percent done of a check of everything that takes long; 100 when it is over
    progressed = Signal(int)
    #: BaiseError that an explanation met with
    refused = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.result: SubmissionCheck | None = None
        self.marks = CellMarks()
        self.percent = 100
        """Of a check of everything that takes long."""
        self._kept = _Desktop()
        self._clock = QTimer(self, singleShot=True)
        self._clock.timeout.connect(self._settle)
        self._next = QTimer(self, singleShot=True, interval=0)
        """Between two pieces whatever else was asked for goes first, and a window that closes need not wait."""
        self._next.timeout.connect(lambda: self._ask(_go_on))

    def forget(self) -> None:
        """Another submission is being opened."""
        self._clock.stop()
        self._next.stop()
        self.result, self.marks = None, CellMarks()
        self._tell_progress(100)

    def check_soon(self) -> None:
        """Check what the last change touches now, and everything when nothing more has changed for a moment."""
        if self._session.plan:
            self._ask(_catch_up)
            self._clock.start(max(WHOLE_AFTER_MS, preferences.current().check_delay))

    def check(self) -> None:
        """Check the whole submission now."""
        self._clock.stop()
        self._next.stop()
        self._ask(_check)

    def _settle(self) -> None:
        self._ask(_settle)

    def _ask(self, job: _Job) -> None:
        if self._session.plan:
            plan, period = self._session.plan, self._session.period
            self._session.jobs.run(partial(job, self._kept, plan, period), partial(self._take, plan, period))

    def explain(self, finding: str, text: str) -> None:
        """Keep what the clerk says of a finding."""
        job = partial(_explain, self._kept, self._session.plan, self._session.period, finding, text)
        self._session.write(job, failed=partial(self._refuse, finding, text, job))

    def _take(self, plan: str, period: str, news: _News) -> None:
        if news is None or (plan, period) != (self._session.plan, self._session.period):
            return
        if isinstance(news, _Behind):
            self._tell_progress(news.percent if news.is_long else 100)
            self._next.start()
        elif isinstance(news, _Lost):
            self._clock.start(preferences.current().check_delay)
        else:
            is_over = self._tell_progress(100)
            if is_over or self.result is None or not _is_same(news.check, self.result):
                self.result, self.marks = news.check, news.marks
                self.checked.emit(news.check)

    def _tell_progress(self, percent: int) -> bool:
        """Returns: whether it is another than before."""
        if percent == self.percent:
            return False
        self.percent = percent
        self.progressed.emit(percent)
        return True

    def _refuse(self, finding: str, text: str, job: Callable[[Desk], None], error: BaiseError) -> None:
        if is_of_the_store(error):
            typed = Typed(say("window.unsaved_explanation"), text, job, lambda _: self.check(), f"explain {finding}")
            self._session.unsaved.hold(typed, error)
        else:
            self.refused.emit(error)
            self.check()


_Job = Callable[[_Desktop, str, str, "Desk"], _News]


def _is_same(one: SubmissionCheck, other: SubmissionCheck) -> bool:
    """Whether two checks say the same, as far as that is cheaply told."""
    found, before = as_findings(one.findings), as_findings(other.findings)
    if found.parts != before.parts and (len(found) > MOST_COMPARED or found != before):
        return False
    return (one.explanations, one.outdated, one.verdict) == (other.explanations, other.outdated, other.verdict)


def _check(kept: _Desktop, plan: str, period: str, desk: Desk) -> _News:
    from baise_desktop.app.checks.live_submission import LiveSubmission

    kept.live = LiveSubmission(desk, plan, period, before=_live_of(kept, plan, period), at_once=False)
    return _tell(kept, kept.live, kept.live.go_on(desk), desk)


def _settle(kept: _Desktop, plan: str, period: str, desk: Desk) -> _News:
    """All is quiet: a submission that is not too long for it is checked anew."""
    live = _live_of(kept, plan, period)
    if live is None or not live.is_long:
        return _check(kept, plan, period, desk)
    return _tell(kept, live, live.recount(desk), desk)


def _catch_up(kept: _Desktop, plan: str, period: str, desk: Desk) -> _News:
    live = _live_of(kept, plan, period)
    return _tell(kept, live, live.catch_up(desk), desk) if live is not None else None


def _go_on(kept: _Desktop, plan: str, period: str, desk: Desk) -> _News:
    live = _live_of(kept, plan, period)
    if live is None or not live.is_behind:
        return None
    return _tell(kept, live, live.go_on(desk), desk)


def _live_of(kept: _Desktop, plan: str, period: str) -> LiveSubmission | None:
    return kept.live if kept.live is not None and (kept.live.plan, kept.live.period) == (plan, period) else None


def _tell(kept: _Desktop, live: LiveSubmission, possible: bool, desk: Desk) -> _News:
    if not possible:
        kept.live = None
        return _Lost()
    if live.is_behind:
        return _Behind(live.percent, live.is_long)
    check = live.check(desk)
    return _Checked(check, CellMarks(as_findings(check.findings)))


def _explain(kept: _Desktop, plan: str, period: str, finding: str, text: str, desk: Desk) -> None:
    from baise_desktop.app.checks.checking import explain

    checked = _catch_up(kept, plan, period, desk)
    check = checked.check if isinstance(checked, _Checked) else None
    explain(desk, plan, period, finding, text, utc_now(), check)
