"""What was found in many rows at one moment: counted at once, put into words only where somebody looks.

A register of a hundred thousand rows may have several findings in each of them.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import overload

from baise_desktop.errors import Severity
from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Form
from baise_desktop.form.findings import Finding, place_findings
from baise_desktop.form.record import Record

MOST_ALIKE = 200
"""Findings of one rule in one form that are listed one by one; more are one line with their number."""
Kind = tuple[Severity, str]
"""Severity and rule."""


@dataclass(slots=True)
class FoundRows:
    """The findings of one form's rows, without their places in words; not changed any more once it is given away."""

    form: Form
    context: FieldContext
    order: list[str]
    """Every row, with findings or without."""
    records: Mapping[str, Record]
    rows: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    counts: Counter[Kind] = field(default_factory=Counter)
    few: dict[Kind, set[str]] = field(default_factory=dict)
    """Rows with a finding of the kinds of which there are few."""

    def __iter__(self) -> Iterator[Finding]:
        for row_id in self.order:
            if row_id in self.rows:
                yield from self.of_row(row_id)

    def __len__(self) -> int:
        return self.counts.total()

    def of_row(self, row_id: str) -> Sequence[Finding]:
        """The findings of a row with its place in words."""
        return self._placed(self.rows.get(row_id, ()), row_id)

    def place(self, found: Finding) -> Finding:
        """A finding of one of the rows with its place in words."""
        return self._placed((found,), found.row_id)[0]

    def listed(self, severity: Severity) -> Iterator[Finding]:
        """Those of the kinds of which there are few, without their places."""
        few = {kind for kind in self.few if kind[0] is severity}
        for row_id in sorted(set().union(*(self.few[kind] for kind in few))):
            yield from (each for each in self.rows[row_id] if (each.severity, each.rule) in few)

    def many(self, severity: Severity) -> Iterator[Kind]:
        """The kinds that are too many to be listed."""
        return (kind for kind in self.counts if kind[0] is severity and kind not in self.few)

    def step(self, kind: Kind, row_id: str, by: int) -> Finding | None:
        """The next finding of a kind after a row, or the one before it; without its place."""
        at = bisect_left(self.order, row_id)
        if by > 0 and at < len(self.order) and self.order[at] == row_id:
            at += 1
        places = range(at, len(self.order)) if by > 0 else range(at - 1, -1, -1)
        found = (self.of_kind(kind, self.order[place]) for place in places)
        return next((each for each in found if each is not None), None)

    def of_kind(self, kind: Kind, row_id: str) -> Finding | None:
        """A row's finding of a kind, without its place."""
        return next((each for each in self.rows.get(row_id, ()) if (each.severity, each.rule) == kind), None)

    def keep(self, row_id: str, found: tuple[Finding, ...]) -> None:
        """A row has these findings now."""
        before = self.rows.get(row_id, ())
        if found:
            self.rows[row_id] = found
        else:
            self.rows.pop(row_id, None)
        for each in before:
            self._discount((each.severity, each.rule), row_id)
        for each in found:
            self._count((each.severity, each.rule), row_id)

    def copy(self) -> "FoundRows":
        """As it is now, to be given away."""
        few = {kind: set(rows) for kind, rows in self.few.items()}
        records = dict(self.records)
        return FoundRows(self.form, self.context, list(self.order), records, dict(self.rows), Counter(self.counts), few)

    def _placed(self, found: Sequence[Finding], row_id: str) -> Sequence[Finding]:
        if not found:
            return found
        number = bisect_left(self.order, row_id) + 1
        return place_findings(found, self.form, number, self.records[row_id], self.context)

    def _count(self, kind: Kind, row_id: str) -> None:
        self.counts[kind] += 1
        if self.counts[kind] > MOST_ALIKE:
            self.few.pop(kind, None)
        else:
            self.few.setdefault(kind, set()).add(row_id)

    def _discount(self, kind: Kind, row_id: str) -> None:
        self.counts[kind] -= 1
        if not self.counts[kind]:
            del self.counts[kind]
            self.few.pop(kind, None)
        elif kind in self.few:
            if self.of_kind(kind, row_id) is None:
                self.few[kind].discard(row_id)
        elif self.counts[kind] <= MOST_ALIKE:
            self.few[kind] = {row for row in self.rows if self.of_kind(kind, row) is not None}


class Findings(Sequence[Finding]):
    """The findings of a submission in their order: some told one by one, those of rows as they are asked for."""

    def __init__(self, *parts: Sequence[Finding] | FoundRows) -> None:
        """`parts` follow each other and are not changed any more."""
        self.parts = parts

    def __iter__(self) -> Iterator[Finding]:
        return chain.from_iterable(self.parts)

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    @overload
    def __getitem__(self, index: int) -> Finding: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Finding, ...]: ...

    def __getitem__(self, index: int | slice) -> Finding | tuple[Finding, ...]:
        return tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Findings | tuple):
            return NotImplemented
        return len(self) == len(other) and all(one == two for one, two in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def chosen(self, wanted: Callable[[Finding], bool], most: int) -> list[Finding]:
        """The first findings that are wanted, as they are without their places in words."""
        return list(islice((each for part in self.parts for each in _chosen(part, wanted)), most))

    def weighing(self, severity: Severity) -> int:
        """How many findings weigh so much."""
        return sum(self.count_by_form(severity).values())

    def count_by_form(self, severity: Severity) -> Counter[str]:
        """How many weigh so much, by form."""
        counts: Counter[str] = Counter()
        for part in self.parts:
            if isinstance(part, FoundRows):
                counts[part.form.id] += sum(count for kind, count in part.counts.items() if kind[0] is severity)
            else:
                counts.update(each.form for each in part if each.severity is severity)
        return +counts

    def find(self, finding: str) -> tuple[Finding, ...]:
        """The findings of an id, which more than one has only by an author's mistake."""
        _, form, row_id = _parts_of(finding)
        return tuple(each for part in self.parts for each in _near(part, form, row_id) if each.id == finding)

    def of_row(self, row_id: str) -> Iterator[Finding]:
        """The findings of a row, without its place in words."""
        for part in self.parts:
            if isinstance(part, FoundRows):
                yield from part.rows.get(row_id, ())
            else:
                yield from (each for each in part if each.row_id == row_id)

    def rows(self) -> frozenset[str]:
        """Rows with findings in their cells."""
        found: set[str] = set()
        for part in self.parts:
            if isinstance(part, FoundRows):
                found.update(part.rows)
            else:
                found.update(each.row_id for each in part if each.fields)
        return frozenset(found)


def as_findings(findings: Iterable[Finding]) -> Findings:
    """Findings told one by one, to be asked like those of rows."""
    return findings if isinstance(findings, Findings) else Findings(tuple(findings))


def _chosen(part: Sequence[Finding] | FoundRows, wanted: Callable[[Finding], bool]) -> Iterator[Finding]:
    if not isinstance(part, FoundRows):
        yield from filter(wanted, part)
        return
    for row_id in part.order:
        yield from map(part.place, filter(wanted, part.rows.get(row_id, ())))


def _near(part: Sequence[Finding] | FoundRows, form: str, row_id: str) -> Sequence[Finding]:
    if not isinstance(part, FoundRows):
        return part
    return part.of_row(row_id) if part.form.id == form and row_id in part.rows else ()


def _parts_of(finding: str) -> tuple[str, str, str]:
    """Rule, form and row of an id."""
    rule_form, _, row_id = finding.rpartition("@")
    rule, _, form = rule_form.rpartition("@")
    return rule, form, row_id
