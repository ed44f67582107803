"""Sums, shares and counts over register rows, exact."""

from collections.abc import Sequence
from decimal import Decimal, localcontext

from baise_desktop.form.definition import IndicatorSource
from baise_desktop.form.formula import parse_formula
from baise_desktop.form.period import parse_period
from baise_desktop.form.value import Absent, Missing, Value
from baise_desktop.progress.row import QuestionScope, Row

HUNDRED = Decimal(100)


def distinct_rows(rows: Sequence[Row], keys: Sequence[str]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The first row of each key, and the others. A row whose key has a part without a value stands for itself."""
    if not keys:
        return tuple(rows), ()
    first: dict[tuple[Value, ...], Row] = {}
    repeated = []
    for row in rows:
        key: tuple[Value, ...] = tuple(row.values.get(name) for name in keys)
        if any(part is None or isinstance(part, Absent | Missing) for part in key):
            key = (row.row_id,)
        if key in first:
            repeated.append(row)
        first.setdefault(key, row)
    return tuple(first.values()), tuple(repeated)


def number_in(row: Row, key: str) -> Decimal:
    """The number of a cell; zero where it holds none."""
    value = row.values.get(key)
    return Decimal(value) if isinstance(value, int | Decimal) else Decimal(0)


def gives(row: Row, part: str) -> bool:
    """Whether a row has what a sum needs: a number in the column; a formula is answered by every row."""
    return part.startswith("=") or isinstance(row.values.get(part), int | Decimal)


def portion(rows: Sequence[Row], part: str) -> Decimal:
    """The sum of a column; or, written as a formula, the number of rows it holds for."""
    if part.startswith("="):
        condition = parse_formula(part)
        return Decimal(sum(1 for row in rows if condition.evaluate(QuestionScope(row, {})) is True))
    return sum((number_in(row, part) for row in rows), Decimal(0))


def percentage(numerator: Decimal, denominator: Decimal) -> Decimal:
    """One number as percent of another, to 34 digits."""
    with localcontext() as context:
        context.prec = 34
        return numerator / denominator * HUNDRED


def newest_number(rows: Sequence[Row], key: str) -> tuple[Decimal, Row] | None:
    """The number last reported: several rows about one year are one statistic and its corrections."""
    ordered = sorted(rows, key=lambda row: (parse_period(row.record.period).end, row.row_id))
    numbers = [row for row in ordered if isinstance(row.values.get(key), int | Decimal)]
    return (number_in(numbers[-1], key), numbers[-1]) if numbers else None


def stated_number(rows: Sequence[Row], source: IndicatorSource) -> tuple[Decimal, Row] | None:
    """The number last reported in the column that the source reads."""
    return newest_number(rows, source.value)


def stated_share(rows: Sequence[Row], source: IndicatorSource) -> tuple[Decimal, Row] | None:
    """Numerator over denominator in percent, of the row last reported that has both."""
    found = newest_number([row for row in rows if gives(row, source.numerator)], source.denominator)
    if found is None or not found[0]:
        return None
    return percentage(number_in(found[1], source.numerator), found[0]), found[1]
