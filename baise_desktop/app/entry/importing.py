"""Rows from a workbook into a register: map by heading, read like typing, commit all or nothing.

A blank cell never erases what is there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from baise_desktop.app.desk import Desk, require_plan, require_role
from baise_desktop.app.entry.filling import TypedCell, form_of, set_cells
from baise_desktop.app.entry.import_columns import ROW_ID, Column, match_heading
from baise_desktop.app.entry.import_doubts import Placed, doubt_lines
from baise_desktop.app.entry.import_plan import collect_cells
from baise_desktop.app.entry.row_start import context_for
from baise_desktop.app.installation.home import open_submission, owed_here
from baise_desktop.errors import BaiseError, Problem
from baise_desktop.form.definition import Form, FormKind
from baise_desktop.form.fields import parse
from baise_desktop.form.period import parse_period
from baise_desktop.progress.allocation import REGISTER as BREAKDOWN
from baise_desktop.report.workbook_rows import WorkbookRows, read_workbook_rows
from baise_desktop.store.entries import Sheet
from baise_desktop.texts import say

_MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that cannot be read; it goes in as typed and blocks sign-off until it is mended."""

    row: int
    """Row number in the sheet, from 1."""
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What came in, or would."""

    rows: int
    cells: int
    bad: tuple[BadCell, ...]
    ignored: tuple[str, ...] = ()
    """Headings that are no column of the register; nothing below them came in."""
    doubtful: tuple[BadCell, ...] = ()
    """Cells whose value is to be looked at once more; it goes in all the same."""
    asked: tuple[BadCell, ...] = ()
    """Lines that name a row twice, or a row of another unit; like bad cells, they come in only when confirmed."""

    @property
    def is_plain(self) -> bool:
        """Whether nothing stands against it."""
        return not self.bad and not self.asked


def import_rows(
    desk: Desk,
    file: Path,
    plan: str,
    form_id: str,
    period: str,
    now: datetime,
    *,
    dry_run: bool = False,
    confirmed: bool = False,
) -> ImportResult:
    """Import one register from the first sheet of a workbook.

    Rows whose business key is there already change that row; others, and those whose key has a blank, are new.
    The city fills in the breakdown of targets this way, and nothing else. Unless it is confirmed, nothing at all comes
    in while a cell cannot be read, a row is named twice, or a row is another unit's.

    Raises:
        BaiseError: ROLE_UNIT_ONLY, PLAN_UNKNOWN, PERIOD, FORM_UNKNOWN, FORM_NOT_OWED, IMPORT_ONLY_REGISTERS,
            IMPORT_HEADING, IMPORT_HEADING_TWICE, IMPORT_UNCONFIRMED, and those of the workbook.
    """
    breaks_down = desk.office.role == "city" and form_id == BREAKDOWN
    if not breaks_down:
        require_role(desk, "unit")
    require_plan(desk, plan)
    parse_period(period)
    sheet = Sheet(desk.office.unit, plan, period, form_id)
    form = form_of(desk, sheet) if breaks_down else _require_register(desk, sheet)
    read = _below_title(read_workbook_rows(file))
    columns = _match_headings(form, read.headings, file)
    placed = collect_cells(desk, sheet, read.rows, columns)
    result = _tell(desk, sheet, form, read, columns, placed)
    if not dry_run and not confirmed and not result.is_plain:
        raise _unconfirmed(file, result)
    if breaks_down and not dry_run:
        _enter_breakdown(desk, sheet, [cell for _, cell in placed], file, now)
    elif not dry_run:
        open_submission(desk, plan, period, now)
        # Opening may carry rows over, which the lines are then about.
        cells = [cell for _, cell in collect_cells(desk, sheet, read.rows, columns)]
        if cells:
            rows = len({cell.row for cell in cells})
            set_cells(desk, sheet, cells, now, act=say("journal.import_rows", rows=rows))
    return result


def _tell(
    desk: Desk, sheet: Sheet, form: Form, read: WorkbookRows, columns: Mapping[int, Column], placed: Placed
) -> ImportResult:
    ignored = tuple(text for column, text in enumerate(read.headings) if text and column not in columns)
    asked = (BadCell(each.line, each.field, each.message) for each in doubt_lines(desk, sheet, form, placed))
    return ImportResult(
        len({line for line, _ in placed}),
        len(placed),
        tuple(_tell_bad(desk, form, placed)),
        ignored,
        tuple(_tell_doubts(form, read, columns)),
        tuple(asked),
    )


def _unconfirmed(file: Path, result: ImportResult) -> BaiseError:
    found = sorted((*result.bad, *result.asked), key=lambda each: each.row)
    told = (say("import.place", row=each.row, message=_whole(each)) for each in found[:_MOST_TOLD])
    return BaiseError("IMPORT_UNCONFIRMED", file=file.name, count=len(found), places="；".join(told))


def _whole(bad: BadCell) -> str:
    """What is wrong, with the column's name once."""
    named = say("import.named", field=bad.field)
    message = bad.message.rstrip("。")
    return message if named in message else f"{named}{message}"


def _below_title(read: WorkbookRows) -> WorkbookRows:
    """Without a title above the headings, such as the program's own workbooks have."""
    if len([text for text in read.headings if text]) > 1 or not read.rows:
        return read
    (_, headings), *rows = read.rows
    if len([text for text in headings if text]) < 2:
        return read
    return replace(read, headings=tuple(text.strip() for text in headings), rows=tuple(rows))


def _enter_breakdown(desk: Desk, sheet: Sheet, cells: Sequence[TypedCell], file: Path, now: datetime) -> None:
    """Changes of shares that units know stay on record; lines of a template that nobody filled in are passed over."""
    from baise_desktop.app.terms.allocation_change import enter_rows

    rows: dict[str, dict[str, str]] = {}
    for cell in cells:
        rows.setdefault(cell.row, {})[cell.field] = cell.text
    enter_rows(desk, sheet, rows, now, say("allocation.imported", file=file.name))


def _tell_doubts(form: Form, read: WorkbookRows, columns: Mapping[int, Column]) -> Iterator[BadCell]:
    lines = {number for number, _ in read.rows}
    for (row, column), doubt in sorted(read.doubts.items()):
        if row in lines and column in columns and columns[column].key != ROW_ID:
            yield BadCell(row, form.field(columns[column].key).name, say(f"app.doubt_{doubt}"))


def _require_register(desk: Desk, sheet: Sheet) -> Form:
    form = form_of(desk, sheet)
    if form.kind is not FormKind.REGISTER:
        raise BaiseError("IMPORT_ONLY_REGISTERS", form=form.title)
    if form.id not in {owed.id for owed in owed_here(desk, sheet.plan, sheet.period)}:
        raise BaiseError("FORM_NOT_OWED", unit=desk.unit.name, period=sheet.period, form=form.title)
    return form


def _match_headings(form: Form, headings: Sequence[str], file: Path) -> dict[int, Column]:
    """Columns by index, a heading with or without its unit in brackets."""
    found = ((number, match_heading(form, heading)) for number, heading in enumerate(headings))
    matched = {number: column for number, column in found if column is not None}
    if all(column.key == ROW_ID for column in matched.values()):
        raise BaiseError(
            "IMPORT_HEADING", file=file.name, form=form.title, names="、".join(f.name for f in form.fields[:4])
        )
    keys = [column.key for column in matched.values()]
    for number, column in matched.items():
        if keys.count(column.key) > 1:
            raise BaiseError("IMPORT_HEADING_TWICE", file=file.name, heading=headings[number])
    return matched


def _tell_bad(desk: Desk, form: Form, cells: Sequence[tuple[int, TypedCell]]) -> Iterator[BadCell]:
    context = context_for(desk, form)
    for line, cell in cells:
        field = form.field(cell.field)
        value = parse(cell.text, field, context)
        if isinstance(value, Problem):
            yield BadCell(line, field.name, value.message)
