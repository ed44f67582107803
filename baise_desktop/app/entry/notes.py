"""Notes on cells: written by one key, listed by form, never sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from unicodedata import normalize

from baise_desktop.app.desk import Desk
from baise_desktop.app.entry.filling import CLERK, list_rows
from baise_desktop.app.entry.row_start import context_for
from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import FormKind
from baise_desktop.form.row_names import name_row
from baise_desktop.store import notes
from baise_desktop.store.entries import Sheet
from baise_desktop.store.notes import Note

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class ListedNote:
    """One note, with what people call its cell."""

    note: Note
    form_title: str
    row_name: str
    """Empty for a form of one record; of a row that is not there any more its id's end."""
    field_name: str
    is_live: bool
    """Whether its cell is still there to go to."""


def write_note(desk: Desk, sheet: Sheet, row_id: str, field: str, text: str, now: datetime) -> None:
    """Write a note on a cell; an empty text takes it away. Raises: BaiseError NOTE_LONG."""
    clean = normalize("NFC", text).strip()
    if len(clean) > LONGEST:
        raise BaiseError("NOTE_LONG", most=LONGEST)
    note = Note(sheet.form, row_id, field, clean, "")
    notes.put_note(desk.store, sheet.unit, sheet.plan, sheet.period, note, CLERK, now)


def read_notes(desk: Desk, plan: str, period: str) -> Sequence[Note]:
    """The notes of a submission of this unit, the newest first."""
    return notes.list_notes(desk.store, desk.office.unit, plan, period)


def list_notes(desk: Desk, plan: str, period: str) -> tuple[ListedNote, ...]:
    """The notes of a submission with the names of their cells."""
    written = read_notes(desk, plan, period)
    rows = {form: _names(desk, Sheet(desk.office.unit, plan, period, form)) for form in {each.form for each in written}}
    return tuple(_listed(desk, note, rows[note.form]) for note in written)


def _names(desk: Desk, sheet: Sheet) -> dict[str, str]:
    form = desk.catalogue.forms.get(sheet.form)
    if form is None:
        return {}
    single = form.kind is not FormKind.REGISTER
    context = context_for(desk, form)
    records = (entry.record for entry in list_rows(desk, sheet))
    return {record.row_id: "" if single else name_row(form, record, context) for record in records}


def _listed(desk: Desk, note: Note, rows: dict[str, str]) -> ListedNote:
    form = desk.catalogue.forms.get(note.form)
    field = next((each for each in form.fields if each.key == note.field), None) if form else None
    return ListedNote(
        note,
        form.title if form else note.form,
        rows.get(note.row_id, note.row_id[-6:]),
        field.name if field else note.field,
        is_live=note.row_id in rows and field is not None,
    )
