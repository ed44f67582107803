"""无变化声明: the forms that a unit states to be as they were in the period before, on one page."""

from dataclasses import replace
from datetime import date

from baise_desktop.app.desk import Desk
from baise_desktop.app.home import owed_here
from baise_desktop.app.paper_head import begin_paper, column_names, told_moment
from baise_desktop.app.submission_report import show_balance, tell_author
from baise_desktop.errors import BaiseError
from baise_desktop.report.table import Table
from baise_desktop.report.unit_paper import PaperPart, UnitPaper
from baise_desktop.store.submissions import read_submission
from baise_desktop.store.unchanged import list_unchanged
from baise_desktop.texts import say


def describe_unchanged(desk: Desk, plan: str, period: str, day: date) -> UnitPaper:
    """The statement. Raises: BaiseError NOTHING_UNCHANGED where nothing is stated, and those of `owed_here`."""
    forms = owed_here(desk, plan, period)
    stated = list_unchanged(desk.store, desk.office.unit, plan, period)
    listed = [form for form in forms if form.id in stated]
    submission = read_submission(desk.store, desk.office.unit, plan, period)
    paper = begin_paper(desk, plan, period, "unchanged", day, signed=True)
    if not listed:
        raise BaiseError("NOTHING_UNCHANGED", unit=paper.unit_name, period=paper.period_text)
    title = say("papers.unchanged_part")
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
    table = Table(title, column_names("unchanged_columns", center=(1,)), rows)
    words = {"unit": paper.unit_name, "plan": paper.plan_name, "period": paper.period_text}
    said = say("papers.unchanged_statement", count=len(listed), owed=len(forms), **words)
    return replace(paper, opening=(said,), parts=(PaperPart(title=title, table=table),))
