"""Which of a unit's rows count for a target, how much each adds, and why another does not count."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from baise_desktop.app.desk import Desk
from baise_desktop.app.terms.choices import read_choices
from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import Indicator, IndicatorSource, Target
from baise_desktop.form.fields import show
from baise_desktop.form.formula import Formula, parse_formula
from baise_desktop.form.formula_functions import Operand, as_text
from baise_desktop.form.formula_syntax import Call, Chain, Name, Node, Unary
from baise_desktop.form.formula_words import describe
from baise_desktop.form.period import parse_period
from baise_desktop.form.record import from_line
from baise_desktop.progress.arithmetic import number_in, portion
from baise_desktop.progress.figure import Counter, Figure, Question
from baise_desktop.progress.judgement import is_started, judged_on
from baise_desktop.progress.membership import counts_for
from baise_desktop.progress.row import QuestionScope, Row, read_row
from baise_desktop.store.queries import own_rows
from baise_desktop.texts import say

_COUNTED = ("count", "count_distinct")
_SHARES = ("ratio", "growth", "pp_delta")


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One row of a register that a target's figure is computed from."""

    register: str
    row_id: str
    name: str
    """Its business key."""
    counts: bool
    words: str
    """How much it adds, or why it does not count."""


def list_target_rows(desk: Desk, target_id: str, period: str) -> tuple[TargetRow, ...]:
    """Every row of the registers that a target's figure is computed from, the ones that count first.

    Args:
        desk: of the unit.
        target_id: whose figure.
        period: the figure is of its last day.
    """
    target = desk.catalogue.targets[target_id]
    as_of = parse_period(period).end
    choices = read_choices(desk)
    if not is_started(target, as_of):
        return ()
    day = judged_on(target, as_of, choices)
    reader = cache(lambda register: _read_rows(desk, register, day))
    counter = Counter(reader, desk.catalogue, choices)
    indicator, plan = desk.catalogue.indicators[target.indicator], desk.catalogue.plans[target.plan]
    question = Question(indicator, plan, day, desk.office.unit, target.filters, target.id)
    figure = counter.compute_figure(question)
    used, repeated = (frozenset(map(id, rows)) for rows in (figure.rows, figure.duplicates))
    teller = RowTeller(desk, target, indicator, question, figure, used, repeated)
    found = []
    for source in one_each(target, indicator, choices.find_caliber(indicator.id)):
        found += [teller.tell(row, source) for row in reader(source.register)]
    return tuple(sorted(found, key=lambda row: not row.counts))


def _read_rows(desk: Desk, register: str, day: date) -> list[Row]:
    form = desk.catalogue.registers[register]
    lines = own_rows(desk.store, register, day)
    return [read_row(from_line(line.body, desk.catalogue.forms), line.package, form, desk.context) for line in lines]


def list_sources(desk: Desk, target_id: str) -> list[IndicatorSource]:
    """The sources that a target's figure is computed from, one of each register."""
    target = desk.catalogue.targets[target_id]
    indicator = desk.catalogue.indicators[target.indicator]
    return one_each(target, indicator, read_choices(desk).find_caliber(indicator.id))


def one_each(target: Target, indicator: Indicator, caliber: str) -> list[IndicatorSource]:
    """One source of each register; a filtered target counts only the registers that its filters name."""
    named = {each.register for each in target.filters}
    first: dict[str, IndicatorSource] = {}
    for source in indicator.sources:
        if source.caliber == caliber and (not named or source.register in named):
            first.setdefault(source.register, source)
    return list(first.values())


@dataclass(slots=True)
class RowTeller:
    """Puts into words what became of each row."""

    desk: Desk
    target: Target
    indicator: Indicator
    question: Question
    figure: Figure
    used: frozenset[int] = frozenset()
    """Which row objects the figure rests on; comparing rows themselves would be slow."""
    repeated: frozenset[int] = frozenset()

    def tell(self, row: Row, source: IndicatorSource) -> TargetRow:
        """The row as the list shows it."""
        counts = id(row) in self.used
        words = self._share(row, source) if counts else say("target_rows.out", reason=self._reason(row, source))
        return TargetRow(source.register, row.row_id, self._name(row, source), counts, words)

    def _share(self, row: Row, source: IndicatorSource) -> str:
        unit = self.target.unit
        if source.operation in _COUNTED:
            key = "、".join(self._answer(row, source, key) for key in self.indicator.dedupe if row.values.get(key))
            return say("target_rows.one_by_key", unit=unit, key=key) if key else say("target_rows.one", unit=unit)
        if source.operation == "sum":
            amount = _plain(number_in(row, source.value) * Decimal(self.indicator.scale))
            return say("target_rows.sum", column=self._field(source, source.value), value=amount, unit=unit)
        if source.operation in _SHARES:
            parts = (self._part(row, source, part) for part in ("numerator", "denominator"))
            return say("target_rows.share", numerator=next(parts), denominator=next(parts))
        value = self._answer(row, source, source.value) if source.value else ""
        return say("target_rows.taken", column=self._field(source, source.value), value=value)

    def _part(self, row: Row, source: IndicatorSource, part: str) -> str:
        column = getattr(source, part)
        name = say(f"target_rows.{part}") if column.startswith("=") else self._field(source, column)
        return f"{name} {_plain(portion([row], column))}"

    def _reason(self, row: Row, source: IndicatorSource) -> str:
        if id(row) in self.repeated:
            names = "、".join(self._field(source, key) for key in self.indicator.dedupe)
            return say("target_rows.repeated", keys=names)
        if any(row is each for each in self.figure.silent):
            return say("target_rows.silent")
        for each in self.target.filters:
            if each.register == source.register and self._answer(row, source, each.column) != each.value:
                name, given = self._field(source, each.column), self._answer(row, source, each.column)
                return say("target_rows.filtered", name=name, wanted=each.value, given=given or say("findings.BLANK"))
        failing = next(self._failing(row, source), None)
        if failing is not None:
            return failing
        if not counts_for(row, self.question.unit, source, (), self.desk.catalogue.units):
            return say("target_rows.other_unit", column=self._field(source, source.scope) if source.scope else "")
        return say("target_rows.other_period")

    def _failing(self, row: Row, source: IndicatorSource) -> Iterator[str]:
        scope = QuestionScope(row, self._parameters())
        for part in _conjuncts(parse_formula(source.where).tree):
            formula = Formula(source.where, part, frozenset(), frozenset(), frozenset())
            try:
                fits = formula.evaluate(scope) is True
            except BaiseError:
                fits = False
            if not fits:
                yield say("target_rows.unfit", condition=describe(part), given=self._given(row, source, part))

    def _given(self, row: Row, source: IndicatorSource, part: Node) -> str:
        form = self.desk.catalogue.registers[source.register]
        names = _names(part)
        told = [
            f"{each.name} {self._answer(row, source, each.key) or say('findings.BLANK')}"
            for each in form.fields
            if each.name in names
        ]
        parameters = self._parameters()
        told += [f"{name} {as_text(parameters[name])}" for name in names if parameters.get(name) not in (None, "")]
        return "，".join(told)

    def _parameters(self) -> Mapping[str, Operand]:
        plan = self.question.plan
        reported = [str(row.values["period"]) for row in self.figure.rows if row.values.get("period")]
        return {
            "期末日": self.question.as_of,
            "本年度": Decimal(self.question.as_of.year),
            "本报告期": max(set(reported), key=reported.count) if reported else "",
            "方案起始日": date.fromisoformat(plan.period_start),
            "方案截止日": date.fromisoformat(plan.period_end),
        }

    def _name(self, row: Row, source: IndicatorSource) -> str:
        form = self.desk.catalogue.registers[source.register]
        named = [each.key for each in form.fields if each.required and each.type.value in ("text", "uscc")][:2]
        return " ".join(filter(None, (self._answer(row, source, key) for key in named or form.key)))

    def _answer(self, row: Row, source: IndicatorSource, key: str) -> str:
        question = self.desk.catalogue.registers[source.register].field(key)
        if question.type.value == "computed":
            value = row.scope.value(question.name)
            return "" if value is None else as_text(value)
        return show(row.values.get(key), question, self.desk.context)

    def _field(self, source: IndicatorSource, key: str) -> str:
        form = self.desk.catalogue.registers[source.register]
        return next((each.name for each in form.fields if each.key == key), key)


def _conjuncts(node: Node) -> Sequence[Node]:
    if isinstance(node, Call) and node.function == "AND":
        return [part for argument in node.arguments for part in _conjuncts(argument)]
    return [node]


def _names(node: Node) -> list[str]:
    if isinstance(node, Name):
        return [node.name]
    parts: Sequence[Node] = ()
    if isinstance(node, Chain):
        parts = (node.first, *(part for _, part in node.rest))
    elif isinstance(node, Call):
        parts = node.arguments
    elif isinstance(node, Unary):
        parts = (node.operand,)
    return list(dict.fromkeys(name for part in parts for name in _names(part)))


def _plain(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
