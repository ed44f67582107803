"""Whose a row is: units and their successors count as one."""

from collections.abc import Mapping, Sequence

from baise_desktop.form.definition import IndicatorSource, Unit
from baise_desktop.progress.row import Row

_Units = Mapping[str, Unit]


def is_same_unit(one: object, other: str, units: _Units) -> bool:
    """Whether two ids name one unit, before or after it was handed on. Source: design section 5, successors."""
    if one == other:
        return True
    if not isinstance(one, str) or one not in units or other not in units:
        return False
    return bool(units[one].lineage) and units[one].lineage == units[other].lineage


def counts_for(row: Row, unit: str, source: IndicatorSource, counted: Sequence[str], units: _Units) -> bool:
    """Whether a row counts for a unit, or for the city when the unit is empty.

    Args:
        row: that matches the source's filter.
        unit: whose figure is asked for.
        source: names the columns that say whose the row is.
        counted: kinds or ids of the units whose rows the city adds up; empty for all.
        units: of the catalogue.
    """
    owner = row.values.get(source.scope) if source.scope else row.record.unit
    if unit:
        in_park = units[unit].kind == "park" and is_same_unit(row.values.get(source.park), unit, units)
        return in_park or is_same_unit(owner, unit, units)
    return not counted or is_counted(owner, counted, units)


def is_counted(owner: object, counted: Sequence[str], units: _Units) -> bool:
    """Whether a unit is of the kinds, or is one of the units, that are counted."""
    if not isinstance(owner, str) or owner not in units:
        return False
    return any(units[owner].kind == name or is_same_unit(owner, name, units) for name in counted)


def expected_units(source: IndicatorSource, counted: Sequence[str], plan: str, units: _Units) -> tuple[str, ...]:
    """The units whose rows the city's figure waits for; none where everybody's rows count."""
    return tuple(
        unit.id
        for unit in units.values()
        if counted and source.scope and plan in unit.plans and unit.reporter and is_counted(unit.id, counted, units)
    )


def list_missing(rows: Sequence[Row], source: IndicatorSource, expected: Sequence[str], units: _Units) -> list[str]:
    """Those of the expected units that none of the rows is of."""
    owners = {row.values.get(source.scope) for row in rows}
    return [unit for unit in expected if not any(is_same_unit(owner, unit, units) for owner in owners)]
