"""The words that fields are answered in: code lists, units and register rows, indexed both ways."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from baise_desktop.form.definition import Catalogue, CodeList, Plan, Unit
from baise_desktop.form.unit_names import units_on

_Item = TypeVar("_Item")
_DEPARTMENT_KINDS = frozenset({"city_dept", "vertical", "party_dept", "group_org", "leading_body"})


@dataclass(frozen=True, kw_only=True)
class FieldContext:
    """What typing and showing need to know beside the field itself."""

    code_lists: Mapping[str, CodeList]
    units: Mapping[str, Unit]
    plans: Mapping[str, Plan] = field(default_factory=dict)
    references: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Titles of register rows that a reference may point to, by register id and row id."""

    @cached_property
    def unit_names(self) -> Mapping[str, tuple[str, ...]]:
        """Unit ids by everything that names them: id, code, name, short name, alias, former name and code."""
        return _index(self.units.values(), lambda unit: unit.id, _names_of_unit)

    def on(self, day: date) -> "FieldContext":
        """The words of a day's paper: units are called as they were then. Source: design section 5."""
        if day not in self._days:
            self._days[day] = replace(self, units=units_on(self.units, day))
        return self._days[day]

    @cached_property
    def _days(self) -> dict[date, "FieldContext"]:
        return {}

    @cached_property
    def choices(self) -> Mapping[str, "ChoiceIndex"]:
        """The code lists, indexed, by id."""
        return {code_list.id: ChoiceIndex(code_list) for code_list in self.code_lists.values()}


def field_context(catalogue: Catalogue, references: Mapping[str, Mapping[str, str]] | None = None) -> FieldContext:
    """The context that a catalogue gives."""
    return FieldContext(
        code_lists=catalogue.code_lists, units=catalogue.units, plans=catalogue.plans, references=references or {}
    )


@dataclass(frozen=True)
class ChoiceIndex:
    """One code list, looked up by code, label or the beginning of a label."""

    code_list: CodeList

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Label by code."""
        return {item.code: item.label for item in self.code_list.items}

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Code by label and by code."""
        return {item.label: item.code for item in self.code_list.items} | {code: code for code in self.labels}

    def beginning(self, text: str) -> tuple[str, ...]:
        """Codes of the labels that begin with the text."""
        return tuple(code for code, label in self.labels.items() if label.startswith(text))


def accepts_kind(unit_kind: str, unit: Unit) -> bool:
    """Whether a unit field of that kind takes the unit: `county_or_park` takes both, `any` and empty take all."""
    if unit_kind in ("", "any"):
        return True
    kinds = set(unit_kind.split("_or_"))
    return unit.kind in (kinds | _DEPARTMENT_KINDS if "city_dept" in kinds else kinds)


def _names_of_unit(unit: Unit) -> Iterable[str]:
    yield from (unit.id, unit.code, unit.name, unit.short, *unit.aliases)
    for span in unit.names:
        yield from (span.name, span.code)


def _index(
    items: Iterable[_Item], identity: Callable[[_Item], str], names: Callable[[_Item], Iterable[str]]
) -> Mapping[str, tuple[str, ...]]:
    index: dict[str, tuple[str, ...]] = {}
    for item in items:
        for name in dict.fromkeys(names(item)):
            if name:
                index[name] = (*index.get(name, ()), identity(item))
    return index
