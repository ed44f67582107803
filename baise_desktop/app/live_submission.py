"""The check of the open submission, kept while the clerk types: each change costs what it touches.

In a very long submission figures of targets are as the last whole check found them: counting them takes its time.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from baise_desktop.app.checking import SubmissionCheck, weigh_findings
from baise_desktop.app.comments import find_comments
from baise_desktop.app.desk import Desk, require_role
from baise_desktop.app.evidence_check import find_evidence_problems
from baise_desktop.app.home import owed_here
from baise_desktop.app.past_check import CARRIED, UNCHANGED, find_past_problems
from baise_desktop.app.row_start import context_for, list_titles
from baise_desktop.app.surroundings import UnitSurroundings
from baise_desktop.errors import Severity
from baise_desktop.form.definition import FieldType
from baise_desktop.form.findings import Finding
from baise_desktop.form.live_check import Change, LiveCheck
from baise_desktop.store.entries import Entry, Sheet, list_chosen_entries, list_entries, list_submission_entries
from baise_desktop.store.journal import JournalLine, read_head, read_journal

MOST_ROWS = 500
"""Rows taken in, and rows judged again, at one go: what the clerk types meanwhile is kept in between."""
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

    def __init__(self, desk: Desk, plan: str, period: str) -> None:
        """Check everything once.

        Raises:
            BaiseError: ROLE_UNIT_ONLY, and those of `owed_here`.
        """
        require_role(desk, "unit")
        self.plan, self.period = plan, period
        self._seen, _ = read_head(desk.store)
        self._forms = {form.id: form for form in owed_here(desk, plan, period)}
        self._context = context_for(desk, *self._forms.values())
        self._around = UnitSurroundings(desk, plan, period, self._context)
        entries = list_submission_entries(desk.store, desk.office.unit, plan, period, self._forms)
        self._entries: dict[_Place, Entry] = {_place(entry): entry for entry in entries}
        changes = (Change(*_place(entry), entry.record, entry.wrong) for entry in entries)
        self._live = LiveCheck(self._forms, self._context, self._around, changes)
        self._waiting: dict[_Place, Entry | None] = {}
        """Rows that changed and are not taken in yet."""
        self.is_behind = False
        """Whether `go_on` has more to do before `check` tells of the rows as they are now."""
        self._evidence = _by_row(find_evidence_problems(desk, entries))
        self._past = _by_form(find_past_problems(desk, plan, period, self._forms, entries))

    def catch_up(self, desk: Desk) -> bool:
        """Take in what has been written since, or so much of it that nobody waits.

        Returns:
            Whether that was possible; when not, only a new whole check says what is found.
        """
        lines = read_journal(desk.store, self._seen, MOST_LINES + 1)
        rows = None if len(lines) > MOST_LINES else self._rows_of(desk, lines)
        if rows is None:
            return False
        self._seen += len(lines)
        for place, entry in self._read(desk, rows):
            if place in self._waiting or entry != self._entries.get(place):
                self._waiting[place] = entry
        return self.go_on(desk)

    def go_on(self, desk: Desk) -> bool:
        """Take in some more of what waits. Returns: as `catch_up`."""
        changed = [(place, self._waiting.pop(place)) for place in list(islice(self._waiting, MOST_ROWS))]
        possible = not changed or self._take(desk, changed)
        done = self._live.go_on(0 if changed else MOST_ROWS)
        self.is_behind = not done or bool(self._waiting)
        return possible

    def check(self, desk: Desk) -> SubmissionCheck:
        """Everything found, the explanations and the verdict."""
        entries = [self._entries[place] for place in sorted(self._entries)]
        evidence = [found for place in sorted(self._evidence) for found in self._evidence[place]]
        past = [found for form in self._forms for found in self._past.get(form, ())]
        findings = (
            *find_comments(desk, self.plan, self.period, entries, self._forms),
            *self._live.findings(),
            *sorted(evidence, key=lambda found: found.severity is not Severity.BLOCKING),
            *sorted(past, key=_past_order),
        )
        return weigh_findings(desk, self.plan, self.period, findings)

    def _rows_of(self, desk: Desk, lines: Sequence[JournalLine]) -> Mapping[str, set[str]] | None:
        """Rows that journal lines may have changed, by form; None when that cannot be told."""
        found: dict[str, set[str]] = {}
        for line in lines:
            detail = json.loads(line.detail)
            if {"form", "rows", "first"} == detail.keys():
                if detail["form"] in self._forms:
                    rows = found.setdefault(detail["form"], set())
                    rows |= {detail["first"]} if detail["rows"] == 1 else self._all_rows(desk, detail["form"])
            elif not detail.keys() & _BY_THE_WAY:
                return None
        return found

    def _all_rows(self, desk: Desk, form: str) -> set[str]:
        sheet = Sheet(desk.office.unit, self.plan, self.period, form)
        now = {entry.record.row_id for entry in list_entries(desk.store, sheet, self._forms[form])}
        return now | set(self._live.row_ids(form))

    def _read(self, desk: Desk, rows: Mapping[str, set[str]]) -> Iterator[tuple[_Place, Entry | None]]:
        for form, row_ids in rows.items():
            sheet = Sheet(desk.office.unit, self.plan, self.period, form)
            found = list_chosen_entries(desk.store, sheet, self._forms[form], row_ids)
            now = {entry.record.row_id: entry for entry in found}
            yield from (((form, row_id), now.get(row_id)) for row_id in sorted(row_ids))

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
            entries = [self._entries[form, row_id] for row_id in self._rows_held(form)]
            found = find_past_problems(desk, self.plan, self.period, {form: self._forms[form]}, entries)
            self._past[form] = tuple(found)

    def _rows_held(self, form: str) -> list[str]:
        return sorted(row_id for name, row_id in self._entries if name == form)

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
