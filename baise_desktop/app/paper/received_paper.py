"""核对表, 核实说明表 and 佐证材料目录 of a submission that the city holds: what was signed, not what is found today."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from baise_desktop import __version__
from baise_desktop.app.checks.checking import SubmissionCheck
from baise_desktop.app.desk import Desk, require_plan, require_role
from baise_desktop.app.installation.home import SheetSummary
from baise_desktop.app.installation.naming import name_on, named_on, period_words
from baise_desktop.app.kept.package_facts import read_signoff_of
from baise_desktop.app.outgoing.evidence_list import list_package_files
from baise_desktop.app.outgoing.submission_report import tell_author
from baise_desktop.app.paper.audit_books import figure_parts
from baise_desktop.app.paper.audit_paper import Audit, find_due
from baise_desktop.app.paper.audit_proofs import package_rows
from baise_desktop.app.paper.evidence_paper import with_evidence
from baise_desktop.app.paper.explanations_paper import with_explanations
from baise_desktop.app.paper.paper_head import column_names, told_moment
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.signoff import Signoff
from baise_desktop.form.findings import Finding
from baise_desktop.form.period import parse_period
from baise_desktop.form.record import Record, from_line
from baise_desktop.form.row_names import name_row
from baise_desktop.form.verdict import give_verdict
from baise_desktop.report.model import Binding
from baise_desktop.report.table import Table
from baise_desktop.report.unit_paper import PaperPart, UnitPaper
from baise_desktop.store.instant import from_text
from baise_desktop.store.journal import read_head
from baise_desktop.store.obligations import list_owed_forms
from baise_desktop.store.packages import Package
from baise_desktop.store.queries import read_standings
from baise_desktop.store.revisions import list_revised_forms, read_revision
from baise_desktop.store.standing import Standing
from baise_desktop.store.submissions import ROLES, Explanation, Statement, Submission
from baise_desktop.texts import say

KINDS = ("audit", "explanations", "evidence")


def describe_received(desk: Desk, unit: str, plan: str, period: str, kind: str, day: date) -> UnitPaper:
    """One of `KINDS` about the version whose rows count, or else the highest one held.

    Raises:
        BaiseError: ROLE_CITY_ONLY, PLAN_UNKNOWN, PERIOD, NOT_RECEIVED.
    """
    require_role(desk, "city")
    require_plan(desk, plan)
    parse_period(period)
    with desk.store.snapshot():
        return _Received.find(desk, unit, plan, period).describe(kind, day)


def describe_package(desk: Desk, identity: str, kind: str, day: date) -> UnitPaper:
    """One of `KINDS` about a version that is held. Raises: BaiseError ROLE_CITY_ONLY, PACKAGE_UNKNOWN."""
    require_role(desk, "city")
    with desk.store.snapshot():
        standing = read_standings(desk.store).by_identity.get(identity)
        if standing is None:
            raise BaiseError("PACKAGE_UNKNOWN", text=identity)
        return _Received(desk, standing, read_signoff_of(desk, identity)).describe(kind, day)


@dataclass(frozen=True, slots=True)
class _Received:
    desk: Desk
    standing: Standing
    signoff: Signoff

    @classmethod
    def find(cls, desk: Desk, unit: str, plan: str, period: str) -> "_Received":
        """The version to tell of."""
        standings = read_standings(desk.store, unit).by_identity.values()
        of_period = [each for each in standings if (each.package.plan, each.package.period) == (plan, period)]
        if not of_period:
            name = name_on(desk, unit, parse_period(period).end)
            raise BaiseError("NOT_RECEIVED", unit=name, plan=plan, period=period)
        found = max(of_period, key=lambda each: (each.counts, each.package.version))
        return cls(desk, found, read_signoff_of(desk, found.package.identity))

    def describe(self, kind: str, day: date) -> UnitPaper:
        """One of `KINDS`."""
        if kind == "audit":
            return self.audit(day)
        if kind == "explanations":
            paper = self.begin(kind, day)
            titles = {form.id: form.title for form in self.desk.catalogue.forms.values()}
            return with_explanations(paper, self.check(), self.said(), titles)
        files = tuple(list_package_files(self.desk, self.package.identity))
        there = frozenset(file.evidence.sha256 for file in files if file.state == "held")
        return with_evidence(self.desk, self.begin(kind, day), files, there)

    @property
    def package(self) -> Package:
        """As the store holds it."""
        return self.standing.package

    def begin(self, kind: str, day: date) -> UnitPaper:
        """A paper with its head; nobody signs the city's copy."""
        package, catalogue = self.package, self.desk.catalogue
        end = parse_period(package.period).end
        version = say("report.particular_version_text", version=package.version)
        note = say("report.filled_by_pack", version=package.task_pack)
        state = say(f"words.state_{self.standing.state}")
        people = "　".join(
            say("contact.line", name=say(f"words.role_{each.role.value}"), text=each.name)
            for each in self.signoff.statements
        )
        return UnitPaper(
            binding=Binding(package.unit, package.plan, package.period, package.version, package.content, kind),
            title=say(f"papers.{kind}"),
            unit_name=name_on(self.desk, package.unit, end),
            plan_name=catalogue.plans[package.plan].full_name,
            period_text=period_words(parse_period(package.period)),
            created_on=day,
            facts=(
                (say("report.particular_unit"), named_on(catalogue, package.unit, end)),
                (say("report.particular_plan"), catalogue.plans[package.plan].full_name),
                (say("report.particular_version"), f"{version}{note}　{state}"),
                (say("papers.received_at"), told_moment(from_text(package.at))),
                (say("papers.proof_signatures"), people or say("papers.proof_file_gone")),
            ),
        )

    def check(self) -> SubmissionCheck:
        """What was found when it was signed."""
        findings = tuple(self._findings())
        explanations = {each.finding: each.text for each in self.signoff.explanations}
        return SubmissionCheck(findings, explanations, give_verdict(findings, explanations))

    def said(self) -> Mapping[str, Explanation]:
        """The explanations by finding."""
        submission = self._submission()
        return {
            each.finding: Explanation(each.finding, each.text, tell_author(submission, each.by), each.at)
            for each in self.signoff.explanations
        }

    def audit(self, day: date) -> UnitPaper:
        """The 核对表."""
        package, catalogue = self.package, self.desk.catalogue
        owed = set(list_owed_forms(self.desk.store, package.unit, package.plan, package.period))
        counts = list_revised_forms(self.desk.store, package.identity)
        forms = {form.id: form for form in catalogue.forms.values() if form.id in owed or form.id in counts}
        unchanged = frozenset(self.signoff.unchanged)
        sheets = [
            SheetSummary(form.id, form.title, form.kind, counts.get(form.id, 0), form.id in unchanged)
            for form in forms.values()
        ]
        due = find_due(self.desk, package.unit, package.plan, package.period)
        audit = Audit(forms, sheets, self.check(), due)
        paper = self.begin("audit", day)
        parts = (
            *audit.parts(),
            *figure_parts(self.desk, package.unit, package.plan, package.period, forms),
            self._proofs(),
        )
        return replace(paper, facts=(*paper.facts, *audit.facts()), parts=parts)

    def _findings(self) -> Iterator[Finding]:
        for each in self.signoff.findings:
            row = self._name(each.form, each.row_id) if each.row_id else ""
            yield Finding(each.id, each.rule, each.severity, each.form, each.row_id, each.fields, each.sentence, row)

    def _name(self, form: str, row_id: str) -> str:
        line = read_revision(self.desk.store, self.package.identity, form, row_id)
        if line is None or form not in self.desk.catalogue.registers:
            return ""
        record: Record = from_line(line, self.desk.catalogue.forms)
        return name_row(self.desk.catalogue.forms[form], record, self.desk.context)

    def _submission(self) -> Submission:
        package = self.package
        statements = tuple(
            Statement(role, each.name, each.at, "")
            for role in ROLES
            for each in self.signoff.statements
            if each.role.value == role
        )
        return Submission(
            package.unit, package.plan, package.period, package.version, "received", statements=statements
        )

    def _proofs(self) -> PaperPart:
        title = say("papers.audit_part_proofs")
        return PaperPart(
            title=title, table=Table(title, column_names("audit_proofs"), tuple(self._proof_rows())), numbered=False
        )

    def _proof_rows(self) -> Iterator[tuple[str, str]]:
        for each in self.signoff.statements:
            yield say(f"words.role_{each.role.value}"), say("papers.proof_by", name=each.name, at=told_moment(each.at))
        if not self.signoff.statements:
            yield say("papers.proof_signatures"), say("papers.proof_file_gone")
        yield from package_rows(self.package)
        number, head = read_head(self.desk.store)
        yield say("papers.proof_journal"), say("papers.proof_journal_told", number=number, hash=head)
        yield say("papers.proof_program"), say("papers.proof_program_told", version=__version__)
