"""What an indicator gives for a unit at a date, computed from register rows.

Source: design section 9. A unit's figure takes the rows whose scope column names the unit, whoever
reported them; the city's takes distinct dedupe keys over all. Ratios are sums over sums.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from baise_desktop.form.definition import Catalogue, Indicator, IndicatorSource, Plan, TargetFilter
from baise_desktop.form.formula import Formula, parse_formula
from baise_desktop.form.formula_functions import Operand
from baise_desktop.form.period import parse_period
from baise_desktop.form.unit_names import units_on
from baise_desktop.progress.arithmetic import (
    HUNDRED,
    distinct_rows,
    gives,
    number_in,
    percentage,
    portion,
    stated_number,
    stated_share,
)
from baise_desktop.progress.baseline import Choices
from baise_desktop.progress.membership import counts_for, expected_units, is_same_unit, list_missing
from baise_desktop.progress.reference_period import candidate_periods
from baise_desktop.progress.row import QuestionScope, Row
from baise_desktop.texts import say

RowSource = Callable[[str], Sequence[Row]]
"""Register id -> its counted rows, in a fixed order."""
FilteredSource = Callable[[str, Formula, Mapping[str, Operand | None]], Sequence[Row] | None]
"""Register id, condition and parameters -> the rows of which it is true, in that order; None: ask them one by one."""

CITY = ""
REFERENCE = "本报告期"


@dataclass(frozen=True, slots=True)
class Question:
    """Which figure is asked for."""

    indicator: Indicator
    plan: Plan
    as_of: date
    unit: str = CITY
    filters: tuple[TargetFilter, ...] = ()
    target: str = ""
    """Id of the target it is asked for, whose base year may be its own."""


@dataclass(frozen=True, slots=True)
class Figure:
    """The answer, and the rows that it rests on."""

    value: Decimal | None
    rows: tuple[Row, ...] = ()
    reason: str = ""
    """Why there is no value: entry of `progress.toml`; empty when there is one."""
    duplicates: tuple[Row, ...] = ()
    """Rows left out because another row has the same dedupe key."""
    silent: tuple[Row, ...] = ()
    """Rows left out because a cell that the figure needs is blank, 不适用 or 暂缺: that is not zero."""
    remark: str = ""
    """A sentence to read beside the value: what was chosen, what is missing."""


@dataclass(slots=True)
class Counter:
    """Answers questions over one fixed set of rows, reading each register and filter once."""

    rows: RowSource
    catalogue: Catalogue
    choices: Choices = field(default_factory=Choices)
    """What the city settled where the plans leave it open."""
    filtered: FilteredSource = lambda _register, _condition, _parameters: None
    """A quicker way to the rows of a condition, where there is one; always the same rows."""
    _matched: dict[tuple[str, str, str, date, str, tuple[TargetFilter, ...], str], tuple[Row, ...]] = field(
        default_factory=dict
    )

    def compute_figure(self, question: Question) -> Figure:
        """The figure of one indicator for one unit, or for the city when the unit is empty."""
        sources = _sources_for(question, self.choices)
        figure = _OPERATIONS[sources[0].operation](self, question, sources)
        return figure if figure.value is None else _with_remarks(self, question, figure, sources[0])

    def select(self, question: Question, source: IndicatorSource, reference: str, as_of: date) -> tuple[Row, ...]:
        """The rows of one source that match its filter and belong to the unit asked for."""
        matched = self._match(question, source, reference, as_of)
        counted = self.choices.counted_units(question.indicator)
        units = self.catalogue.units
        return tuple(row for row in matched if counts_for(row, question.unit, source, counted, units))

    def _match(self, question: Question, source: IndicatorSource, reference: str, as_of: date) -> tuple[Row, ...]:
        indicator = question.indicator.id if question.indicator.narrowed_by else ""
        key = (indicator, source.register, source.where, as_of, reference, question.filters, question.plan.id)
        if key not in self._matched:
            self._matched[key] = tuple(self._matching(question, source, reference, as_of))
        return self._matched[key]

    def _matching(self, question: Question, source: IndicatorSource, reference: str, as_of: date) -> Sequence[Row]:
        condition = parse_formula(source.where)
        parameters = _parameters(question.plan, as_of, reference)
        form = self.catalogue.registers[source.register]
        filters = [(f.column, frozenset({f.value})) for f in question.filters if f.register == source.register]
        wanted = [
            (form.field(key).name, values) for key, values in (*filters, *self.choices.narrowing(question.indicator))
        ]
        found = self.filtered(source.register, condition, parameters)
        if found is None:
            rows = self.rows(source.register)
            found = [row for row in rows if condition.evaluate(QuestionScope(row, parameters)) is True]
        return [row for row in found if all(_as_text(row.scope.value(name)) in values for name, values in wanted)]


def _sources_for(question: Question, choices: Choices) -> tuple[IndicatorSource, ...]:
    """A filtered target counts only the registers its filters name. Source: catalogue README, 目标按单位计算."""
    caliber = choices.find_caliber(question.indicator.id)
    sources = tuple(source for source in question.indicator.sources if source.caliber == caliber)
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
    """Rows of one reference period: that of the most units, among those the most final.

    Filters without 本报告期 have nothing to choose.
    """
    as_of = question.as_of if not years_back else date(question.as_of.year - years_back, 12, 31)
    if not _is_of_one_period(source):
        return counter.select(question, source, "", as_of)
    rows = _most_reported(counter, question, source, as_of)
    if not rows and source.standing:
        rows = _most_reported(counter, question, source, date(as_of.year - 1, 12, 31))
    return rows


def _most_reported(counter: Counter, question: Question, source: IndicatorSource, day: date) -> tuple[Row, ...]:
    chosen: tuple[Row, ...] = ()
    units = 0
    for reference in candidate_periods(day):
        rows = counter.select(question, source, reference, day)
        reported = len({row.values.get(source.scope) for row in rows})
        if reported > units:
            chosen, units = rows, reported
    return chosen


def _count(counter: Counter, question: Question, sources: Sequence[IndicatorSource]) -> Figure:
    rows = [row for source in sources for row in _reference_rows(counter, question, source)]
    kept, repeated = distinct_rows(rows, question.indicator.dedupe)
    return Figure(Decimal(len(kept)), kept, duplicates=repeated)


def _sum(counter: Counter, question: Question, sources: Sequence[IndicatorSource]) -> Figure:
    total = Decimal(0)
    used: list[Row] = []
    repeated: list[Row] = []
    silent: list[Row] = []
    for source in sources:
        told, untold = _telling(_reference_rows(counter, question, source), (source.value,))
        kept, again = distinct_rows(told, question.indicator.dedupe)
        total += sum((number_in(row, source.value) for row in kept), Decimal(0))
        used += kept
        repeated += again
        silent += untold
    if not used and (silent or any(_is_of_one_period(source) for source in sources)):
        return Figure(None, (), "no_number" if silent else "no_rows", silent=tuple(silent))
    return Figure(total * Decimal(question.indicator.scale), tuple(used), "", tuple(repeated), tuple(silent))


def _is_of_one_period(source: IndicatorSource) -> bool:
    """Whether the rows are reports of one period: without any, nothing is known, and not nothing there."""
    return REFERENCE in parse_formula(source.where).names


def _telling(rows: Sequence[Row], parts: Sequence[str]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The rows that have all of these numbers, and the others."""
    told = tuple(row for row in rows if all(gives(row, part) for part in parts))
    return told, _without(rows, told)


def _share(counter: Counter, question: Question, source: IndicatorSource, rows: Sequence[Row]) -> Figure:
    """Sum over sum of the rows that have both: one side of a row alone would stand against the others' other side."""
    told, silent = _telling(rows, (source.numerator, source.denominator))
    kept, repeated = distinct_rows(told, question.indicator.dedupe)
    roster = counter.choices.find_roster(question.indicator.id) if question.unit == CITY else None
    denominator = portion(kept, source.denominator) if roster is None else roster
    if not kept:
        return Figure(None, (), "no_number" if silent else "no_rows", silent=silent)
    if not denominator:
        return Figure(None, kept, "no_denominator", silent=silent)
    return Figure(percentage(portion(kept, source.numerator), denominator), kept, "", repeated, silent)


def _ratio(counter: Counter, question: Question, sources: Sequence[IndicatorSource]) -> Figure:
    return _share(counter, question, sources[0], _reference_rows(counter, question, sources[0]))


def _growth(counter: Counter, question: Question, sources: Sequence[IndicatorSource]) -> Figure:
    """Growth on the year before, in percent: (now - before) / before."""
    share = _ratio(counter, question, sources)
    return share if share.value is None else replace(share, value=share.value - HUNDRED)


def _point_change(counter: Counter, question: Question, sources: Sequence[IndicatorSource]) -> Figure:
    """Percentage points gained: since the base year for what only the city has, else since the year before."""
    if question.indicator.aggregation == "city_only":
        return _since_base(counter, question, sources[0], stated_share)
    source = sources[0]
    now = _ratio(counter, question, sources)
    if now.value is None:
        return now
    found = [(row, of) for row in now.rows if (of := _year_before(counter, question, source, row))]
    if not found:
        return Figure(None, now.rows, "no_year_before", silent=now.silent)
    share = _share(counter, question, source, [row for row, _ in found])
    numerator = sum((portion([row], part.numerator) for _, (row, part) in found), Decimal(0))
    denominator = sum((portion([row], part.denominator) for _, (row, part) in found), Decimal(0))
    if share.value is None or not denominator:
        return Figure(None, now.rows, share.reason or "no_year_before", silent=now.silent)
    rows = tuple({row.row_id: row for row in (*share.rows, *(row for _, (row, _) in found))}.values())
    silent = (*now.silent, *_without(now.rows, share.rows))
    return Figure(share.value - percentage(numerator, denominator), rows, "", now.duplicates, silent)


def _without(rows: Sequence[Row], used: Sequence[Row]) -> tuple[Row, ...]:
    known = frozenset(map(id, used))
    return tuple(row for row in rows if id(row) not in known)


def _year_before(
    counter: Counter, question: Question, source: IndicatorSource, row: Row
) -> tuple[Row, IndicatorSource] | None:
    """Where the same unit's amounts of a year before stand: in its row of that period, else beside today's."""
    period = parse_period(str(row.values.get("period")))
    at = date(question.as_of.year - 1, 12, 31)
    earlier = counter.select(question, source, str(replace(period, year=period.year - 1)), at)
    owner, units = str(row.values.get(source.scope)), counter.catalogue.units
    for each in earlier:
        if is_same_unit(each.values.get(source.scope), owner, units) and _gives_share(each, source):
            return each, source
    stated = replace(source, numerator=source.numerator_before, denominator=source.denominator_before)
    return (row, stated) if _gives_share(row, stated) else None


def _gives_share(row: Row, source: IndicatorSource) -> bool:
    return gives(row, source.numerator) and gives(row, source.denominator)


_Read = Callable[[Sequence[Row], IndicatorSource], tuple[Decimal, Row] | None]


def _since_base(counter: Counter, question: Question, source: IndicatorSource, read: _Read) -> Figure:
    """The number of the year less that of the base year, which the plans leave open."""
    baseline = counter.choices.find_baseline(question.target, question.indicator.id)
    rows = counter.select(question, source, "", question.as_of)
    if baseline is None:
        return Figure(None, rows, "base_year_open")
    now = read(rows, source)
    if now is None:
        return Figure(None, rows, "no_rows")
    if baseline.value is not None:
        return Figure(now[0] - baseline.value, (now[1],))
    base = read(counter.select(question, source, "", date(baseline.year, 12, 31)), source)
    return Figure(now[0] - base[0], (now[1], base[1])) if base else Figure(None, (now[1],), "no_base_value")


def _latest(counter: Counter, question: Question, sources: Sequence[IndicatorSource]) -> Figure:
    found = stated_number(_reference_rows(counter, question, sources[0]), sources[0])
    return Figure(None, (), "no_rows") if found is None else Figure(found[0], (found[1],))


def _rank_change(counter: Counter, question: Question, sources: Sequence[IndicatorSource]) -> Figure:
    """Ranks gained since the base year: the smaller rank is the better one."""
    change = _since_base(counter, question, sources[0], stated_number)
    return change if change.value is None else replace(change, value=-change.value)


def _with_remarks(counter: Counter, question: Question, figure: Figure, source: IndicatorSource) -> Figure:
    """Add what must be read beside the value."""
    indicator, choices = question.indicator, counter.choices
    remarks = [say("progress.caliber", caliber=source.caliber)] if source.caliber else []
    if indicator.roster and question.unit == CITY and choices.find_roster(indicator.id) is None:
        remarks.append(say("progress.roster_open"))
    if figure.silent:
        remarks.append(_tell_silent(counter.catalogue, figure.silent, question.as_of))
    if indicator.net_of:
        remarks.append(_net_growth(counter, question))
    if question.unit == CITY:
        units = counter.catalogue.units
        expected = expected_units(source, choices.counted_units(indicator), question.plan.id, units)
        missing = list_missing((*figure.rows, *figure.silent), source, expected, units)
        remarks += [tell_missing(counter.catalogue, missing, len(expected), question.as_of)] if missing else []
    return replace(figure, remark="；".join(remarks))


def _tell_silent(catalogue: Catalogue, rows: Sequence[Row], day: date) -> str:
    """How many rows do not say a number, and who reported them."""
    units = units_on(catalogue.units, day)
    names = dict.fromkeys(units[row.record.unit].short for row in rows if row.record.unit in units)
    return say("progress.silent", rows=len(rows), units="、".join(names))


def tell_missing(catalogue: Catalogue, missing: Sequence[str], expected: int, day: date) -> str:
    """How many of the expected units have reported, and which have not, by the names of the day."""
    if len(missing) == expected:
        return say("progress.units_none", expected=expected)
    units = units_on(catalogue.units, day)
    names = "、".join(units[unit].short for unit in missing)
    return say("progress.units_missing", reported=expected - len(missing), expected=expected, units=names)


def _net_growth(counter: Counter, question: Question) -> str:
    """What a gross count leaves of the stock's change within the year."""
    stock = counter.catalogue.indicators[question.indicator.net_of]
    days = (question.as_of, date(question.as_of.year - 1, 12, 31))
    now, before = (counter.compute_figure(replace(question, indicator=stock, as_of=day)).value for day in days)
    change = (now or Decimal(0)) - (before or Decimal(0))
    return say("progress.net_growth", change=change, now=now, before=before, year=question.as_of.year - 1)


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
