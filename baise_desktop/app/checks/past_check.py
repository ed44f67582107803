"""What is found by comparing a submission with the periods before it: statements, opening rows, repeated texts."""

from collections.abc import Iterator, Mapping, Sequence

from baise_desktop.app.desk import Desk
from baise_desktop.app.entry.ghost import ghost_values
from baise_desktop.app.entry.opening_source import carried_at, read_opening_source
from baise_desktop.app.entry.unchanged import find_obstacle
from baise_desktop.errors import Severity
from baise_desktop.form.definition import FieldType, Form, FormKind
from baise_desktop.form.findings import Finding
from baise_desktop.form.value import Value
from baise_desktop.form.verdict import is_empty_phrase
from baise_desktop.store.entries import Entry, Sheet
from baise_desktop.store.unchanged import list_unchanged
from baise_desktop.texts import say

REPEATED = "repeated"
"""Rule of texts that are word for word last period's: one finding for each form."""
UNCHANGED = "unchanged"
CARRIED = "carried"


def find_past_problems(
    desk: Desk, plan: str, period: str, forms: Mapping[str, Form], entries: Sequence[Entry]
) -> Iterator[Finding]:
    """Statements of 本期无变化 that do not hold, opening rows whose source moved on, texts taken over unread."""
    unit = desk.office.unit
    stated = list_unchanged(desk.store, unit, plan, period)
    for form in forms.values():
        sheet = Sheet(unit, plan, period, form.id)
        obstacle = find_obstacle(desk, sheet) if form.id in stated else ""
        if obstacle:
            yield _of_form(UNCHANGED, Severity.BLOCKING, form, say("unchanged.broken", obstacle=obstacle))
    yield from _moved_sources(desk, plan, period, forms)
    for entry in entries:
        form = forms[entry.record.form]
        if form.kind is FormKind.TASK and form.id not in stated:
            yield from _repeated(desk, Sheet(unit, plan, period, form.id), form, entry)


def same_text(value: Value, past: Value) -> bool:
    """Whether a text says, word for word, what another one said; empty phrases never count."""
    if not isinstance(value, str) or not isinstance(past, str) or is_empty_phrase(value):
        return False
    return "".join(value.split()) == "".join(past.split())


def _moved_sources(desk: Desk, plan: str, period: str, forms: Mapping[str, Form]) -> Iterator[Finding]:
    sheets = [
        Sheet(desk.office.unit, plan, period, form.id) for form in forms.values() if form.kind is FormKind.REGISTER
    ]
    since = carried_at(desk, sheets[0]) if sheets else ""
    for sheet in sheets:
        source = read_opening_source(desk, sheet, since)
        if source is not None and source.problem:
            yield _of_form(CARRIED, Severity.HINT, forms[sheet.form], source.problem)


def _repeated(desk: Desk, sheet: Sheet, form: Form, entry: Entry) -> Iterator[Finding]:
    texts = [question for question in form.fields if question.type is FieldType.LONGTEXT]
    if not any(entry.record.values.get(question.key) for question in texts):
        return
    past = ghost_values(desk, sheet).get(entry.record.row_id, {})
    same = [each for each in texts if same_text(entry.record.values.get(each.key), past.get(each.key))]
    if same:
        sentence = say("ghost.repeated", names="、".join(question.name for question in same))
        keys, row_id = tuple(question.key for question in same), entry.record.row_id
        yield Finding(f"{REPEATED}@{form.id}@{row_id}", REPEATED, Severity.EXPLAIN, form.id, row_id, keys, sentence)


def _of_form(rule: str, severity: Severity, form: Form, sentence: str) -> Finding:
    return Finding(f"{rule}@{form.id}@", rule, severity, form.id, "", (), sentence)
