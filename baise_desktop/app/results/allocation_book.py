"""The breakdown as a workbook to fill in: the register's own headings, a line for every place, read back as it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from baise_desktop.app.desk import CITY_UNIT, Desk
from baise_desktop.app.entry.importing import ImportResult, import_rows
from baise_desktop.app.files.output_file import write_document
from baise_desktop.app.results.allocation_desk import Breakdown, read_breakdown
from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import Target
from baise_desktop.progress.allocation import DRAFT, REGISTER, Role, Share
from baise_desktop.progress.allocation_matrix import broken_down, plan_years
from baise_desktop.report.table import Cell, Table, TableColumn
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True)
class _Line:
    target: Target
    unit: str
    year: int
    share: Share | None


def write_breakdown_book(desk: Desk, plan: str, out: Path, now: datetime) -> Path:
    """Write every share there is or could be, one a line; `take_breakdown_book` reads the same workbook.

    Raises:
        BaiseError: PLAN_UNKNOWN, SUFFIX, OUT_FOLDER.
    """
    from baise_desktop.report.excel import render_workbook

    breakdown = read_breakdown(desk, plan)
    form = desk.catalogue.registers[REGISTER]
    keys = ("target_id", "unit", "year", "value", "doc_no", "status", "basis")
    columns = tuple(TableColumn(form.field(key).name) for key in keys)
    table = Table(form.title, columns, tuple(_cells(desk, line) for line in _lines(desk, breakdown)))

    def make() -> bytes:
        office = say("allocation.office")
        return render_workbook([table], title=form.title, author=office, created_on=now.date())

    def refuse() -> bytes:
        raise BaiseError("SUFFIX", file=out.name)

    return write_document(out, refuse, make)


def take_breakdown_book(desk: Desk, plan: str, file: Path, now: datetime) -> ImportResult:
    """Read a workbook of shares; lines without an amount are passed over.

    Raises:
        BaiseError: those of `import_rows`.
    """
    year = str(plan_years(desk.catalogue.plans[plan])[-1])
    return import_rows(desk, file, plan, REGISTER, year, now)


def _lines(desk: Desk, breakdown: Breakdown) -> Iterator[_Line]:
    known = {(share.target, share.unit, share.year): share for share in breakdown.shares if share.role is Role.AMOUNT}
    years = plan_years(desk.catalogue.plans[breakdown.plan])
    for target in broken_down(desk.catalogue, breakdown.plan, breakdown.units):
        for unit in ("", *breakdown.units[target.id]):
            for year in years:
                yield _Line(target, unit, year, known.get((target.id, unit, year)))


def _cells(desk: Desk, line: _Line) -> tuple[Cell, ...]:
    share, stated = line.share, bool(line.share and not line.share.status)
    return (
        line.target.name,
        desk.catalogue.units[line.unit or CITY_UNIT].name,
        str(line.year),
        share.value if share else None,
        None,
        None if stated else share.status if share else DRAFT,
        say("allocation.state_stated") if stated else say("allocation.basis_issued"),
    )
