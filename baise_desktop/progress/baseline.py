"""What the plans leave open and the city settles: base years, ways of counting, lists, deadlines.

Each choice is a setting of the store, kept as text under the name that says what it settles.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from types import MappingProxyType

from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import Catalogue, Indicator

SEPARATOR = "、"
"""Between the values of a setting that has several."""


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
        operations = {source.operation for source in catalogue.indicators[target.indicator].sources}
        city_only = catalogue.indicators[target.indicator].aggregation == "city_only"
        from_base = "rank_delta" in operations or ("pp_delta" in operations and city_only)
        for part in ("year", "value") if from_base else ("year",) if target.baseline else ():
            names[f"baseline:{target.id}:{part}"] = target.id
        names[f"deadline:{target.id}"] = target.id
    for indicator in catalogue.indicators.values():
        names |= dict.fromkeys(_of_indicator(indicator), indicator.id)
    return names


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
            return text.isdecimal() and len(text) == 4
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
            return _is_date(text)


def _is_amount(text: str) -> bool:
    try:
        return Decimal(text).is_finite() and Decimal(text) > 0
    except InvalidOperation:
        return False


def _is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _has_label(catalogue: Catalogue, indicator: str, key: str, label: str) -> bool:
    registers = (catalogue.registers[source.register] for source in catalogue.indicators[indicator].sources)
    lists = (item.choices for form in registers for item in form.fields if item.key == key)
    return any(catalogue.code_lists[name].code(label) is not None for name in lists if name)
