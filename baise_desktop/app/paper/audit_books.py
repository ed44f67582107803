"""How the registers of a submission balance, and what its targets' figures rest on, as a 核对表 shows it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from baise_desktop.app.checks.balance import Balance, list_summable, read_balance
from baise_desktop.app.desk import Desk
from baise_desktop.app.paper.paper_head import column_names
from baise_desktop.app.results.figures import FigureRow, figure_table, show_own_requirement
from baise_desktop.app.results.target_rows import list_sources
from baise_desktop.form.definition import Form, FormKind
from baise_desktop.form.period import parse_period
from baise_desktop.report.table import Cell, Table
from baise_desktop.report.unit_paper import PaperPart
from baise_desktop.store.entries import Sheet
from baise_desktop.texts import say


def balance_parts(desk: Desk, plan: str, period: str, forms: Mapping[str, Form]) -> Iterator[PaperPart]:
    """Rows of each register from opening to closing, then the sums of its number columns."""
    registers = [form for form in forms.values() if form.kind is FormKind.REGISTER]
    found = [(form, read_balance(desk, Sheet(desk.office.unit, plan, period, form.id))) for form in registers]
    moved = [(form, balance) for form, balance in found if balance.source or balance.closing]
    if registers:
        idle = [form.title for form, balance in found if not (balance.source or balance.closing)]
        yield _rows_part(moved, idle)
    if moved:
        title, columns = say("papers.audit_part_sums"), column_names("audit_sums", center=(2,))
        # where nothing was carried over there is nothing to compare, and paper need not hold it
        carried = tuple(_sums([(form, balance) for form, balance in moved if balance.source]))
        texts = () if carried else (say("papers.no_sums"),)
        sheet = Table(title, columns, tuple(_sums(moved)))
        yield PaperPart(title=title, texts=texts, table=Table(title, columns, carried), sheet=sheet)


def _rows_part(moved: list[tuple[Form, Balance]], idle: list[str]) -> PaperPart:
    title = say("papers.audit_part_balances")
    rows = tuple(
        (form.title, each.opening, each.added, each.changed, each.gone, each.closing, each.source or _no_opening())
        for form, each in moved
    )
    rule = (say("papers.balance_rule"),) if rows else ()
    without = (say("report.no_registers", titles="、".join(idle)),) if idle else ()
    return PaperPart(title=title, texts=(*rule, *without), table=Table(title, column_names("audit_balances"), rows))


def _no_opening() -> str:
    return say("papers.no_opening")


def _sums(moved: list[tuple[Form, Balance]]) -> Iterator[tuple[Cell, ...]]:
    for form, balance in moved:
        fields = {field.key: field for field in list_summable(form)}
        for each in balance.sums:
            if any((each.opening, each.closing, each.added, each.gone)):
                field, change = fields[each.field], each.closing - each.opening
                yield (
                    form.title,
                    field.name,
                    field.unit,
                    *(_plain(amount) for amount in (each.opening, change, each.closing)),
                )


def _plain(amount: Decimal) -> Decimal:
    """Without the zeros that only say how exactly it is kept."""
    return Decimal(f"{amount.normalize():f}")


def figure_parts(desk: Desk, unit: str, plan: str, period: str, forms: Mapping[str, Form]) -> Iterator[PaperPart]:
    """The figure of each target that the submission bears on, beside the registers it is computed from."""
    rows = tuple(_figures(desk, unit, plan, period, forms))
    if rows:
        title, columns = say("papers.audit_part_figures"), column_names("audit_figures", center=(3, 5), right=(2,))
        if not any(row[-1] for row in rows):  # no note anywhere
            columns, rows = columns[:-1], tuple(row[:-1] for row in rows)
        text = say("papers.audit_figures_note")
        yield PaperPart(title=title, texts=(text,), table=Table(title, columns, rows))


def _figures(desk: Desk, unit: str, plan: str, period: str, forms: Mapping[str, Form]) -> Iterator[tuple[Cell, ...]]:
    for row in figure_table(desk, plan, parse_period(period).end, unit).rows:
        sources = [source.register for source in list_sources(desk, row.target)]
        if row.target in forms or any(source in forms for source in sources):
            yield _figure(desk, row, sources)


def _figure(desk: Desk, row: FigureRow, sources: list[str]) -> tuple[Cell, ...]:
    return (
        row.name,
        show_own_requirement(desk.catalogue.targets[row.target], row),
        Decimal(row.figure) if row.figure else row.figure_words,
        row.measure if row.figure else "",
        row.rows,
        row.met_words,
        "、".join(desk.catalogue.registers[source].title for source in sources),
        row.note,
    )
