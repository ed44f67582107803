"""The yearly breakdown as a document: units by years, every cell with its source, and what does not add up."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from baise_desktop.app.desk import Desk, require_plan
from baise_desktop.app.files.output_file import write_document
from baise_desktop.app.installation.faces import prefers_office_faces
from baise_desktop.app.installation.resources import fonts_folder
from baise_desktop.app.terms.allocation import read_shares
from baise_desktop.progress.allocation import Breakdown, Role, Share, tabulate_shares
from baise_desktop.progress.allocation_check import check_shares, show_amount
from baise_desktop.progress.figure import CITY
from baise_desktop.report.model import FiguresReport
from baise_desktop.report.table import Cell, Table, TableColumn, print_table
from baise_desktop.texts import say


def write_allocation(desk: Desk, plan: str, out: Path, now: datetime) -> Path:
    """Write a plan's breakdown as a PDF or a workbook, by the file's suffix.

    Raises:
        BaiseError: PLAN_UNKNOWN, SUFFIX, OUT_FOLDER.
    """
    require_plan(desk, plan)
    day = now.date()
    shares = read_shares(desk, plan)
    return write_document(
        out, lambda: _pdf(desk, plan, shares, day), lambda: _workbook(desk, shares, day, _title(desk, plan))
    )


def make_allocation(desk: Desk, plan: str, now: datetime) -> bytes:
    """A plan's breakdown as a PDF. Raises: BaiseError PLAN_UNKNOWN."""
    require_plan(desk, plan)
    return _pdf(desk, plan, read_shares(desk, plan), now.date())


def _title(desk: Desk, plan: str) -> str:
    return say("allocation.title", plan=desk.catalogue.plans[plan].short_name)


def _pdf(desk: Desk, plan: str, shares: tuple[Share, ...], day: date) -> bytes:
    from baise_desktop.report.figures import render_figures_pdf

    report = FiguresReport(
        title=_title(desk, plan),
        plan_name=desk.catalogue.plans[plan].full_name,
        as_of=day,
        created_on=day,
        office=say("allocation.office"),
        lines=(),
        tables=tuple(print_table(table, numbered=False) for table in _tables(desk, shares, in_words=True)),
    )
    return render_figures_pdf(report, fonts_folder(), system_fonts=prefers_office_faces(desk)).pdf


def _workbook(desk: Desk, shares: tuple[Share, ...], day: date, title: str) -> bytes:
    from baise_desktop.report.excel import render_workbook

    tables = _tables(desk, shares, in_words=False)
    return render_workbook(tables, title=title, author=say("allocation.office"), created_on=day)


def _tables(desk: Desk, shares: tuple[Share, ...], *, in_words: bool) -> list[Table]:
    """Paper has amounts with their measure, as the annexes print them; a workbook has numbers."""
    spread = dict.fromkeys(share.target for share in shares if share.unit and share.role is Role.AMOUNT)
    sentences = check_shares(desk.catalogue, shares)
    note = say("allocation.unsound", count=len(sentences)) if sentences else say("allocation.sound")
    tables = [
        _unit_table(desk, tabulate_shares(desk.catalogue, shares, target), in_words=in_words) for target in spread
    ]
    tables.append(_list_table(desk, shares, note if shares else ""))
    if sentences:
        rows = tuple((sentence,) for sentence in sentences)
        tables.append(Table(say("allocation.check_title"), (TableColumn(say("allocation.check_column")),), rows))
    return tables


def _unit_table(desk: Desk, breakdown: Breakdown, *, in_words: bool) -> Table:
    """The table of the annex: 序号, unit, a column for each year, 小计; 合计 at its foot."""
    target = desk.catalogue.targets[breakdown.target]
    measure = target.unit

    def cell(value: Decimal | None) -> Cell:
        return value if value is None or not in_words else f"{show_amount(value)}{measure}"

    years = tuple(say("allocation.year", year=year) for year in breakdown.years)
    columns = (
        TableColumn(say("allocation.ordinal"), align="center"),
        TableColumn(say("allocation.county")),
        *(
            TableColumn(name, "" if in_words else measure, align="right")
            for name in (*years, say("allocation.subtotal"))
        ),
    )
    lines = zip(breakdown.units, breakdown.cells, strict=True)
    rows = [(str(number), name, *map(cell, cells)) for number, (name, cells) in enumerate(lines, 1)]
    rows.append(("", say("allocation.total"), *map(cell, breakdown.totals)))
    return Table(target.name, columns, tuple(rows))


def _list_table(desk: Desk, shares: tuple[Share, ...], note: str) -> Table:
    keys = ("target", "unit", "years_column", "value", "measure", "basis")
    columns = tuple(TableColumn(say(f"allocation.{key}")) for key in keys)
    return Table(say("allocation.list_title"), columns, tuple(_line(desk, share) for share in shares), note=note)


def _line(desk: Desk, share: Share) -> tuple[Cell, ...]:
    catalogue = desk.catalogue
    stated = catalogue.targets.get(share.origin)
    target = catalogue.targets[share.target]
    plan_names = catalogue.units[share.unit].plan_names if share.unit else {}
    basis = say("allocation.stated", clause=stated.clause) if stated else say("allocation.entered", status=share.status)
    return (
        stated.name if stated else target.name,
        say("allocation.whole_city")
        if share.unit == CITY
        else plan_names.get(target.plan) or catalogue.units[share.unit].short,
        say("allocation.year", year=share.year) if share.year else say("allocation.whole_plan"),
        share.value,
        target.unit,
        basis,
    )
