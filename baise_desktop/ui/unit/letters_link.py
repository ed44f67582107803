"""Joins what the city sent to the pages: the record or the home page, and the first comment of what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from baise_desktop.texts import say

if TYPE_CHECKING:
    from baise_desktop.ui.unit.workspace import UnitWorkspace


class LettersLink(QObject):
    """What follows when something that the city sent was taken over."""

    def __init__(self, work: UnitWorkspace) -> None:
        """Connects everything."""
        super().__init__(work)
        self._work = work
        self._to_mend = False
        self._remark = ""
        work.packs.taken.connect(self._show_taken)
        work.submission.opened.connect(self._tell_remark)
        work.submission.state_read.connect(self._drop_remark)
        work.packs.mend_requested.connect(self._mend)

    def _show_taken(self) -> None:
        """Stay on the record where the file was opened there."""
        if self._work.shows("history"):
            self._work.history.open()
            self._work.submission.read_due()
        else:
            self._work.show_home()

    def _tell_remark(self) -> None:
        due = self._work.submission.due
        if due is not None and due.reason and not self._to_mend:
            self._remark = say("window.remark_line", reason=due.reason)
            self._work.notice.show_warning(self._remark)

    def _drop_remark(self) -> None:
        """Once somebody has signed it anew, what it came back for is past."""
        due = self._work.submission.due
        if self._remark and (due is None or not due.reason):
            if self._work.notice.text() == self._remark:
                self._work.notice.hide()
            self._remark = ""

    def _mend(self, plan: str, period: str) -> None:
        self._to_mend = True
        self._work.open_submission(plan, period)

    def reach_comment(self) -> None:
        """Something was checked, and is on show: start where the city asks for something."""
        if self._to_mend and self._work.findings.model.count_comments():
            self._to_mend = False
            self._work.findings.start()
