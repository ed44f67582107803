"""The rows of a register that prove a measure or count for a target, and what a new row among them starts with."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from baise_desktop.app.desk import Desk
from baise_desktop.app.results.target_rows import list_sources, list_target_rows
from baise_desktop.errors import Problem
from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Catalogue, Form
from baise_desktop.form.fields import parse, to_json
from baise_desktop.form.formula import parse_formula
from baise_desktop.form.formula_syntax import Call, Chain, Literal, Name, Node
from baise_desktop.store.entries import Sheet
from baise_desktop.store.row_matches import Wanted, list_matching
from baise_desktop.texts import say

_CIRCLED_ONE, _MOST_CIRCLED = 0x2460, 20


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Which rows of one register to look at, and why."""

    register: str
    why: str
    """What the rows prove or count for, in words."""
    task: str = ""
    measure: int = 0
    """Number of the measure of the task that the rows prove; 0 for a target."""
    target: str = ""
    alternatives: tuple[Mapping[str, tuple[str, ...]], ...] = ()
    """Labels by field key; a row fits when it fits one of these. Every row does when there are none."""
    starting: Mapping[str, str] = field(default_factory=dict)
    """What a row started among them is filled with, by field key, as typed."""


@dataclass(frozen=True, slots=True)
class FoundRows:
    """What a filter lets through."""

    row_ids: frozenset[str]
    words: Mapping[str, str] = field(default_factory=dict)
    """Why each row counts or not, by row id; of targets only."""


def measure_filter(catalogue: Catalogue, task_id: str, number: int, register: str) -> RowFilter:
    """The rows of a register that prove a measure, as the task's links say."""
    uses = [use.prefill for use in catalogue.tasks[task_id].registers if use.register == register]
    alternatives = tuple(uses) if all(uses) else ()
    why = say("row_filter.measure", number=_circled(number), task=catalogue.tasks[task_id].title)
    starting = {key: labels[0] for key, labels in alternatives[0].items() if len(labels) == 1} if alternatives else {}
    if len(alternatives) > 1:
        starting = {k: v for k, v in starting.items() if all(other.get(k) == (v,) for other in alternatives)}
    return RowFilter(register, why, task_id, number, alternatives=alternatives, starting=starting)


def target_filter(catalogue: Catalogue, target_id: str, register: str) -> RowFilter:
    """The rows of a register that count for a target."""
    target = catalogue.targets[target_id]
    form = catalogue.registers[register]
    starting: dict[str, str] = {}
    wheres = [s.where for s in catalogue.indicators[target.indicator].sources if s.register == register]
    if len(wheres) == 1:
        starting |= _fixed_answers(form, parse_formula(wheres[0]).tree)
    starting |= {each.column: each.value for each in target.filters if each.register == register}
    task = target.tasks[0] if len(target.tasks) == 1 else ""
    return RowFilter(register, say("row_filter.target", name=target.name), task, target=target_id, starting=starting)


def target_filters(desk: Desk, target_id: str) -> Mapping[str, RowFilter]:
    """The filters of every register that a target's figure is computed from, by register."""
    registers = [source.register for source in list_sources(desk, target_id)]
    return {register: target_filter(desk.catalogue, target_id, register) for register in registers}


@dataclass(frozen=True, slots=True)
class Proof:
    """A register of the open submission that proves a measure."""

    filter: RowFilter
    rows: int
    """How many rows prove it."""
    total: int
    """How many rows the register has."""


def list_proofs(desk: Desk, sheet: Sheet, registers: Collection[str]) -> Mapping[int, tuple[Proof, ...]]:
    """What proves the measures of a task, by the number of the measure.

    Args:
        desk: of the unit.
        sheet: of the task's report.
        registers: ids of those that the submission holds.
    """
    found = {}
    for measure in desk.catalogue.tasks[sheet.form].measures:
        found[measure.number] = tuple(
            _proof(desk, sheet, measure_filter(desk.catalogue, sheet.form, measure.number, register))
            for register in measure.registers
            if register in registers
        )
    return found


def _proof(desk: Desk, task: Sheet, row_filter: RowFilter) -> Proof:
    sheet = Sheet(task.unit, task.plan, task.period, row_filter.register)
    return Proof(row_filter, len(find_rows(desk, sheet, row_filter).row_ids), len(list_matching(desk.store, sheet, ())))


def find_rows(desk: Desk, sheet: Sheet, row_filter: RowFilter) -> FoundRows:
    """The live rows of a sheet that a filter lets through."""
    if row_filter.target:
        told = [row for row in list_target_rows(desk, row_filter.target, sheet.period) if row.register == sheet.form]
        return FoundRows(frozenset(row.row_id for row in told if row.counts), {row.row_id: row.words for row in told})
    form = desk.catalogue.registers[row_filter.register]
    wanted = [_as_stored(form, labels, desk.context) for labels in row_filter.alternatives]
    return FoundRows(list_matching(desk.store, sheet, wanted))


def describe_filter(row_filter: RowFilter, form: Form) -> str:
    """The conditions on fields in words; empty when there are none."""
    return say("row_filter.or").join(
        "，".join(f"{form.field(key).name}：{'、'.join(labels)}" for key, labels in fits.items())
        for fits in row_filter.alternatives
    )


def _as_stored(form: Form, labels: Mapping[str, Sequence[str]], context: FieldContext) -> Wanted:
    return {key: tuple(_answers(form, key, words, context)) for key, words in labels.items()}


def _answers(form: Form, key: str, labels: Sequence[str], context: FieldContext) -> Iterator[str | int]:
    question = form.field(key)
    for label in labels:
        value = parse(label, question, context)
        if value is None or isinstance(value, Problem):
            continue  # The check of the catalogue reports labels that a field cannot take.
        written = to_json(value, question)
        for part in written if isinstance(written, list) else [written]:
            if isinstance(part, str | int):
                yield int(part) if isinstance(part, bool) else part


def _fixed_answers(form: Form, node: Node) -> dict[str, str]:
    """Texts that a condition asks of fields, where it leaves no choice."""
    if isinstance(node, Call) and node.function == "AND":
        return {key: text for part in node.arguments for key, text in _fixed_answers(form, part).items()}
    if isinstance(node, Chain) and len(node.rest) == 1 and isinstance(node.first, Name):
        sign, wanted = node.rest[0]
        keys = [question.key for question in form.fields if question.name == node.first.name]
        if sign == "=" and keys and isinstance(wanted, Literal) and isinstance(wanted.value, str):
            return {keys[0]: wanted.value}
    return {}


def _circled(number: int) -> str:
    return chr(_CIRCLED_ONE + number - 1) if 1 <= number <= _MOST_CIRCLED else str(number)
