"""What only the city can compare: periods as it holds them, registers of different frequency, rows of all units.

A unit judges its own submission when it signs. Here the same rules look at what counts: rules with 上期, 同期, 年初 and
累计 against the submissions that count; rules that name a register of another frequency against the unit's rows of it,
which no single submission holds; and the registers' `city_rules` against the rows of all units.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from baise_desktop.app.checks.surroundings import UnitSurroundings
from baise_desktop.app.desk import Desk, require_role
from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import Form, Rule
from baise_desktop.form.formula import Formula, parse_formula
from baise_desktop.form.record import Record, from_line
from baise_desktop.form.scope import ALONE, RecordScope
from baise_desktop.form.sentence import fill_sentence
from baise_desktop.form.submission_scope import SubmissionScope
from baise_desktop.store.history import PastEntry, list_counted_history
from baise_desktop.store.packages import Package
from baise_desktop.store.queries import counted_rows, read_standings

_Records = Mapping[str, Sequence[Record]]
"""By register."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossFinding:
    """One row that does not agree with another period, register or unit."""

    rule: str
    severity: str
    unit: str
    unit_name: str
    register: str
    title: str
    row_id: str
    period: str
    sentence: str
    source: str

    def as_json(self) -> dict[str, Any]:
        """As `baise city cross-checks --json` prints it."""
        return asdict(self)


class CountedSurroundings(UnitSurroundings):
    """Around the records of one unit, as far as the city holds its submissions."""

    def __init__(self, desk: Desk, packages: Sequence[Package]) -> None:
        """`packages` are those of the unit that count, at least one."""
        last = max(packages, key=lambda package: package.period_end)
        super().__init__(desk, last.plan, last.period, desk.context)
        self._packages = packages

    def _entries(self, forms: Iterable[Form]) -> Iterable[PastEntry]:
        identities = [package.identity for package in self._packages]
        return list_counted_history(self._desk.store, (form.id for form in forms), identities)


def find_cross_findings(
    desk: Desk, *, as_of: date = date.max, unit: str = "", accepted_only: bool = False
) -> tuple[CrossFinding, ...]:
    """Everything that does not agree, by unit, register and rule.

    Args:
        desk: of the city.
        as_of: submissions whose period ends later are left out.
        unit: only rows of this unit; empty for all.
        accepted_only: of accepted submissions instead of all received.

    Raises:
        BaiseError: ROLE_CITY_ONLY.
    """
    require_role(desk, "city")
    registers = desk.catalogue.registers
    own = {form.id: rules for form in registers.values() if (rules := tuple(_beyond_a_submission(desk, form)))}
    city = {form.id: form.city_rules for form in registers.values() if form.city_rules}
    with desk.store.snapshot():
        records = _read(desk, _needed(desk, {**own, **city}, own, city), as_of, accepted_only)
        packages = read_standings(desk.store, unit).counted(accepted_only)
        held: dict[str, list[Package]] = {}
        for package in packages:
            if package.period_end <= as_of.isoformat():
                held.setdefault(package.unit, []).append(package)
        found = [*_judge_units(desk, records, own, held), *_judge_city(desk, records, city, unit)]
    return tuple(sorted(found, key=lambda each: (each.unit, each.register, each.rule, each.row_id)))


def _beyond_a_submission(desk: Desk, form: Form) -> Iterator[Rule]:
    """Rules that look back, or at a register that is never in the same submission."""
    frequencies = {each.title: each.frequency for each in desk.catalogue.registers.values()}
    for rule in form.rules:
        parsed = _parsed(rule.formula)
        if parsed is None:
            continue
        titles = {title for title, _ in parsed.columns}
        if parsed.priors or any(frequencies.get(title, form.frequency) != form.frequency for title in titles):
            yield rule


def _parsed(formula: str) -> Formula | None:
    try:
        return parse_formula(formula)
    except BaiseError:
        # `forms check` shows what is wrong with it.
        return None


def _needed(desk: Desk, judged: Iterable[str], *rules: Mapping[str, Sequence[Rule]]) -> frozenset[str]:
    """The registers that are judged, and those that their rules name."""
    formulas = (_parsed(rule.formula) for held in rules for listed in held.values() for rule in listed)
    titles = {title for parsed in formulas if parsed for title, _ in parsed.columns}
    named = (form.id for form in desk.catalogue.registers.values() if form.title in titles)
    return frozenset((*judged, *named))


def _read(desk: Desk, registers: Iterable[str], as_of: date, accepted_only: bool) -> _Records:
    forms = desk.catalogue.forms
    return {
        name: [from_line(row.body, forms) for row in counted_rows(desk.store, name, as_of, accepted_only)]
        for name in registers
    }


def _judge_units(
    desk: Desk, records: _Records, rules: Mapping[str, Sequence[Rule]], held: Mapping[str, Sequence[Package]]
) -> Iterator[CrossFinding]:
    of_unit: dict[str, list[Record]] = {}
    for listed in records.values():
        for record in listed:
            of_unit.setdefault(record.unit, []).append(record)
    forms = {name: desk.catalogue.registers[name] for name in records}
    for unit, packages in held.items():
        rows = of_unit.get(unit, [])
        scope = SubmissionScope(forms, rows, desk.context, CountedSurroundings(desk, packages))
        for record in rows:
            for rule in rules.get(record.form, ()):
                yield from _judge(desk, rule, record, scope)


def _judge_city(
    desk: Desk, records: _Records, rules: Mapping[str, Sequence[Rule]], unit: str
) -> Iterator[CrossFinding]:
    forms = {name: desk.catalogue.registers[name] for name in records}
    everything = [record for listed in records.values() for record in listed]
    scope = SubmissionScope(forms, everything, desk.context, ALONE)
    for name, listed in rules.items():
        for record in records[name]:
            if unit in ("", record.unit):
                for rule in listed:
                    yield from _judge(desk, rule, record, scope)


def _judge(desk: Desk, rule: Rule, record: Record, around: SubmissionScope) -> Iterator[CrossFinding]:
    form = desk.catalogue.registers[record.form]
    scope = RecordScope(form, record, desk.context, around)
    try:
        if parse_formula(rule.formula).evaluate(scope) is not False:
            return
        sentence = fill_sentence(rule.message, scope)
    except BaiseError:
        # A formula that fails on this row tells nothing about it; the unit was shown why.
        return
    yield CrossFinding(
        rule=rule.id,
        severity=rule.severity.value,
        unit=record.unit,
        unit_name=desk.catalogue.units[record.unit].name,
        register=form.id,
        title=form.title,
        row_id=record.row_id,
        period=record.period,
        sentence=sentence,
        source=rule.source,
    )
