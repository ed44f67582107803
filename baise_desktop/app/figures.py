"""Every target against its figure, for the city and for each unit."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from baise_desktop.app.desk import Desk, require_plan
from baise_desktop.app.kept_figures import Answer, FigureBook, open_book
from baise_desktop.form.definition import Catalogue, Target
from baise_desktop.form.record import from_line
from baise_desktop.progress.figure import CITY, Counter, Figure, Question, RowSource
from baise_desktop.progress.judgement import Judgement, is_started, judge, judged_on
from baise_desktop.progress.row import Row, read_row
from baise_desktop.store.queries import counted_rows, own_rows
from baise_desktop.texts import say

_COMPARATORS = {">=": "≥", ">": "＞", "delta>=": "提高≥", "delta>": "提高＞"}
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
    """Empty while there is none; `note` says why."""
    completion: str
    met: bool | None
    strength: str
    note: str
    rows: int
    """Register rows the figure rests on."""

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
            "figures": [asdict(row) for row in self.rows],
        }


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
        BaiseError: PLAN_UNKNOWN.
    """
    require_plan(desk, plan)
    targets = [target for target in desk.catalogue.targets.values() if target.plan == plan]
    rows: list[FigureRow] = []
    with open_book(desk, accepted_only=accepted_only) as book:
        for day in sorted({judged_on(target, as_of) for target in targets}, reverse=True):
            counter = Counter(_row_source(desk, day, accepted_only=accepted_only), desk.catalogue)
            for target in targets:
                if judged_on(target, as_of) == day:
                    rows += (_answer(desk, book, counter, target, of, as_of) for of in _units_of(desk, target, unit))
    order = {target.id: number for number, target in enumerate(targets)}
    rows.sort(key=lambda row: (order[row.target], row.unit_id != CITY))
    return FigureTable(plan, as_of, accepted_only, tuple(rows))


def title_of(desk: Desk, table: FigureTable) -> str:
    """What a document of these figures is called; figures of one unit alone carry its name."""
    units = {row.unit_id for row in table.rows}
    unit = desk.catalogue.units[units.pop()].name if len(units) == 1 and CITY not in units else ""
    return say("figures.title", unit=unit, plan=desk.catalogue.plans[table.plan].short_name)


def _row_source(desk: Desk, as_of: date, *, accepted_only: bool) -> RowSource:
    @cache
    def rows(register: str) -> Sequence[Row]:
        form = desk.catalogue.registers[register]
        if desk.office.role == "city":
            found = counted_rows(desk.store, register, as_of, accepted_only)
        else:
            found = own_rows(desk.store, register, as_of)
        return [read_row(from_line(row.body, desk.catalogue.forms), row.package, form, desk.context) for row in found]

    return rows


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
    """Counties and parks that report a target, in the order of the catalogue."""
    return tuple(
        unit.id
        for unit in catalogue.units.values()
        if unit.reporter
        and unit.kind in ("county", "park")
        and unit.kind in target.reporters
        and target.plan in unit.plans
    )


def _answer(desk: Desk, book: FigureBook, counter: Counter, target: Target, unit: str, as_of: date) -> FigureRow:
    catalogue = desk.catalogue
    if not is_started(target, as_of):
        figure = Answer(None, "not_started", 0)
    else:
        question = Question(
            catalogue.indicators[target.indicator],
            catalogue.plans[target.plan],
            judged_on(target, as_of),
            unit,
            target.filters,
        )
        figure = book.find_figure(counter, question)
    owed = unit in (CITY, target.scope_unit)
    judgement = judge(target, Figure(figure.value)) if owed else Judgement(None, None)
    return FigureRow(
        target=target.id,
        name=target.name,
        unit_id=unit,
        unit_name=catalogue.units[unit].name if unit else say("words.whole_city"),
        measure=target.unit,
        requirement=show_requirement(target) if owed else say("figures.not_allocated"),
        figure=show_number(figure.value, target.unit),
        completion="" if judgement.completion is None else f"{judgement.completion}%",
        met=judgement.met,
        strength=target.strength,
        note=say(f"progress.{figure.reason}") if figure.reason else "",
        rows=figure.rows,
    )


def show_requirement(target: Target) -> str:
    """What a target requires, such as ≥70 家 or 力争 ＞15%."""
    amount = _plain(Decimal(target.value))
    if target.value_max:
        amount = f"{amount}—{_plain(Decimal(target.value_max))}"
    words = say("words.aspirational") if target.strength == "aspirational" else ""
    return f"{words}{_COMPARATORS[target.comparator]}{amount}{target.unit}"


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
