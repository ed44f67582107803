"""How many rows a filter lets through, what they add up to, and how many different things they name."""

from decimal import Decimal

from baise_desktop.errors import BaiseError
from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Field
from baise_desktop.store.cells import Binder, Cell, read_cell
from baise_desktop.store.database import Store
from baise_desktop.store.filters import Filter
from baise_desktop.store.queries import RowQuery

SCALE = 6
"""Sums are whole numbers of 10^-6, whatever the field's own decimals. Source: design section 5, exact decimals."""
_LARGEST = 2**63 - 1
_HALF = 32
_POWERS: tuple[int, ...] = tuple(10 ** (SCALE - decimals) for decimals in range(SCALE + 1))


def count_rows(store: Store, rows: RowQuery, condition: Filter) -> int:
    """How many rows the condition is true of."""
    (count,) = _ask(store, rows, condition, "count(*)", Binder("c"))
    return count


def sum_field(store: Store, rows: RowQuery, condition: Filter, question: Field, context: FieldContext) -> int:
    """What a number field adds up to over the rows that the condition is true of; missing adds nothing.

    Returns:
        Whole number of 10^-6.

    Raises:
        BaiseError: FILTER_SUBSET for a field that is not a stored number; SUM_TOO_BIG beyond 64 bits.
    """
    binder = Binder("c")
    cell = _cell(question, context, binder)
    if cell.decimals > SCALE or cell.type is not Decimal:
        raise BaiseError("FILTER_SUBSET", text=question.name, part=question.name)
    # Two halves: SQLite calls a sum too big by the order of its rows, not by what it comes to.
    sums = f"coalesce(sum({cell.sql} >> {_HALF}), 0), coalesce(sum({cell.sql} & {2**_HALF - 1}), 0)"
    high, low = _ask(store, rows, condition, sums, binder)
    total = ((high << _HALF) + low) * _POWERS[cell.decimals]
    if abs(total) > _LARGEST:
        raise BaiseError("SUM_TOO_BIG", field=question.name)
    return total


def count_distinct(store: Store, rows: RowQuery, condition: Filter, question: Field, context: FieldContext) -> int:
    """How many different values a field has in the rows that the condition is true of; missing is none of them.

    Raises:
        BaiseError: FILTER_SUBSET for a field that only Python reads.
    """
    binder = Binder("c")
    (count,) = _ask(store, rows, condition, f"count(DISTINCT {_cell(question, context, binder).sql})", binder)
    return count


def _cell(question: Field, context: FieldContext, binder: Binder) -> Cell:
    cell = read_cell(question, context, binder)
    if cell is None:
        raise BaiseError("FILTER_SUBSET", text=question.name, part=question.name)
    return cell


def _ask(store: Store, rows: RowQuery, condition: Filter, wanted: str, binder: Binder) -> tuple[int, ...]:
    source = rows.sql.rstrip().removesuffix(";")
    sql = f"SELECT {wanted} FROM ({source}) WHERE {condition.sql}"  # noqa: S608 - values are bound, names the program's
    (counts,) = store.query(sql, {**rows.values, **condition.values, **binder.values})
    return counts
