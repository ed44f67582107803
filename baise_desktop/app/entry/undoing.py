"""撤销 and 重做: the acts of a clerk, by name, newest first; nothing is taken back across a signature."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from baise_desktop.app.desk import Desk
from baise_desktop.app.entry.filling import CLERK
from baise_desktop.errors import BaiseError
from baise_desktop.store import steps
from baise_desktop.store.steps import Place, Step
from baise_desktop.texts import say

Way = Literal["undo", "redo"]


@dataclass(frozen=True, slots=True)
class Turned:
    """What was taken back or done again, and where to look."""

    way: Way
    name: str
    form: str
    """Empty for an explanation."""
    row_id: str
    """Empty when the row is not there any more."""
    field: str


@dataclass(frozen=True, slots=True)
class Nexts:
    """What undo and redo would do; an empty name when there is nothing."""

    undo: str
    redo: str


def next_undo(desk: Desk, plan: str, period: str) -> str:
    """The name of the act that `undo` takes back, or empty."""
    return _name(steps.next_undo(desk.store, _submission(desk, plan, period)))


def next_redo(desk: Desk, plan: str, period: str) -> str:
    """The name of the act that `redo` does again, or empty."""
    return _name(steps.next_redo(desk.store, _submission(desk, plan, period)))


def list_nexts(desk: Desk, plan: str, period: str) -> Nexts:
    """Both names."""
    return Nexts(next_undo(desk, plan, period), next_redo(desk, plan, period))


def undo(desk: Desk, plan: str, period: str, now: datetime) -> Turned:
    """Take back the newest act of a submission.

    Raises:
        BaiseError: STEP_NONE_UNDO; LOCKED, STEP_CHANGED, ATTACHMENT_MISSING as `steps.swap`; nothing has changed then.
    """
    return _turn(desk, steps.next_undo(desk.store, _submission(desk, plan, period)), "undo", now)


def redo(desk: Desk, plan: str, period: str, now: datetime) -> Turned:
    """Do again what was taken back last. Raises: as `undo`, with STEP_NONE_REDO."""
    return _turn(desk, steps.next_redo(desk.store, _submission(desk, plan, period)), "redo", now)


def forget(desk: Desk, plan: str, period: str) -> None:
    """Nothing done so far can be taken back any more."""
    with desk.store.write() as connection:
        steps.forget(connection, desk.office.unit, plan, period)


def _turn(desk: Desk, step: Step | None, way: Way, now: datetime) -> Turned:
    if step is None:
        raise BaiseError(f"STEP_NONE_{way.upper()}")
    there = steps.swap(desk.store, step, CLERK, say(f"journal.{way}", name=step.name), now)
    row = step.row_id if step.row_id in there else next(iter(there), "")
    return Turned(way, step.name, step.place.form, row, step.field)


def _submission(desk: Desk, plan: str, period: str) -> Place:
    return Place(desk.office.unit, plan, period)


def _name(step: Step | None) -> str:
    return step.name if step else ""
