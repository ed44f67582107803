"""The findings of a submission kept while it is typed into: a change has only what it touches judged again.

What it finds is what `check_records` finds in the same records.
Source: design section 5, findings while typing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TypeVar

from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Field, FieldType, Form, FormKind, Rule
from baise_desktop.form.dependencies import Lookup, Reader, Reads
from baise_desktop.form.findings import (
    Cells,
    Finding,
    check_cells,
    find_repeated,
    find_unfilled,
    judge,
    keys_named,
)
from baise_desktop.form.formula_functions import Operand
from baise_desktop.form.found import Findings, FoundRows
from baise_desktop.form.live_columns import Criteria, LiveScope, Rows
from baise_desktop.form.record import Record
from baise_desktop.form.scope import ALONE, RecordScope, Surroundings
from baise_desktop.form.value import Value

_Key = tuple[Value, ...]
_Place = TypeVar("_Place")
_Kept = TypeVar("_Kept")
_REPORTED = "period"
"""Key of 报告期: rows with it in their business key are each other's other periods."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row as it is now."""

    form: str
    row_id: str
    record: Record | None
    """None when the row is gone."""
    wrong: Cells = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Judged:
    rule: Rule
    keys: tuple[str, ...]
    reads: Reads


@dataclass(slots=True)
class _Sheet:
    """What is known of one form's rows."""

    rows: Rows
    rules: tuple[_Judged, ...]
    found: FoundRows
    wrong: dict[str, Cells] = field(default_factory=dict)
    cells: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    ruled: dict[str, dict[int, tuple[Finding, ...]]] = field(default_factory=dict)
    repeated: dict[str, Finding] = field(default_factory=dict)
    told: FoundRows | None = None
    """What was told of it last; None when that is no longer so."""
    twins: dict[_Key, set[str]] = field(default_factory=dict)
    """Row ids by business key."""
    things: dict[_Key, set[str]] = field(default_factory=dict)
    """Row ids by business key without 报告期."""

    @property
    def form(self) -> Form:
        return self.rows.form


_Work = dict[tuple[str, str], set[int]]
"""Numbers of the rules to judge, by form and row id."""


class LiveCheck:
    """The findings of one submission, as fresh as its last change."""

    def __init__(
        self,
        forms: Mapping[str, Form],
        context: FieldContext,
        surroundings: Surroundings = ALONE,
        changes: Iterable[Change] = (),
    ) -> None:
        """Check everything once.

        Args:
            forms: every form that the unit owes in the period, by id.
            context: code lists, units and plans.
            surroundings: other periods, and computed fields without a formula.
            changes: the rows so far.
        """
        rows = {form.id: Rows(form) for form in forms.values()}
        self._scope = LiveScope(rows, context, surroundings)
        reader = Reader(forms)
        self._sheets = {
            each.form.id: _Sheet(each, _rules_of(each.form, reader), _found_in(each, context)) for each in rows.values()
        }
        self._readers = [
            (sheet, number, judged.reads)
            for sheet in self._sheets.values()
            for number, judged in enumerate(sheet.rules)
            if judged.reads.columns
        ]
        self._due: _Work = {}
        self._fresh: dict[tuple[str, str], None] = {}
        """Form and row id of rows that nothing was judged of yet."""
        self._is_paired = False
        """Whether rows with the business key of another were looked for."""
        self._criteria: dict[tuple[str, str], Criteria] = {}
        """By form and name of the field that gives the criterion."""
        for lookup_of, _, reads in self._readers:
            for lookup in reads.lookups or ():
                self._criteria.setdefault((lookup_of.form.id, lookup.own), Criteria())
        self.load(changes)
        self.go_on()

    @property
    def waiting(self) -> int:
        """How many rows wait for `go_on`."""
        return len(self._fresh) + len(self._due)

    def load(self, changes: Iterable[Change]) -> None:
        """Take in rows that were not there before; they wait for `go_on`, which is for when all of them are there."""
        self._is_paired = False
        for change in changes:
            sheet = self._sheets[change.form]
            sheet.rows.put(change.row_id, change.record)
            sheet.wrong[change.row_id] = change.wrong
            self._note_keys(sheet, change.row_id, None, change.record)
            self._fresh[change.form, change.row_id] = None

    def change(self, changes: Iterable[Change], most: int | None = None) -> bool:
        """Take in changed rows and judge what they touch.

        Args:
            changes: of any forms of the submission.
            most: rows that may be judged now; the others wait for `go_on`, and the findings are behind.

        Returns:
            Whether the findings are those of the rows as they are now.
        """
        for change in changes:
            self._take(change, self._due)
        return self.go_on(most)

    def go_on(self, most: int | None = None) -> bool:
        """Judge at most so many of the rows that wait. Returns: as `change`."""
        self._pair()
        fresh = list(islice(self._fresh, most))
        for place in fresh:
            del self._fresh[place]
            self._begin(self._sheets[place[0]], place[1])
        for place in list(islice(self._due, None if most is None else most - len(fresh))):
            self._judge(self._sheets[place[0]], place[1], self._due.pop(place))
        return not self.waiting

    def resupply(self) -> None:
        """Computed fields without a formula may hold something else now: what reads them waits for `go_on`."""
        for sheet in self._sheets.values():
            keys = frozenset(each.key for each in sheet.form.fields if _is_supplied(each))
            if not keys:
                continue
            self._scope.forget(sheet.form.id)
            own = {number for number, each in enumerate(sheet.rules) if each.reads.own & keys}
            self._put_off(sheet, own)
            for reading, number, reads in self._readers:
                if reads.reaches(sheet.form.id, keys):
                    self._put_off(reading, {number})

    def renew(self, context: FieldContext, registers: frozenset[str]) -> None:
        """The rows of some registers are called otherwise now: look again at what names them."""
        self._scope.context = context
        for sheet in self._sheets.values():
            sheet.found.context, sheet.told = context, None
            keys = {field.key for field in sheet.form.fields if field.type is FieldType.REF and field.ref in registers}
            if not keys:
                continue
            self._scope.forget(sheet.form.id)
            for row_id in sheet.rows.order:
                self._index(sheet, row_id)
                self._check_cells(sheet, row_id)
                self._judge(sheet, row_id, {n for n, each in enumerate(sheet.rules) if each.reads.own & keys})
            for key in list(sheet.twins):
                self._repeat(sheet, key)
            self._judge_readers(sheet.form.id, keys)

    def findings(self) -> Findings:
        """Everything found, in the order of the forms, rows and fields."""
        return Findings(*(self._tell(sheet) for sheet in self._sheets.values()))

    def record(self, form: str, row_id: str) -> Record | None:
        """A row as it was last taken in; None when it is not there."""
        return self._sheets[form].rows.records.get(row_id)

    def row_ids(self, form: str) -> Sequence[str]:
        """The rows of a form, in order."""
        return self._sheets[form].rows.order

    def _pair(self) -> None:
        if self._is_paired:
            return
        self._is_paired = True
        for sheet in self._sheets.values():
            for key in [key for key, rows in sheet.twins.items() if len(rows) > 1]:
                self._repeat(sheet, key)

    def _begin(self, sheet: _Sheet, row_id: str) -> None:
        self._index(sheet, row_id)
        self._check_cells(sheet, row_id)
        self._judge(sheet, row_id, range(len(sheet.rules)))

    def _take(self, change: Change, work: _Work) -> None:
        sheet = self._sheets[change.form]
        row_id, old, new = change.row_id, sheet.rows.records.get(change.row_id), change.record
        keys = _changed(sheet.form, old, new, sheet.wrong.get(row_id, {}), change.wrong)
        sheet.rows.put(row_id, new)
        sheet.wrong[row_id] = change.wrong
        sheet.told = None
        if not keys:
            return
        self._scope.note(sheet.form, row_id, keys, was=old is not None)
        self._index(sheet, row_id)
        for key in self._note_keys(sheet, row_id, old, new):
            self._repeat(sheet, key)
        if new is None:
            for known in (sheet.cells, sheet.ruled, sheet.repeated, sheet.wrong):
                known.pop(row_id, None)
            sheet.found.keep(row_id, ())
            work.pop((sheet.form.id, row_id), None)
            self._fresh.pop((sheet.form.id, row_id), None)
        else:
            self._check_cells(sheet, row_id)
            self._join(sheet, row_id)
            touched = {n for n, each in enumerate(sheet.rules) if old is None or not keys.isdisjoint(each.reads.own)}
            work.setdefault((sheet.form.id, row_id), set()).update(touched)
        self._widen(sheet, old, new, keys, work)

    def _widen(self, sheet: _Sheet, old: Record | None, new: Record | None, keys: frozenset[str], work: _Work) -> None:
        """Rules of other rows that a changed row touches."""
        others = self._other_periods(sheet, old, new)
        for row_id in others:
            back = {number for number, each in enumerate(sheet.rules) if each.reads.looks_back}
            work.setdefault((sheet.form.id, row_id), set()).update(back)
        every = [field.key for field in sheet.form.fields]
        for reading, number, reads in self._readers:
            if reads.reaches(sheet.form.id, every if others and reads.looks_back else keys):
                for row_id in self._concerned(reading, reads, sheet, old, new):
                    work.setdefault((reading.form.id, row_id), set()).add(number)

    def _concerned(
        self, reading: _Sheet, reads: Reads, sheet: _Sheet, old: Record | None, new: Record | None
    ) -> Iterable[str]:
        if reads.lookups is None:
            return reading.rows.order
        found: set[str] = set()
        for lookup in reads.lookups:
            if lookup.register == sheet.form.id:
                cells = self._cells(sheet.form, lookup, (old, new))
                found |= self._criteria[reading.form.id, lookup.own].concerned(cells)
        return found

    def _cells(self, form: Form, lookup: Lookup, records: Iterable[Record | None]) -> list[Operand | None]:
        name = form.field(lookup.column).name
        return [self._scope.cell(form, record, name) for record in records if record is not None]

    def _other_periods(self, sheet: _Sheet, old: Record | None, new: Record | None) -> set[str]:
        if not sheet.things:
            return set()
        keys = [_thing(sheet.form, record) for record in (old, new) if record is not None]
        return {row_id for key in keys for row_id in sheet.things.get(key, ())}

    def _put_off(self, sheet: _Sheet, numbers: set[int]) -> None:
        for row_id in sheet.rows.order if numbers else ():
            self._due.setdefault((sheet.form.id, row_id), set()).update(numbers)

    def _judge_readers(self, form: str, keys: Iterable[str]) -> None:
        for reading, number, reads in self._readers:
            if reads.reaches(form, keys):
                for row_id in reading.rows.order:
                    self._judge(reading, row_id, {number})

    def _judge(self, sheet: _Sheet, row_id: str, numbers: Iterable[int]) -> None:
        record = sheet.rows.records[row_id]
        scope = RecordScope(sheet.form, record, self._scope.context, self._scope)
        ruled = dict(sheet.ruled.get(row_id, {}))
        for number in numbers:
            judged = sheet.rules[number]
            _keep(ruled, number, tuple(judge(judged.rule, judged.keys, scope)))
        _keep(sheet.ruled, row_id, ruled)
        self._join(sheet, row_id)

    def _check_cells(self, sheet: _Sheet, row_id: str) -> None:
        record = sheet.rows.records[row_id]
        _keep(sheet.cells, row_id, check_cells(sheet.form, record, self._scope.context, sheet.wrong[row_id]))

    def _repeat(self, sheet: _Sheet, key: _Key) -> None:
        if None in key:  # a row is known by nothing less than its whole key
            return
        rows = sorted(sheet.twins.get(key, ()))
        records = [sheet.rows.records[row_id] for row_id in rows]
        repeated = dict(find_repeated(sheet.form, records, self._scope.context))
        for row_id in rows:
            _keep(sheet.repeated, row_id, repeated.get(row_id))
            self._join(sheet, row_id)

    def _join(self, sheet: _Sheet, row_id: str) -> None:
        """Put together what was found in a row."""
        ruled, again = sheet.ruled.get(row_id, {}), sheet.repeated.get(row_id)
        found = (*sheet.cells.get(row_id, ()), *chain.from_iterable(ruled[rule] for rule in sorted(ruled)))
        found = found if again is None else (*found, again)
        if found != sheet.found.rows.get(row_id, ()):
            sheet.found.keep(row_id, found)
            sheet.told = None

    def _index(self, sheet: _Sheet, row_id: str) -> None:
        record = sheet.rows.records.get(row_id)
        for (form, name), criteria in self._criteria.items():
            if form == sheet.form.id:
                criteria.put(row_id, None if record is None else self._scope.cell(sheet.form, record, name))

    def _note_keys(self, sheet: _Sheet, row_id: str, old: Record | None, new: Record | None) -> Sequence[_Key]:
        """Business keys that other rows have now."""
        form = sheet.form
        kinds = [(sheet.twins, _twin)] if form.key else []
        if _REPORTED in form.key and any(each.reads.looks_back for each in sheet.rules):
            kinds.append((sheet.things, _thing))
        for groups, key_of in kinds:
            _move(groups, row_id, *(key_of(form, each) if each is not None else None for each in (old, new)))
        sheet.repeated.pop(row_id, None)
        return [_twin(form, each) for each in (old, new) if each is not None] if form.key else []

    def _tell(self, sheet: _Sheet) -> Sequence[Finding] | FoundRows:
        if not sheet.rows.order and sheet.form.kind in (FormKind.TASK, FormKind.TARGET):
            return (find_unfilled(sheet.form),)
        if sheet.told is None:
            sheet.told = sheet.found.copy()
        return sheet.told


def _found_in(rows: Rows, context: FieldContext) -> FoundRows:
    return FoundRows(rows.form, context, rows.order, rows.records)


def _is_supplied(question: Field) -> bool:
    return question.type is FieldType.COMPUTED and not question.formula


def _rules_of(form: Form, reader: Reader) -> tuple[_Judged, ...]:
    return tuple(
        _Judged(rule, keys_named(rule, form), reader.read(form, rule.formula, rule.message)) for rule in form.rules
    )


def _changed(form: Form, old: Record | None, new: Record | None, before: Cells, after: Cells) -> frozenset[str]:
    """Keys of the fields that hold something else now; all of them when the row comes or goes."""
    if old is None or new is None:
        return frozenset(question.key for question in form.fields) if old is not new else frozenset()
    keys = {question.key for question in form.fields}
    return frozenset(
        key
        for key in keys
        if old.values.get(key) != new.values.get(key)
        or before.get(key) != after.get(key)
        # 1 == True, and a blank is no text
        or type(old.values.get(key)) is not type(new.values.get(key))
    )


def _twin(form: Form, record: Record) -> _Key:
    return tuple(record.values.get(key) for key in form.key)


def _thing(form: Form, record: Record) -> _Key:
    return tuple(record.values.get(key) for key in form.key if key != _REPORTED)


def _move(groups: dict[_Key, set[str]], row_id: str, old: _Key | None, new: _Key | None) -> None:
    if old is not None and old in groups:
        groups[old].discard(row_id)
        if not groups[old]:
            del groups[old]
    if new is not None:
        groups.setdefault(new, set()).add(row_id)


def _keep(kept: dict[_Place, _Kept], key: _Place, value: _Kept | None) -> None:
    if value:
        kept[key] = value
    else:
        kept.pop(key, None)
