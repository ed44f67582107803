"""What a unit's report on a target stands beside: the requirement, the figure, the sentence it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from baise_desktop.app.desk import Desk
from baise_desktop.app.installation.naming import period_words
from baise_desktop.app.results.figures import FigureRow, figure_table, show_own_requirement
from baise_desktop.app.terms.allocation import read_shares
from baise_desktop.app.terms.choices import read_choices
from baise_desktop.form.definition import Target
from baise_desktop.form.period import Period, parse_period
from baise_desktop.form.value import Value
from baise_desktop.progress.allocation import Role, Share, owed_target, root_of
from baise_desktop.progress.allocation_check import show_amount
from baise_desktop.progress.judgement import judged_on
from baise_desktop.progress.pace import LAG, Light
from baise_desktop.store.settings import get_setting
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """A target as its report shows it."""

    name: str
    requirement: str
    figure: str
    """With its unit of measure; empty while there is none."""
    note: str
    """Why there is no figure."""
    rows: int
    """Register rows the figure rests on."""
    quote: str
    share: str = ""
    """The unit's own share year by year, and where it comes from; empty while there is none."""
    past: str = ""
    """The figure at the end of the period before, and how it changed since; empty while there is none."""
    gap: str = ""
    """What is missing to the requirement; empty when it is reached or not known."""
    pace: str = ""
    """Sign and word of the light, and how far completion is ahead of time."""
    behind: bool = False
    """Whether it lags behind time."""


@dataclass(frozen=True, slots=True)
class _Movement:
    """A figure now and at the end of the period before."""

    now: FigureRow
    then: FigureRow
    period: Period

    def tell(self) -> str:
        """Such as 上期末（2023年第3季度） 12家，本期 +2."""
        period = period_words(self.period)
        if not self.then.figure:
            return ""
        words = say("target_facts.past", period=period, figure=self.then.figure_words)
        if not self.now.figure:
            return words
        change = Decimal(self.now.figure) - Decimal(self.then.figure)
        return words + say("target_facts.change", change=f"{change:+f}") if change else words + say("target_facts.same")


def target_facts(desk: Desk, target_id: str, period: str) -> TargetFacts:
    """A target and this unit's own figure at the period's end.

    Raises:
        BaiseError: PERIOD.
    """
    target = desk.catalogue.targets[target_id]
    table = figure_table(desk, target.plan, parse_period(period).end, desk.office.unit)
    own = next((row for row in table.rows if row.target == target_id), None)
    figure = f"{own.figure}{own.measure}" if own and own.figure else ""
    before = parse_period(period).previous()
    earlier = figure_table(desk, target.plan, before.end, desk.office.unit)
    then = next((row for row in earlier.rows if row.target == target_id), None)
    return TargetFacts(
        target.name,
        show_own_requirement(target, own),
        figure,
        own.note if own else "",
        own.rows if own else 0,
        target.quote,
        _own_share(desk, target),
        past=_Movement(own, then, before).tell() if own and then else "",
        gap=own.gap if own else "",
        pace=_tell_pace(own) if own else "",
        behind=own is not None and own.light == LAG,
    )


def _tell_pace(row: FigureRow) -> str:
    """Such as ● 正常，比时间进度快 3 个百分点."""
    if row.light == Light.UNKNOWN:
        return ""
    return say("target_facts.lead", light=row.light_words, lead=row.lead) if row.lead else row.light_words


def _own_share(desk: Desk, target: Target) -> str:
    """Such as 2022年 5亿元、2023年 6亿元（已下达，第 3 版任务包）."""
    root = root_of(desk.catalogue, target)
    mine = [
        share
        for share in read_shares(desk, target.plan)
        if share.target == root.id
        and share.unit == desk.office.unit
        and share.issued
        and share.role is Role.AMOUNT
        and (not target.parent or share.year == target.year)
    ]
    parts: dict[str, list[str]] = {}
    for share in sorted(mine, key=lambda each: (each.year == 0, each.year)):
        year = say("allocation.year", year=share.year) if share.year else say("allocation.whole_plan")
        words = f"{year} {show_amount(share.value)}{root.unit}"
        parts.setdefault(_source_of(desk, target.plan, share), []).append(words)
    return "；".join(
        say("allocation.own_share", shares="、".join(words), source=source) for source, words in parts.items()
    )


def _source_of(desk: Desk, plan: str, share: Share) -> str:
    stated = desk.catalogue.targets.get(share.origin)
    if stated is not None:
        return say("allocation.stated", clause=stated.clause)
    version = get_setting(desk.store, f"task_pack:{plan}:version")
    return say("allocation.told", status=share.status, version=version) if version else share.status


def target_numbers(desk: Desk, plan: str, as_of: date) -> Mapping[str, Mapping[str, Value]]:
    """By target and field: 本期数值 as it is shown, and 目标要求, of the desk's own unit; what is unknown is absent.

    Raises:
        BaiseError: PLAN_UNKNOWN.
    """
    choices, shares = read_choices(desk), read_shares(desk, plan)
    numbers: dict[str, dict[str, Value]] = {}
    for row in figure_table(desk, plan, as_of, desk.office.unit).rows:
        known = numbers.setdefault(row.target, {})
        if row.figure:
            known["figure"] = Decimal(row.figure)
        target = desk.catalogue.targets[row.target]
        year = judged_on(target, as_of, choices).year
        owed = owed_target(desk.catalogue, shares, target, desk.office.unit, year)
        if owed is not None:
            known["required"] = Decimal(owed.value)
    return numbers
