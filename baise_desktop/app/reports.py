"""The city's documents: the table of figures as a PDF or a workbook."""

from datetime import date, datetime
from pathlib import Path

from baise_desktop.app.desk import Desk
from baise_desktop.app.figures import FigureTable, figure_table
from baise_desktop.app.output_file import write_document
from baise_desktop.app.resources import fonts_folder
from baise_desktop.app.workbooks import figures_workbook
from baise_desktop.report.model import FigureLine, FiguresReport
from baise_desktop.texts import say


def write_figures(
    desk: Desk,
    plan: str,
    as_of: date,
    out: Path,
    now: datetime,
    *,
    unit: str | None = None,
    accepted_only: bool = False,
) -> Path:
    """The table of figures as a PDF or a workbook, by the file's suffix; unit and accepted_only as in `figure_table`.

    Raises:
        BaiseError: PLAN_UNKNOWN, SUFFIX, OUT_FOLDER.
    """
    table = figure_table(desk, plan, as_of, unit, accepted_only=accepted_only)
    return write_document(
        out, lambda: _figures_pdf(desk, table, now), lambda: figures_workbook(desk, table, now.date())
    )


def _figures_pdf(desk: Desk, table: FigureTable, now: datetime) -> bytes:
    from baise_desktop.report.figures import render_figures_pdf

    report = FiguresReport(
        title=say("figures.title", plan=desk.catalogue.plans[table.plan].short_name),
        plan_name=desk.catalogue.plans[table.plan].full_name,
        as_of=table.as_of,
        created_on=now.date(),
        office=say("figures.office"),
        lines=tuple(
            FigureLine(
                row.unit_name,
                row.name,
                row.requirement,
                row.figure or row.note,
                row.measure if row.figure else "",
                row.met_words,
            )
            for row in table.rows
        ),
        note=table.counted_words,
    )
    return render_figures_pdf(report, fonts_folder()).pdf
