"""What a cell held in every period and version that was signed."""

from dataclasses import dataclass, replace
from itertools import pairwise

from baise_desktop.app.desk import Desk
from baise_desktop.app.ghost import tell_standing
from baise_desktop.app.naming import period_words
from baise_desktop.app.row_start import context_for
from baise_desktop.form.definition import FieldType, FormKind
from baise_desktop.form.draft import Draft
from baise_desktop.form.fields import show
from baise_desktop.form.period import parse_period
from baise_desktop.form.record import fixed_row_id, from_line
from baise_desktop.store.entries import Sheet, list_chosen_entries
from baise_desktop.store.signed import SignedVersion, list_signed_versions, read_signed_line
from baise_desktop.texts import say

MOST_VERSIONS = 12


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A cell in one version."""

    when: str
    """Plan where it is another one, period and version."""
    text: str
    """What it showed; a dash in words where the row was not there."""
    standing: str
    by: str
    """Who signed last, where that is still known."""
    at: str
    """ISO 8601 UTC; empty for what is being written."""
    changed: bool
    """Whether the version before has another text."""


def cell_history(desk: Desk, sheet: Sheet, row_id: str, key: str) -> tuple[HistoryLine, ...]:
    """The cell now, then as it was signed, the latest first: at most `MOST_VERSIONS` versions that have its row.

    A row of a register is the same in all periods; a task or target has one record in each. Computed fields have no
    history: nobody signs them.
    """
    form = desk.catalogue.forms[sheet.form]
    question = form.field(key)
    if question.type in (FieldType.COMPUTED, FieldType.EVIDENCE):
        return ()
    context = context_for(desk, form)
    lines = []
    with desk.store.snapshot():
        for entry in list_chosen_entries(desk.store, sheet, form, [row_id]):
            text = Draft.of(form, context, entry.record, entry.wrong).texts()[key]
            when = period_words(parse_period(sheet.period))
            lines.append(
                HistoryLine(say("history.now", period=when), text, say("history.draft"), "", "", changed=False)
            )
        for signed in _latest_first(list_signed_versions(desk.store, sheet.unit, sheet.form)):
            if len(lines) > MOST_VERSIONS:
                break
            named = row_id if form.kind is FormKind.REGISTER else _record_of(signed, sheet.form)
            body = read_signed_line(desk.store, signed, sheet.form, named)
            if body is None:
                continue
            record = from_line(body, desk.catalogue.forms)
            dated = context.on(parse_period(signed.period).end)
            text = say("history.gone") if record.deleted else show(record.values.get(key), question, dated)
            lines.append(_line(desk, sheet, signed, text))
    return tuple(_compared(lines))


def _latest_first(versions: tuple[SignedVersion, ...]) -> list[SignedVersion]:
    return sorted(versions, key=lambda each: (parse_period(each.period).end, each.plan, each.version), reverse=True)


def _record_of(signed: SignedVersion, form: str) -> str:
    return fixed_row_id(signed.unit, signed.plan, signed.period, form)


def _line(desk: Desk, sheet: Sheet, signed: SignedVersion, text: str) -> HistoryLine:
    plan = "" if signed.plan == sheet.plan else desk.catalogue.plans[signed.plan].short_name
    when = say("history.when", plan=plan, period=period_words(parse_period(signed.period)), version=signed.version)
    return HistoryLine(when, text, tell_standing(signed), signed.by, signed.at, changed=False)


def _compared(lines: list[HistoryLine]) -> list[HistoryLine]:
    compared = [replace(line, changed=line.text != before.text) for line, before in pairwise(lines)]
    return [*compared, *lines[-1:]]
