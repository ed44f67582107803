"""A figure taken apart: from the unit to its rows, and from a row to the package that it came in.

Source: design section 9, every figure drills to unit, row, package.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from baise_desktop.app.desk import Desk, require_plan
from baise_desktop.app.installation.naming import name_on
from baise_desktop.app.kept.package_facts import PackageFacts, read_package_facts
from baise_desktop.app.results.figures import FigureRow, figure_table
from baise_desktop.app.results.stored_rows import StoredRows
from baise_desktop.app.results.target_rows import RowTeller, one_each
from baise_desktop.app.terms.choices import read_choices
from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import IndicatorSource, Target
from baise_desktop.form.formula_functions import as_text
from baise_desktop.form.period import parse_period
from baise_desktop.form.row_names import name_row
from baise_desktop.progress.arithmetic import number_in
from baise_desktop.progress.baseline import Choices
from baise_desktop.progress.figure import CITY, Counter, Question
from baise_desktop.progress.judgement import judged_on
from baise_desktop.progress.membership import counts_for
from baise_desktop.progress.row import Row
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True)
class ExplainedRow:
    """One row of a register that a figure is computed from, and what became of it."""

    register: str
    register_title: str
    row_id: str
    label: str
    """What the row is about."""
    counts: bool
    amount: str
    """What it adds to the figure, in the figure's measure; empty for ratios, ranks and rows that do not count."""
    words: str
    """How much it adds, or why it does not count."""
    unit: str
    """Who reported it; the id in the certificate of its package."""
    unit_name: str
    """As it was called on the last day of the row's period."""
    plan: str
    period: str
    package: str
    """Identity; empty for a unit's own rows that are not sealed."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A figure with everything that it rests on."""

    figure: FigureRow
    as_of: date
    day: date
    """Whose figure is looked at: never past the deadline of the target."""
    rows: tuple[ExplainedRow, ...]
    """Those that count first."""
    packages: Mapping[str, PackageFacts]
    """By identity, those of all the rows."""

    def as_json(self) -> dict[str, Any]:
        """As `baise figures --explain --json` prints it."""
        rows = [asdict(row) for row in self.rows]
        return {
            "as_of": self.as_of.isoformat(),
            "day": self.day.isoformat(),
            "figure": asdict(self.figure),
            "counted": [row for row in rows if row["counts"]],
            "excluded": [row for row in rows if not row["counts"]],
            "packages": [asdict(facts) for facts in self.packages.values()],
        }


def explain_figure(
    desk: Desk, target_id: str, as_of: date, unit: str = CITY, *, accepted_only: bool = False
) -> Explanation:
    """The rows behind a target's figure, each with what it adds or why it does not count.

    Args:
        desk: the city's, or a unit's for its own rows.
        target_id: of the catalogue.
        as_of: the day, inclusive.
        unit: whose figure; `""` for the city.
        accepted_only: count accepted submissions instead of all received.

    Raises:
        BaiseError: those of `figure_table`.
    """
    target = desk.catalogue.targets[target_id]
    with desk.store.snapshot():
        table = figure_table(desk, target.plan, as_of, unit, accepted_only=accepted_only)
        (shown,) = (row for row in table.rows if row.target == target_id)
        choices = read_choices(desk)
        day = judged_on(target, as_of, choices)
        told = sorted(_tell(desk, target, day, unit, choices, accepted_only), key=lambda row: not row.counts)
        rows = tuple(told) if shown.state != "not_begun" else ()
        identities = dict.fromkeys(row.package for row in rows if row.package)
        packages = {identity: read_package_facts(desk, identity) for identity in identities}
    return Explanation(shown, as_of, day, rows, packages)


def find_target(desk: Desk, plan: str, text: str) -> Target:
    """A target of a plan by id or name. Raises: BaiseError PLAN_UNKNOWN, TARGET_UNKNOWN."""
    require_plan(desk, plan)
    found = [each for each in desk.catalogue.targets.values() if each.plan == plan and text in (each.id, each.name)]
    if len(found) != 1:
        raise BaiseError("TARGET_UNKNOWN", text=text)
    return found[0]


def _tell(
    desk: Desk, target: Target, day: date, unit: str, choices: Choices, accepted_only: bool
) -> Iterator[ExplainedRow]:
    reader = StoredRows(desk, day, accepted_only)
    indicator, plan = desk.catalogue.indicators[target.indicator], desk.catalogue.plans[target.plan]
    question = Question(indicator, plan, day, unit, target.filters, target.id)
    figure = Counter(reader, desk.catalogue, choices).compute_figure(question)
    used, repeated = (frozenset(map(id, rows)) for rows in (figure.rows, figure.duplicates))
    dated = replace(desk, context=desk.context.on(day))
    teller = _Teller(RowTeller(dated, target, indicator, question, figure, used, repeated), choices)
    for source in one_each(target, indicator, choices.find_caliber(indicator.id)):
        for row in reader(source.register):
            if not unit or unit == row.record.unit or counts_for(row, unit, source, (), desk.catalogue.units):
                yield teller.tell(row, source)


@dataclass(frozen=True, slots=True)
class _Teller:
    words: RowTeller
    choices: Choices

    def tell(self, row: Row, source: IndicatorSource) -> ExplainedRow:
        told = self.words.tell(row, source)
        desk, record = self.words.desk, row.record
        form = desk.catalogue.registers[source.register]
        return ExplainedRow(
            register=source.register,
            register_title=form.title,
            row_id=row.row_id,
            label=name_row(form, record, desk.context),
            counts=told.counts,
            amount=self._amount(row, source) if told.counts else "",
            words=told.words if told.counts or self._is_waited_for(row, source) else say("figures.out_of_scope"),
            unit=record.unit,
            unit_name=name_on(desk, record.unit, parse_period(record.period).end),
            plan=record.plan,
            period=record.period,
            package=row.package,
        )

    def _amount(self, row: Row, source: IndicatorSource) -> str:
        if source.operation in ("count", "count_distinct"):
            return "1"
        if source.operation == "sum":
            return as_text(number_in(row, source.value) * Decimal(self.words.indicator.scale))
        return ""

    def _is_waited_for(self, row: Row, source: IndicatorSource) -> bool:
        """Whether the row is of those that the city adds up."""
        indicator, units = self.words.indicator, self.words.desk.catalogue.units
        counted = self.choices.counted_units(indicator)
        return bool(self.words.question.unit) or counts_for(row, CITY, source, counted, units)
