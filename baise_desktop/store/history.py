"""What a unit filled in, period by period: what rules that look back compare with."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from baise_desktop.store.database import Store


@dataclass(frozen=True, slots=True)
class PastEntry:
    """One row as one period's submission has it, sent or not."""

    plan: str
    period: str
    form: str
    row_id: str
    deleted: bool
    body: bytes
    """Canonical JSON line of the record."""


def list_history(
    store: Store, unit: str, forms: Iterable[str], but: str, named: Iterable[str]
) -> tuple[PastEntry, ...]:
    """Rows of some forms in every period and plan, tombstones too; in the period `but` only those of forms `named`."""
    chosen = "SELECT plan, period, form, row_id, deleted, body FROM entry WHERE unit = ?1 AND"
    sql = f"""
        {chosen} period < ?2 AND form IN (SELECT value FROM json_each(?3))
        UNION ALL {chosen} period > ?2 AND form IN (SELECT value FROM json_each(?3))
        UNION ALL {chosen} period = ?2 AND form IN (SELECT value FROM json_each(?4))
        ORDER BY period, plan, form, row_id
    """  # noqa: S608 - constant text
    rows = store.query(sql, (unit, but, json.dumps(sorted(forms)), json.dumps(sorted(named))))
    return tuple(
        PastEntry(plan, period, form, row_id, bool(deleted), body.encode())
        for plan, period, form, row_id, deleted, body in rows
    )


def list_row_history(store: Store, unit: str, form: str, row_id: str) -> tuple[PastEntry, ...]:
    """One row in every period and plan."""
    sql = """
        SELECT plan, period, form, row_id, deleted, body FROM entry
        WHERE unit = ? AND form = ? AND row_id = ? ORDER BY period, plan
    """
    rows = store.query(sql, (unit, form, row_id))
    return tuple(
        PastEntry(plan, period, form, row_id, bool(deleted), body.encode())
        for plan, period, form, row_id, deleted, body in rows
    )


def list_counted_history(store: Store, forms: Iterable[str], identities: Iterable[str]) -> tuple[PastEntry, ...]:
    """Every row of some forms as submissions that the city holds have it, tombstones too."""
    sql = """
        SELECT plan, period, form, row_id, deleted, body
        FROM json_each(?) AS counted
        JOIN package ON package.identity = counted.value
        JOIN revision ON revision.package = package.id AND form IN (SELECT value FROM json_each(?))
        ORDER BY period, plan, form, row_id
    """
    rows = store.query(sql, (json.dumps(sorted(identities)), json.dumps(sorted(forms))))
    return tuple(
        PastEntry(plan, period, form, row_id, bool(deleted), body.encode())
        for plan, period, form, row_id, deleted, body in rows
    )
