"""What units were called on a day, and which body answered then where one was handed on to another.

Names are for people: certificates, packages and rows go by the unit's id alone.

Source: design section 5, names valid in time.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from baise_desktop.form.definition import Catalogue, NameSpan, Unit


def name_on(catalogue: Catalogue, unit: str, day: date) -> str:
    """The name on the paper of a day: of the body that the plan then in force names, as it was called that day."""
    body = body_on(catalogue, unit, day)
    span = span_on(body, day)
    return span.name if span else body.name


def code_on(catalogue: Catalogue, unit: str, day: date) -> str:
    """The GB code of that day; empty for a unit without one."""
    body = body_on(catalogue, unit, day)
    span = span_on(body, day)
    return span.code if span else body.code


def units_on(units: Mapping[str, Unit], day: date) -> Mapping[str, Unit]:
    """All units, each under the name and code that it bore on a day itself."""
    return {name: _dated(unit, span_on(unit, day)) for name, unit in units.items()}


def body_on(catalogue: Catalogue, unit: str, day: date) -> Unit:
    """The unit itself or, where the plan in force on a day knows only its predecessor or successor, that one.

    When a department was reorganised is not in the documents, so the plans' own periods say who answered.
    """
    plans = sorted(catalogue.plans.values(), key=lambda plan: plan.period_start)
    begun = [plan for plan in plans if date.fromisoformat(plan.period_start) <= day] or plans[:1]
    units = catalogue.units
    own = units[unit]
    for body in (own, *_handed(units, own, "predecessor"), *_handed(units, own, "successor")):
        if begun and begun[-1].id in body.plans:
            return body
    return own


def span_on(unit: Unit, day: date) -> NameSpan | None:
    """The name and code that a unit bore on a day, where the registry knows of a change."""
    for span in unit.names:
        first = date.fromisoformat(span.valid_from) if span.valid_from else date.min
        last = date.fromisoformat(span.valid_to) if span.valid_to else date.max
        if first <= day <= last:
            return span
    return None


def _handed(units: Mapping[str, Unit], unit: Unit, way: str) -> tuple[Unit, ...]:
    """Who came before or after, nearest first. The catalogue is checked for cycles when it is loaded."""
    other = units.get(getattr(unit, way))
    return () if other is None else (other, *_handed(units, other, way))


def _dated(unit: Unit, span: NameSpan | None) -> Unit:
    if span is None or span.name == unit.name:
        return unit
    return replace(unit, name=span.name, short=span.name, code=span.code)
