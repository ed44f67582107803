"""What reviewer and head look at before they sign: the largest changes, what moved since, balances, who signs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from baise_desktop.app.checks.balance import read_balance
from baise_desktop.app.checks.signed_rows import SinceSigned, find_changes
from baise_desktop.app.desk import Desk, require_role
from baise_desktop.app.entry.ghost import Ghost, ghost_of
from baise_desktop.app.entry.row_start import context_for
from baise_desktop.app.installation.contact import ContactBlock, read_contact
from baise_desktop.app.installation.home import owed_here
from baise_desktop.app.results.target_facts import target_numbers
from baise_desktop.form.definition import Field, FieldType, Form, FormKind
from baise_desktop.form.formula_functions import as_text
from baise_desktop.form.period import parse_period
from baise_desktop.form.record import Record
from baise_desktop.form.row_names import name_row
from baise_desktop.form.value import Value
from baise_desktop.store.entries import Sheet, list_submission_entries
from baise_desktop.store.submissions import Statement, read_submission
from baise_desktop.texts import say

MOST_CHANGES = 20
"""Of each order."""
_NEVER_ADDED = frozenset({"%", "百分点", "位", "名", "年", "分", "度"})
_NUMBERS = frozenset({FieldType.INTEGER, FieldType.DECIMAL})


@dataclass(frozen=True, slots=True)
class BigChange:
    """A number that is not what it was in the period before."""

    form: str
    title: str
    row_id: str
    """Empty for a total or a figure."""
    row: str
    field: str
    """Key; empty for a number of rows."""
    name: str
    before: str
    after: str
    amount: Decimal
    percent: Decimal | None
    """None where it was zero."""


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """One register from its opening to its closing."""

    form: str
    title: str
    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class Review:
    """Everything on the three-minute screen beside findings."""

    statements: tuple[Statement, ...]
    version: int
    state: str
    reason: str
    """Why it was last reopened or returned."""
    by_percent: tuple[BigChange, ...]
    by_amount: tuple[BigChange, ...]
    since: SinceSigned | None
    balances: tuple[BalanceLine, ...]
    contact: ContactBlock


def review(desk: Desk, plan: str, period: str) -> Review:
    """What there is to see before signing.

    Raises:
        BaiseError: ROLE_UNIT_ONLY, and those of `owed_here`.
    """
    require_role(desk, "unit")
    forms = owed_here(desk, plan, period)
    submission = read_submission(desk.store, desk.office.unit, plan, period)
    changes = [*_row_changes(desk, plan, period, forms), *_figure_changes(desk, plan, period, forms)]
    return Review(
        statements=submission.statements,
        version=submission.version,
        state=submission.state,
        reason=submission.reason,
        by_percent=tuple(sorted(changes, key=_by_percent, reverse=True)[:MOST_CHANGES]),
        by_amount=tuple(sorted(changes, key=lambda each: abs(each.amount), reverse=True)[:MOST_CHANGES]),
        since=find_changes(desk, plan, period, [each.role for each in submission.statements]),
        balances=tuple(_balances(desk, plan, period, forms)),
        contact=read_contact(desk),
    )


def _by_percent(change: BigChange) -> tuple[bool, Decimal, Decimal]:
    return change.percent is None, abs(change.percent or Decimal(0)), abs(change.amount)


def _row_changes(desk: Desk, plan: str, period: str, forms: Sequence[Form]) -> Iterator[BigChange]:
    by_id = {form.id: form for form in forms}
    entries = list_submission_entries(desk.store, desk.office.unit, plan, period, by_id)
    records: dict[str, list[Record]] = {}
    for entry in entries:
        records.setdefault(entry.record.form, []).append(entry.record)
    for form in forms:
        numbers = [field for field in form.fields if field.type in _NUMBERS]
        if not numbers:
            continue
        ghost = ghost_of(desk, Sheet(desk.office.unit, plan, period, form.id))
        if ghost.source:
            yield from _of_rows(desk, form, numbers, records.get(form.id, []), ghost)
            if form.kind is FormKind.REGISTER:
                yield from _of_totals(form, numbers, records.get(form.id, []), ghost)


def _of_rows(
    desk: Desk, form: Form, numbers: Sequence[Field], records: Sequence[Record], ghost: Ghost
) -> Iterator[BigChange]:
    context = context_for(desk, form)
    for record in records:
        then = ghost.values.get(record.row_id, {})
        for field in numbers:
            before, after = _number(then.get(field.key)), _number(record.values.get(field.key))
            if before is not None and after is not None and before != after:
                dated = context.on(parse_period(record.period).end)
                yield _change(form, record.row_id, name_row(form, record, dated), field, before, after)


def _of_totals(form: Form, numbers: Sequence[Field], records: Sequence[Record], ghost: Ghost) -> Iterator[BigChange]:
    if "period" in form.key:
        # Its rows are of several periods: their sum is no one period's.
        return
    rows = Decimal(len(ghost.values)), Decimal(len(records))
    if rows[0] != rows[1]:
        yield _change(form, "", say("review.total"), None, *rows)
    for field in numbers:
        if field.unit in _NEVER_ADDED:
            continue
        before = sum((_number(row.get(field.key)) or Decimal(0) for row in ghost.values.values()), Decimal(0))
        after = sum((_number(record.values.get(field.key)) or Decimal(0) for record in records), Decimal(0))
        if before != after:
            yield _change(form, "", say("review.total"), field, before, after)


def _figure_changes(desk: Desk, plan: str, period: str, forms: Sequence[Form]) -> Iterator[BigChange]:
    targets = [form for form in forms if form.kind is FormKind.TARGET]
    if not targets:
        return
    here = parse_period(period)
    now = target_numbers(desk, plan, here.end)
    then = target_numbers(desk, plan, here.previous().end)
    for form in targets:
        before, after = (_number(each.get(form.id, {}).get("figure")) for each in (then, now))
        if before is not None and after is not None and before != after:
            field = next((each for each in form.fields if each.key == "figure"), None)
            yield _change(form, "", "", field, before, after)


def _change(form: Form, row_id: str, row: str, field: Field | None, before: Decimal, after: Decimal) -> BigChange:
    unit = field.unit if field is not None else ""
    was, now = (" ".join(filter(None, (as_text(each), unit))) for each in (before, after))
    percent = (after - before) / abs(before) * 100 if before else None
    name = field.name if field is not None else say("review.rows")
    key = field.key if field is not None else ""
    return BigChange(form.id, form.title, row_id, row, key, name, was, now, after - before, percent)


def _number(value: Value) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Decimal(value)


def _balances(desk: Desk, plan: str, period: str, forms: Sequence[Form]) -> Iterator[BalanceLine]:
    for form in forms:
        if form.kind is FormKind.REGISTER:
            balance = read_balance(desk, Sheet(desk.office.unit, plan, period, form.id))
            if balance.opening or balance.closing or balance.gone:
                yield BalanceLine(form.id, form.title, balance.sentence, balance.source)
