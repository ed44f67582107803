"""What is wrong, or must be explained, in the records of one submission.

Source: design section 5, three severities; a finding is a sentence with the live numbers in it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from baise_desktop.errors import BaiseError, Problem, Severity
from baise_desktop.form.answered import is_answered
from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Field, FieldType, Form, FormKind, Rule
from baise_desktop.form.draft import Draft
from baise_desktop.form.fields import show
from baise_desktop.form.formula import parse_formula
from baise_desktop.form.period import parse_period
from baise_desktop.form.record import FormIdentity, Record
from baise_desktop.form.row_names import name_row, place_row
from baise_desktop.form.scope import ALONE, RecordScope, Surroundings
from baise_desktop.form.sentence import fill_sentence, named_in
from baise_desktop.form.submission_scope import SubmissionScope
from baise_desktop.form.value import Value
from baise_desktop.texts import say

Cells = Mapping[str, str]
"""Texts by field key."""
RowKey = tuple[str, str]
"""Form id and row id."""

_CODED = frozenset({FieldType.CHOICE, FieldType.MULTI, FieldType.UNIT})
_NO_CELLS: Cells = MappingProxyType({})
_NO_ROWS: Mapping[RowKey, Cells] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, must be explained, or is worth a look."""

    id: str
    """`rule@form@row_id`: stays the same while the cause does, so that an explanation can be attached to it."""
    rule: str
    """Id of the form's rule, or `required.<field>`, `typed.<field>`, `unknown.<field>`, `duplicate`, `unfilled`."""
    severity: Severity
    form: str
    row_id: str
    """Empty when the finding is about a whole form."""
    fields: tuple[str, ...]
    """Keys of the cells it leads to, in the order of the form."""
    sentence: str
    """For the clerk, with the live numbers."""
    row: str = ""
    """Which row, such as 第 3 行 德保演示公司; empty for forms of one record, and where a record is checked alone."""

    @property
    def told(self) -> str:
        """The sentence after its row."""
        return say("findings.TOLD", row=self.row, sentence=self.sentence) if self.row else self.sentence


def check_records(
    forms: Mapping[str, Form],
    records: Sequence[Record],
    context: FieldContext,
    wrong: Mapping[RowKey, Cells] = _NO_ROWS,
    surroundings: Surroundings = ALONE,
) -> tuple[Finding, ...]:
    """Everything found in one submission, in the order of the forms, rows and fields.

    Args:
        forms: every form that the unit owes in the period, by id.
        records: the rows filled in for them; tombstones are passed over.
        context: code lists, units and plans.
        wrong: typed texts that were not accepted, by form and row, then by field key.
        surroundings: other periods, and computed fields without a formula; columns come from `records`.
    """
    live = [record for record in records if not record.deleted]
    around = SubmissionScope(forms, live, context, surroundings)
    found: list[Finding] = []
    for form in forms.values():
        rows = [record for record in live if record.form == form.id]
        if not rows and form.kind in (FormKind.TASK, FormKind.TARGET):
            found.append(find_unfilled(form))
        repeated = dict(find_repeated(form, rows, context))
        for number, record in enumerate(rows, 1):
            of_row = list(check_record(form, record, context, wrong.get((form.id, record.row_id), _NO_CELLS), around))
            of_row += [repeated[record.row_id]] if record.row_id in repeated else []
            found.extend(place_findings(of_row, form, number, record, context))
    return tuple(found)


def find_unfilled(form: Form) -> Finding:
    """That nothing is in a form of one record."""
    return _finding("unfilled", Severity.BLOCKING, form, "", (), say("findings.UNFILLED", form=form.title))


def place_findings(
    found: Sequence[Finding], form: Form, number: int, record: Record, context: FieldContext
) -> Sequence[Finding]:
    """The findings of one record with the words for where it stands; `number` begins at 1."""
    if not found or form.kind is not FormKind.REGISTER:
        return found
    row = place_row(number, name_row(form, record, context.on(parse_period(record.period).end)))
    return [replace(finding, row=row) for finding in found]


def check_record(
    form: Form,
    record: Record,
    context: FieldContext,
    wrong: Cells = _NO_CELLS,
    surroundings: Surroundings = ALONE,
    changed: frozenset[str] | None = None,
) -> tuple[Finding, ...]:
    """What is found in one record.

    Args:
        form: the record's form.
        record: a live record.
        context: code lists, units and plans.
        wrong: typed texts that were not accepted, by field key.
        surroundings: what lies around the record.
        changed: keys of fields; only what they touch is checked. None checks everything.
    """
    scope = RecordScope(form, record, context, surroundings)
    cells = check_cells(form, record, context, wrong)
    found = [finding for finding in cells if changed is None or not changed.isdisjoint(finding.fields)]
    for rule, keys, touched in _rules_of(FormIdentity(form)):
        if changed is None or not changed.isdisjoint(touched):
            found.extend(judge(rule, keys, scope))
    return tuple(found)


def check_cells(form: Form, record: Record, context: FieldContext, wrong: Cells) -> tuple[Finding, ...]:
    """What is found in the cells of a record each by itself, without its rules."""
    return (*_typed(form, record, context, wrong), *_unknown(form, record, context))


def _typed(form: Form, record: Record, context: FieldContext, wrong: Cells) -> Iterator[Finding]:
    for problem in Draft.of(form, context, record, wrong).problems():
        rule = f"{'typed' if problem.field in wrong else 'required'}.{problem.field}"
        yield _of_problem(rule, form, record, problem)


def _of_problem(rule: str, form: Form, record: Record, problem: Problem) -> Finding:
    return _finding(rule, problem.severity, form, record.row_id, (problem.field,), problem.message)


def _unknown(form: Form, record: Record, context: FieldContext) -> Iterator[Finding]:
    """Codes and units that this installation's catalogue lacks: shaped rightly, so accepted, but meaning nothing."""
    for question in _coded_in(FormIdentity(form)):
        value = record.values.get(question.key)
        if value is None:
            continue
        strange = [code for code in _codes(value) if not _is_known(code, question, context)]
        if strange:
            sentence = say("findings.UNKNOWN_CODE", name=question.name, codes="、".join(strange))
            yield _finding(f"unknown.{question.key}", Severity.BLOCKING, form, record.row_id, (question.key,), sentence)


@lru_cache(maxsize=1024)
def _coded_in(identity: FormIdentity) -> tuple[Field, ...]:
    return tuple(question for question in identity.form.fields if question.type in _CODED)


def _codes(value: Value) -> Sequence[str]:
    if isinstance(value, str):
        return (value,)
    return [code for code in value if isinstance(code, str)] if isinstance(value, tuple) else ()


def _is_known(code: str, question: Field, context: FieldContext) -> bool:
    if question.type in (FieldType.CHOICE, FieldType.MULTI):
        return code in context.choices[question.choices].labels
    return code in context.units if question.type is FieldType.UNIT else True


def judge(rule: Rule, keys: tuple[str, ...], scope: RecordScope) -> Iterator[Finding]:
    """What one rule finds in a record; `keys` are those of the fields it names."""
    form, row_id = scope.form, scope.record.row_id
    try:
        formula = parse_formula(rule.formula)
        verdict = formula.evaluate(scope)
        if verdict is False and rule.severity is not Severity.BLOCKING and is_answered(formula, scope):
            return
        if verdict is False:
            yield _finding(rule.id, rule.severity, form, row_id, keys, fill_sentence(rule.message, scope))
        elif verdict is not None and verdict is not True:
            sentence = say("findings.NO_VERDICT", rule=rule.id)
            yield _finding(rule.id, Severity.HINT, form, row_id, keys, sentence)
    except BaiseError as error:
        # The author's mistake is shown, and must not keep the clerk from reporting.
        sentence = say("findings.FORMULA_FAILED", rule=rule.id, reason=error.values.get("reason", error.code))
        yield _finding(rule.id, Severity.HINT, form, row_id, keys, sentence)


@lru_cache(maxsize=1024)
def _rules_of(identity: FormIdentity) -> tuple[tuple[Rule, tuple[str, ...], frozenset[str]], ...]:
    """Each rule with the fields that it names, and with all those that can change its verdict."""
    form = identity.form
    return tuple((rule, keys_named(rule, form), _touching(rule, form)) for rule in form.rules)


def keys_named(rule: Rule, form: Form) -> tuple[str, ...]:
    """Keys of the fields that a rule names, in the order of the form: the cells that its findings lead to."""
    names = _names_of(rule.formula) | named_in(rule.message)
    return tuple(question.key for question in form.fields if question.name in names)


def _touching(rule: Rule, form: Form) -> frozenset[str]:
    """Keys of the fields whose change can change the verdict, through computed fields too."""
    names, waiting = set[str](), [*_names_of(rule.formula), *named_in(rule.message)]
    formulas = {question.name: question.formula for question in form.fields if question.formula}
    while waiting:
        name = waiting.pop()
        if name not in names:
            names.add(name)
            waiting.extend(_names_of(formulas[name]) if name in formulas else ())
    return frozenset(question.key for question in form.fields if question.name in names)


def _names_of(formula: str) -> frozenset[str]:
    try:
        return parse_formula(formula).names
    except BaiseError:
        # `judge` shows what is wrong with it.
        return frozenset()


def find_repeated(form: Form, rows: Sequence[Record], context: FieldContext) -> Iterator[tuple[str, Finding]]:
    """Rows whose business key an earlier row has already, by row id."""
    if not form.key:
        return
    seen: set[tuple[Value, ...]] = set()
    for record in rows:
        key = tuple(record.values.get(part) for part in form.key)
        if None in key:
            continue
        if key in seen:
            dated = context.on(parse_period(record.period).end)
            shown = "、".join(_named(form.field(part), record, dated) for part in form.key)
            sentence = say("findings.DUPLICATE", form=form.title, key=shown)
            yield record.row_id, _finding("duplicate", Severity.BLOCKING, form, record.row_id, form.key, sentence)
        seen.add(key)


def _named(question: Field, record: Record, context: FieldContext) -> str:
    return f"{question.name} {show(record.values.get(question.key), question, context)}"


def _finding(rule: str, severity: Severity, form: Form, row_id: str, fields: tuple[str, ...], sentence: str) -> Finding:
    return Finding(f"{rule}@{form.id}@{row_id}", rule, severity, form.id, row_id, fields, sentence)
