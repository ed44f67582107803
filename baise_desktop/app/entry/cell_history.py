"""What a cell held: each edit of the draft in hand, then every period and version that was signed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from baise_desktop.app.desk import Desk
from baise_desktop.app.entry.ghost import tell_standing
from baise_desktop.app.entry.row_start import context_for
from baise_desktop.app.installation.naming import period_words
from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Field, FieldType, FormKind
from baise_desktop.form.draft import Draft
from baise_desktop.form.fields import from_json, show
from baise_desktop.form.period import parse_period
from baise_desktop.form.record import fixed_row_id, from_line
from baise_desktop.store.edits import Edit, list_edits
from baise_desktop.store.entries import Sheet, list_chosen_entries
from baise_desktop.store.signed import SignedVersion, list_signed_versions, read_signed_line
from baise_desktop.texts import say

MOST_VERSIONS = 12
MOST_EDITS = 60
_NEVER = 10**9
"""No version has such a number."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A cell in one version, or what one act made of it."""

    when: str
    """Plan where it is another one, period and version."""
    text: str
    """What it showed; a dash in words where the row was not there."""
    standing: str
    """How the version stands, or the act."""
    by: str
    """Who signed last, or made the edit, where that is still known."""
    at: str
    """ISO 8601 UTC; empty for what is being written."""
    changed: bool
    """Whether the version before has another text."""
    before: str = ""
    """What stood there before an edit."""
    is_edit: bool = False


def cell_history(desk: Desk, sheet: Sheet, row_id: str, key: str) -> tuple[HistoryLine, ...]:
    """The cell now, what was done to it in this submission, then as it was signed, each the latest first.

    Of edits at most `MOST_EDITS` are told, of versions that have its row `MOST_VERSIONS`; the edits that made a version
    stand below it. A row of a register is the same in all periods; a task or target has one record in each. Computed
    fields have no history: nobody signs them.
    """
    form = desk.catalogue.forms[sheet.form]
    question = form.field(key)
    if question.type in (FieldType.COMPUTED, FieldType.EVIDENCE):
        return ()
    context = context_for(desk, form)
    with desk.store.snapshot():
        now = [
            Draft.of(form, context, entry.record, entry.wrong).texts()[key]
            for entry in list_chosen_entries(desk.store, sheet, form, [row_id])
        ]
        edits = list(_edits(desk, sheet, row_id, question, context, now[0] if now else ""))[:MOST_EDITS]
        versions = list(_versions(desk, sheet, row_id, question, context))
    when = period_words(parse_period(sheet.period))
    lines = [HistoryLine(say("history.now", period=when), text, say("history.draft"), "", "", False) for text in now]
    compared = _compared([*lines, *(line for _, line in versions)])
    head, rest = compared[: len(lines)], compared[len(lines) :]
    signed = [(version, line) for (version, _), line in zip(versions, rest, strict=True)]
    return (*head, *_woven(sheet, edits, signed))


def _edits(
    desk: Desk, sheet: Sheet, row_id: str, question: Field, context: FieldContext, now: str
) -> Iterator[tuple[Edit, HistoryLine]]:
    """What each act made of a cell, the latest first."""
    after = now
    for edit in list_edits(desk.store, sheet.key, row_id):
        key = question.key
        if not edit.is_new and key not in edit.values:
            continue
        before = _show_before(edit, question, context)
        if after != before:
            when = say("history.edit", version=edit.version)
            act = _tell_act(edit, question)
            yield edit, HistoryLine(when, after, act, edit.clerk, edit.at, True, before, is_edit=True)
        after = before


def _show_before(edit: Edit, question: Field, context: FieldContext) -> str:
    if question.key in edit.wrong:
        return edit.wrong[question.key]
    held = edit.values.get(question.key)
    return "" if held is None else show(from_json(held, question), question, context)


def _tell_act(edit: Edit, question: Field) -> str:
    typed = edit.act in (say("journal.set_cell", field=question.name), say("journal.add_rows", count=1))
    return say("history.typed") if typed else edit.act


def _versions(
    desk: Desk, sheet: Sheet, row_id: str, question: Field, context: FieldContext
) -> Iterator[tuple[SignedVersion, HistoryLine]]:
    found = 0
    is_register = desk.catalogue.forms[sheet.form].kind is FormKind.REGISTER
    for signed in _latest_first(list_signed_versions(desk.store, sheet.unit, sheet.form)):
        named = row_id if is_register else _record_of(signed, sheet.form)
        body = read_signed_line(desk.store, signed, sheet.form, named) if found < MOST_VERSIONS else None
        if body is None:
            continue
        found += 1
        record = from_line(body, desk.catalogue.forms)
        dated = context.on(parse_period(signed.period).end)
        value = record.values.get(question.key)
        yield (
            signed,
            _line(desk, sheet, signed, say("history.gone") if record.deleted else show(value, question, dated)),
        )


def _woven(
    sheet: Sheet, edits: list[tuple[Edit, HistoryLine]], versions: list[tuple[SignedVersion, HistoryLine]]
) -> Iterator[HistoryLine]:
    """Below each version the edits that made it, and below them all what earlier periods signed."""
    left = list(edits)
    end = parse_period(sheet.period).end
    for signed, line in versions:
        is_here = (signed.plan, signed.period) == (sheet.plan, sheet.period)
        least = signed.version if is_here else _NEVER if parse_period(signed.period).end > end else 0
        while left and left[0][0].version > least:
            yield left.pop(0)[1]
        yield line
    yield from (line for _, line in left)


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
