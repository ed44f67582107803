"""The balance of a register in a period: opening, new, changed, gone, closing, in rows and in column sums."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from baise_desktop.app.desk import Desk
from baise_desktop.app.entry.opening_source import told_version
from baise_desktop.app.entry.row_start import context_for
from baise_desktop.app.installation.naming import period_words
from baise_desktop.errors import BaiseError
from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Field, FieldType, Form
from baise_desktop.form.draft import Draft
from baise_desktop.form.formula import parse_formula
from baise_desktop.form.formula_functions import Operand
from baise_desktop.form.period import parse_period
from baise_desktop.form.record import from_line
from baise_desktop.store.entries import Sheet, entry_of
from baise_desktop.store.filters import compile_filter
from baise_desktop.store.register_balance import (
    CarrySource,
    ColumnBalance,
    Movement,
    count_left_behind,
    find_source,
    list_changes,
    list_counted,
    list_movements,
    sum_columns,
)
from baise_desktop.store.submissions import read_submission
from baise_desktop.texts import say

_NEVER_ADDED = frozenset({"%", "百分点", "位", "名", "年", "分", "度"})
"""Units of measure of what is not added up over rows: shares, ranks, years, marks."""
MOST_CHANGES = 2_000
"""Of so many changed rows the old values are told cell by cell."""


@dataclass(frozen=True, slots=True)
class StandingRows:
    """How many rows a stock indicator takes, at opening and now: rows that ended stay in the register."""

    indicator: str
    """Name."""
    opening: int
    closing: int


@dataclass(frozen=True, slots=True)
class Balance:
    """How a register came from its opening to its closing balance."""

    source: str
    """Which period and version the opening rows were taken from, and how that stands; empty without opening."""
    opening: int
    added: int
    changed: int
    gone: int
    closing: int
    left_behind: int
    """Rows that the source gained after this period had been opened, and that are not here."""
    sums: tuple[ColumnBalance, ...] = ()
    standing: tuple[StandingRows, ...] = ()
    movements: Mapping[str, Movement] = field(default_factory=dict)
    """What became of each row, by row id."""
    old_texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What changed cells showed at opening, by row id and field key."""

    @property
    def sentence(self) -> str:
        """The rows in one line."""
        words = {name: getattr(self, name) for name in ("opening", "added", "changed", "gone", "closing")}
        return say("balance.rows" if self.source else "balance.rows_first", **words)


BLANK = Balance(source="", opening=0, added=0, changed=0, gone=0, closing=0, left_behind=0)
"""Of a register that nobody has looked into yet."""


def read_balance(desk: Desk, sheet: Sheet) -> Balance:
    """The balance of a register in the submission it belongs to."""
    form = desk.catalogue.forms[sheet.form]
    with desk.store.snapshot():
        source = find_source(desk.store, sheet)
        movements = list_movements(desk.store, sheet, source)
        counts = dict.fromkeys(("kept", "changed", "added", "gone"), 0)
        for kind in movements.values():
            counts[kind] += 1
        return Balance(
            source=_tell_source(desk, sheet, source) if source else "",
            opening=counts["kept"] + counts["changed"] + counts["gone"],
            added=counts["added"],
            changed=counts["changed"],
            gone=counts["gone"],
            closing=counts["kept"] + counts["changed"] + counts["added"],
            left_behind=count_left_behind(desk.store, sheet, source) if source else 0,
            sums=sum_columns(desk.store, sheet, source, list_summable(form), desk.context),
            standing=tuple(_standing(desk, sheet, source, form)),
            movements=movements,
            old_texts=_old_texts(desk, sheet, source, form),
        )


def list_summable(form: Form) -> list[Field]:
    """The number columns that are added up over rows."""
    numbers = (FieldType.INTEGER, FieldType.DECIMAL)
    return [question for question in form.fields if question.type in numbers and question.unit not in _NEVER_ADDED]


def tell_sums(form: Form, sums: tuple[ColumnBalance, ...]) -> Iterator[str]:
    """A line for each number column that holds anything."""
    for each in sums:
        question = form.field(each.field)
        if any((each.opening, each.closing, each.added, each.gone)):
            unit = f" {question.unit}" if question.unit else ""
            change = each.closing - each.opening
            yield say(
                "balance.sum",
                name=question.name,
                opening=show_sum(each.opening),
                change=("+" if change >= 0 else "−") + show_sum(abs(change)),
                closing=show_sum(each.closing),
                unit=unit,
            )


def show_sum(value: Decimal) -> str:
    """A sum with its thousands parted, and only the digits that it needs."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _tell_source(desk: Desk, sheet: Sheet, source: CarrySource) -> str:
    submission = read_submission(desk.store, sheet.unit, source.plan, source.period)
    plan = "" if source.plan == sheet.plan else desk.catalogue.plans[source.plan].short_name
    return say(
        "balance.source",
        plan=plan,
        period=period_words(parse_period(source.period)),
        version=told_version(submission),
        state=say(f"balance.state_{submission.state}"),
    )


def _old_texts(desk: Desk, sheet: Sheet, source: CarrySource | None, form: Form) -> dict[str, Mapping[str, str]]:
    if source is None:
        return {}
    context, forms = context_for(desk, form), {form.id: form}
    found: dict[str, Mapping[str, str]] = {}
    for was_body, was_wrong, body, wrong in list_changes(desk.store, sheet, source, MOST_CHANGES):
        before, after = (
            _texts(form, context, text, typed, forms) for text, typed in ((was_body, was_wrong), (body, wrong))
        )
        row_id = from_line(body.encode(), forms).row_id
        found[row_id] = {key: text for key, text in before.items() if after[key] != text}
    return found


def _texts(form: Form, context: FieldContext, body: str, wrong: str, forms: Mapping[str, Form]) -> Mapping[str, str]:
    entry = entry_of((body, wrong), forms)
    texts = Draft.of(form, context, entry.record, entry.wrong).texts()
    return {item.key: texts[item.key] for item in form.fields if item.type is not FieldType.COMPUTED}


def _standing(desk: Desk, sheet: Sheet, source: CarrySource | None, form: Form) -> Iterator[StandingRows]:
    if source is None:
        return
    then = Sheet(sheet.unit, source.plan, source.period, sheet.form)
    for indicator in desk.catalogue.indicators.values():
        wheres = [each.where for each in indicator.sources if each.register == form.id and not each.caliber]
        if indicator.nature != "stock" or not wheres or indicator.narrowed_by:
            continue
        was, now = (_count(desk, form, wheres, each) for each in (then, sheet))
        if was is not None and now is not None and (was or now):
            yield StandingRows(indicator.name, was, now)


def _count(desk: Desk, form: Form, wheres: list[str], sheet: Sheet) -> int | None:
    counted: frozenset[str] = frozenset()
    for where in wheres:
        try:
            condition = compile_filter(parse_formula(where), form, desk.context, _parameters(desk, sheet))
        except BaiseError as error:
            if error.code != "FILTER_SUBSET":
                raise
            return None  # More than SQL says; the target's page counts it row by row.
        counted |= list_counted(desk.store, sheet, condition)
    return len(counted)


def _parameters(desk: Desk, sheet: Sheet) -> Mapping[str, Operand]:
    plan, period = desk.catalogue.plans[sheet.plan], parse_period(sheet.period)
    return {
        "期末日": period.end,
        "本年度": Decimal(period.year),
        "本报告期": sheet.period,
        "方案起始日": date.fromisoformat(plan.period_start),
        "方案截止日": date.fromisoformat(plan.period_end),
    }
