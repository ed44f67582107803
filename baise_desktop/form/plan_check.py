"""Whether units, tasks, targets and indicators agree with each other and with the registers they use."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from baise_desktop.form.catalogue_files import Reading
from baise_desktop.form.defect import Place
from baise_desktop.form.definition import FieldType, Form, Indicator, IndicatorSource, Plan, Target, Task, Unit
from baise_desktop.form.register_check import repeated

_BOTH_WAYS = (("predecessor", "successor"), ("successor", "predecessor"))
_NEEDS = {
    "sum": ("value",),
    "latest": ("value",),
    "rank_delta": ("value",),
    "count_distinct": ("key",),
    "ratio": ("numerator", "denominator"),
    "growth": ("numerator", "denominator"),
    "pp_delta": ("numerator", "denominator"),
}
_PREFACE = "前言"
_NUMBERS = (FieldType.INTEGER, FieldType.DECIMAL)
"""Types of the columns that figures add up; what is computed is not kept with the rows."""
_DAY = timedelta(days=1)


def check_plans(reading: Reading) -> None:
    """Report what does not agree."""
    for name, plan in reading.collections["plans"].items():
        _check_plan_itself(plan, reading.places[name])
    _each(reading, "units", _check_unit)
    _each(reading, "tasks", _check_task)
    _each(reading, "targets", _check_target)
    _each(reading, "indicators", _check_indicator)
    for collection in ("tasks", "targets", "mechanisms", "parameters"):
        _check_clauses(reading, collection)
    for collection, attribute in (("units", "name"), ("registers", "title"), ("code_lists", "title")):
        _check_unique(reading, collection, attribute)


def _each(reading: Reading, collection: str, check: Any) -> None:
    for name, definition in reading.collections[collection].items():
        check(definition, reading.places[name], reading)


def _check_unique(reading: Reading, collection: str, attribute: str) -> None:
    names = {name: getattr(definition, attribute) for name, definition in reading.collections[collection].items()}
    for title in repeated(names.values()):
        last = [name for name in names if names[name] == title][-1]
        reading.places[last].at(attribute).report("duplicate_name", name=title)


def _check_plan_itself(plan: Plan, place: Place) -> None:
    folder = place.file.partition("/")[0]
    if plan.id != folder:
        place.at("id").report("plan_folder", id=plan.id, folder=folder)
    if not plan.years:
        place.at("years").report("no_items", part="years")
    if plan.period_end < plan.period_start:
        place.at("period_end").report("end_before_start", start=plan.period_start, end=plan.period_end)


def _check_unit(unit: Unit, place: Place, reading: Reading) -> None:
    for way, back in _BOTH_WAYS:
        other = reading.collections["units"].get(getattr(unit, way))
        if other is not None and getattr(other, back) != unit.id:
            place.at(way).report("one_way", id=other.id, back=back, unit=unit.id)
    for number, span in enumerate(unit.names, 1):
        if span.valid_to and span.valid_to < span.valid_from:
            spot = place.at("names").item(number).at("valid_to")
            spot.report("end_before_start", start=span.valid_from, end=span.valid_to)
    for number, (span, later) in enumerate(pairwise(unit.names), 2):
        if (
            not span.valid_to
            or not later.valid_from
            or date.fromisoformat(span.valid_to) + _DAY != date.fromisoformat(later.valid_from)
        ):
            spot = place.at("names").item(number).at("valid_from")
            spot.report("not_next_day", end=span.valid_to or "…", start=later.valid_from or "…")


def _check_task(task: Task, place: Place, reading: Reading) -> None:
    units, registers = reading.collections["units"], reading.collections["registers"]
    _check_plan(task.plan, units, [*task.lead, *task.supporting], place)
    _check_plan(task.plan, registers, [use.register for use in task.registers], place.at("registers"))
    for number, use in enumerate(task.registers, 1):
        if use.register in registers:
            register, spot = registers[use.register], place.at("registers").item(number)
            _check_labels(register, use.prefill, spot.at("prefill"), reading)
            if task.reportable and not set(register.levels) & set(task.levels):
                spot.report("nobody_fills", register=register.id)
    _check_measures(task, place)
    for part in ("measures", "narratives", "registers"):
        if task.reportable and not getattr(task, part):
            place.report("report_needs", part=part)


def _check_plan(plan: str, definitions: Mapping[str, Any], names: Iterable[str], place: Place) -> None:
    for name in names:
        if name in definitions and plan not in definitions[name].plans:
            place.report("other_plan", id=name, plan=plan)


def _check_measures(task: Task, place: Place) -> None:
    for part in ("measures", "deliverables"):
        for wanted, item in enumerate(getattr(task, part), 1):
            if item.number != wanted:
                place.at(part).item(wanted).at("number").report("numbering", wanted=wanted)
    used = {use.register for use in task.registers}
    # The rows of an annex table are proven by the register of their own row and by what their parent uses.
    strict = task.kind != "annex_item"
    for measure in task.measures:
        for register in measure.registers if strict else ():
            if register not in used:
                place.at("measures").item(measure.number).report("register_not_in_task", register=register)


def _check_labels(register: Form, labels: Mapping[str, tuple[str, ...]], place: Place, reading: Reading) -> None:
    fields = {field.key: field for field in register.fields}
    for key, wanted in labels.items():
        if key not in fields:
            place.at(key).report("no_such_column", register=register.id, column=key)
            continue
        code_list = reading.collections["code_lists"].get(fields[key].choices)
        for label in wanted:
            if code_list is not None and code_list.code(label) is None:
                place.at(key).report("no_such_label", list=code_list.id, label=label)


def _check_target(target: Target, place: Place, reading: Reading) -> None:
    if not target.tasks:
        place.at("tasks").report("not_served")
    if target.value and target.value_max and Decimal(target.value_max) < Decimal(target.value):
        place.at("value_max").report("less_than", low=target.value, high=target.value_max)
    _check_plan(target.plan, reading.collections["units"], [target.lead, *target.supporting], place)
    indicator = reading.collections["indicators"].get(target.indicator)
    if indicator is None:
        return
    if target.scope_unit and not all(source.scope for source in indicator.sources):
        place.at("scope_unit").report("scope_without_column", indicator=indicator.id)
    for number, condition in enumerate(target.filters, 1):
        spot = place.at("filters").item(number)
        if condition.register not in {source.register for source in indicator.sources}:
            spot.report("filter_without_source", indicator=indicator.id, register=condition.register)
        register = reading.collections["registers"].get(condition.register)
        if register is not None:
            _check_labels(register, {condition.column: (condition.value,)}, spot, reading)


def _check_indicator(indicator: Indicator, place: Place, reading: Reading) -> None:
    for part in ("numerator", "denominator") if indicator.aggregation == "ratio_of_sums" else ():
        if not getattr(indicator, part):
            place.at(part).report("ratio_needs", part=part)
    for number, source in enumerate(indicator.sources, 1):
        _check_source(indicator, source, place.at("sources").item(number), reading)
    if not Decimal(indicator.scale) > 0:
        place.at("scale").report("not_positive", value=indicator.scale)
    if indicator.sources and not any(not source.caliber for source in indicator.sources):
        place.at("sources").report("only_calibers")
    known = {unit.kind for unit in reading.collections["units"].values()} | set(reading.collections["units"])
    for number, name in enumerate(indicator.counted_units, 1):
        if name not in known:
            place.at("counted_units").item(number).report("no_such_unit_or_kind", id=name)


def _check_source(indicator: Indicator, source: IndicatorSource, place: Place, reading: Reading) -> None:
    for part in _NEEDS.get(source.operation, ()):
        if not getattr(source, part) and not (source.operation == "pp_delta" and source.value):
            place.report("source_needs", operation=source.operation, part=part)
    register = reading.collections["registers"].get(source.register)
    if register is None:
        return
    keys = {field.key for field in register.fields}
    named = (
        *(source.value, source.key, source.numerator, source.denominator, source.scope),
        *(source.numerator_before, source.denominator_before, source.park if source.park != "park" else ""),
        *(*indicator.dedupe, *indicator.narrowed_by),
    )
    for column in named:
        if column and not column.startswith("=") and column not in keys:
            place.report("no_such_column", register=register.id, column=column)
    amounts = {field.key for field in register.fields if field.type in _NUMBERS}
    for part in ("value", "numerator", "denominator", "numerator_before", "denominator_before"):
        column = getattr(source, part)
        if column in keys - amounts:
            place.at(part).report("not_number_column", register=register.id, column=column)


def _check_clauses(reading: Reading, collection: str) -> None:
    known = {(clause.plan, clause.clause) for clause in reading.collections["clauses"].values()}
    for name, definition in reading.collections[collection].items():
        if (definition.plan, definition.clause) not in known and definition.clause != _PREFACE:
            place = reading.places[name].at("clause")
            place.report("no_such_clause", plan=definition.plan, clause=definition.clause)
