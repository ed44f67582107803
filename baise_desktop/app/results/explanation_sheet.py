"""The rows behind a figure and their packages as a workbook."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

from baise_desktop.app.desk import Desk
from baise_desktop.app.files.output_file import write_whole
from baise_desktop.app.installation.naming import name_on
from baise_desktop.app.results.explaining import Explanation
from baise_desktop.report.table import Table, TableColumn
from baise_desktop.texts import say

_ROW_KEYS = ("label", "counted", "amount", "how", "ledger", "unit", "period", "package")
_PACKAGE_KEYS = ("package", "content", "unit", "period", "version", "seq", "received", "people", "certificate")


def write_explanation(desk: Desk, found: Explanation, out: Path, now: datetime) -> Path:
    """Write the rows, counted or not, and their packages. Raises: BaiseError OUT_FOLDER."""
    from baise_desktop.report.excel import render_workbook

    figure = found.figure
    title = say("window.figures_rows_title", name=figure.name, unit=figure.unit_name, figure=figure.figure_words)
    tables = [_rows(found, title), _packages(found)]
    author = name_on(desk, desk.office.unit, now.date())
    return write_whole(out, render_workbook(tables, title=title, author=author, created_on=now.date()))


def _rows(found: Explanation, title: str) -> Table:
    rows = tuple(
        (
            row.label,
            say("report.yes" if row.counts else "report.no"),
            Decimal(row.amount) if row.amount else None,
            row.words,
            row.register_title,
            row.unit_name,
            row.period,
            row.package,
        )
        for row in found.rows
    )
    note = say("report_words.explained", title=title, day=found.day.isoformat(), note=found.figure.note)
    return Table(say("report_words.figure_rows"), _columns(_ROW_KEYS), rows, note=note)


def _packages(found: Explanation) -> Table:
    rows = tuple(
        (
            facts.identity,
            facts.content,
            facts.unit_name,
            facts.period,
            facts.version,
            facts.seq,
            facts.received_at,
            str(facts.told()["people"]),
            facts.certificate,
        )
        for facts in found.packages.values()
    )
    return Table(say("report_words.figure_packages"), _columns(_PACKAGE_KEYS), rows)


def _columns(keys: tuple[str, ...]) -> tuple[TableColumn, ...]:
    return tuple(TableColumn(say(f"report_words.{key}")) for key in keys)
