"""Who owes which form, when: the defaults, and what the city set otherwise. Source: design section 5, who owes what."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from baise_desktop.form.adjustment import Added, Adjustment, DueAfter, DueOn, Every, Exempt
from baise_desktop.form.definition import Catalogue, Form, FormKind, Target, Task, Unit
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One form of one unit in one period, owed or expressly not, and what decided it."""

    unit: str
    form: str
    period: Period
    due: date
    owed: bool
    owed_by: Adjustment | None
    """None when the defaults decide; so `due_by`."""
    due_by: Adjustment | None


def obligations(catalogue: Catalogue, plan: str, adjustments: Sequence[Adjustment] = ()) -> tuple[Obligation, ...]:
    """Every form that anybody owes in a plan, by unit, period and form.

    Of several adjustments about one thing the most specific stands, of equally specific ones the last.
    """
    return tuple(
        Obligation(unit=cell.unit, plan=plan, period=cell.period, form=cell.form, due=cell.due)
        for cell in settle(catalogue, plan, adjustments)
        if cell.owed
    )


def settle(catalogue: Catalogue, plan: str, adjustments: Sequence[Adjustment] = ()) -> Iterator[Cell]:
    """Everything that is owed by default or that an adjustment adds, by unit, period and form."""
    scheme = catalogue.plans[plan]
    start, end = date.fromisoformat(scheme.period_start), date.fromisoformat(scheme.period_end)
    periods = [period for frequency in Frequency for period in periods_between(frequency, start, end)]
    often = frequencies(catalogue, plan, adjustments)
    terms = _Terms.of(adjustments)
    for unit in catalogue.units:
        asked = [
            _Asked(form, standing, *terms.about(unit, form.id))
            for form, standing in _askable(catalogue, unit, plan, adjustments)
        ]
        for period in periods:
            for each in asked:
                if often[each.form.id] is period.frequency:
                    yield from _cell(catalogue, unit, period, each)


def frequencies(catalogue: Catalogue, plan: str, adjustments: Iterable[Adjustment] = ()) -> dict[str, Frequency]:
    """How often each form of a plan is owed, by form."""
    often = {form.id: form.frequency for form in plan_forms(catalogue, plan)}
    for adjustment in adjustments:
        if isinstance(adjustment.change, Every) and adjustment.form in often:
            often[adjustment.form] = adjustment.change.frequency
    return often


def due_days(adjustments: Iterable[Adjustment] = ()) -> dict[Frequency, int]:
    """Days after the end of a period until its forms are due, where nothing narrower is set."""
    days = dict.fromkeys(Frequency, DUE_DAYS)
    wide = [each for each in adjustments if not (each.unit or each.form or each.period)]
    for each in sorted(wide, key=lambda adjustment: adjustment.specificity):
        if isinstance(each.change, DueAfter):
            days |= dict.fromkeys([each.frequency] if each.frequency else Frequency, each.change.days)
    return days


def plan_forms(catalogue: Catalogue, plan: str) -> tuple[Form, ...]:
    """The forms of a plan that can be asked for, in the order of the catalogue."""
    forms = catalogue.forms.values()
    return tuple(form for form in forms if plan in form.plans and form.kind is not FormKind.TEXT)


def can_owe(catalogue: Catalogue, unit: str, plan: str) -> bool:
    """Whether a unit reports under a plan."""
    return bool(level_of(catalogue.units[unit])) and plan in catalogue.units[unit].plans


Ranked = Sequence[Adjustment]
"""The widest first, of equally specific ones the last last."""


@dataclass(frozen=True, slots=True)
class _Terms:
    """Adjustments by unit and form, so that thousands of them cost nothing where they say nothing."""

    by_place: dict[tuple[str, str], list[tuple[int, int, Adjustment]]]

    @classmethod
    def of(cls, adjustments: Iterable[Adjustment]) -> "_Terms":
        """Sorted into their places."""
        by_place: dict[tuple[str, str], list[tuple[int, int, Adjustment]]] = {}
        for number, each in enumerate(adjustments):
            by_place.setdefault((each.unit, each.form), []).append((each.specificity, number, each))
        return cls(by_place)

    def about(self, unit: str, form: str) -> tuple[Ranked, Ranked]:
        """Those that say whether the unit owes the form, and those that say when."""
        places = ((unit, form), (unit, ""), ("", form), ("", ""))
        found = sorted((each for place in places for each in self.by_place.get(place, ())), key=lambda each: each[:2])
        ranked = [each for _, _, each in found]
        owing = [each for each in ranked if isinstance(each.change, Exempt | Added)]
        return owing, [each for each in ranked if isinstance(each.change, DueOn | DueAfter)]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One form of one unit, and the adjustments about it."""

    form: Form
    standing: bool
    """Owed by default."""
    owing: Ranked
    timing: Ranked


def _askable(
    catalogue: Catalogue, unit: str, plan: str, adjustments: Iterable[Adjustment]
) -> Iterator[tuple[Form, bool]]:
    if not can_owe(catalogue, unit, plan):
        return
    standing = {form.id for form in standing_forms(catalogue, unit, plan)}
    added = {each.form for each in adjustments if isinstance(each.change, Added) and each.unit in ("", unit)}
    for form in plan_forms(catalogue, plan):
        if form.id in standing or form.id in added:
            yield form, form.id in standing


def _cell(catalogue: Catalogue, unit: str, period: Period, asked: _Asked) -> Iterator[Cell]:
    owing = [each for each in asked.owing if each.holds_in(period)]
    decided = owing[-1] if owing else None
    in_its_year = _in_its_year(catalogue, asked.form, period)
    standing = asked.standing and in_its_year
    # A figure of one year is asked for in another only by naming the period.
    added = any(isinstance(each.change, Added) and (in_its_year or each.period) for each in owing)
    if standing or added:
        owed = standing if decided is None else isinstance(decided.change, Added)
        timing = next((each for each in reversed(asked.timing) if each.holds_in(period)), None)
        due = _due(period, timing)
        yield Cell(unit=unit, form=asked.form.id, period=period, due=due, owed=owed, owed_by=decided, due_by=timing)


def _in_its_year(catalogue: Catalogue, form: Form, period: Period) -> bool:
    target = catalogue.targets.get(form.id)
    return target is None or target.year in {0, period.year}


def _due(period: Period, adjustment: Adjustment | None) -> date:
    match adjustment.change if adjustment else None:
        case DueOn(day):
            return day
        case DueAfter(days):
            return period.end + timedelta(days=days)
    return period.end + timedelta(days=DUE_DAYS)


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
