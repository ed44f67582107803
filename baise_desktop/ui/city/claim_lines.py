"""Double claims and cross-checks as lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from baise_desktop.texts import say
from baise_desktop.ui.moments import period_text
from baise_desktop.ui.plain_table import Cell, Heading, Line

if TYPE_CHECKING:
    from baise_desktop.app.checks.cross_checks import CrossFinding
    from baise_desktop.app.checks.double_claims import DoubleClaim
    from baise_desktop.form.definition import Form

MOST_SIDES = 4
"""Rows shown side by side."""
_SEVERITIES = {"blocking": ("blocking", "danger"), "explain": ("explain", "warning"), "hint": ("hint", "muted")}


def claim_headings() -> tuple[Heading, ...]:
    """Columns of the double claims."""
    return (
        Heading(say("window.column_state"), 84),
        Heading(say("window.finding_severity"), 78),
        Heading(say("window.claims_register"), 190),
        Heading(say("window.claims_sentence"), 0),
    )


def claim_line(claim: DoubleClaim) -> Line:
    """One group."""
    state = Cell(say("claims.state_open"), "explain", "warning")
    if claim.judged:
        state = Cell(say("claims.state_judged"), "done", "good", say(f"claims.verdict_{claim.judged.verdict}"))
    return Line((state, _severity(claim.severity), Cell(claim.title), Cell(claim.sentence)), claim)


def side_headings(claim: DoubleClaim) -> tuple[Heading, ...]:
    """What is compared, whether it differs, and one column for each row."""
    names = (
        say("window.claims_side", unit=side.unit_name, period=period_text(side.period))
        for side in claim.sides[:MOST_SIDES]
    )
    sides = [Heading(name, 0) for name in names]
    return (Heading(say("window.claims_column"), 200), Heading(say("window.claims_same"), 78), *sides)


def side_lines(claim: DoubleClaim, form: Form) -> Iterator[Line]:
    """Each column that one of the rows fills; those in which they differ are marked."""
    for field in form.fields:
        texts = [side.cells[field.key] for side in claim.sides]
        if any(texts):
            differs = field.key in claim.differing
            tone = "warning" if differs else "text"
            mark = (
                Cell(say("window.claims_differs"), "explain", "warning")
                if differs
                else Cell(say("window.claims_is_same"), tone="muted")
            )
            shown = (Cell(text or "—", tone=tone) for text in texts[:MOST_SIDES])
            yield Line((Cell(field.name), mark, *shown), field.key)


def judged_words(claim: DoubleClaim, units: Mapping[str, str]) -> str:
    """What was judged and why; empty while the group is open."""
    if claim.judged is None:
        return ""
    owner = f" {units[claim.judged.owner]}" if claim.judged.owner else ""
    verdict = say(f"claims.verdict_{claim.judged.verdict}")
    return say("window.claims_judged_line", verdict=verdict, owner=owner, reason=claim.judged.reason)


def cross_headings() -> tuple[Heading, ...]:
    """Columns of the cross-checks."""
    return (
        Heading(say("window.finding_severity"), 78),
        Heading(say("window.column_unit"), 110),
        Heading(say("window.column_period"), 130),
        Heading(say("window.claims_register"), 190),
        Heading(say("window.claims_sentence"), 0),
    )


def cross_line(finding: CrossFinding) -> Line:
    """One row that does not agree."""
    cells = (
        Cell(finding.unit_name),
        Cell(period_text(finding.period)),
        Cell(finding.title),
        Cell(finding.sentence, tip=f"{finding.sentence}\n{finding.source}"),
    )
    return Line((_severity(finding.severity), *cells), finding)


def _severity(severity: str) -> Cell:
    icon, tone = _SEVERITIES[severity]
    return Cell(say(f"window.severity_{severity}"), icon, tone)
