"""What the unit's window asks of the desk about submissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baise_desktop.app.clock import utc_now
from baise_desktop.ui.moments import local_today

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from baise_desktop.app.desk import Desk
    from baise_desktop.app.installation.home import DueSubmission, SheetSummary


def read_due(desk: Desk) -> Sequence[DueSubmission]:
    """What is owed today."""
    from baise_desktop.app.installation.home import due_submissions

    return due_submissions(desk, local_today(utc_now()))


def find_owing(desk: Desk) -> Mapping[str, DueSubmission]:
    """Which submission owes each form."""
    from baise_desktop.app.catalogue.clauses import find_owing

    return find_owing(desk, local_today(utc_now()))


def open_sheets(plan: str, period: str, desk: Desk) -> tuple[Sequence[SheetSummary], Sequence[DueSubmission]]:
    """Open a submission; its registers start with the rows still live."""
    from baise_desktop.app.installation.home import open_submission

    return open_submission(desk, plan, period, utc_now()), read_due(desk)
