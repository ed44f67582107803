"""The figures of a unit in a form that is given from above, filled in where the form says so."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from baise_desktop.app.desk import Desk
from baise_desktop.app.files.output_file import write_whole
from baise_desktop.app.results.figures import FigureRow, FigureTable, figure_table
from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.report.splice import Filled, OfficialForm, read_official_form
from baise_desktop.texts import say

_MOST_TOLD = 5


def fill_official_form(
    desk: Desk,
    plan: str,
    as_of: date,
    template: Path,
    out: Path,
    now: datetime,
    *,
    unit: str | None = None,
    accepted_only: bool = False,
) -> tuple[Path, ...]:
    """Write the form of one unit, or into a folder one for each unit.

    Args:
        desk: the city's, or a unit's for its own rows.
        plan: plan id.
        as_of: the day, inclusive.
        template: the form; `{{name}}` in a cell asks for a figure by the target's name or id, `{{name：要求}}` for what
            is required.
        out: a file, or a folder when it has no suffix.
        now: for the date of filling in.
        unit: as in `figure_table`; without one a file is the whole city's, and a folder every unit's.
        accepted_only: as in `figure_table`.

    Raises:
        BaiseError: PLAN_UNKNOWN, AS_OF, SUFFIX, OUT_FOLDER, FORM_NAME_UNKNOWN, and those of `read_official_form`.
    """
    single = bool(out.suffix)
    if single and out.suffix.lower() != ".xlsx":
        raise BaiseError("SUFFIX", file=out.name)
    try:
        form = read_official_form(template)
    except OSError as cause:
        raise BaiseError("FILE_UNREADABLE", file=template, reason=disk_reason(cause)) from cause
    asked = unit if unit is not None or not single else ""
    table = figure_table(desk, plan, as_of, asked, accepted_only=accepted_only)
    units = tuple(dict.fromkeys(row.unit_id for row in table.rows))
    written = []
    for each in units[:1] if single else units:
        rows = [row for row in table.rows if row.unit_id == each]
        values = _values(desk, table, rows, now)
        _require_known(form, values, template)
        target = out if single else out / f"{rows[0].unit_name}.xlsx"
        written.append(write_whole(target, form.fill(values)))
    return tuple(written)


def _values(desk: Desk, table: FigureTable, rows: list[FigureRow], now: datetime) -> Mapping[str, Filled]:
    plan = desk.catalogue.plans[table.plan]
    # A target that is counted for the city alone is asked for in the forms of units too.
    blank = {
        name: None
        for target in desk.catalogue.targets.values()
        if target.plan == plan.id
        for name in _names(target.id, target.name)
    }
    return {
        **blank,
        say("official.unit"): rows[0].unit_name,
        say("official.plan"): plan.full_name,
        say("official.as_of"): table.as_of,
        say("official.today"): now.astimezone().date(),
        **dict(pair for row in rows for pair in _pairs(row)),
    }


def _names(target: str, name: str) -> Iterator[str]:
    for each in (target, name):
        yield from (each, f"{each}：{say('official.requirement')}", f"{each}：{say('official.gap')}")


def _pairs(row: FigureRow) -> Iterator[tuple[str, Filled]]:
    values = (_number(row.figure), row.requirement, row.gap)
    yield from zip(_names(row.target, row.name), (*values, *values), strict=True)


def _number(text: str) -> Filled:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text or None


def _require_known(form: OfficialForm, values: Mapping[str, Filled], template: Path) -> None:
    unknown = [name for name in form.names if name not in values]
    if unknown:
        shown = "、".join("".join(each for each in name if each.isprintable())[:40] for name in unknown[:_MOST_TOLD])
        raise BaiseError("FORM_NAME_UNKNOWN", file=template.name, count=len(unknown), names=shown)
