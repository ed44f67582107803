"""A figure held against what a target requires."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from baise_desktop.form.definition import Target
from baise_desktop.progress.baseline import Choices
from baise_desktop.progress.figure import Figure


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a target is met, and how far it is met."""

    met: bool | None
    """None while there is no figure."""
    completion: Decimal | None
    """Percent of the requirement, two decimals; None when the requirement is not a positive amount."""


def judge(target: Target, figure: Figure) -> Judgement:
    """Compare by the target's own operator: 达到 is >=, 突破 is >, 等于 is =. Source: design section 9."""
    if figure.value is None:
        return Judgement(None, None)
    required = Decimal(target.value)
    return Judgement(_holds(target.comparator, figure.value, required), _percent(figure.value, required))


def _holds(comparator: str, value: Decimal, required: Decimal) -> bool:
    if comparator == "=":
        return value == required
    return value > required if comparator.endswith(">") else value >= required


def _percent(value: Decimal, required: Decimal) -> Decimal | None:
    if required <= 0:
        return None
    return (value / required * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def judged_on(target: Target, as_of: date, choices: Choices | None = None) -> date:
    """The day whose figure a target looks at: never past the end of its own year, nor past its deadline."""
    deadline = (choices or Choices()).find_deadline(target.id, target.deadline)
    return min(as_of, deadline, date(target.year, 12, 31)) if target.year else min(as_of, deadline)


def is_started(target: Target, as_of: date) -> bool:
    """False for a target of a year that has not begun by the date."""
    return not target.year or target.year <= as_of.year
