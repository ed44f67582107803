"""Every target against its figure, for the city and for each unit."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from baise_desktop.app.desk import CITY_UNIT, Desk, require_plan
from baise_desktop.app.installation.naming import name_on
from baise_desktop.app.results.kept_figures import Answer, FigureBook, open_book
from baise_desktop.app.results.reporters import Reporters, read_reporters
from baise_desktop.app.results.stored_rows import StoredRows
from baise_desktop.app.terms.allocation import read_shares
from baise_desktop.app.terms.choices import read_choices
from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import Catalogue, Target
from baise_desktop.progress.allocation import Share, owed_target
from baise_desktop.progress.figure import CITY, Counter, Figure, Question, tell_missing
from baise_desktop.progress.judgement import Judgement, is_started, judge, judged_on
from baise_desktop.progress.membership import expected_units, is_counted
from baise_desktop.progress.pace import LAG, Light, Pace, keep_pace
from baise_desktop.texts import say

FigureState = Literal["value", "unreported", "not_begun", "no_value"]
"""A value, 0 included; nothing reported; a year to come; reported, and yet no value: `note` says why."""
_COMPARATORS = {">=": "≥", ">": "＞", "=": "＝", "delta>=": "提高≥", "delta>": "提高＞", "rank": "前移≥"}
_TWO_DECIMALS = ("%", "百分点")


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One target of one unit."""

    target: str
    name: str
    unit_id: str
    """Empty for the whole city."""
    unit_name: str
    measure: str
    """Unit of measure."""
    requirement: str
    figure: str
    """Empty while there is none; `state` and `note` say why."""
    state: FigureState
    completion: str
    met: bool | None
    strength: str
    note: str
    rows: int
    """Register rows the figure rests on."""
    gap: str
    """What is missing to the requirement, with its unit; empty when it is reached or not known."""
    light: Light
    lead: str
    """Percentage points that completion is ahead of time, with its sign; empty for what does not grow with time."""
    missing: tuple[str, ...] = ()
    """Ids of the units that have not reported what the figure rests on."""

    @property
    def figure_words(self) -> str:
        """The figure with its unit of measure, or 未报; empty when there is none for another reason."""
        if self.figure:
            return f"{self.figure}{self.measure}"
        return say("figures.unreported") if self.state == "unreported" else ""

    @property
    def light_words(self) -> str:
        """Sign and word of the light."""
        return say(f"progress.light_{self.light}")

    @property
    def met_words(self) -> str:
        """达标, 未达标 or 未判."""
        return say("words.unknown" if self.met is None else "words.met" if self.met else "words.not_met")


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Figures as of a day."""

    plan: str
    as_of: date
    accepted_only: bool
    rows: tuple[FigureRow, ...]

    @property
    def counted_words(self) -> str:
        """Which submissions the figures count."""
        key = "counted_accepted" if self.accepted_only else "counted_received"
        return say(f"figures.{key}", as_of=self.as_of.isoformat())

    def as_json(self) -> dict[str, Any]:
        """As `baise figures --json` prints it."""
        return {
            "plan": self.plan,
            "as_of": self.as_of.isoformat(),
            "counted": "accepted" if self.accepted_only else "received",
            "light_rule": self.light_rule,
            "figures": [asdict(row) for row in self.rows],
        }

    @property
    def light_rule(self) -> str:
        """How the lights are given, in words."""
        return say("progress.light_rule", lag=LAG)


def figure_table(
    desk: Desk, plan: str, as_of: date, unit: str | None = None, *, accepted_only: bool = False
) -> FigureTable:
    """The figures of a plan's targets, the whole city first.

    Args:
        desk: the city's, or a unit's for its own rows.
        plan: plan id.
        as_of: the day, inclusive.
        unit: only this unit; `""` only the city; None for all.
        accepted_only: count accepted submissions instead of all received.

    Raises:
        BaiseError: PLAN_UNKNOWN; AS_OF for a day before the plan began.
    """
    require_plan(desk, plan)
    start = desk.catalogue.plans[plan].period_start
    if as_of.isoformat() < start:
        raise BaiseError("AS_OF", as_of=as_of.isoformat(), start=start)
    targets = [target for target in desk.catalogue.targets.values() if target.plan == plan]
    rows: list[FigureRow] = []
    choices = read_choices(desk)
    shares = read_shares(desk, plan, accepted_only=accepted_only)
    days = {target.id: judged_on(target, as_of, choices) for target in targets}
    with open_book(desk, choices, accepted_only=accepted_only) as book:
        for day in sorted(set(days.values()), reverse=True):
            reporters = read_reporters(desk, plan, day, accepted_only=accepted_only)
            stored = StoredRows(desk, day, accepted_only)
            counter = Counter(stored, desk.catalogue, choices, stored.matching)
            for target in targets:
                if days[target.id] == day:
                    asked = _Asked(counter, book, shares, reporters, day, as_of)
                    rows += (_answer(desk, asked, target, of) for of in _units_of(desk, target, unit))
    order = {target.id: number for number, target in enumerate(targets)}
    rows.sort(key=lambda row: (order[row.target], row.unit_id != CITY))
    return FigureTable(plan, as_of, accepted_only, tuple(rows))


def title_of(desk: Desk, table: FigureTable) -> str:
    """What a document of these figures is called; figures of one unit alone carry its name."""
    units = {row.unit_id for row in table.rows}
    unit = name_on(desk, units.pop(), table.as_of) if len(units) == 1 and CITY not in units else ""
    return say("figures.title", unit=unit, plan=desk.catalogue.plans[table.plan].short_name)


def _units_of(desk: Desk, target: Target, unit: str | None) -> Iterator[str]:
    """The city and the units that a target is counted for; a target of one unit has that unit alone."""
    if unit is not None:
        yield unit
        return
    if target.scope_unit:
        yield target.scope_unit
        return
    yield CITY
    yield from units_counted(desk.catalogue, target)


def units_counted(catalogue: Catalogue, target: Target) -> tuple[str, ...]:
    """Counties and parks that report a target, in the order of the catalogue; 市本级 too where each unit must."""
    indicator = catalogue.indicators[target.indicator]
    named = [name for name in indicator.counted_units if name in catalogue.units]
    return tuple(
        unit.id
        for unit in catalogue.units.values()
        if unit.reporter
        and target.plan in unit.plans
        and (unit.kind in target.reporters or (indicator.each_unit and unit.id == CITY_UNIT))
        and unit.kind in ("county", "park", "city")
        and (not named or is_counted(unit.id, named, catalogue.units))
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the figures of one day are asked from."""

    counter: Counter
    book: FigureBook
    shares: tuple[Share, ...]
    reporters: Reporters
    day: date
    """Whose figure is looked at."""
    as_of: date
    """That the table is made for."""


def _answer(desk: Desk, asked: _Asked, target: Target, unit: str) -> FigureRow:
    catalogue = desk.catalogue
    missing = _missing(catalogue, asked, target, unit)
    figure, state = _figure(catalogue, asked, target, unit, missing)
    owed = owed_target(catalogue, asked.shares, target, unit, asked.day.year)
    judgement = judge(owed, Figure(figure.value)) if owed else Judgement(None, None)
    deadline = judged_on(target, date.max, asked.counter.choices)
    pace = keep_pace(owed, catalogue.plans[target.plan], judgement, asked.as_of, deadline) if owed else _NO_PACE
    return FigureRow(
        target=target.id,
        name=target.name,
        unit_id=unit,
        unit_name=_name_of(desk, unit, asked.as_of),
        measure=target.unit,
        requirement=show_requirement(owed) if owed else say("figures.not_allocated"),
        figure=show_number(figure.value, target.unit),
        state=state,
        completion="" if judgement.completion is None else f"{judgement.completion}%",
        met=judgement.met,
        strength=target.strength,
        note=_note(catalogue, asked, target, unit, figure, missing),
        rows=figure.rows,
        gap=show_gap(owed, figure.value) if owed and judgement.met is False else "",
        light=pace.light,
        lead="" if pace.lead is None else f"{pace.lead:+}",
        missing=missing,
    )


_NO_PACE = Pace(Light.UNKNOWN)


def _figure(
    catalogue: Catalogue, asked: _Asked, target: Target, unit: str, missing: Sequence[str]
) -> tuple[Answer, FigureState]:
    if not is_started(target, asked.as_of):
        return Answer(None, "not_started", 0), "not_begun"
    indicator, plan = catalogue.indicators[target.indicator], catalogue.plans[target.plan]
    question = Question(indicator, plan, asked.day, unit, target.filters, target.id)
    answer = asked.book.find_figure(asked.counter, question)
    if not answer.rows and missing and (unit or len(missing) == len(_expected(catalogue, asked, target))):
        return Answer(None, "", 0), "unreported"
    return answer, "no_value" if answer.value is None else "value"


def _expected(catalogue: Catalogue, asked: _Asked, target: Target) -> Sequence[str]:
    """The units that the city's figure is made of; one that owes none of its registers is not waited for."""
    indicator = catalogue.indicators[target.indicator]
    counted = asked.counter.choices.counted_units(indicator)
    named = expected_units(indicator.sources[0], counted, target.plan, catalogue.units)
    return named or [unit for unit in units_counted(catalogue, target) if unit != CITY_UNIT]


def _missing(catalogue: Catalogue, asked: _Asked, target: Target, unit: str) -> tuple[str, ...]:
    registers = [source.register for source in catalogue.indicators[target.indicator].sources]
    expected = (unit,) if unit else _expected(catalogue, asked, target)
    return asked.reporters.missing(expected, registers)


def _note(
    catalogue: Catalogue, asked: _Asked, target: Target, unit: str, figure: Answer, missing: Sequence[str]
) -> str:
    if figure.reason:
        return say(f"progress.{figure.reason}")
    if not missing or not is_started(target, asked.as_of):
        return figure.remark
    if unit:
        return say("figures.reported_by_others") if figure.rows else figure.remark
    told = tell_missing(catalogue, missing, len(_expected(catalogue, asked, target)), asked.day)
    # A quick report's remark already names those without a row of its period, which are these and more.
    waits = bool(asked.counter.choices.counted_units(catalogue.indicators[target.indicator]))
    return figure.remark if waits and figure.remark else "；".join(filter(None, (figure.remark, told)))


def _name_of(desk: Desk, unit: str, day: date) -> str:
    if unit == CITY_UNIT:
        return say("words.city_itself")
    return name_on(desk, unit, day) if unit else say("words.whole_city")


def show_gap(target: Target, value: Decimal | None) -> str:
    """What a figure lacks to the requirement; a figure that must be more than it already has it exactly."""
    if value is None:
        return ""
    lacking = Decimal(target.value) - value
    if target.comparator == "=":
        lacking = abs(lacking)
    if lacking <= 0:
        return say("figures.gap_more")
    unit = say("figures.points") if target.unit in _TWO_DECIMALS else target.unit
    return f"{show_number(lacking, target.unit)}{unit}"


def show_own_requirement(target: Target, row: FigureRow | None) -> str:
    """What a unit must reach itself; the whole city's figure where it has not been broken down to the unit."""
    whole = show_requirement(target)
    if row is None or row.unit_id in (CITY, target.scope_unit):
        return whole
    if row.requirement == say("figures.not_allocated"):
        return say("figures.not_allocated_of", requirement=whole)
    return row.requirement


def show_requirement(target: Target) -> str:
    """What a target requires, such as ≥70 家 or 力争 ＞15%."""
    amount = _plain(Decimal(target.value))
    if target.value_max:
        amount = f"{amount}—{_plain(Decimal(target.value_max))}"
    words = say("words.aspirational") if target.strength == "aspirational" else ""
    sign = _COMPARATORS["rank" if target.nature == "rank_change" else target.comparator]
    return f"{words}{sign}{amount}{target.unit}"


def show_number(value: Decimal | None, unit: str) -> str:
    """A figure as people read it: two decimals for percentages, else only the digits it needs up to four."""
    if value is None:
        return ""
    places = Decimal("0.01") if unit in _TWO_DECIMALS else Decimal("0.0001")
    rounded = value.quantize(places, ROUND_HALF_UP)
    return f"{rounded:f}" if unit in _TWO_DECIMALS else _plain(rounded)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
