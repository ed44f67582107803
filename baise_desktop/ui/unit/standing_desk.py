"""Keeps what the home page says of this installation fresh, and does what is asked for there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.dialogs import choose_files
from baise_desktop.ui.moments import period_text
from baise_desktop.ui.unit.renew_window import RenewWindow

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.enrolment.catching_up import CaughtUp
    from baise_desktop.app.enrolment.desk_standing import DeskStanding
    from baise_desktop.ui.unit.workspace import UnitWorkspace


class StandingDesk(QObject):
    """Joined to the home page and to the page of preferences."""

    #: DeskStanding as it is now
    told = Signal(object)

    def __init__(self, work: UnitWorkspace) -> None:
        """Reads whenever what is owed is read."""
        super().__init__(work)
        self._work = work
        self.last: DeskStanding | None = None
        work.submission.due_read.connect(self.read)

    def read(self) -> None:
        """Read how the installation stands."""
        self._work.session.jobs.run(_read, self._take)

    def renew(self) -> None:
        """Ask for a certificate again."""
        window = RenewWindow(self._work.session, self._work.window())
        window.asked.connect(self.read)
        window.open()

    def catch_up(self) -> None:
        """Go on after the versions that receipts name."""
        files = choose_files(self._work, say("window.standing_receipts"), say("window.package_kinds"))
        if files:
            notice = self._work.notice
            self._work.session.write(partial(_catch_up, files), self._show_caught_up, notice.show_error)

    def end(self) -> None:
        """All receipts were compared."""
        self._work.session.write(_end, lambda _: self.read())

    def _take(self, standing: DeskStanding) -> None:
        self.last = standing
        self.told.emit(standing)

    def _show_caught_up(self, made: Sequence[CaughtUp]) -> None:
        told = [
            say(
                "window.caught_up_new" if each.is_new else "window.caught_up_same",
                plan=each.plan,
                period=period_text(each.period),
                version=each.version,
                next=each.version + 1,
            )
            for each in made
        ]
        self._work.notice.show_warning("\n".join(told))
        self._work.submission.read_due()


def _read(desk: Desk) -> DeskStanding:
    from baise_desktop.app.enrolment.desk_standing import read_desk_standing

    return read_desk_standing(desk)


def _catch_up(files: Sequence[Path], desk: Desk) -> Sequence[CaughtUp]:
    from baise_desktop.app.enrolment.desk_standing import catch_up_all

    return catch_up_all(desk, files, utc_now())


def _end(desk: Desk) -> None:
    from baise_desktop.app.enrolment.desk_standing import end_catching_up

    end_catching_up(desk)
