"""Who owes which form, when: the defaults that the city may change. Source: design section 5, who owes what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from baise_desktop.form.definition import Catalogue, Form, Target, Task, Unit
from baise_desktop.form.period import Frequency, Period, periods_between

DUE_DAYS = 15
"""Days after the end of a period until its forms are due; a setting, the documents are silent."""

DEPARTMENT_KINDS = frozenset({"city_dept", "vertical", "party_dept", "group_org", "leading_body"})
"""Kinds of units that report at the level city_dept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One form that one unit owes for one period."""

    unit: str
    plan: str
    period: Period
    form: str
    due: date
    """Last day in time."""


def obligations(catalogue: Catalogue, plan: str, due_days: int = DUE_DAYS) -> tuple[Obligation, ...]:
    """Every form that anybody owes in a plan, by unit, period and form."""
    scheme = catalogue.plans[plan]
    start, end = date.fromisoformat(scheme.period_start), date.fromisoformat(scheme.period_end)
    periods = [period for frequency in Frequency for period in periods_between(frequency, start, end)]
    return tuple(
        Obligation(unit=unit, plan=plan, period=period, form=form.id, due=period.end + timedelta(days=due_days))
        for unit in catalogue.units
        for forms in [standing_forms(catalogue, unit, plan)]
        for period in periods
        for form in _due_forms(catalogue, forms, period)
    )


def owed_forms(catalogue: Catalogue, unit: str, plan: str, period: Period) -> tuple[Form, ...]:
    """The forms that a unit owes for one period; none for a period outside the plan."""
    scheme = catalogue.plans[plan]
    if not scheme.period_start <= period.end.isoformat() <= scheme.period_end:
        return ()
    return tuple(_due_forms(catalogue, standing_forms(catalogue, unit, plan), period))


def _due_forms(catalogue: Catalogue, forms: Iterable[Form], period: Period) -> Iterable[Form]:
    for form in forms:
        target = catalogue.targets.get(form.id)
        in_its_year = target is None or target.year in {0, period.year}
        if form.frequency is period.frequency and in_its_year:
            yield form


def standing_forms(catalogue: Catalogue, unit: str, plan: str) -> tuple[Form, ...]:
    """The forms that a unit owes in a plan at one time or another, in the order of the catalogue.

    Counties and parks owe what their level owes. Departments owe the tasks that name them, the targets whose tasks
    they lead, and the registers that those need. Named organisations are entered by the unit that hosts them.
    """
    reporter = catalogue.units[unit]
    level = level_of(reporter)
    if not level or plan not in reporter.plans:
        return ()
    all_tasks = (task for task in catalogue.tasks.values() if task.plan == plan)
    all_targets = (target for target in catalogue.targets.values() if target.plan == plan)
    tasks = [task for task in all_tasks if _owes_task(catalogue, reporter, task)]
    targets = [target for target in all_targets if _owes_target(catalogue, reporter, target)]
    registers = {form.id for form in catalogue.registers.values() if level in form.levels and plan in form.plans}
    if level == "city_dept":
        registers &= _needed_registers(catalogue, tasks, targets)
    owed = registers.union((task.id for task in tasks), (target.id for target in targets))
    return tuple(form for form in catalogue.forms.values() if form.id in owed)


def level_of(unit: Unit) -> str:
    """county, park or city_dept; empty for what does not report."""
    if not unit.reporter:
        return ""
    if unit.kind in DEPARTMENT_KINDS:
        return "city_dept"
    return unit.kind if unit.kind in {"county", "park"} else ""


def answering_units(catalogue: Catalogue, units: Iterable[str]) -> frozenset[str]:
    """The reporters among these units, collectives being replaced by their members and by who answers for the rest."""
    answering: set[str] = set()
    for name in units:
        unit = catalogue.units[name]
        answering.update({name, *unit.members, *unit.answered_by})
    return frozenset(name for name in answering if catalogue.units[name].reporter)


def _owes_task(catalogue: Catalogue, unit: Unit, task: Task) -> bool:
    level = level_of(unit)
    if not task.reportable or level not in task.levels:
        return False
    named = answering_units(catalogue, (*task.lead, *task.supporting))
    of_level = {name for name in named if level_of(catalogue.units[name]) == level}
    # A clause that names nobody of a level means all of it; of the departments, the office answers.
    return unit.id in of_level if of_level else level != "city_dept" or unit.id == catalogue.plans[task.plan].office


def _owes_target(catalogue: Catalogue, unit: Unit, target: Target) -> bool:
    level = level_of(unit)
    if level not in target.reporters:
        return False
    if target.scope_unit:
        return unit.id == target.scope_unit
    if level == "city_dept":
        return unit.id in _accountable_departments(catalogue, target)
    led_by_one = target.lead and level_of(catalogue.units[target.lead]) == level
    return unit.id == target.lead if led_by_one else True


def _accountable_departments(catalogue: Catalogue, target: Target) -> frozenset[str]:
    if target.reporters == ("city_dept",):
        return frozenset({catalogue.plans[target.plan].office})
    return answering_units(catalogue, (unit for task in target.tasks for unit in catalogue.tasks[task].lead))


def _needed_registers(catalogue: Catalogue, tasks: Iterable[Task], targets: Iterable[Target]) -> frozenset[str]:
    by_tasks = (use.register for task in tasks for use in task.registers)
    sources = (catalogue.indicators[target.indicator].sources for target in targets)
    return frozenset(by_tasks) | {source.register for group in sources for source in group}
