"""Many findings of one rule, told by their first few: what is alike a thousand times is read once."""

from collections import Counter
from collections.abc import Iterable, Iterator

from baise_desktop.errors import Severity
from baise_desktop.form.findings import Finding

MOST = 10
"""Findings of one rule in one form that paper holds; a workbook holds all."""


def cut_alike(
    findings: Iterable[Finding], most: int = MOST, *, whole: frozenset[Severity] = frozenset()
) -> Iterator[tuple[Finding, int]]:
    """The findings that are told, each with how many of its kind come after it and are not.

    Args:
        findings: in their order, which stays.
        most: told of one rule in one form.
        whole: severities of which every finding is told.
    """
    listed = tuple(findings)
    counts = Counter(map(_kind, listed))
    told: Counter[tuple[str, str, str]] = Counter()
    for finding in listed:
        kind = _kind(finding)
        told[kind] += 1
        if finding.severity in whole:
            yield finding, 0
        elif told[kind] <= most:
            yield finding, counts[kind] - most if told[kind] == most else 0


def _kind(finding: Finding) -> tuple[str, str, str]:
    return finding.severity, finding.form, finding.rule
