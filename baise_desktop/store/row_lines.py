"""The live rows of a sheet as the table holds them, some at a time: a grid may have more than anybody waits for."""

import json
from collections.abc import Iterable

from baise_desktop.store.database import Store
from baise_desktop.store.entries import Sheet

Line = tuple[str, str, str, str]
"""Row id, canonical line, unaccepted texts as JSON, digest over the last two."""
_LIVE = "unit = ? AND period = ? AND plan = ? AND form = ? AND deleted = 0"
_LINES = f"SELECT row_id, body, wrong, digest FROM entry WHERE {_LIVE}"  # noqa: S608 - constant text


def measure_sheet(store: Store, sheet: Sheet) -> int:
    """How many live rows a sheet has, without reading them."""
    ((count,),) = store.query(f"SELECT count(*) FROM entry WHERE {_LIVE}", sheet.key)  # noqa: S608 - constant text
    return int(count)


def list_lines(store: Store, sheet: Sheet, most: int = -1, *, skipped: int = 0) -> list[Line]:
    """Live rows in the order of their making.

    Args:
        store: of the unit.
        sheet: that the rows are in.
        most: how many; all of them when negative.
        skipped: how many rows are passed over.
    """
    return store.query(f"{_LINES} ORDER BY row_id LIMIT ? OFFSET ?", (*sheet.key, most, skipped))


def list_lines_after(store: Store, sheet: Sheet, row_id: str, most: int) -> list[Line]:
    """So many of the live rows that follow a row, which need not be there; '' begins."""
    return store.query(f"{_LINES} AND row_id > ? ORDER BY row_id LIMIT ?", (*sheet.key, row_id, most))


def list_digests(store: Store, sheet: Sheet) -> list[tuple[str, str]]:
    """Id and digest of every live row, in the order of their making."""
    sql = f"SELECT row_id, digest FROM entry WHERE {_LIVE} ORDER BY row_id"  # noqa: S608 - constant text
    return store.query(sql, sheet.key)


def list_chosen_lines(store: Store, sheet: Sheet, row_ids: Iterable[str]) -> list[Line]:
    """Those of some rows that are live, in the order of their making."""
    sql = f"{_LINES} AND row_id IN (SELECT value FROM json_each(?)) ORDER BY row_id"  # noqa: S608 - constant text
    return store.query(sql, (*sheet.key, json.dumps(list(row_ids))))
