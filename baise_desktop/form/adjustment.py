"""What the city sets otherwise than the defaults about who owes which form when, for one plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from baise_desktop.errors import BaiseError
from baise_desktop.form import canonical
from baise_desktop.form.canonical import Json
from baise_desktop.form.period import Frequency, Period
from baise_desktop.texts import say

MOST_DAYS = 366
"""Longest time after the end of a period."""
LONGEST_REASON = 500
"""Characters."""


@dataclass(frozen=True, slots=True)
class Exempt:
    """不报: not owed, whatever the defaults say."""


@dataclass(frozen=True, slots=True)
class Added:
    """应报: owed, although the defaults do not say so."""


@dataclass(frozen=True, slots=True)
class DueOn:
    """截止日: the last day in time."""

    day: date


@dataclass(frozen=True, slots=True)
class DueAfter:
    """期满后若干日: days after the end of the period until the forms are due."""

    days: int


@dataclass(frozen=True, slots=True)
class Every:
    """报送频度: how often a form is owed, by every unit."""

    frequency: Frequency


Change = Exempt | Added | DueOn | DueAfter | Every


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """One thing that the city set, and where it holds: an empty text or None stands for all."""

    change: Change
    reason: str
    """Why, in the officer's words."""
    unit: str = ""
    form: str = ""
    period: str = ""
    frequency: Frequency | None = None
    """Holds in the periods of this frequency only."""

    @property
    def specificity(self) -> int:
        """How narrowly it says where it holds; a narrower one stands against a wider one."""
        return 2 * bool(self.unit) + 2 * bool(self.form) + (2 if self.period else int(self.frequency is not None))

    def change_as_text(self) -> tuple[str, str]:
        """Name and value of what was set: exempt, add, due, days or every."""
        return _change_as_text(self.change)

    def holds_in(self, period: Period) -> bool:
        """Whether it is about that period."""
        return self.period in ("", str(period)) and self.frequency in (None, period.frequency)


def write_adjustments(adjustments: Iterable[Adjustment]) -> str:
    """The adjustments of a plan as canonical JSON, in their order."""
    return canonical.dump([_as_json(each) for each in adjustments]).decode()


def read_adjustments(text: str) -> tuple[Adjustment, ...]:
    """What `write_adjustments` wrote; an empty text is none.

    Raises:
        BaiseError: JSON, or ADJUSTMENT for anything that is not a list of adjustments.
    """
    data = canonical.load_canonical(text.encode()) if text else []
    if not isinstance(data, list):
        refuse("UNREADABLE")
    return tuple(_from_json(each) for each in data)


def refuse(reason: str, **values: object) -> NoReturn:
    """Raise the ADJUSTMENT error. `reason` is an entry of the reasons without its `ADJUSTMENT_`."""
    raise BaiseError("ADJUSTMENT", reason=say(f"reasons.ADJUSTMENT_{reason}", **values))


def _as_json(adjustment: Adjustment) -> dict[str, Json]:
    name, value = adjustment.change_as_text()
    return {
        "change": name,
        "form": adjustment.form,
        "frequency": adjustment.frequency.value if adjustment.frequency else "",
        "period": adjustment.period,
        "reason": adjustment.reason,
        "unit": adjustment.unit,
        "value": value,
    }


_DAYS = frozenset(map(str, range(MOST_DAYS + 1)))
_KEYS = frozenset({"change", "form", "frequency", "period", "reason", "unit", "value"})


def _from_json(data: Json) -> Adjustment:
    if not isinstance(data, dict) or data.keys() != _KEYS:
        refuse("UNREADABLE")
    texts = {key: value for key, value in data.items() if isinstance(value, str)}
    if texts.keys() != _KEYS:
        refuse("UNREADABLE")
    try:
        return _from_texts(texts)
    except ValueError:
        refuse("UNREADABLE")


def _from_texts(texts: Mapping[str, str]) -> Adjustment:
    return Adjustment(
        change=change_from_text(texts["change"], texts["value"]),
        reason=texts["reason"],
        unit=texts["unit"],
        form=texts["form"],
        period=texts["period"],
        frequency=Frequency(texts["frequency"]) if texts["frequency"] else None,
    )


def change_from_text(name: str, value: str) -> Change:
    """The change of that name and value. Raises: BaiseError ADJUSTMENT."""
    try:
        change = _read_change(name, value)
    except ValueError:
        change = None
    if change is None or _change_as_text(change) != (name, value):
        refuse("CHANGE", name=name, value=value)
    return change


def _read_change(name: str, value: str) -> Change | None:
    match name:
        case "exempt":
            return Exempt()
        case "add":
            return Added()
        case "due":
            return DueOn(date.fromisoformat(value))
        case "days" if value in _DAYS:
            return DueAfter(int(value))
        case "every":
            return Every(Frequency(value))
    return None


def _change_as_text(change: Change) -> tuple[str, str]:
    match change:
        case Exempt():
            return "exempt", ""
        case Added():
            return "add", ""
        case DueOn(day):
            return "due", day.isoformat()
        case DueAfter(days):
            return "days", str(days)
        case Every(frequency):
            return "every", frequency.value
