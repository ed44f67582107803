"""Rows whose source was changed after they had been carried over: what of it can be taken over again.

A carried row keeps the time of its last change. What changed in the source since the carry-over is therefore later than
it; what somebody changed here since then is left alone and only named.
"""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from baise_desktop.store import figure_cache, journal, steps
from baise_desktop.store.database import Store
from baise_desktop.store.entries import Sheet, erase_entries
from baise_desktop.store.locks import refuse_locked
from baise_desktop.store.register_balance import CarrySource
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True)
class SourceChanges:
    """Row ids."""

    fresh: tuple[str, ...] = ()
    """Changed in the source, or new there; not touched here."""
    gone: tuple[str, ...] = ()
    """Taken out of the source, not touched here."""
    edited: tuple[str, ...] = ()
    """Changed in the source and here as well."""

    @property
    def count(self) -> int:
        """How many rows can be taken over again."""
        return len(self.fresh) + len(self.gone)

    @property
    def any(self) -> bool:
        """Whether the source says anything else by now."""
        return bool(self.count or self.edited)


def find_carry_time(store: Store, unit: str, plan: str, period: str) -> str:
    """When rows were first carried into a submission, ISO 8601 UTC; empty when none were."""
    sql = """
        SELECT at FROM journal WHERE act = ? AND json_extract(detail, '$.unit') = ?
            AND json_extract(detail, '$.plan') = ? AND json_extract(detail, '$.period') = ?
        ORDER BY number LIMIT 1
    """
    rows = store.query(sql, (say("store.act_carry_over"), unit, plan, period))
    return str(rows[0][0]) if rows else ""


_HERE = "here.unit = :unit AND here.period = :period AND here.plan = :plan AND here.form = :form"
_WAS = "was.unit = :unit AND was.period = :from_period AND was.plan = :from_plan AND was.form = :form"
_SAME = """
    json_extract({one}, '$.values') IS json_extract({other}, '$.values')
    AND json_extract({one}, '$.evidence') IS json_extract({other}, '$.evidence')
"""
# A row is untouched here when it is older than the carry-over, or still as some signed version of the source has it.
_CHANGED = f"""
    SELECT here.row_id, was.deleted,
        json_extract(here.body, '$.updated_at') < :since OR EXISTS (
            SELECT 1 FROM package JOIN revision ON revision.package = package.id
            WHERE package.unit = :unit AND package.period = :from_period AND package.plan = :from_plan
                AND package.direction = 'out' AND revision.form = :form AND revision.row_id = here.row_id
                AND json_extract(revision.body, '$.updated_at') IS json_extract(here.body, '$.updated_at')
                AND {_SAME.format(one="revision.body", other="here.body")}
        )
    FROM entry AS was JOIN entry AS here ON {_HERE} AND here.row_id = was.row_id
    WHERE {_WAS} AND here.carried = 1 AND json_extract(was.body, '$.updated_at') >= :since
        AND (here.deleted <> was.deleted OR was.wrong IS NOT here.wrong
            OR NOT ({_SAME.format(one="was.body", other="here.body")}))
    ORDER BY here.row_id
"""  # noqa: S608 - constant text
# A row that no package holds leaves no tombstone when it is taken out.
_VANISHED = f"""
    SELECT here.row_id, 1, json_extract(here.body, '$.updated_at') < :since
    FROM entry AS here LEFT JOIN entry AS was ON {_WAS} AND was.row_id = here.row_id
    WHERE {_HERE} AND here.carried = 1 AND here.deleted = 0 AND was.row_id IS NULL ORDER BY here.row_id
"""  # noqa: S608 - constant text
_NEW = f"""
    SELECT was.row_id FROM entry AS was LEFT JOIN entry AS here ON {_HERE} AND here.row_id = was.row_id
    WHERE {_WAS} AND was.deleted = 0 AND here.row_id IS NULL ORDER BY was.row_id
"""  # noqa: S608 - constant text


def find_source_changes(store: Store, sheet: Sheet, source: CarrySource, since: str) -> SourceChanges:
    """What the source of a register says otherwise since the carry-over.

    Args:
        store: of the unit.
        sheet: of the register.
        source: of its rows.
        since: of `find_carry_time`.
    """
    with store.snapshot() as connection:
        return _find(connection, sheet, source, since)


def carry_again(store: Store, sheet: Sheet, source: CarrySource, since: str, actor: str, now: datetime) -> int:
    """Take over again what the source has by now, but for rows changed here; one step.

    Returns:
        How many rows came over.

    Raises:
        BaiseError: LOCKED once someone has signed.
    """
    act = say("store.act_carry_again")
    with store.write() as connection:
        refuse_locked(connection, sheet.unit, sheet.plan, sheet.period)
        changes = _find(connection, sheet, source, since)
        rows = [*changes.fresh, *changes.gone]
        if not rows:
            return 0
        place = steps.Place(sheet.unit, sheet.plan, sheet.period, sheet.form)
        with steps.recorded(connection, place, rows, act, now):
            keys = _keys(sheet, source)
            connection.executemany(_COPY, ({**keys, "row_id": row_id} for row_id in changes.fresh))
            if changes.gone:
                erase_entries(connection, sheet, changes.gone, actor, act, now)
        figure_cache.forget_registers(connection, (sheet.form,))
        journal.append(connection, actor, act, {"form": sheet.form, "rows": len(rows), "first": rows[0]}, now)
    return len(rows)


_COPY = """
    INSERT INTO entry (unit, period, plan, form, row_id, deleted, carried, wrong, body, digest)
    SELECT unit, :period, :plan, form, row_id, 0, 1, wrong, carried_body, digest_entry(carried_body, wrong, 1)
    FROM (
        SELECT *, json_set(body, '$.period', :period, '$.plan', :plan) AS carried_body FROM entry
        WHERE unit = :unit AND period = :from_period AND plan = :from_plan AND form = :form AND row_id = :row_id
            AND deleted = 0
    )
    WHERE true
    ON CONFLICT (unit, period, plan, form, row_id) DO UPDATE SET
        deleted = 0, carried = 1, wrong = excluded.wrong, body = excluded.body, digest = excluded.digest
"""


def _find(connection: sqlite3.Connection, sheet: Sheet, source: CarrySource, since: str) -> SourceChanges:
    keys = {**_keys(sheet, source), "since": since}
    fresh = [row_id for (row_id,) in connection.execute(_NEW, keys)]
    gone: list[str] = []
    edited: list[str] = []
    for sql in (_CHANGED, _VANISHED) if since else ():
        for row_id, deleted, untouched in connection.execute(sql, keys):
            (edited if not untouched else gone if deleted else fresh).append(row_id)
    return SourceChanges(tuple(fresh), tuple(gone), tuple(edited))


def _keys(sheet: Sheet, source: CarrySource) -> dict[str, str]:
    return {
        "unit": sheet.unit,
        "plan": sheet.plan,
        "period": sheet.period,
        "form": sheet.form,
        "from_plan": source.plan,
        "from_period": source.period,
    }
