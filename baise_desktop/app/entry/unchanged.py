"""本期无变化 for a whole form: a statement that is checked, signed and sent along."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from baise_desktop.app.desk import Desk, require_role
from baise_desktop.app.entry.filling import CLERK, form_of
from baise_desktop.app.entry.ghost import Ghost, ghost_of
from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import Form, FormKind
from baise_desktop.form.record import Record, fixed_row_id
from baise_desktop.form.value import Value
from baise_desktop.store.entries import Entry, Sheet, list_entries, put_entries
from baise_desktop.store.instant import to_text
from baise_desktop.store.register_balance import count_left_behind, find_source, list_movements
from baise_desktop.store.unchanged import drop_unchanged, list_unchanged, put_unchanged
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True)
class UnchangedState:
    """Whether a form is stated unchanged, and what speaks against it."""

    stated: bool
    obstacle: str
    """Why it cannot be said, or does not hold any longer; empty when it can be said."""


def read_unchanged(desk: Desk, sheet: Sheet) -> UnchangedState:
    """How it stands with the statement of a form."""
    with desk.store.snapshot():
        stated = list_unchanged(desk.store, sheet.unit, sheet.plan, sheet.period)
        return UnchangedState(sheet.form in stated, find_obstacle(desk, sheet))


def state_unchanged(desk: Desk, sheet: Sheet, now: datetime) -> None:
    """State that a form is as it was; a task report without answers takes over those of last time.

    Raises:
        BaiseError: UNCHANGED, something is different; LOCKED once someone has signed.
    """
    require_role(desk, "unit")
    obstacle = find_obstacle(desk, sheet)
    if obstacle:
        raise BaiseError("UNCHANGED", reason=obstacle)
    form = form_of(desk, sheet)
    if form.kind is FormKind.TASK and not any(entry.record.values for entry in list_entries(desk.store, sheet, form)):
        _repeat(desk, sheet, form, now)
    put_unchanged(desk.store, sheet, CLERK, now)


def withdraw_unchanged(desk: Desk, sheet: Sheet, now: datetime) -> None:
    """Take the statement of a form back. Raises: BaiseError LOCKED once someone has signed."""
    require_role(desk, "unit")
    drop_unchanged(desk.store, sheet, CLERK, now)


def find_obstacle(desk: Desk, sheet: Sheet) -> str:
    """What is different from the period before, or why nothing can be said about it; empty when all is the same."""
    form = form_of(desk, sheet)
    if form.kind is FormKind.REGISTER:
        return _moved(desk, sheet, form)
    if form.kind is FormKind.TASK:
        return _answered_otherwise(desk, sheet, form)
    return say("unchanged.target")


def _moved(desk: Desk, sheet: Sheet, form: Form) -> str:
    source = find_source(desk.store, sheet)
    kinds = list(list_movements(desk.store, sheet, source).values())
    if source is None and kinds:
        return say("unchanged.no_past", form=form.title)
    counts = {kind: kinds.count(kind) for kind in ("added", "changed", "gone")}
    missing = count_left_behind(desk.store, sheet, source) if source else 0
    return say("unchanged.rows", form=form.title, **counts, missing=missing) if any((*counts.values(), missing)) else ""


def _answered_otherwise(desk: Desk, sheet: Sheet, form: Form) -> str:
    past = _past_answers(sheet, ghost_of(desk, sheet))
    if past is None:
        return say("unchanged.no_past", form=form.title)
    for entry in list_entries(desk.store, sheet, form):
        if not entry.record.values and not entry.wrong:
            continue
        names = [
            question.name
            for question in form.fields
            if entry.record.values.get(question.key) != past.get(question.key) or question.key in entry.wrong
        ]
        if names:
            return say("unchanged.answers", form=form.title, names="、".join(names))
    return ""


def _past_answers(sheet: Sheet, ghost: Ghost) -> Mapping[str, Value] | None:
    return ghost.values.get(fixed_row_id(sheet.unit, sheet.plan, sheet.period, sheet.form))


def _repeat(desk: Desk, sheet: Sheet, form: Form, now: datetime) -> None:
    row_id = fixed_row_id(sheet.unit, sheet.plan, sheet.period, sheet.form)
    record = Record(
        form=form.id,
        row_id=row_id,
        unit=sheet.unit,
        plan=sheet.plan,
        period=sheet.period,
        values=ghost_of(desk, sheet).values[row_id],
        updated_at=to_text(now),
    )
    put_entries(desk.store, (Entry(record, {}),), form, CLERK, say("journal.unchanged"), now)
