"""What an indicator gives for a unit at a date, computed from register rows.

Source: design section 9. A unit's figure takes the rows whose scope column names the unit, whoever
reported them; the city's takes distinct dedupe keys over all. Ratios are sums over sums.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, localcontext

from baise_desktop.form.definition import Catalogue, Indicator, IndicatorSource, Plan, TargetFilter
from baise_desktop.form.formula import parse_formula
from baise_desktop.form.formula_functions import Operand
from baise_desktop.form.value import Value
from baise_desktop.progress.reference_period import candidate_periods
from baise_desktop.progress.row import QuestionScope, Row

RowSource = Callable[[str], Sequence[Row]]
"""Register id -> its counted rows, in a fixed order."""

CITY = ""
REFERENCE = "本报告期"
_HUNDRED = Decimal(100)
_COUNTIES_ONLY = frozenset({"r.rd_flash", "r.fiscal_flash"})
"""Quick reports whose parks and departments must not be added to the counties'. Source: design section 9."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which figure is asked for."""

    indicator: Indicator
    plan: Plan
    as_of: date
    unit: str = CITY
    filters: tuple[TargetFilter, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """The answer, and the rows that it rests on."""

    value: Decimal | None
    rows: tuple[Row, ...] = ()
    reason: str = ""
    """Why there is no value: entry of `progress.toml`; empty when there is one."""
    duplicates: tuple[Row, ...] = ()
    """Rows left out because another row has the same dedupe key."""


@dataclass(slots=True)
class Counter:
    """Answers questions over one fixed set of rows, reading each register and filter once."""

    rows: RowSource
    catalogue: Catalogue
    _matched: dict[tuple[str, str, date, str, tuple[TargetFilter, ...], str], tuple[Row, ...]] = field(
        default_factory=dict
    )

    def compute_figure(self, question: Question) -> Figure:
        """The figure of one indicator for one unit, or for the city when the unit is empty."""
        sources = _sources_for(question)
        operation = _OPERATIONS[sources[0].operation]
        return operation(self, question, sources)

    def select(self, question: Question, source: IndicatorSource, reference: str, as_of: date) -> tuple[Row, ...]:
        """The rows of one source that match its filter and belong to the unit asked for."""
        matched = self._match(question, source, reference, as_of)
        return tuple(row for row in matched if self._counts_for(row, question.unit, source))

    def _match(self, question: Question, source: IndicatorSource, reference: str, as_of: date) -> tuple[Row, ...]:
        key = (source.register, source.where, as_of, reference, question.filters, question.plan.id)
        if key not in self._matched:
            self._matched[key] = tuple(self._matching(question, source, reference, as_of))
        return self._matched[key]

    def _matching(self, question: Question, source: IndicatorSource, reference: str, as_of: date) -> Sequence[Row]:
        condition = parse_formula(source.where)
        parameters = _parameters(question.plan, as_of, reference)
        form = self.catalogue.registers[source.register]
        wanted = [(form.field(f.column).name, f.value) for f in question.filters if f.register == source.register]
        return [
            row
            for row in self.rows(source.register)
            if all(_as_text(row.scope.value(name)) == value for name, value in wanted)
            and condition.evaluate(QuestionScope(row, parameters)) is True
        ]

    def _counts_for(self, row: Row, unit: str, source: IndicatorSource) -> bool:
        owner = row.values.get(source.scope) if source.scope else None
        if unit != CITY:
            return owner == unit or (self._is_park(unit) and row.values.get("park") == unit)
        if source.register in _COUNTIES_ONLY:
            return isinstance(owner, str) and self.catalogue.units[owner].kind == "county"
        return True

    def _is_park(self, unit: str) -> bool:
        return self.catalogue.units[unit].kind == "park"


def _sources_for(question: Question) -> tuple[IndicatorSource, ...]:
    """A filtered target counts only the registers its filters name. Source: catalogue README, 目标按单位计算."""
    sources = question.indicator.sources
    named = {condition.register for condition in question.filters}
    return tuple(source for source in sources if source.register in named) if named else sources


def _parameters(plan: Plan, as_of: date, reference: str) -> Mapping[str, Operand]:
    return {
        "期末日": as_of,
        "本年度": Decimal(as_of.year),
        REFERENCE: reference,
        "方案起始日": date.fromisoformat(plan.period_start),
        "方案截止日": date.fromisoformat(plan.period_end),
    }


def _as_text(value: Operand | None) -> str:
    return "" if value is None else str(value)


def _reference_rows(
    counter: Counter, question: Question, source: IndicatorSource, years_back: int = 0
) -> tuple[Row, ...]:
    """Rows of the newest reference period that has any; filters without 本报告期 have nothing to choose."""
    as_of = question.as_of if not years_back else date(question.as_of.year - years_back, 12, 31)
    dated = REFERENCE in parse_formula(source.where).names
    for reference in candidate_periods(as_of) if dated else ("",):
        rows = counter.select(question, source, reference, as_of)
        if rows:
            return rows
    return ()


def _distinct(rows: Sequence[Row], keys: Sequence[str]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The first row of each key, and the others. A row with a blank key stands for itself."""
    if not keys:
        return tuple(rows), ()
    first: dict[tuple[Value, ...], Row] = {}
    repeated = []
    for row in rows:
        key: tuple[Value, ...] = tuple(row.values.get(name) for name in keys)
        if any(part is None for part in key):
            key = (row.row_id,)
        if key in first:
            repeated.append(row)
        first.setdefault(key, row)
    return tuple(first.values()), tuple(repeated)


def _number(row: Row, key: str) -> Decimal:
    value = row.values.get(key)
    return Decimal(value) if isinstance(value, int | Decimal) else Decimal(0)


def _count(counter: Counter, question: Question, sources: Sequence[IndicatorSource]) -> Figure:
    rows = [row for source in sources for row in _reference_rows(counter, question, source)]
    kept, repeated = _distinct(rows, question.indicator.dedupe)
    return Figure(Decimal(len(kept)), kept, duplicates=repeated)


def _sum(counter: Counter, question: Question, sources: Sequence[IndicatorSource]) -> Figure:
    total = Decimal(0)
    used: list[Row] = []
    repeated: list[Row] = []
    for source in sources:
        kept, again = _distinct(_reference_rows(counter, question, source), question.indicator.dedupe)
        total += sum((_number(row, source.value) for row in kept), Decimal(0))
        used += kept
        repeated += again
    return Figure(total * Decimal(question.indicator.scale), tuple(used), duplicates=tuple(repeated))


def _portion(rows: Sequence[Row], part: str) -> Decimal:
    """The sum of a column; or, written as a formula, the number of rows it holds for."""
    if part.startswith("="):
        condition = parse_formula(part)
        return Decimal(sum(1 for row in rows if condition.evaluate(QuestionScope(row, {})) is True))
    return sum((_number(row, part) for row in rows), Decimal(0))


def _quotient(numerator: Decimal, denominator: Decimal) -> Decimal:
    with localcontext() as context:
        context.prec = 34
        return numerator / denominator * _HUNDRED


def _share(counter: Counter, question: Question, source: IndicatorSource, years_back: int) -> Figure:
    rows = _reference_rows(counter, question, source, years_back)
    kept, repeated = _distinct(rows, question.indicator.dedupe)
    denominator = _portion(kept, source.denominator)
    if not denominator:
        return Figure(None, kept, "no_denominator" if kept else "no_rows")
    value = _quotient(_portion(kept, source.numerator), denominator)
    return Figure(value, kept, duplicates=repeated)


def _ratio(counter: Counter, question: Question, sources: Sequence[IndicatorSource]) -> Figure:
    return _share(counter, question, sources[0], 0)


def _growth(counter: Counter, question: Question, sources: Sequence[IndicatorSource]) -> Figure:
    """Growth on the year before, in percent: (now - before) / before."""
    share = _share(counter, question, sources[0], 0)
    return share if share.value is None else Figure(share.value - _HUNDRED, share.rows)


def _point_change(counter: Counter, question: Question, sources: Sequence[IndicatorSource]) -> Figure:
    """Percentage points gained since the year before. Plans that leave the base year open say so."""
    if question.indicator.aggregation == "city_only":
        return Figure(None, reason="base_year_open")
    now, before = (_share(counter, question, sources[0], years_back) for years_back in (0, 1))
    if now.value is None:
        return now
    if before.value is None:
        return Figure(None, now.rows, "no_year_before")
    return Figure(now.value - before.value, now.rows + before.rows)


def _latest(counter: Counter, question: Question, sources: Sequence[IndicatorSource]) -> Figure:
    rows = _reference_rows(counter, question, sources[0])
    numbers = [row for row in rows if isinstance(row.values.get(sources[0].value), int | Decimal)]
    return (
        Figure(_number(numbers[-1], sources[0].value), tuple(numbers[-1:])) if numbers else Figure(None, (), "no_rows")
    )


def _rank_change(counter: Counter, question: Question, sources: Sequence[IndicatorSource]) -> Figure:
    """Ranks gained since the base year, which the plans leave open."""
    return Figure(None, _reference_rows(counter, question, sources[0]), "base_year_open")


_OPERATIONS: Mapping[str, Callable[[Counter, Question, Sequence[IndicatorSource]], Figure]] = {
    "count": _count,
    "count_distinct": _count,
    "sum": _sum,
    "ratio": _ratio,
    "growth": _growth,
    "pp_delta": _point_change,
    "latest": _latest,
    "rank_delta": _rank_change,
}
