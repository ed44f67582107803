"""What the plans leave open and the city settles: base years, ways of counting, lists, deadlines.

Each choice is a setting of the store, kept as text under the name that says what it settles.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType

from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import Catalogue, Indicator, Target
from baise_desktop.form.kind import half_width

SEPARATOR = "、"
"""Between the values of a setting that has several."""


class ChoiceKind(StrEnum):
    """What the text of a setting is."""

    YEAR = "year"
    AMOUNT = "amount"
    DAY = "day"
    CALIBER = "caliber"
    UNITS = "units"
    LABELS = "labels"


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a change is measured from."""

    year: int
    value: Decimal | None = None
    """The figure or rank of that year, when it is not in the city's statistics register."""


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Choices:
    """The city's choices, by the names of their settings."""

    settings: Mapping[str, str] = field(default_factory=_nothing)

    @property
    def digest(self) -> str:
        """SHA-256 hex of the choices: figures of other choices are other figures."""
        return sha256(json.dumps(sorted(self.settings.items())).encode()).hexdigest()

    def find_baseline(self, target: str, indicator: str) -> Baseline | None:
        """That of the target, or else of the indicator; None while the base year is open."""
        for name in (target, indicator):
            if year := self.settings.get(f"baseline:{name}:year"):
                value = self.settings.get(f"baseline:{name}:value")
                return Baseline(int(year), Decimal(value) if value else None)
        return None

    def find_caliber(self, indicator: str) -> str:
        """The way of counting chosen; empty for the usual one."""
        return self.settings.get(f"caliber:{indicator}", "")

    def find_roster(self, indicator: str) -> Decimal | None:
        """How long the list is that a share is taken of; None while the list is not settled."""
        length = self.settings.get(f"roster:{indicator}")
        return Decimal(length) if length else None

    def counted_units(self, indicator: Indicator) -> tuple[str, ...]:
        """Kinds or ids of the units that the city's figure adds up; empty for all."""
        chosen = self.settings.get(f"counted:{indicator.id}")
        return tuple(chosen.split(SEPARATOR)) if chosen else indicator.counted_units

    def narrowing(self, indicator: Indicator) -> tuple[tuple[str, frozenset[str]], ...]:
        """Field keys, and the values that count of each."""
        chosen = ((key, self.settings.get(f"only:{indicator.id}:{key}")) for key in indicator.narrowed_by)
        return tuple((key, frozenset(values.split(SEPARATOR))) for key, values in chosen if values)

    def find_deadline(self, target: str, stated: str) -> date:
        """The city's deadline of a target, or else the one stated."""
        return date.fromisoformat(self.settings.get(f"deadline:{target}") or stated)


def list_open_choices(catalogue: Catalogue) -> Mapping[str, str]:
    """Every setting there is by name, with the id of the target or indicator it belongs to."""
    names: dict[str, str] = {}
    for target in catalogue.targets.values():
        for part in ("year", "value") if _from_base(catalogue, target) else ("year",) if target.baseline else ():
            names[f"baseline:{target.id}:{part}"] = target.id
        names[f"deadline:{target.id}"] = target.id
    for indicator in catalogue.indicators.values():
        names |= dict.fromkeys(_of_indicator(indicator), indicator.id)
    return names


def _from_base(catalogue: Catalogue, target: Target) -> bool:
    """Whether the figure is a change since a base year."""
    indicator = catalogue.indicators[target.indicator]
    operations = {source.operation for source in indicator.sources}
    return "rank_delta" in operations or ("pp_delta" in operations and indicator.aggregation == "city_only")


def is_required(catalogue: Catalogue, name: str) -> bool:
    """Whether figures wait for a setting: there is no change without the year that it is measured from."""
    kind, owner, *rest = name.split(":")
    return kind == "baseline" and rest == ["year"] and _from_base(catalogue, catalogue.targets[owner])


def kind_of(name: str) -> ChoiceKind:
    """What the text of a setting is, by its name."""
    kind, _, *rest = name.split(":")
    if kind == "baseline":
        return ChoiceKind.YEAR if rest == ["year"] else ChoiceKind.AMOUNT
    return _KINDS[kind]


_KINDS = {
    "caliber": ChoiceKind.CALIBER,
    "counted": ChoiceKind.UNITS,
    "roster": ChoiceKind.AMOUNT,
    "only": ChoiceKind.LABELS,
    "deadline": ChoiceKind.DAY,
}


def plain_text(kind: ChoiceKind, typed: str) -> str:
    """What was typed as it is kept: in half width, a day as 2023-12-31 however it was written."""
    text = half_width(typed)
    parts = _DAY.fullmatch(text) if kind is ChoiceKind.DAY else None
    return "-".join(part.zfill(2) for part in parts.groups()) if parts else text


_EARLIEST = "1949"
"""Nothing is measured from a year before."""
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?")


def offered_texts(catalogue: Catalogue, name: str) -> tuple[str, ...]:
    """What a setting of ways of counting, or of labels, chooses from; empty for others."""
    kind, owner, *rest = name.split(":")
    match kind, rest:
        case "caliber", _:
            return tuple(dict.fromkeys(s.caliber for s in catalogue.indicators[owner].sources if s.caliber))
        case "only", [key]:
            lists = _code_lists(catalogue, owner, key)
            return tuple(dict.fromkeys(item.label for each in lists for item in catalogue.code_lists[each].items))
        case _:
            return ()


def _code_lists(catalogue: Catalogue, indicator: str, key: str) -> tuple[str, ...]:
    registers = (catalogue.registers[source.register] for source in catalogue.indicators[indicator].sources)
    lists = (item.choices for form in registers for item in form.fields if item.key == key)
    return tuple(dict.fromkeys(name for name in lists if name))


def _of_indicator(indicator: Indicator) -> tuple[str, ...]:
    caliber = any(source.caliber for source in indicator.sources)
    return (
        *((f"caliber:{indicator.id}",) if caliber else ()),
        *((f"counted:{indicator.id}",) if indicator.counted_units else ()),
        *((f"roster:{indicator.id}",) if indicator.roster else ()),
        *(f"only:{indicator.id}:{key}" for key in indicator.narrowed_by),
    )


def check_choice(catalogue: Catalogue, name: str, text: str) -> None:
    """Refuse a setting that no figure reads, or a text it cannot be; an empty text takes a choice back.

    Raises:
        BaiseError: CHOICE_UNKNOWN, CHOICE_WRONG.
    """
    if name not in list_open_choices(catalogue):
        raise BaiseError("CHOICE_UNKNOWN", name=name)
    if text and not _fits(catalogue, name, text):
        raise BaiseError("CHOICE_WRONG", name=name, text=text)


def _fits(catalogue: Catalogue, name: str, text: str) -> bool:
    kind, owner, *rest = name.split(":")
    values = text.split(SEPARATOR)
    match kind, rest:
        case "baseline", ["year"]:
            last = catalogue.plans[catalogue.targets[owner].plan].period_end[:4]
            return text.isascii() and text.isdecimal() and _EARLIEST <= text <= last
        case "baseline" | "roster", _:
            return _is_amount(text)
        case "caliber", _:
            return text in {source.caliber for source in catalogue.indicators[owner].sources}
        case "counted", _:
            known = {unit.kind for unit in catalogue.units.values()} | set(catalogue.units)
            return set(values) <= known
        case "only", [key]:
            return all(_has_label(catalogue, owner, key, value) for value in values)
        case _:
            return _is_date(text) and text >= catalogue.plans[catalogue.targets[owner].plan].period_start


def _is_amount(text: str) -> bool:
    try:
        return Decimal(text).is_finite() and Decimal(text) > 0
    except InvalidOperation:
        return False


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _has_label(catalogue: Catalogue, indicator: str, key: str, label: str) -> bool:
    return any(catalogue.code_lists[name].code(label) is not None for name in _code_lists(catalogue, indicator, key))
