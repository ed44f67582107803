"""Is a submission fit to be signed: findings, explanations, one verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from baise_desktop.app.checks.comments import find_comments, is_comment_rule
from baise_desktop.app.checks.evidence_check import find_evidence_problems
from baise_desktop.app.checks.past_check import find_past_problems
from baise_desktop.app.checks.surroundings import UnitSurroundings
from baise_desktop.app.desk import Desk, require_role
from baise_desktop.app.entry.filling import CLERK
from baise_desktop.app.entry.row_start import context_for
from baise_desktop.app.installation.home import owed_here
from baise_desktop.errors import BaiseError, Severity
from baise_desktop.form.findings import Finding, check_records
from baise_desktop.form.found import as_findings
from baise_desktop.form.verdict import Verdict, give_verdict, is_empty_phrase
from baise_desktop.store.entries import list_submission_entries
from baise_desktop.store.explained import note_explained, read_explained
from baise_desktop.store.submissions import list_explanations, put_explanation

LEAST_LENGTH = 4
"""Characters of an explanation."""


@dataclass(frozen=True, slots=True)
class SubmissionCheck:
    """Everything found in one submission."""

    findings: Sequence[Finding]
    explanations: Mapping[str, str]
    """By finding id, those that hold: of a 核实 finding that says what it said when it was explained."""
    verdict: Verdict
    outdated: Mapping[str, str] = field(default_factory=dict)
    """By finding id, explanations of findings whose numbers are others now: 需重新说明."""

    def as_json(self) -> dict[str, Any]:
        """As `baise check --json` prints it."""
        return {
            "ready": self.verdict.ready,
            "verdict": self.verdict.sentence,
            "blocking": self.verdict.blocking,
            "unexplained": self.verdict.unexplained,
            "findings": [
                asdict(finding)
                | {
                    "explanation": self.explanations.get(finding.id) or self.outdated.get(finding.id, ""),
                    "outdated": finding.id in self.outdated,
                }
                for finding in self.findings
            ],
        }


def check_submission(desk: Desk, plan: str, period: str) -> SubmissionCheck:
    """Check every form of a submission against every rule.

    Raises:
        BaiseError: ROLE_UNIT_ONLY, and those of `owed_here`.
    """
    require_role(desk, "unit")
    forms = {form.id: form for form in owed_here(desk, plan, period)}
    entries = list_submission_entries(desk.store, desk.office.unit, plan, period, forms)
    wrong = {(entry.record.form, entry.record.row_id): entry.wrong for entry in entries if entry.wrong}
    context = context_for(desk, *forms.values())
    around = UnitSurroundings(desk, plan, period, context)
    found = check_records(forms, [entry.record for entry in entries], context, wrong, around)
    comments = find_comments(desk, plan, period, entries, forms)
    findings = (
        *comments,
        *found,
        *find_evidence_problems(desk, entries),
        *find_past_problems(desk, plan, period, forms, entries),
    )
    return weigh_findings(desk, plan, period, findings)


def weigh_findings(desk: Desk, plan: str, period: str, findings: Sequence[Finding]) -> SubmissionCheck:
    """Findings with their explanations and the verdict."""
    kept = {item.finding: item.text for item in list_explanations(desk.store, desk.office.unit, plan, period)}
    said = read_explained(desk.store, plan, period)
    asked = as_findings(findings)
    outdated = {
        found.id: text
        for finding, text in kept.items()
        for found in asked.find(finding)
        if found.severity is Severity.EXPLAIN and said.get((found.id, text), found.sentence) != found.sentence
    }
    holding = {finding: text for finding, text in kept.items() if finding not in outdated}
    return SubmissionCheck(findings, holding, give_verdict(asked, holding), outdated)


def explain(
    desk: Desk,
    plan: str,
    period: str,
    finding: str,
    text: str,
    now: datetime,
    check: SubmissionCheck | None = None,
) -> None:
    """Explain a 核实 finding, or answer a comment of the city.

    Args:
        desk: of the unit.
        plan: plan id.
        period: of the submission.
        finding: its id.
        text: the explanation.
        now: aware.
        check: what is found now; None looks.

    Raises:
        BaiseError: EMPTY_PHRASE, TOO_SHORT, FINDING_UNKNOWN for anything but such a finding that is there, LOCKED.
    """
    if is_empty_phrase(text):
        raise BaiseError("EMPTY_PHRASE", text=text)
    found = as_findings((check or check_submission(desk, plan, period)).findings).find(finding)
    asked = {each.id: each for each in found if each.severity is Severity.EXPLAIN or is_comment_rule(each.rule)}
    if finding not in asked:
        raise BaiseError("FINDING_UNKNOWN", finding=finding)
    if len(text.strip()) < LEAST_LENGTH and not is_comment_rule(asked[finding].rule):
        raise BaiseError("TOO_SHORT", text=text.strip(), least=LEAST_LENGTH)
    note_explained(desk.store, plan, period, finding, text, asked[finding].sentence)
    put_explanation(desk.store, desk.office.unit, plan, period, finding, text, CLERK, now)
