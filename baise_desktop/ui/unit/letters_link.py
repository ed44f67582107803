"""Joins what the city sent to the pages: the record, the home page, and the first comment of what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from baise_desktop.ui.file_drop import FileDrop

if TYPE_CHECKING:
    from baise_desktop.ui.unit.workspace import UnitWorkspace


class LettersLink(QObject):
    """Made last of a workspace's parts: it speaks after the others have shown what was found."""

    def __init__(self, work: UnitWorkspace) -> None:
        """Connects everything."""
        super().__init__(work)
        self._work = work
        self._to_mend = False
        work.packs.taken.connect(self._show_taken)
        work.packs.mend_requested.connect(self._mend)
        work.history.open_requested.connect(work.packs.choose)
        work.watch.checked.connect(lambda _: self._reach_comment())
        for page in (work.home, work.history):
            FileDrop(page, work.packs.open_dropped)

    def _show_taken(self) -> None:
        """Stay on the record where the file was opened there."""
        if self._work.history.isVisible():
            self._work.history.open()
            self._work.renew_due()
        else:
            self._work.show_home()

    def _mend(self, plan: str, period: str) -> None:
        self._to_mend = True
        self._work.open_submission(plan, period)

    def _reach_comment(self) -> None:
        if self._to_mend and self._work.findings.model.count_comments():
            self._to_mend = False
            self._work.findings.start()
