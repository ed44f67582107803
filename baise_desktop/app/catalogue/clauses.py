"""The clauses of the plans as people read them, and where a unit reports on them."""

from collections.abc import Mapping
from datetime import date

from baise_desktop.app.desk import Desk
from baise_desktop.app.installation.home import DueSubmission, due_submissions
from baise_desktop.store.obligations import list_owed_forms

_MARKS = str.maketrans("", "", "*#")


def plain_words(text: str) -> str:
    """A heading or bracket without the marks of the text file that it was read from."""
    return text.translate(_MARKS).strip()


def find_owing(desk: Desk, today: date) -> Mapping[str, DueSubmission]:
    """For every form that the unit owes, the submission to fill it in first.

    Raises:
        BaiseError: ROLE_UNIT_ONLY.
    """
    found: dict[str, DueSubmission] = {}
    for due in due_submissions(desk, today):
        for form in list_owed_forms(desk.store, desk.office.unit, due.plan, due.period):
            found.setdefault(form, due)
    return found
