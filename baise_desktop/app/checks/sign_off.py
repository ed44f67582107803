"""填表、复核、负责人: three statements in order, each over the same content."""

from collections.abc import Iterable
from datetime import datetime

from baise_desktop.app.checks.checking import check_submission
from baise_desktop.app.checks.signed_rows import keep_signed_rows
from baise_desktop.app.desk import Desk, require_real, require_role, require_whole_forms
from baise_desktop.app.installation.contact import remember_person
from baise_desktop.app.kept.signed_basis import note_basis
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.signoff import is_person
from baise_desktop.form.verdict import is_empty_phrase
from baise_desktop.store import submissions
from baise_desktop.store.submissions import Statement
from baise_desktop.texts import say

LEAST_REASON = 4
"""Characters of a reason to reopen."""


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
    if not is_person(name.strip()):
        raise BaiseError("NAME_BLANK", role=say(f"words.role_{role}"))
    verdict = check_submission(desk, plan, period).verdict
    if not verdict.ready:
        raise BaiseError("NOT_READY", verdict=verdict.sentence)
    note_basis(desk, plan, period)
    submissions.add_statement(desk.store, desk.office.unit, plan, period, role, name.strip(), now)
    remember_person(desk, role, name.strip())
    keep_signed_rows(desk, plan, period, role, name.strip(), now)


def roles_of(statements: Iterable[Statement], name: str) -> tuple[str, ...]:
    """Roles in which somebody of that name has signed: one who checks oneself has not been checked."""
    bare = "".join(name.split())
    return tuple(each.role for each in statements if bare and "".join(each.name.split()) == bare)


def reopen(desk: Desk, plan: str, period: str, reason: str, now: datetime) -> None:
    """Open a signed submission for changes again; its statements fall.

    Raises:
        BaiseError: REASON_BLANK; REASON_SHORT, it does not say why.
    """
    if not reason.strip():
        raise BaiseError("REASON_BLANK")
    if len(reason.strip()) < LEAST_REASON or is_empty_phrase(reason):
        raise BaiseError("REASON_SHORT", text=reason.strip(), least=LEAST_REASON)
    submissions.reopen(desk.store, desk.office.unit, plan, period, reason.strip(), now)
