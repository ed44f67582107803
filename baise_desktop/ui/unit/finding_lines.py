"""The lines of the list of findings: one finding each, or very many of one rule in one form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from baise_desktop.errors import Severity
from baise_desktop.exchange.return_package import RULE
from baise_desktop.form.found import Findings, FoundRows
from baise_desktop.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from baise_desktop.form.findings import Finding
    from baise_desktop.form.found import Kind

ORDER = (Severity.BLOCKING, Severity.EXPLAIN, Severity.HINT)
_COMMENTS = f"{RULE}."


def is_comment(found: Finding) -> bool:
    """Whether a finding is a comment of the city on a version that came back."""
    return found.rule.startswith(_COMMENTS)


@dataclass(slots=True)
class FindingLine:
    """One finding; of many alike the one that is looked at."""

    told: Finding
    """Without its place in words where there are `rows`."""
    rows: FoundRows | None = None
    kind: Kind | None = None
    """Severity and rule of many alike; None for one finding."""
    count: int = 1

    @property
    def finding(self) -> Finding:
        """With its place in words."""
        return self.told if self.rows is None else self.rows.place(self.told)

    @property
    def sentence(self) -> str:
        """What the line says."""
        found = self.finding
        if self.kind is None:
            return found.told
        return say("window.findings_alike", sentence=found.sentence, count=f"{self.count:,}", row=found.row)

    def walk(self, by: int, wanted: Callable[[Finding], bool]) -> bool:
        """Look at the next of many alike that is wanted, or the one before. Returns: whether there is one."""
        if self.kind is None or self.rows is None:
            return False
        found = self.rows.step(self.kind, self.told.row_id, by)
        while found is not None and not wanted(found):
            found = self.rows.step(self.kind, found.row_id, by)
        self.told = found or self.told
        return found is not None

    def enter(self, by: int, wanted: Callable[[Finding], bool]) -> None:
        """Look at the first of many alike that is wanted, or at the last when going backwards."""
        if self.kind is not None and self.rows is not None:
            order = self.rows.order
            self.told = self.rows.step(self.kind, "" if by > 0 else f"{order[-1]}~", by) or self.told
            if not wanted(self.told):
                self.walk(by, wanted)

    def resume(self, finding: str) -> bool:
        """Look at a finding again, or at what follows where it was. Returns: whether the line is about it."""
        if self.kind is None or self.rows is None:
            return self.told.id == finding
        head, _, row_id = finding.rpartition("@")
        if head != f"{self.kind[1]}@{self.rows.form.id}":
            return False
        same = self.rows.of_kind(self.kind, row_id)
        self.told = same or self.rows.step(self.kind, row_id, 1) or self.told
        return True


def lines_of(findings: Findings) -> dict[Severity | None, list[FindingLine]]:
    """The lines by severity; None stands for the comments of the city."""
    heaps: dict[Severity | None, list[FindingLine]] = {None: [], **{severity: [] for severity in ORDER}}
    for part in findings.parts:
        if isinstance(part, FoundRows):
            for severity in ORDER:
                heaps[severity] += _of_rows(part, severity)
        else:
            for found in part:
                heaps[None if is_comment(found) else found.severity].append(FindingLine(found))
    return heaps


def _of_rows(rows: FoundRows, severity: Severity) -> Iterator[FindingLine]:
    for found in rows.listed(severity):
        yield FindingLine(found, rows)
    for kind in rows.many(severity):
        first = rows.step(kind, "", 1)
        if first is not None:
            yield FindingLine(first, rows, kind, rows.counts[kind])
