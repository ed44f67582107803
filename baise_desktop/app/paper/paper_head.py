"""What all papers that go with a submission say first: whose it is, of when, which version, how far it is."""

from datetime import date, datetime

from baise_desktop.app.desk import Desk
from baise_desktop.app.installation.contact import tell_contact
from baise_desktop.app.installation.naming import name_on, named_on, period_words
from baise_desktop.app.outgoing.submission_report import day_signed, printed_statements, version_note, watermark_of
from baise_desktop.form.dates import BEIJING
from baise_desktop.form.period import parse_period
from baise_desktop.report.model import Align, Binding
from baise_desktop.report.table import TableColumn
from baise_desktop.report.unit_paper import UnitPaper
from baise_desktop.store.sealed import find_sealed
from baise_desktop.store.submissions import read_submission
from baise_desktop.texts import say


def begin_paper(desk: Desk, plan: str, period: str, kind: str, day: date, *, signed: bool = False) -> UnitPaper:
    """A paper with its head and nothing under it.

    Args:
        desk: of the unit.
        plan: plan id.
        period: of the submission.
        kind: entry of the texts of papers that names it.
        day: that it is made on.
        signed: whether people put their names under it.
    """
    unit = desk.office.unit
    submission = read_submission(desk.store, unit, plan, period)
    sealed = find_sealed(desk.store, unit, plan, period)
    words = period_words(parse_period(period))
    version = say("report.particular_version_text", version=submission.version)
    state = say(f"balance.state_{submission.state}")
    return UnitPaper(
        binding=Binding(unit, plan, period, submission.version, sealed.content if sealed else "", kind),
        title=say(f"papers.{kind}"),
        unit_name=name_on(desk, unit, parse_period(period).end),
        plan_name=desk.catalogue.plans[plan].full_name,
        period_text=words,
        created_on=day,
        signed_on=day_signed(submission),
        facts=(
            (say("report.particular_unit"), named_on(desk.catalogue, unit, parse_period(period).end)),
            (say("report.particular_plan"), desk.catalogue.plans[plan].full_name),
            (say("report.particular_version"), f"{version}{version_note(desk, plan, period)}　{state}"),
        ),
        statements=printed_statements(submission) if signed else (),
        contact=tell_contact(desk, submission, day.isoformat()) if signed else {},
        watermark=watermark_of(desk),
    )


def column_names(key: str, *, center: tuple[int, ...] = (), right: tuple[int, ...] = ()) -> tuple[TableColumn, ...]:
    """Columns of a table.

    Args:
        key: entry of the texts of papers; names parted by spaces.
        center: indices of columns of short words.
        right: indices of columns of figures that may lack one.
    """
    aligned: dict[int, Align] = {**dict.fromkeys(center, "center"), **dict.fromkeys(right, "right")}
    return tuple(TableColumn(name, align=aligned.get(index)) for index, name in enumerate(say(f"papers.{key}").split()))


def told_moment(at: datetime) -> str:
    """A moment as papers tell it, to the minute in Beijing."""
    return f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M}"
