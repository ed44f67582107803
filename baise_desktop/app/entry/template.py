"""A register as a workbook to be filled in outside the program and imported again without loss."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from baise_desktop.app.desk import Desk
from baise_desktop.app.entry.filling import form_of, list_choices, list_rows, show_cell
from baise_desktop.app.entry.import_columns import importable
from baise_desktop.app.files.output_file import write_whole
from baise_desktop.form.definition import Field, FieldType, Form
from baise_desktop.form.value import Value
from baise_desktop.report.template_book import Filled, Shape, Template, TemplateColumn, render_template
from baise_desktop.store.entries import Entry, Sheet
from baise_desktop.texts import say

_SHAPES: dict[FieldType, Shape] = {
    FieldType.LONGTEXT: "long",
    FieldType.INTEGER: "number",
    FieldType.DECIMAL: "number",
    FieldType.YEAR: "number",
    FieldType.DATE: "date",
}
_OFFERED = (FieldType.CHOICE, FieldType.BOOL, FieldType.UNIT, FieldType.REF)


def write_template(desk: Desk, sheet: Sheet, out: Path, today: date, *, with_rows: bool = True) -> Path:
    """Write the workbook. Raises: BaiseError FORM_UNKNOWN, OUT_FOLDER.

    Args:
        desk: of the unit.
        sheet: that the rows come from and are imported into again.
        out: the file.
        today: its date.
        with_rows: put the rows in that are there.
    """
    form = form_of(desk, sheet)
    fields = importable(form)
    columns = tuple(_column(desk, field) for field in fields)
    entries = list_rows(desk, sheet) if with_rows else ()
    rows = [(entry.record.row_id, [_filled(desk, field, entry) for field in fields]) for entry in entries]
    return write_whole(out, render_template(Template(form.title, columns, rows, _guide(desk, sheet, form)), today))


def _column(desk: Desk, field: Field) -> TemplateColumn:
    offers = tuple(dict.fromkeys(label for _, label in list_choices(desk, field))) if field.type in _OFFERED else ()
    heading = f"{field.name}（{field.unit}）" if field.unit else field.name
    return TemplateColumn(heading, _SHAPES.get(field.type, "text"), field.decimals, offers, field.required, field.note)


def _filled(desk: Desk, field: Field, entry: Entry) -> Filled:
    if field.key in entry.wrong:
        return entry.wrong[field.key]
    value: Value = entry.record.values.get(field.key)
    plain = isinstance(value, int | Decimal) and not isinstance(value, bool)
    if plain or (isinstance(value, date) and not isinstance(value, datetime)):
        return value  # type: ignore[return-value]
    return show_cell(desk, field, value)


def _guide(desk: Desk, sheet: Sheet, form: Form) -> tuple[str, ...]:
    return (
        say("import.guide_title", form=form.title, unit=desk.unit.name, period=sheet.period),
        say("import.guide_rows"),
        say("import.guide_id"),
        say("import.guide_blank"),
        say("import.guide_states"),
        form.grain,
    )
