"""核对表: what the rules found, how the registers balance, what figures rest on, and who signed what."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from baise_desktop.app.checks.alike import cut_alike
from baise_desktop.app.checks.checking import SubmissionCheck, check_submission
from baise_desktop.app.desk import Desk
from baise_desktop.app.installation.home import SheetSummary, list_sheets, owed_here
from baise_desktop.app.paper.audit_books import balance_parts, figure_parts
from baise_desktop.app.paper.audit_proofs import proof_part
from baise_desktop.app.paper.paper_head import begin_paper, column_names
from baise_desktop.errors import Severity
from baise_desktop.form.definition import Form, FormKind
from baise_desktop.form.findings import Finding
from baise_desktop.report.table import Cell, Table
from baise_desktop.report.unit_paper import PaperPart, UnitPaper
from baise_desktop.store.obligations import list_obligations
from baise_desktop.texts import say

_WEIGHTS = (Severity.BLOCKING, Severity.EXPLAIN, Severity.HINT)


def describe_audit(desk: Desk, plan: str, period: str, day: date) -> UnitPaper:
    """The sheet, most telling first. Raises: BaiseError, those of `check_submission`."""
    with desk.store.snapshot():
        forms = {form.id: form for form in owed_here(desk, plan, period)}
        unit = desk.office.unit
        audit = Audit(
            forms,
            list_sheets(desk, plan, period),
            check_submission(desk, plan, period),
            find_due(desk, unit, plan, period),
        )
        paper = begin_paper(desk, plan, period, "audit", day)
        parts = (
            *audit.parts(),
            *balance_parts(desk, plan, period, forms),
            *figure_parts(desk, unit, plan, period, forms),
            proof_part(desk, plan, period),
        )
        return replace(paper, facts=(*paper.facts, *audit.facts()), parts=parts)


def find_due(desk: Desk, unit: str, plan: str, period: str) -> str:
    """The earliest day on which a form of a submission is due; empty when none is owed."""
    obligations = list_obligations(desk.store, unit)
    dues = [each.due for each in obligations if (each.plan, each.period) == (plan, period)]
    return min(dues).isoformat() if dues else ""


@dataclass(frozen=True, slots=True)
class Audit:
    """What a 核对表 says of findings and forms, of a submission that is filled in or one that was received."""

    forms: Mapping[str, Form]
    sheets: Sequence[SheetSummary]
    check: SubmissionCheck
    due: str

    def facts(self) -> Iterator[tuple[str, str]]:
        """The answer in six lines."""
        yield say("papers.due"), self.due or say("papers.nothing")
        filled = sum(sheet.filled for sheet in self.sheets)
        unchanged = sum(sheet.unchanged for sheet in self.sheets)
        rows = sum(sheet.rows for sheet in self.sheets if sheet.kind is FormKind.REGISTER)
        told = say("papers.forms_told", owed=len(self.sheets), filled=filled, unchanged=unchanged, rows=rows)
        yield say("papers.forms"), told
        yield say("papers.found"), self._counted()
        yield say("report.particular_verdict"), self.check.verdict.sentence

    def _counted(self) -> str:
        counts = Counter(finding.severity for finding in self.check.findings)
        explained = counts[Severity.EXPLAIN] - self.check.verdict.unexplained
        return say(
            "papers.found_told",
            blocking=counts[Severity.BLOCKING],
            explain=counts[Severity.EXPLAIN],
            explained=explained,
            hint=counts[Severity.HINT],
        )

    def parts(self) -> Iterator[PaperPart]:
        """Findings, then forms."""
        yield self._findings()
        yield self._forms()

    def _findings(self) -> PaperPart:
        title = say("papers.audit_part_findings")
        if not self.check.findings:
            return PaperPart(title=title, texts=(say("report.no_findings"),))
        ordered = sorted(self.check.findings, key=lambda finding: _WEIGHTS.index(finding.severity))
        table = Table(title, column_names("audit_findings", center=(0,)), tuple(self._told(ordered)))
        rows = tuple(self._finding(finding) for finding in ordered)
        sheet = Table(title, column_names("audit_findings_full", center=(0,)), rows)
        return PaperPart(title=title, table=table, sheet=sheet)

    def _told(self, findings: Iterable[Finding]) -> Iterator[tuple[Cell, ...]]:
        for finding, more in cut_alike(findings):
            severity, form, place, sentence, state, *_ = self._finding(finding)
            yield severity, f"{form}\n{place}".strip(), sentence, state
            if more:
                yield severity, form, say("papers.more_alike", count=more), ""

    def _finding(self, finding: Finding) -> tuple[Cell, ...]:
        form = self.forms.get(finding.form)
        rule = next((each for each in form.rules if each.id == finding.rule), None) if form else None
        return (
            say(f"report.severity_{finding.severity.name.lower()}"),
            form.title if form else say("returns.whole"),
            finding.row,
            finding.sentence,
            self._state(finding),
            finding.rule,
            rule.source if rule else "",
        )

    def _state(self, finding: Finding) -> str:
        """What became of it."""
        said = self.check.explanations.get(finding.id)
        if said:
            return say("papers.state_explained", text=said)
        if finding.id in self.check.outdated:
            return say("papers.state_outdated")
        return say(f"papers.state_{finding.severity.name.lower()}")

    def _forms(self) -> PaperPart:
        title = say("papers.audit_part_forms")
        counts = Counter((finding.form, finding.severity) for finding in self.check.findings)
        rows = tuple(
            (
                sheet.title,
                say(f"papers.kind_{sheet.kind}"),
                say(f"papers.form_{self._standing(sheet)}"),
                sheet.rows if sheet.kind is FormKind.REGISTER else None,
                len(self.forms[sheet.form].rules),
                *(counts[sheet.form, severity] or None for severity in _WEIGHTS),
            )
            for sheet in self.sheets
        )
        return PaperPart(title=title, table=Table(title, column_names("audit_forms", center=(1, 2)), rows))

    def _standing(self, sheet: SheetSummary) -> str:
        if sheet.unchanged:
            return "unchanged"
        if sheet.rows:
            return "filled"
        return "no_rows" if sheet.kind is FormKind.REGISTER else "unfilled"
