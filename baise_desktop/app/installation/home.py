"""What a unit owes, and how far each submission is."""

from dataclasses import dataclass
from datetime import date, datetime

from baise_desktop.app.desk import Desk, require_plan, require_role
from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import Form, FormKind
from baise_desktop.form.period import parse_period
from baise_desktop.store.carry_over import carry_over
from baise_desktop.store.entries import count_entries
from baise_desktop.store.obligations import list_obligations, list_owed_forms
from baise_desktop.store.submissions import read_submission
from baise_desktop.store.unchanged import list_unchanged

_CLOSED = frozenset({"exported", "received", "accepted"})
_OPEN = frozenset({"draft", "returned"})


@dataclass(frozen=True, slots=True)
class DueSubmission:
    """One submission that the unit owes."""

    plan: str
    plan_name: str
    period: str
    due: date
    days_left: int
    """Negative when late."""
    state: str
    version: int
    forms: int
    filled: int
    reason: str = ""
    """Why it came back to be filled in again; empty once somebody has signed it anew."""


@dataclass(frozen=True, slots=True)
class SheetSummary:
    """One form of a submission."""

    form: str
    title: str
    kind: FormKind
    rows: int
    unchanged: bool = False
    """Whether it is stated to be as it was."""

    @property
    def filled(self) -> bool:
        """Whether anything was entered, or stated to be as it was."""
        return self.rows > 0 or self.unchanged


def due_submissions(desk: Desk, today: date) -> tuple[DueSubmission, ...]:
    """Everything owed under the task packs held, what was begun first, then by the nearest deadline."""
    require_role(desk, "unit")
    forms: dict[tuple[str, str], list[str]] = {}
    dues: dict[tuple[str, str], date] = {}
    for obligation in list_obligations(desk.store, desk.office.unit):
        forms.setdefault((obligation.plan, obligation.period), []).append(obligation.form)
        # The forms of a submission travel together, so the earliest of their days counts.
        key = obligation.plan, obligation.period
        dues[key] = min(obligation.due, dues.get(key, obligation.due))
    counts = count_entries(desk.store, desk.office.unit)
    found = [
        _due(desk, plan, period, dues[plan, period], owed, counts, today) for (plan, period), owed in forms.items()
    ]
    return tuple(sorted(found, key=lambda due: (due.state in _CLOSED, not due.filled, abs(due.days_left), due.period)))


def _due(
    desk: Desk,
    plan: str,
    period: str,
    due: date,
    owed: list[str],
    counts: dict[tuple[str, str, str], int],
    today: date,
) -> DueSubmission:
    submission = read_submission(desk.store, desk.office.unit, plan, period)
    stated = list_unchanged(desk.store, desk.office.unit, plan, period)
    filled = sum(1 for form in owed if counts.get((plan, period, form)) or form in stated)
    name = desk.catalogue.plans[plan].short_name
    is_back = submission.state in _OPEN and not submission.statements
    return DueSubmission(
        plan=plan,
        plan_name=name,
        period=period,
        due=due,
        days_left=(due - today).days,
        state=submission.state,
        version=submission.version,
        forms=len(owed),
        filled=filled,
        reason=submission.reason if is_back else "",
    )


def owed_here(desk: Desk, plan: str, period: str) -> tuple[Form, ...]:
    """The forms of one submission, as the task pack's obligation table lists them.

    Raises:
        BaiseError: PLAN_UNKNOWN, PERIOD, or NOTHING_OWED when no task pack held asks for anything.
    """
    require_plan(desk, plan)
    parse_period(period)
    owed = set(list_owed_forms(desk.store, desk.office.unit, plan, period))
    if not owed:
        raise BaiseError("NOTHING_OWED", unit=desk.unit.name, plan=plan, period=period)
    return tuple(form for form in desk.catalogue.forms.values() if form.id in owed)


def open_submission(desk: Desk, plan: str, period: str, now: datetime) -> tuple[SheetSummary, ...]:
    """The forms of a submission; on first opening, registers start with the rows still live.

    Raises:
        BaiseError: ROLE_UNIT_ONLY, and those of `owed_here`.
    """
    require_role(desk, "unit")
    forms = owed_here(desk, plan, period)
    registers = tuple(form for form in forms if form.kind is FormKind.REGISTER)
    carry_over(desk.store, desk.office.unit, plan, period, registers, now)
    return list_sheets(desk, plan, period)


def list_sheets(desk: Desk, plan: str, period: str) -> tuple[SheetSummary, ...]:
    """The forms of a submission with the number of their rows."""
    counts = count_entries(desk.store, desk.office.unit)
    stated = list_unchanged(desk.store, desk.office.unit, plan, period)
    return tuple(
        SheetSummary(form.id, form.title, form.kind, counts.get((plan, period, form.id), 0), form.id in stated)
        for form in owed_here(desk, plan, period)
    )
