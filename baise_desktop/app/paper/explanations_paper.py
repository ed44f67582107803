"""核实说明表: every 核实 finding with what the unit says to it, and the answers to the city's comments."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from baise_desktop.app.checks.checking import SubmissionCheck, check_submission
from baise_desktop.app.checks.comments import is_comment_rule
from baise_desktop.app.desk import Desk
from baise_desktop.app.installation.home import owed_here
from baise_desktop.app.outgoing.submission_report import tell_author
from baise_desktop.app.paper.paper_head import begin_paper, column_names, told_moment
from baise_desktop.errors import Severity
from baise_desktop.form.findings import Finding
from baise_desktop.report.table import Cell, Table
from baise_desktop.report.unit_paper import PaperPart, UnitPaper
from baise_desktop.store.submissions import Explanation, list_explanations, read_submission
from baise_desktop.texts import say


def describe_explanations(desk: Desk, plan: str, period: str, day: date) -> UnitPaper:
    """The sheet, what is not explained yet first. Raises: BaiseError, those of `check_submission`."""
    with desk.store.snapshot():
        check = check_submission(desk, plan, period)
        titles = {form.id: form.title for form in owed_here(desk, plan, period)}
        submission = read_submission(desk.store, desk.office.unit, plan, period)
        explained = list_explanations(desk.store, desk.office.unit, plan, period)
        said = {each.finding: replace(each, by=tell_author(submission, each.by)) for each in explained}
        paper = begin_paper(desk, plan, period, "explanations", day, signed=True)
    return with_explanations(paper, check, said, titles)


def with_explanations(
    paper: UnitPaper, check: SubmissionCheck, said: Mapping[str, Explanation], titles: Mapping[str, str]
) -> UnitPaper:
    """The paper with everything that was asked and said.

    Args:
        paper: with its head.
        check: what was found.
        said: explanations by finding id.
        titles: of the forms by id.
    """
    asked = [each for each in check.findings if each.severity is Severity.EXPLAIN and not is_comment_rule(each.rule)]
    comments = [each for each in check.findings if is_comment_rule(each.rule)]
    parts = [_part("explanations_part", asked, check, said, titles)]
    if comments:
        parts.append(_part("comments_part", comments, check, said, titles))
    counted = say("papers.explained_told", count=len(asked), unexplained=check.verdict.unexplained)
    facts = (
        *paper.facts,
        (say("papers.explained"), counted),
        (say("report.particular_verdict"), check.verdict.sentence),
    )
    return replace(paper, facts=facts, parts=tuple(parts))


def _part(
    key: str,
    findings: list[Finding],
    check: SubmissionCheck,
    said: Mapping[str, Explanation],
    titles: Mapping[str, str],
) -> PaperPart:
    ordered = sorted(findings, key=lambda finding: finding.id in check.explanations)
    rows = tuple(tuple(_row(finding, check, said.get(finding.id), titles)) for finding in ordered)
    title = say(f"papers.{key}")
    texts = () if rows else (say("papers.nothing_to_explain"),)
    narrow = tuple((_joined(row[:2]), *row[2:4], _joined(row[4:])) for row in rows)
    table = Table(title, column_names("explanation_columns"), narrow)
    sheet = Table(title, column_names("explanation_columns_full"), rows)
    return PaperPart(title=title, texts=texts, table=table, sheet=sheet)


def _joined(cells: Iterable[Cell]) -> str:
    return "\n".join(str(each) for each in cells if each)


def _row(
    finding: Finding, check: SubmissionCheck, said: Explanation | None, titles: Mapping[str, str]
) -> Iterator[Cell]:
    yield titles.get(finding.form, say("returns.whole"))
    yield finding.row
    yield finding.sentence
    if said is None:
        yield from (say("papers.unexplained"), "", "")
        return
    outdated = finding.id in check.outdated
    yield say("papers.outdated", text=said.text) if outdated else said.text
    yield said.by
    yield told_moment(said.at)
