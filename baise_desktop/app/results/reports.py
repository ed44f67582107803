"""The city's documents: the table of figures as a PDF or a workbook."""

from datetime import date, datetime
from pathlib import Path

from baise_desktop.app.desk import Desk
from baise_desktop.app.files.output_file import write_document
from baise_desktop.app.installation.faces import prefers_office_faces
from baise_desktop.app.installation.resources import fonts_folder
from baise_desktop.app.results.figures import FigureRow, FigureTable, figure_table, title_of
from baise_desktop.app.results.workbooks import figures_csv, figures_workbook
from baise_desktop.form.unit_names import units_on
from baise_desktop.progress.figure import CITY
from baise_desktop.report.model import Column, FigureLine, FiguresReport, TableSection
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
    """The table of figures as PDF, workbook or CSV, by the file's suffix; unit and accepted_only as in `figure_table`.

    Raises:
        BaiseError: PLAN_UNKNOWN, SUFFIX, OUT_FOLDER.
    """
    table = figure_table(desk, plan, as_of, unit, accepted_only=accepted_only)
    return write_document(
        out,
        lambda: _figures_pdf(desk, table, now),
        lambda: figures_workbook(desk, table, now.date()),
        lambda: figures_csv(table),
    )


def make_figures(
    desk: Desk, plan: str, as_of: date, now: datetime, *, unit: str | None = None, accepted_only: bool = False
) -> bytes:
    """The table of figures as a PDF, arguments as for `write_figures`. Raises: BaiseError PLAN_UNKNOWN."""
    return _figures_pdf(desk, figure_table(desk, plan, as_of, unit, accepted_only=accepted_only), now)


def _figures_pdf(desk: Desk, table: FigureTable, now: datetime) -> bytes:
    from baise_desktop.report.figures import render_figures_pdf

    spread = _spread_rows(desk, table)
    report = FiguresReport(
        title=title_of(desk, table),
        plan_name=desk.catalogue.plans[table.plan].full_name,
        as_of=table.as_of,
        created_on=now.date(),
        office=say("figures.office"),
        lines=tuple(_line(row) for row in table.rows if row not in spread),
        tables=_unit_tables(desk, table, spread),
        note=f"{table.counted_words}。{table.light_rule}",
    )
    return render_figures_pdf(report, fonts_folder(), system_fonts=prefers_office_faces(desk)).pdf


def _line(row: FigureRow) -> FigureLine:
    figure, measure = (row.figure, row.measure) if row.figure else (row.figure_words, "")
    return FigureLine(
        row.unit_name,
        row.name,
        row.requirement,
        figure,
        measure,
        gap=row.gap,
        verdict=row.met_words,
        light=row.light_words,
        note=row.note,
    )


def _spread_rows(desk: Desk, table: FigureTable) -> tuple[FigureRow, ...]:
    """The rows of targets that are counted for several units: they read better side by side."""
    if len({row.unit_id for row in table.rows}) == 1:
        return ()
    owners = {target.id: (CITY, target.scope_unit) for target in desk.catalogue.targets.values()}
    return tuple(row for row in table.rows if row.unit_id not in owners[row.target])


def _unit_tables(desk: Desk, table: FigureTable, rows: tuple[FigureRow, ...]) -> tuple[TableSection, ...]:
    units = tuple(dict.fromkeys(row.unit_id for row in rows))
    if not units:
        return ()
    figures = {(row.target, row.unit_id): row.figure or row.figure_words for row in rows}
    named = units_on(desk.catalogue.units, table.as_of)
    names = {row.target: f"{row.name}（{row.measure}）" for row in rows}
    columns = (
        Column(say("report_words.target")),
        *(Column(named[unit].short, "", "right") for unit in units),
    )
    cells = tuple((name, *(figures.get((target, unit), "") for unit in units)) for target, name in names.items())
    return (TableSection(title=say("figures.by_unit"), columns=columns, rows=cells),)
