"""The obligation table as a workbook."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from baise_desktop.app.desk import Desk
from baise_desktop.app.files.output_file import write_whole
from baise_desktop.app.terms.obligation_table import ObligationLine, ObligationTable
from baise_desktop.errors import BaiseError
from baise_desktop.report.table import Table, TableColumn
from baise_desktop.texts import say

_COLUMNS = ("unit", "form", "title", "period", "due", "default", "issued", "frequency", "origin", "reason")


def write_table(desk: Desk, table: ObligationTable, lines: Sequence[ObligationLine], out: Path, now: datetime) -> Path:
    """The lines chosen, and on a second sheet what was adjusted.

    Raises:
        BaiseError: OBLIGATION_SUFFIX, OUT_FOLDER.
    """
    from baise_desktop.report.excel import render_workbook

    if out.suffix.lower() != ".xlsx":
        raise BaiseError("OBLIGATION_SUFFIX", file=out.name)
    title = f"{desk.catalogue.plans[table.plan].short_name} {say('obligation.table_title')}"
    sheets = [_obligations(table, lines), _terms(table)]
    content = render_workbook(sheets, title=title, author=desk.unit.name, created_on=now.date())
    return write_whole(out, content)


def _columns(names: Sequence[str]) -> tuple[TableColumn, ...]:
    return tuple(TableColumn(say(f"obligation.column_{name}")) for name in names)


def _obligations(table: ObligationTable, lines: Sequence[ObligationLine]) -> Table:
    rows = tuple(
        (
            line.unit_name,
            line.form,
            line.title,
            str(line.period),
            line.due or say("obligation.not_owed"),
            line.default,
            line.issued,
            line.frequency_words,
            line.origin_words,
            line.reason,
        )
        for line in lines
    )
    return Table(say("obligation.table_title"), _columns(_COLUMNS), rows, table.summary)


def _terms(table: ObligationTable) -> Table:
    terms = zip(table.terms, table.adjustments, strict=True)
    rows = tuple((number, words, each.reason) for number, (words, each) in enumerate(terms, 1))
    return Table(say("obligation.terms_title"), _columns(("number", "terms", "reason")), rows)
