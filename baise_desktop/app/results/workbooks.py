"""Workbooks: a submission's ledgers and answers, and the table of figures."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from baise_desktop.app.desk import Desk
from baise_desktop.app.entry.row_start import context_for
from baise_desktop.app.installation.home import owed_here
from baise_desktop.app.installation.naming import name_on
from baise_desktop.app.results.figures import FigureTable, title_of
from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Field, FieldType, Form, FormKind
from baise_desktop.form.fields import show
from baise_desktop.form.period import parse_period
from baise_desktop.form.record import Record
from baise_desktop.form.value import Absent, Missing, Value
from baise_desktop.report.csv_text import render_csv
from baise_desktop.report.excel import render_workbook
from baise_desktop.report.table import Cell, Table, TableColumn
from baise_desktop.store.entries import list_submission_entries
from baise_desktop.texts import say

_TYPED = (FieldType.INTEGER, FieldType.DECIMAL, FieldType.DATE, FieldType.DATETIME)


def submission_workbook(desk: Desk, plan: str, period: str, created_on: date) -> bytes:
    """One sheet for all answers to tasks and targets, and one for each register that has rows."""
    forms = {form.id: form for form in owed_here(desk, plan, period)}
    entries = list_submission_entries(desk.store, desk.office.unit, plan, period, forms)
    records: dict[str, list[Record]] = {form: [] for form in forms}
    for entry in entries:
        records[entry.record.form].append(entry.record)
    answers = tuple(row for form in forms.values() for row in _answers(desk, form, records[form.id]))
    columns = tuple(TableColumn(say(f"report_words.{key}")) for key in ("form", "question", "answer"))
    tables = [Table(say("report_words.answers"), columns, answers)]
    tables += [
        _ledger(desk, form, records[form.id], parse_period(period).end)
        for form in forms.values()
        if form.kind is FormKind.REGISTER and records[form.id]
    ]
    unit = name_on(desk, desk.office.unit, parse_period(period).end)
    return render_workbook(tables, title=f"{unit} {period}", author=unit, created_on=created_on)


def _answers(desk: Desk, form: Form, records: list[Record]) -> Iterator[tuple[Cell, ...]]:
    if form.kind is FormKind.REGISTER:
        return
    for record in records:
        context = desk.context.on(parse_period(record.period).end)
        for field in form.fields:
            if field.type is not FieldType.COMPUTED:
                yield form.title, field.name, show(record.values.get(field.key), field, context)


def _ledger(desk: Desk, form: Form, records: list[Record], day: date) -> Table:
    fields = [field for field in form.fields if field.type is not FieldType.EVIDENCE]
    context = context_for(desk, form).on(day)
    columns = tuple(
        TableColumn(field.name, field.unit, field.decimals if field.type is FieldType.DECIMAL else None)
        for field in fields
    )
    rows = tuple(tuple(_cell(field, record.values.get(field.key), context) for field in fields) for record in records)
    return Table(form.title, columns, rows)


def _cell(field: Field, value: Value, context: FieldContext) -> Cell:
    if isinstance(value, Absent | Missing):
        return value
    if field.type in _TYPED and isinstance(value, int | Decimal | date | datetime):
        return value
    return None if value is None else show(value, field, context)


def figures_workbook(desk: Desk, table: FigureTable, created_on: date) -> bytes:
    """The table of figures as one sheet."""
    title, author = title_of(desk, table), say("figures.office")
    return render_workbook([_figures(table)], title=title, author=author, created_on=created_on)


def figures_csv(table: FigureTable) -> bytes:
    """The same as CSV."""
    return render_csv(_figures(table))


def _figures(table: FigureTable) -> Table:
    keys = ("target", "unit", "requirement", "figure", "measure", "gap", "completion", "lead", "met", "light", "note")
    units, decimals = {"completion": "%"}, {"completion": 2, "lead": 2}
    columns = tuple(TableColumn(say(f"report_words.{key}"), units.get(key, ""), decimals.get(key)) for key in keys)
    rows = tuple(
        (
            row.name,
            row.unit_name,
            row.requirement,
            Decimal(row.figure) if row.figure else row.figure_words or None,
            row.measure,
            row.gap,
            Decimal(row.completion.rstrip("%")) if row.completion else None,
            Decimal(row.lead) if row.lead else None,
            row.met_words,
            row.light_words,
            row.note,
        )
        for row in table.rows
    )
    return Table(say("report_words.figures"), columns, rows, note=f"{table.counted_words}。{table.light_rule}")
