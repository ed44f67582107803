"""After a restore from an older backup: receipts tell what was sent since, so that no version is used twice."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from baise_desktop.app.desk import Desk, require_real, require_role
from baise_desktop.app.files.input_file import read_file
from baise_desktop.app.keys.trust import require_trust
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.receipt import read_receipt
from baise_desktop.store.submissions import continue_after, newest_sealed_version, read_submission
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """One submission, and the version of it that the city holds."""

    plan: str
    period: str
    version: int
    is_new: bool
    """False when this installation had got as far by itself, and nothing changed."""


def catch_up(desk: Desk, file: Path, now: datetime) -> CaughtUp:
    """Let a submission go on after the version that a receipt of the city names.

    Args:
        desk: of a unit that was restored from a backup.
        file: a receipt.
        now: aware.

    Raises:
        BaiseError: ROLE_UNIT_ONLY, TRIAL, NOT_RESTORED, NO_TASK_PACK, HANDED_OVER, FILE_UNREADABLE, those of
            `read_receipt`.
    """
    require_role(desk, "unit")
    require_real(desk)
    if desk.office.epoch == 1:
        raise BaiseError("NOT_RESTORED")
    answered = read_receipt(BytesIO(read_file(file)), desk.office.unit, require_trust(desk), now).receipt.answered
    submission = read_submission(desk.store, answered.unit, answered.plan, answered.period)
    reached = newest_sealed_version(desk.store.connection, answered.unit, answered.plan, answered.period)
    is_new = max(reached, submission.version - 1) < answered.version
    if is_new:
        reason = say("store.continued", version=answered.version)
        continue_after(desk.store, submission, answered.version, reason, now)
    return CaughtUp(answered.plan, answered.period, answered.version, is_new)
