"""无变化声明: the forms that a unit states to be as they were in the period before, on one page."""

from dataclasses import replace
from datetime import date

from baise_desktop.app.desk import Desk
from baise_desktop.app.installation.home import list_sheets, owed_here
from baise_desktop.app.outgoing.submission_report import show_balance, tell_author
from baise_desktop.app.paper.paper_head import begin_paper, column_names, told_moment
from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import Form, FormKind
from baise_desktop.report.table import Table
from baise_desktop.report.unit_paper import PaperPart, UnitPaper
from baise_desktop.store.submissions import read_submission
from baise_desktop.store.unchanged import list_unchanged
from baise_desktop.texts import say

_MOST_SINGLE = 5


def describe_unchanged(desk: Desk, plan: str, period: str, day: date) -> UnitPaper:
    """The statement. Raises: BaiseError NOTHING_UNCHANGED where nothing is stated, and those of `owed_here`."""
    forms = owed_here(desk, plan, period)
    stated = list_unchanged(desk.store, desk.office.unit, plan, period)
    listed = [form for form in forms if form.id in stated]
    submission = read_submission(desk.store, desk.office.unit, plan, period)
    paper = begin_paper(desk, plan, period, "unchanged", day, signed=True)
    if not listed:
        raise BaiseError("NOTHING_UNCHANGED", unit=paper.unit_name, period=paper.period_text)
    counts = {sheet.form: sheet.rows for sheet in list_sheets(desk, plan, period)}
    title = say("papers.unchanged_part")
    told = [(form.title, _tell_rows(form, counts.get(form.id, 0))) for form in listed]
    rows = tuple(
        (
            form.title,
            say(f"papers.kind_{form.kind}"),
            show_balance(desk, form, plan, period) or say("papers.answers_kept"),
            tell_author(submission, stated[form.id].by),
            told_moment(stated[form.id].at),
        )
        for form in listed
    )
    words = {"unit": paper.unit_name, "plan": paper.plan_name, "period": paper.period_text}
    words["version"] = str(submission.version)
    said = say("papers.unchanged_statement", count=len(listed), owed=len(forms), **words)
    sheet = Table(title, column_names("unchanged_columns_full", center=(1,)), rows)
    part = PaperPart(title=title, table=list_forms(title, told), sheet=sheet, numbered=len(told) <= _MOST_SINGLE)
    # who, when and which version stand in the statement and under it
    return replace(paper, facts=(), opening=(said,), parts=(part,), contact=None, has_headings=False)


def _tell_rows(form: Form, rows: int) -> str:
    key = "rows_kept" if form.kind is FormKind.REGISTER else "answers_kept"
    return say(f"papers.{key}", rows=rows)


def list_forms(title: str, told: list[tuple[str, str]]) -> Table:
    """One form to a line, or two where they are many: the statement is one page."""
    if len(told) <= _MOST_SINGLE:
        return Table(title, column_names("unchanged_columns"), tuple(told))
    padded = [*told, ("", "")] if len(told) % 2 else told
    half = len(padded) // 2
    pairs = tuple((*left, *right) for left, right in zip(padded[:half], padded[half:], strict=True))
    return Table(title, column_names("unchanged_columns") * 2, pairs)
