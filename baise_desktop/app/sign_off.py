"""填表、复核、负责人: three statements in order, each over the same content."""

from datetime import datetime

from baise_desktop.app.checking import check_submission
from baise_desktop.app.desk import Desk, require_real, require_role, require_whole_forms
from baise_desktop.app.signed_basis import note_basis
from baise_desktop.errors import BaiseError
from baise_desktop.store import submissions
from baise_desktop.store.submissions import Statement
from baise_desktop.texts import say


def list_statements(desk: Desk, plan: str, period: str) -> tuple[Statement, ...]:
    """Who has signed the current version, in order."""
    return submissions.read_submission(desk.store, desk.office.unit, plan, period).statements


def sign_off(desk: Desk, plan: str, period: str, role: str, name: str, now: datetime) -> None:
    """State that the submission is filled, reviewed or approved.

    Raises:
        BaiseError: NOT_READY while findings block, SIGN_ORDER out of turn, SIGNED_ALREADY, NAME_BLANK without a name;
            TRIAL; FORMS_MOVED, a task pack was opened since the first signature.
    """
    require_role(desk, "unit")
    require_real(desk)
    require_whole_forms(desk)
    if not name.strip():
        raise BaiseError("NAME_BLANK", role=say(f"words.role_{role}"))
    verdict = check_submission(desk, plan, period).verdict
    if not verdict.ready:
        raise BaiseError("NOT_READY", verdict=verdict.sentence)
    note_basis(desk, plan, period)
    submissions.add_statement(desk.store, desk.office.unit, plan, period, role, name.strip(), now)


def reopen(desk: Desk, plan: str, period: str, reason: str, now: datetime) -> None:
    """Open a signed submission for changes again; its statements fall. Raises: BaiseError REASON_BLANK."""
    if not reason.strip():
        raise BaiseError("REASON_BLANK")
    submissions.reopen(desk.store, desk.office.unit, plan, period, reason.strip(), now)
