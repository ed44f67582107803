"""Notes on cells: they belong to a submission and stay in this store."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from baise_desktop.store import journal
from baise_desktop.store.database import Store
from baise_desktop.store.instant import to_text
from baise_desktop.store.rows import put_row
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote on a cell."""

    form: str
    row_id: str
    field: str
    text: str
    at: str
    """UTC."""


def list_notes(store: Store, unit: str, plan: str, period: str) -> Sequence[Note]:
    """The notes of a submission, the newest first."""
    sql = """
        SELECT form, row_id, field, text, at FROM note WHERE unit = ? AND period = ? AND plan = ?
        ORDER BY at DESC, form, row_id, field
    """
    return [Note(*row) for row in store.query(sql, (unit, period, plan))]


def put_note(store: Store, unit: str, plan: str, period: str, note: Note, by: str, now: datetime) -> None:
    """Write a note in the place of an earlier one; an empty text takes it away.

    Notes say nothing about what is reported, so they may be written after a signature too.
    """
    key = {"unit": unit, "period": period, "plan": plan, "form": note.form, "row_id": note.row_id, "field": note.field}
    with store.write() as connection:
        if note.text:
            put_row(connection, "note", {**key, "text": note.text, "at": to_text(now)})
        else:
            where = " AND ".join(f"{name} = ?" for name in key)
            connection.execute(f"DELETE FROM note WHERE {where}", tuple(key.values()))  # noqa: S608 - constant names
        journal.append(connection, by, say("journal.note"), key, now)
