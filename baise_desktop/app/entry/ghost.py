"""上期: what the rows of a sheet held when the unit last signed the form for an earlier period."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from baise_desktop.app.desk import Desk
from baise_desktop.app.installation.naming import period_words
from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import FieldType, Form, FormKind
from baise_desktop.form.period import parse_period
from baise_desktop.form.record import Record, fixed_row_id, from_line
from baise_desktop.form.value import Value
from baise_desktop.store.entries import Sheet, list_entries
from baise_desktop.store.signed import SignedVersion, list_signed_lines, list_signed_versions
from baise_desktop.texts import say

REPORTED = "period"
"""Key of 报告期: a register with it in its business key has one row per thing and period."""
_NONE: Mapping[str, Mapping[str, Value]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Ghost:
    """The same rows as they were last signed for an earlier period."""

    source: str
    """Period, version and how it stands, such as 上期 2023年第1季度 第 2 版（市级未通过）; empty without one."""
    comparable: bool = False
    """Whether the period is the one just before, of the same frequency: a change in percent means something."""
    values: Mapping[str, Mapping[str, Value]] = field(default_factory=lambda: _NONE)
    """By row id of the sheet and field key; computed fields and blanks are not there."""


def ghost_values(desk: Desk, sheet: Sheet) -> Mapping[str, Mapping[str, Value]]:
    """By row id and field key, what the rows of a sheet held when the form was last signed for an earlier period."""
    return ghost_of(desk, sheet).values


def ghost_of(desk: Desk, sheet: Sheet) -> Ghost:
    """As `ghost_values`, with the source.

    The nearest earlier period that was signed counts, and of its versions the newest. A row of a register with 报告期
    in its business key is the one of the period before; 报告期 itself is then left out. Any other row has its row id.
    """
    form = desk.catalogue.forms[sheet.form]
    with desk.store.snapshot():
        signed = find_earlier(desk, sheet)
        if signed is None:
            return Ghost("")
        lines = list_signed_lines(desk.store, signed, form.id)
        records = (from_line(line, desk.catalogue.forms) for line in lines)
        return Ghost(tell_source(desk, sheet, signed), _is_before(sheet, signed), _mapped(desk, sheet, form, records))


def find_earlier(desk: Desk, sheet: Sheet) -> SignedVersion | None:
    """The newest signed version of the nearest earlier period that has the form; of two alike the same plan's."""
    here = parse_period(sheet.period)
    earlier = [
        ((period.end, period.frequency is here.frequency, each.plan == sheet.plan, each.plan, each.version), each)
        for each in list_signed_versions(desk.store, sheet.unit, sheet.form)
        if (period := parse_period(each.period)).end < here.start
    ]
    return max(earlier, key=lambda pair: pair[0])[1] if earlier else None


def tell_source(desk: Desk, sheet: Sheet, signed: SignedVersion) -> str:
    """A signed version in words, as seen from a sheet."""
    return say(
        "ghost.source" if _is_before(sheet, signed) else "ghost.source_earlier",
        plan="" if signed.plan == sheet.plan else desk.catalogue.plans[signed.plan].short_name,
        period=period_words(parse_period(signed.period)),
        version=signed.version,
        state=tell_standing(signed),
    )


def tell_standing(signed: SignedVersion) -> str:
    """How a signed version stands, in words."""
    if signed.is_overtaken and not signed.is_returned:
        return say("ghost.overtaken", version=signed.newest)
    return say(f"balance.state_{signed.state}")


def _is_before(sheet: Sheet, signed: SignedVersion) -> bool:
    return parse_period(signed.period) == parse_period(sheet.period).previous()


def _mapped(desk: Desk, sheet: Sheet, form: Form, records: Iterator[Record]) -> Mapping[str, Mapping[str, Value]]:
    if form.kind is not FormKind.REGISTER:
        row_id = fixed_row_id(sheet.unit, sheet.plan, sheet.period, form.id)
        return {row_id: record.values} if (record := next(records, None)) else {}
    if REPORTED in form.key and form.field(REPORTED).type is FieldType.TEXT:
        return dict(_by_thing(desk, sheet, form, records))
    return {record.row_id: record.values for record in records}


def _by_thing(
    desk: Desk, sheet: Sheet, form: Form, records: Iterator[Record]
) -> Iterator[tuple[str, Mapping[str, Value]]]:
    """Rows of the sheet with what the same thing had one 报告期 earlier."""
    held = {_thing(form, record.values, record.values.get(REPORTED)): record.values for record in records}
    for entry in list_entries(desk.store, sheet, form):
        values = entry.record.values
        found = held.get(_thing(form, values, _period_before(values.get(REPORTED))))
        if found is not None:
            yield entry.record.row_id, {key: value for key, value in found.items() if key != REPORTED}


def _thing(form: Form, values: Mapping[str, Value], period: Value) -> tuple[Value, ...]:
    return tuple(period if part == REPORTED else values.get(part) for part in form.key)


def _period_before(text: Value) -> Value:
    if not isinstance(text, str):
        return None
    try:
        return str(parse_period(text).previous())
    except BaiseError:
        # A clerk may type anything there; another rule says so.
        return None
