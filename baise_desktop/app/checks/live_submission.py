"""The check of the open submission, kept while the clerk types: each change costs what it touches.

In a very long submission figures of targets are as the last whole check found them: counting them takes its time.
"""

import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from baise_desktop.app.checks.checking import SubmissionCheck, weigh_findings
from baise_desktop.app.checks.comments import find_comments
from baise_desktop.app.checks.evidence_check import find_evidence_problems
from baise_desktop.app.checks.past_check import CARRIED, UNCHANGED, find_past_problems
from baise_desktop.app.checks.surroundings import UnitSurroundings
from baise_desktop.app.desk import Desk, require_role
from baise_desktop.app.entry.row_start import context_for, list_titles
from baise_desktop.app.installation.home import owed_here
from baise_desktop.errors import Severity
from baise_desktop.form.definition import FieldType, Form, FormKind
from baise_desktop.form.findings import Finding
from baise_desktop.form.found import Findings
from baise_desktop.form.live_check import Change, LiveCheck
from baise_desktop.store.entries import Entry, Sheet, entry_of
from baise_desktop.store.journal import JournalLine, read_head, read_journal
from baise_desktop.store.row_lines import Line, list_chosen_lines, list_digests, list_lines_after, measure_sheet

MOST_ROWS = 500
"""Rows taken in, and rows judged again, at one go: what the clerk types meanwhile is kept in between."""
_JUDGING = 3
"""Times the work that judging a row is of reading it."""
MOST_COUNTED = 5000
"""Rows of a submission in which a rule that reads a target's figure has it counted anew for every change."""
MOST_LINES = 200
"""Journal lines caught up with; beyond, the same."""
_Place = tuple[str, str]
"""Form id and row id."""
_BY_THE_WAY = frozenset({"finding", "name", "note", "sha256", "files", "file"})
"""Members of journal details of acts that change no row."""


class LiveSubmission:
    """What the check of one submission says, caught up with the store whenever asked."""

    def __init__(
        self, desk: Desk, plan: str, period: str, *, before: "LiveSubmission | None" = None, at_once: bool = True
    ) -> None:
        """Check everything.

        Args:
            desk: of the unit.
            plan: plan id.
            period: of the submission.
            before: rows that are as it knows them are not read again.
            at_once: otherwise everything waits for `go_on`.

        Raises:
            BaiseError: ROLE_UNIT_ONLY, and those of `owed_here`.
        """
        require_role(desk, "unit")
        self.plan, self.period = plan, period
        self._seen, _ = read_head(desk.store)
        self._forms = {form.id: form for form in owed_here(desk, plan, period)}
        self._context = context_for(desk, *self._forms.values())
        self._around = UnitSurroundings(desk, plan, period, self._context)
        self._entries: dict[_Place, Entry] = {}
        self._digests: dict[_Place, str] = {}
        """Of the entries as the store had them when they were read."""
        self._live = LiveCheck(self._forms, self._context, self._around)
        self._waiting: dict[_Place, Entry | None] = {}
        """Rows that changed and are not taken in yet."""
        self._evidence: dict[_Place, tuple[Finding, ...]] = {}
        self._past: dict[str, tuple[Finding, ...]] = {}
        self._unread = deque((form, "") for form in self._forms)
        """Forms whose rows are not all read yet, with the last row that was."""
        self._known = before if before is not None and (before.plan, before.period) == (plan, period) else None
        self._total = sum(measure_sheet(desk.store, self._sheet(desk, form)) for form in self._forms)
        self.is_behind = True
        """Whether `go_on` has more to do before `check` tells of the rows as they are now."""
        self.is_begun = False
        """Whether everything was checked once, so that only changes wait."""
        while at_once and self.is_behind:
            self.go_on(desk)

    @property
    def percent(self) -> int:
        """How much of the first check is done."""
        if self.is_begun or not self._total:
            return 100
        done = len(self._entries) * (1 + _JUDGING) - self._live.waiting * _JUDGING
        return max(0, min(99, done * 100 // (self._total * (1 + _JUDGING))))

    @property
    def is_long(self) -> bool:
        """Whether changes leave figures of targets as they were, until `recount`."""
        return max(self._total, len(self._entries)) > MOST_COUNTED

    def catch_up(self, desk: Desk) -> bool:
        """Take in what has been written since, or so much of it that nobody waits.

        Returns:
            Whether that was possible; when not, only a new whole check says what is found.
        """
        # What changes while rows are still being read is looked for when all of them are.
        return bool(self._unread) or (self._note_changes(desk) and self.go_on(desk))

    def recount(self, desk: Desk) -> bool:
        """Look again at what changes of rows leave out. Returns: as `catch_up`."""
        if self._unread:
            return True
        if self._around.forget_figures():
            self._live.resupply()
        self._look_back_at_all(desk)
        return self.catch_up(desk)

    def go_on(self, desk: Desk) -> bool:
        """Take in some more of what waits. Returns: as `catch_up`."""
        if self._unread:
            self._read_on(desk)
            if self._unread or not self._note_changes(desk):
                return bool(self._unread)
            if self._total > MOST_ROWS:
                return True
        changed = [(place, self._waiting.pop(place)) for place in list(islice(self._waiting, MOST_ROWS))]
        possible = not changed or self._take(desk, changed)
        done = self._live.go_on(0 if changed else MOST_ROWS)
        self.is_behind = not done or bool(self._waiting)
        self.is_begun = self.is_begun or not self.is_behind
        return possible

    def check(self, desk: Desk) -> SubmissionCheck:
        """Everything found, the explanations and the verdict."""
        evidence = [found for place in sorted(self._evidence) for found in self._evidence[place]]
        past = [found for form in self._forms for found in self._past.get(form, ())]
        findings = Findings(
            find_comments(desk, self.plan, self.period, self._in_order(), self._forms),
            *self._live.findings().parts,
            tuple(sorted(evidence, key=lambda found: found.severity is not Severity.BLOCKING)),
            tuple(sorted(past, key=_past_order)),
        )
        return weigh_findings(desk, self.plan, self.period, findings)

    def recall(self, place: _Place, digest: str) -> Entry | None:
        """A row, if it was last read with that digest."""
        is_same = self._digests.get(place) == digest and place not in self._waiting
        return self._entries.get(place) if is_same else None

    def _in_order(self) -> Iterator[Entry]:
        yield from (self._entries[place] for place in sorted(self._entries))

    def _sheet(self, desk: Desk, form: str) -> Sheet:
        return Sheet(desk.office.unit, self.plan, self.period, form)

    def _read_on(self, desk: Desk) -> None:
        """Read some more rows for the first time."""
        left, read = MOST_ROWS, list[Entry]()
        while left and self._unread:
            form, after = self._unread.popleft()
            lines = list_lines_after(desk.store, self._sheet(desk, form), after, left)
            read += [self._entry(form, line) for line in lines]
            if len(lines) == left:
                self._unread.appendleft((form, lines[-1][0]))
            left -= len(lines)
        self._entries.update((_place(entry), entry) for entry in read)
        self._live.load(Change(*_place(entry), entry.record, entry.wrong) for entry in read)
        self._evidence |= _by_row(find_evidence_problems(desk, read))
        if not self._unread:
            self._known = None
            self._look_back_at_all(desk)

    def _entry(self, form: str, line: Line) -> Entry:
        row_id, body, wrong, digest = line
        self._digests[form, row_id] = digest
        known = self._known.recall((form, row_id), digest) if self._known is not None else None
        return known or entry_of((body, wrong), self._forms)

    def _note_changes(self, desk: Desk) -> bool:
        """Find the rows that were written since. Returns: as `catch_up`."""
        lines = read_journal(desk.store, self._seen, MOST_LINES + 1)
        rows = None if len(lines) > MOST_LINES else self._rows_of(desk, lines)
        if rows is None:
            return False
        self._seen += len(lines)
        for place, entry in self._read(desk, rows):
            if place in self._waiting or entry != self._entries.get(place):
                self._waiting[place] = entry
        return True

    def _rows_of(self, desk: Desk, lines: Sequence[JournalLine]) -> Mapping[str, set[str]] | None:
        """Rows that journal lines may have changed, by form; None when that cannot be told."""
        found: dict[str, set[str]] = {}
        for line in lines:
            detail = json.loads(line.detail)
            if {"form", "rows", "first"} == detail.keys():
                if detail["form"] in self._forms:
                    rows = found.setdefault(detail["form"], set())
                    rows |= {detail["first"]} if detail["rows"] == 1 else self._other_rows(desk, detail["form"])
            elif not detail.keys() & _BY_THE_WAY:
                return None
        return found

    def _other_rows(self, desk: Desk, form: str) -> set[str]:
        """Rows that are not as they were read."""
        now = dict(list_digests(desk.store, self._sheet(desk, form)))
        known = set(self._live.row_ids(form)) | {row_id for name, row_id in self._waiting if name == form}
        return {row_id for row_id, digest in now.items() if self._digests.get((form, row_id)) != digest} | (
            known - now.keys()
        )

    def _read(self, desk: Desk, rows: Mapping[str, set[str]]) -> Iterator[tuple[_Place, Entry | None]]:
        for form, row_ids in rows.items():
            found = list_chosen_lines(desk.store, self._sheet(desk, form), row_ids)
            now = {line[0]: self._entry(form, line) for line in found}
            for row_id in sorted(row_ids):
                if row_id not in now:
                    self._digests.pop((form, row_id), None)
                yield (form, row_id), now.get(row_id)

    def _take(self, desk: Desk, changed: Sequence[tuple[_Place, Entry | None]]) -> bool:
        renamed = {form for (form, row_id), entry in changed if self._is_renamed(form, row_id, entry)}
        for (form, row_id), entry in changed:
            self._around.renew(form, row_id)
            self._keep(desk, (form, row_id), entry)
        changes = [
            Change(form, row_id, entry.record, entry.wrong) if entry else Change(form, row_id, None)
            for (form, row_id), entry in changed
        ]
        self._look_back(desk, {form for (form, _), _ in changed})
        if len(self._entries) <= MOST_COUNTED and self._around.forget_figures():
            self._live.resupply()
        self._live.change(changes, MOST_ROWS)
        return self._rename(desk, renamed)

    def _keep(self, desk: Desk, place: _Place, entry: Entry | None) -> None:
        self._evidence.pop(place, None)
        if entry is None:
            self._entries.pop(place, None)
            return
        self._entries[place] = entry
        self._evidence |= _by_row(find_evidence_problems(desk, [entry]))

    def _look_back(self, desk: Desk, forms: Iterable[str]) -> None:
        for form in forms:
            chosen = {form: self._forms[form]}
            self._past[form] = tuple(find_past_problems(desk, self.plan, self.period, chosen, self._answers(chosen)))

    def _look_back_at_all(self, desk: Desk) -> None:
        self._past = _by_form(find_past_problems(desk, self.plan, self.period, self._forms, self._answers(self._forms)))

    def _answers(self, forms: Mapping[str, Form]) -> list[Entry]:
        """Rows of tasks: nothing else is compared with the past text by text."""
        tasks = {form.id for form in forms.values() if form.kind is FormKind.TASK}
        return (
            [self._entries[place] for place in sorted(each for each in self._entries if each[0] in tasks)]
            if tasks
            else []
        )

    def _is_renamed(self, form: str, row_id: str, entry: Entry | None) -> bool:
        """Whether references of other rows to this one may read otherwise now."""
        if form not in self._context.references:
            return False
        before, keys = self._live.record(form, row_id), self._forms[form].key
        if before is None or entry is None:
            return True
        return any(before.values.get(key) != entry.record.values.get(key) for key in keys)

    def _rename(self, desk: Desk, registers: Iterable[str]) -> bool:
        fresh = {register: list_titles(desk, register) for register in registers}
        moved = {register for register, titles in fresh.items() if titles != self._context.references[register]}
        if not moved:
            return True
        naming = [
            form
            for form in self._forms.values()
            if any(field.type is FieldType.REF and field.ref in moved for field in form.fields)
        ]
        if sum(len(self._live.row_ids(form.id)) for form in naming) > MOST_ROWS:
            return False
        self._context = replace(self._context, references={**self._context.references, **fresh})
        self._around.rename(self._context)
        self._live.renew(self._context, frozenset(moved))
        return True


def _place(entry: Entry) -> _Place:
    return entry.record.form, entry.record.row_id


def _past_order(found: Finding) -> tuple[int, str]:
    """As `find_past_problems` has them: statements, opening rows, texts by form."""
    rank = {UNCHANGED: 0, CARRIED: 1}.get(found.rule, 2)
    return rank, found.form if rank == 2 else ""


def _by_row(findings: Iterable[Finding]) -> dict[_Place, tuple[Finding, ...]]:
    found: dict[_Place, tuple[Finding, ...]] = {}
    for finding in findings:
        place = (finding.form, finding.row_id)
        found[place] = (*found.get(place, ()), finding)
    return found


def _by_form(findings: Iterable[Finding]) -> dict[str, tuple[Finding, ...]]:
    found: dict[str, tuple[Finding, ...]] = {}
    for finding in findings:
        found[finding.form] = (*found.get(finding.form, ()), finding)
    return found
