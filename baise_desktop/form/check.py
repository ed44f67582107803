"""The answer to `baise forms check`: what is there, what of the text is covered, what is wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from baise_desktop.form.catalogue_files import Reading
from baise_desktop.form.coverage import Gap, Quotation, find_gaps
from baise_desktop.form.defect import Defect, Place
from baise_desktop.form.definition import Clause, Target, Task
from baise_desktop.form.formula_check import check_formulas
from baise_desktop.form.load import read_checked


@dataclass(frozen=True, slots=True)
class PlanCount:
    """What one plan is made of."""

    tasks: int
    targets: int
    mechanisms: int
    clauses: int
    clauses_covered: int


@dataclass(frozen=True, slots=True)
class FormsCheck:
    """The outcome of checking a forms folder."""

    plans: Mapping[str, PlanCount]
    indicators: int
    registers: int
    columns: int
    code_lists: int
    units: int
    counties: int
    defects: tuple[Defect, ...]

    def as_json(self) -> dict[str, Any]:
        """The shape that `docs/cli.md` describes."""
        return asdict(self)


def find_defects(folder: Path) -> tuple[Defect, ...]:
    """Everything that is wrong in a forms folder, its formulas included, sorted by file."""
    return check_forms(folder).defects


def check_forms(folder: Path) -> FormsCheck:
    """Count and check what a forms folder holds."""
    reading = read_checked(folder)
    check_formulas(reading)
    gaps = {plan: _gaps(reading, plan) for plan in reading.collections["plans"]}
    for plan, found in gaps.items():
        _report(reading, plan, found)
    parts = reading.collections
    return FormsCheck(
        plans={plan: _count(reading, plan, gaps[plan]) for plan in parts["plans"]},
        indicators=len(parts["indicators"]),
        registers=len(parts["registers"]),
        columns=sum(len(register.fields) for register in parts["registers"].values()),
        code_lists=len(parts["code_lists"]),
        units=len(parts["units"]),
        counties=sum(unit.kind == "county" for unit in parts["units"].values()),
        defects=tuple(sorted(set(reading.found))),
    )


def _of(reading: Reading, collection: str, plan: str) -> dict[str, Any]:
    return {name: item for name, item in reading.collections[collection].items() if item.plan == plan}


def _count(reading: Reading, plan: str, gaps: tuple[Gap, ...]) -> PlanCount:
    clauses = _of(reading, "clauses", plan)
    return PlanCount(
        tasks=len(_of(reading, "tasks", plan)),
        targets=len(_of(reading, "targets", plan)),
        mechanisms=len(_of(reading, "mechanisms", plan)),
        clauses=len(clauses),
        clauses_covered=len(clauses.keys() - {gap.clause for gap in gaps}),
    )


def _gaps(reading: Reading, plan: str) -> tuple[Gap, ...]:
    clauses: list[Clause] = list(_of(reading, "clauses", plan).values())
    tasks: dict[str, Task] = _of(reading, "tasks", plan)
    return find_gaps(reading.documents.get(plan, ""), clauses, tasks, _quotations(reading, plan))


def _quotations(reading: Reading, plan: str) -> Iterator[Quotation]:
    for task in _of(reading, "tasks", plan).values():
        for item in (*task.measures, *task.deliverables):
            yield Quotation(task.id, task.clause, item.quote)
    for target in _of(reading, "targets", plan).values():
        yield from _target_quotations(target)
    for collection in ("mechanisms", "parameters"):
        for item in _of(reading, collection, plan).values():
            yield Quotation(item.id, item.clause, item.quote)


def _target_quotations(target: Target) -> Iterator[Quotation]:
    yield Quotation(target.id, target.clause, target.quote)
    for occurrence in target.occurrences:
        yield Quotation(target.id, occurrence.clause, occurrence.quote)
    if target.baseline_quote:
        yield Quotation(target.id, target.baseline_clause, target.baseline_quote)


def _report(reading: Reading, plan: str, gaps: tuple[Gap, ...]) -> None:
    for gap in gaps:
        Place(f"{plan}/clauses.toml", gap.clause, reading.found).report(gap.code, shown=gap.shown)
