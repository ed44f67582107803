"""Where the opening rows of a register come from, how that stands by now, and taking them over again."""

from dataclasses import dataclass
from datetime import datetime

from baise_desktop.app.desk import Desk, require_role
from baise_desktop.app.entry.filling import CLERK
from baise_desktop.app.installation.naming import period_words
from baise_desktop.form.period import parse_period
from baise_desktop.store.carry_again import SourceChanges, carry_again, find_carry_time, find_source_changes
from baise_desktop.store.entries import Sheet
from baise_desktop.store.instant import to_text
from baise_desktop.store.register_balance import CarrySource, find_source
from baise_desktop.store.submissions import Submission, read_submission
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True)
class OpeningSource:
    """The period that a register was carried from."""

    words: str
    """Period, version and how it stands."""
    returned: bool
    """Whether the city sent it back, or it was opened again after that."""
    changes: SourceChanges

    @property
    def problem(self) -> str:
        """What there is to say about it; empty when all is well."""
        told = [say("opening_source.returned", source=self.words)] if self.returned else []
        if self.changes.count:
            told.append(say("opening_source.changed", source=self.words, count=self.changes.count))
        if self.changes.edited:
            told.append(say("opening_source.edited", count=len(self.changes.edited)))
        return "；".join(told)


def read_opening_source(desk: Desk, sheet: Sheet, since: str | None = None) -> OpeningSource | None:
    """The source of a register; None when it opened blank.

    Args:
        desk: of the unit.
        sheet: of the register.
        since: when the submission's rows were carried over; looked up when it is not given.
    """
    with desk.store.snapshot():
        source = find_source(desk.store, sheet)
        if source is None:
            return None
        since = carried_at(desk, sheet) if since is None else since
        submission = read_submission(desk.store, sheet.unit, source.plan, source.period)
        changes = _changes(desk, sheet, source, since, submission)
        words = tell_carry_source(desk, sheet, source, submission)
        return OpeningSource(words, submission.state == "returned", changes)


def carried_at(desk: Desk, sheet: Sheet) -> str:
    """When rows were first carried into a sheet's submission; empty when none were."""
    return find_carry_time(desk.store, sheet.unit, sheet.plan, sheet.period)


def renew_opening(desk: Desk, sheet: Sheet, now: datetime) -> int:
    """Take the opening rows over again, but for those changed here; how many came. Raises: BaiseError LOCKED."""
    require_role(desk, "unit")
    source = find_source(desk.store, sheet)
    return carry_again(desk.store, sheet, source, carried_at(desk, sheet), CLERK, now) if source else 0


def tell_carry_source(desk: Desk, sheet: Sheet, source: CarrySource, submission: Submission) -> str:
    """Such as 2023年第1季度 第 2 版（市级已通过）."""
    return say(
        "opening_source.words",
        plan="" if source.plan == sheet.plan else desk.catalogue.plans[source.plan].short_name,
        period=period_words(parse_period(source.period)),
        version=told_version(submission),
        state=say(f"balance.state_{submission.state}"),
    )


def told_version(submission: Submission) -> int:
    """The version that the state is about: a returned one already has its successor."""
    return max(submission.version - 1, 1) if submission.state == "returned" else submission.version


def _changes(desk: Desk, sheet: Sheet, source: CarrySource, since: str, submission: Submission) -> SourceChanges:
    # Nothing can have been written after the last signature: most sources need no comparing.
    if submission.is_signed and since and to_text(max(each.at for each in submission.statements)) < since:
        return SourceChanges()
    return find_source_changes(desk.store, sheet, source, since)
