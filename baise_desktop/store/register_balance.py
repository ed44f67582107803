"""How a register came from its opening to its closing balance: rows new, changed and gone, and what columns add up to.

The opening balance is what the period that rows were carried from holds of them now, so that a correction of the
earlier period shows here at once; what rows of it never came over is counted apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Field
from baise_desktop.store.cells import Binder, read_cell
from baise_desktop.store.database import Store
from baise_desktop.store.entries import Sheet
from baise_desktop.store.filters import Filter

_HALF = 32
Movement = Literal["kept", "changed", "added", "gone"]


@dataclass(frozen=True, slots=True)
class CarrySource:
    """Where the rows of a register were carried from."""

    plan: str
    period: str


@dataclass(frozen=True, slots=True)
class ColumnBalance:
    """What a number column adds up to."""

    field: str
    opening: Decimal
    added: Decimal
    """In rows that are new."""
    changed: Decimal
    """Difference that changes of carried rows made."""
    gone: Decimal
    """In rows taken out, as they opened."""
    closing: Decimal


def find_source(store: Store, sheet: Sheet) -> CarrySource | None:
    """Plan and period that a register was carried from; None when it opened blank."""
    sql = "SELECT from_plan, from_period FROM carry WHERE unit = ? AND period = ? AND plan = ? AND form = ?"
    rows = store.query(sql, sheet.key)
    return CarrySource(*rows[0]) if rows else None


# `was` are the source's live rows, `here` the rows of the period with their tombstones. Every join names the whole key:
# it is then one look into the table for each row, and never a search.
_HERE = "here.unit = :unit AND here.period = :period AND here.plan = :plan AND here.form = :form"
_WAS = """
    was.unit = :unit AND was.period = :from_period AND was.plan = :from_plan AND was.form = :form AND was.deleted = 0
"""
_FROM_HERE = f"entry AS here LEFT JOIN entry AS was ON {_WAS} AND was.row_id = here.row_id"
_BOTH = f"entry AS here JOIN entry AS was ON {_WAS} AND was.row_id = here.row_id"
_CHANGED = """(
    json_extract(was.body, '$.values') IS NOT json_extract(here.body, '$.values')
    OR json_extract(was.body, '$.evidence') IS NOT json_extract(here.body, '$.evidence')
    OR was.wrong IS NOT here.wrong
)"""
_MOVEMENTS = f"""
    SELECT here.row_id,
        CASE
            WHEN was.row_id IS NULL THEN 'added'
            WHEN here.deleted = 1 THEN 'gone'
            WHEN {_CHANGED} THEN 'changed'
            ELSE 'kept'
        END
    FROM {_FROM_HERE}
    WHERE {_HERE} AND (here.deleted = 0 OR was.row_id IS NOT NULL)
    ORDER BY here.row_id
"""  # noqa: S608 - constant text
_LEFT_BEHIND = f"""
    SELECT count(*) FROM entry AS was LEFT JOIN entry AS here ON {_HERE} AND here.row_id = was.row_id
    WHERE {_WAS} AND here.row_id IS NULL
"""  # noqa: S608 - constant text
_CHANGES = f"""
    SELECT was.body, was.wrong, here.body, here.wrong FROM {_BOTH}
    WHERE {_HERE} AND here.deleted = 0 AND {_CHANGED} ORDER BY here.row_id LIMIT :most
"""  # noqa: S608 - constant text
_PARTS = f"""
    SELECT 'closing' AS part, here.body AS body FROM entry AS here WHERE {_HERE} AND here.deleted = 0
    UNION ALL SELECT 'added', here.body FROM {_FROM_HERE} WHERE {_HERE} AND here.deleted = 0 AND was.row_id IS NULL
    UNION ALL SELECT 'gone', was.body FROM {_BOTH} WHERE {_HERE} AND here.deleted = 1
    UNION ALL SELECT 'before', was.body FROM {_BOTH} WHERE {_HERE} AND here.deleted = 0 AND {_CHANGED}
    UNION ALL SELECT 'after', here.body FROM {_BOTH} WHERE {_HERE} AND here.deleted = 0 AND {_CHANGED}
"""  # noqa: S608 - constant text


def list_movements(store: Store, sheet: Sheet, source: CarrySource | None) -> dict[str, Movement]:
    """What became of each row, by row id; a row that came and went within the period is not there."""
    return dict(store.query(_MOVEMENTS, _keys(sheet, source)))


def count_left_behind(store: Store, sheet: Sheet, source: CarrySource | None) -> int:
    """How many live rows of the source never came over, because the source was changed after the period opened."""
    ((count,),) = store.query(_LEFT_BEHIND, _keys(sheet, source))
    return int(count)


def list_changes(store: Store, sheet: Sheet, source: CarrySource | None, most: int) -> list[tuple[str, str, str, str]]:
    """Canonical line and unaccepted texts at opening and now of up to `most` rows that were changed."""
    return store.query(_CHANGES, {**_keys(sheet, source), "most": most})


def sum_columns(
    store: Store, sheet: Sheet, source: CarrySource | None, fields: Sequence[Field], context: FieldContext
) -> tuple[ColumnBalance, ...]:
    """The balance of number columns; a cell that holds no number adds nothing."""
    if not fields:
        return ()
    binder = Binder("c")
    cells = [cell for each in fields if (cell := read_cell(each, context, binder)) is not None]
    # Two halves: SQLite calls a sum too big by the order of its rows, not by what it comes to.
    sums = ", ".join(f"sum({cell.sql} >> {_HALF}), sum({cell.sql} & {2**_HALF - 1})" for cell in cells)
    sql = f"SELECT part, {sums} FROM ({_PARTS}) GROUP BY part"  # noqa: S608 - values are bound
    totals = {part: halves for part, *halves in store.query(sql, {**_keys(sheet, source), **binder.values})}
    return tuple(
        _column(field.key, number, cell.decimals, totals)
        for number, (field, cell) in enumerate(zip(fields, cells, strict=True))
    )


def list_counted(store: Store, sheet: Sheet, condition: Filter) -> frozenset[str]:
    """Ids of the live rows of a sheet that a filter is true of."""
    sql = f"""
        SELECT row_id FROM entry
        WHERE unit = :unit AND period = :period AND plan = :plan AND form = :form AND deleted = 0 AND {condition.sql}
    """  # noqa: S608 - values are bound, names the program's
    return frozenset(row_id for (row_id,) in store.query(sql, {**_keys(sheet, None), **condition.values}))


def _column(field: str, number: int, decimals: int, totals: Mapping[str, Sequence[int | None]]) -> ColumnBalance:
    def total(part: str) -> Decimal:
        high, low = (totals.get(part) or [0] * (2 * number + 2))[2 * number : 2 * number + 2]
        return Decimal(((high or 0) << _HALF) + (low or 0)).scaleb(-decimals)

    added, changed, gone = total("added"), total("after") - total("before"), total("gone")
    # Every row of the opening balance is kept, changed or gone: it need not be read once more.
    opening = total("closing") - added - changed + gone
    return ColumnBalance(field, opening, added, changed, gone, total("closing"))


def _keys(sheet: Sheet, source: CarrySource | None) -> dict[str, object]:
    from_plan, from_period = (source.plan, source.period) if source else ("", "")
    return {
        "unit": sheet.unit,
        "plan": sheet.plan,
        "period": sheet.period,
        "form": sheet.form,
        "from_plan": from_plan,
        "from_period": from_period,
    }
