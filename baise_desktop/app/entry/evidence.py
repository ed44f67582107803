"""佐证: files attached to rows, kept by their content, looked at by their content, never changed unseen."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Literal

from baise_desktop.app.desk import Desk, require_role
from baise_desktop.app.entry.evidence_limits import FILE_LIMIT, limit_of, refuse_total
from baise_desktop.app.entry.filling import CLERK, form_of, list_rows, single_entry
from baise_desktop.app.files.output_file import write_whole
from baise_desktop.app.files.regular_file import opened_regular, shown_name
from baise_desktop.errors import BaiseError
from baise_desktop.form.dates import moment_text
from baise_desktop.form.definition import FieldType, Form, FormKind
from baise_desktop.form.file_kind import FileKind, fit_name, recognise
from baise_desktop.form.record import Record
from baise_desktop.form.value import Evidence, Value
from baise_desktop.store.attachments import attachment_file
from baise_desktop.store.entries import Entry, Sheet, read_entry
from baise_desktop.store.evidence import Copy, Place, bring_back, change_evidence, copy_in, refuse_signed, sweep
from baise_desktop.store.files import digest_file
from baise_desktop.texts import say

State = Literal["held", "missing", "changed"]

_MOST_TO_SHRINK = 100 * 2**20


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """One file that a row names, and whether it is there."""

    evidence: Evidence
    field: str
    """Key of the field; empty for the row itself."""
    state: State
    path: Path
    """Where its content is kept, if it is."""


@dataclass(frozen=True, slots=True)
class Attached:
    """What attaching did."""

    evidence: Evidence
    row_id: str
    already: bool
    """The row had this content before; nothing changed."""


def list_files(desk: Desk, sheet: Sheet, row_id: str, *, thorough: bool = False) -> tuple[AttachedFile, ...]:
    """The files of a row, of the row itself first.

    Args:
        desk: of the unit.
        sheet: that the row is in.
        row_id: of a live row.
        thorough: read every file again to see whether its content is what it was; otherwise its size must do.
    """
    record = read_entry(desk.store, sheet, form_of(desk, sheet), row_id).record
    return tuple(
        AttachedFile(
            evidence, key, state_of(desk, evidence, thorough=thorough), attachment_file(desk.store, evidence.sha256)
        )
        for key, evidence in named_files(record)
    )


def state_of(desk: Desk, evidence: Evidence, *, thorough: bool = False) -> State:
    """Whether a named file is held as it was."""
    path = attachment_file(desk.store, evidence.sha256)
    try:
        if not path.is_file():
            return "missing"
        intact = path.stat().st_size == evidence.size and (not thorough or digest_file(path) == evidence.sha256)
    except OSError:
        return "missing"
    return "held" if intact else "changed"


def attach(
    desk: Desk, sheet: Sheet, row_id: str, field_key: str, file: Path, now: datetime, *, smaller: bool = False
) -> Attached:
    """Copy a file into the store and name it in a row; the original is only read.

    A file that the row names already and that was lost is put back, even after sign-off: nothing reported changes.

    Args:
        desk: of the unit.
        sheet: that the row is in.
        row_id: of a live row; empty for the one record of a task or target form.
        field_key: a field that holds files; empty for the row itself.
        file: a regular file, or a link to one.
        now: aware.
        smaller: attach a smaller copy of a large picture instead of the picture.

    Raises:
        BaiseError: ROLE_UNIT_ONLY, LOCKED, FILE_UNREADABLE, EVIDENCE_FIELD, those of `recognise` and `fit_name`,
            EVIDENCE_TOO_BIG, EVIDENCE_TOTAL, EVIDENCE_NOT_PICTURE; nothing has changed then.
    """
    require_role(desk, "unit")
    form = form_of(desk, sheet)
    _require_field(form, field_key)
    if not _has_lost(desk, sheet, form, row_id):
        refuse_signed(desk.store, sheet)
    limit = limit_of(desk, FILE_LIMIT) << 20
    with _naming(file), opened_regular(file, _MOST_TO_SHRINK if smaller else limit) as source:
        if smaller:
            content, name = _shrunk(source, file.name)
        else:
            content, name = source, file.name
        copy = copy_in(desk.store, content, limit)
        try:
            evidence = _describe(copy, name)
            refuse_total(desk, sheet, copy)
            row = row_id or _only_row(desk, sheet, form, now)
            return _name_in_row(desk, sheet, row, form, field_key, evidence, copy, now)
        finally:
            copy.path.unlink(missing_ok=True)


def detach(desk: Desk, sheet: Sheet, row_id: str, field_key: str, evidence: Evidence, now: datetime) -> Entry:
    """Take a file's name out of a row; its content stays until `sweep_files`. Raises: BaiseError LOCKED."""
    form = form_of(desk, sheet)

    def change(entry: Entry) -> Entry:
        kept = tuple(each for each in _files_of(entry.record, field_key) if each != evidence)
        return _with_files(entry, field_key, kept, now)

    act = say("journal.detach", file=evidence.name)
    return change_evidence(desk.store, Place(sheet, form, row_id), change, CLERK, act, now)


def put_back(desk: Desk, sheet: Sheet, row_id: str, field_key: str, evidence: Evidence, now: datetime) -> Entry:
    """Undo a `detach`. Raises: BaiseError LOCKED, ATTACHMENT_MISSING when the content was swept away meanwhile."""
    if state_of(desk, evidence) != "held":
        raise BaiseError("ATTACHMENT_MISSING", sha256=evidence.sha256)
    form = form_of(desk, sheet)

    def change(entry: Entry) -> Entry:
        files = _files_of(entry.record, field_key)
        return _with_files(entry, field_key, (*(each for each in files if each != evidence), evidence), now)

    act = say("journal.attach", file=evidence.name)
    return change_evidence(desk.store, Place(sheet, form, row_id), change, CLERK, act, now)


def save_file(desk: Desk, evidence: Evidence, out: Path) -> Path:
    """Write a copy of a kept file, at a place or into a folder under a name that fits its content.

    Raises:
        BaiseError: ATTACHMENT_MISSING, EVIDENCE_KIND when it is not what evidence may be, OUT_FOLDER.
    """
    if state_of(desk, evidence, thorough=True) != "held":
        raise BaiseError("ATTACHMENT_MISSING", sha256=evidence.sha256)
    content = attachment_file(desk.store, evidence.sha256).read_bytes()
    with _naming(Path(evidence.name)):
        kind = recognise(io.BytesIO(content), len(content))
    return write_whole(out / fit_name(evidence.name, kind) if out.is_dir() else out, content)


def sweep_files(desk: Desk, now: datetime) -> int:
    """Delete the files that no row and no package names; how many."""
    return sweep(desk.store, CLERK, now)


def look_at(file: Path) -> tuple[FileKind, int]:
    """What a file offered as evidence is, and its bytes. Raises: BaiseError as `attach`, but for the limits."""
    with _naming(file), opened_regular(file, _MOST_TO_SHRINK) as source:
        size = os.fstat(source.fileno()).st_size
        return recognise(source, size, to_shrink=True), size


@contextmanager
def _naming(file: Path) -> Iterator[None]:
    """Say which file it is that a check refuses."""
    try:
        yield
    except BaiseError as error:
        if error.values.get("file") == "":
            raise BaiseError(error.code, **(error.values | {"file": shown_name(file)})) from error
        raise


def _shrunk(source: BinaryIO, name: str) -> tuple[BinaryIO, str]:
    from baise_desktop.app.files.picture import shrink

    if not recognise(source, os.fstat(source.fileno()).st_size, to_shrink=True).is_picture:
        raise BaiseError("EVIDENCE_NOT_PICTURE", file="")
    return io.BytesIO(shrink(source)), f"{Path(name).stem}.jpg"


def _describe(copy: Copy, name: str) -> Evidence:
    with copy.path.open("rb") as file:
        kind = recognise(file, copy.size)
    return Evidence(sha256=copy.sha256, name=fit_name(name, kind), size=copy.size, media_type=kind.media_type)


def _only_row(desk: Desk, sheet: Sheet, form: Form, now: datetime) -> str:
    if form.kind not in (FormKind.TASK, FormKind.TARGET):
        raise BaiseError("ENTRY_UNKNOWN", form=form.title, row_id="")
    rows = list_rows(desk, sheet)
    return (rows[0] if rows else single_entry(desk, sheet, now)).record.row_id


def _name_in_row(
    desk: Desk, sheet: Sheet, row_id: str, form: Form, key: str, evidence: Evidence, copy: Copy, now: datetime
) -> Attached:
    before = _files_of(read_entry(desk.store, sheet, form, row_id).record, key)
    same = next((each for each in before if each.sha256 == evidence.sha256), None)
    act = say("journal.attach", file=evidence.name)
    if same is not None:
        lost = state_of(desk, same, thorough=True) != "held"
        if lost:
            bring_back(desk.store, copy, CLERK, act, now)
        return Attached(same, row_id, already=not lost)

    def change(entry: Entry) -> Entry:
        return _with_files(entry, key, (*_files_of(entry.record, key), evidence), now)

    change_evidence(desk.store, Place(sheet, form, row_id), change, CLERK, act, now, copy)
    return Attached(evidence, row_id, already=False)


def _has_lost(desk: Desk, sheet: Sheet, form: Form, row_id: str) -> bool:
    if row_id:
        entries = [read_entry(desk.store, sheet, form, row_id)]
    else:
        entries = list(list_rows(desk, sheet)) if form.kind is not FormKind.REGISTER else []
    files = [evidence for entry in entries for _, evidence in named_files(entry.record)]
    return any(state_of(desk, evidence, thorough=True) != "held" for evidence in files)


def _require_field(form: Form, key: str) -> None:
    if key and not any(question.key == key and question.type is FieldType.EVIDENCE for question in form.fields):
        raise BaiseError("EVIDENCE_FIELD", form=form.title, field=key)


def named_files(record: Record) -> Iterator[tuple[str, Evidence]]:
    """Every file of a record with the key of its field; of the record itself, with an empty key, first."""
    for evidence in record.evidence:
        yield "", evidence
    for key, value in record.values.items():
        if isinstance(value, tuple):
            yield from ((key, each) for each in value if isinstance(each, Evidence))


def _files_of(record: Record, key: str) -> tuple[Evidence, ...]:
    return tuple(evidence for where, evidence in named_files(record) if where == key)


def _with_files(entry: Entry, key: str, files: tuple[Evidence, ...], now: datetime) -> Entry:
    record = replace(entry.record, updated_at=moment_text(now))
    if not key:
        return replace(entry, record=replace(record, evidence=tuple(sorted(files))))
    values: dict[str, Value] = {name: value for name, value in record.values.items() if name != key}
    if files:
        values[key] = tuple(sorted(files))
    return replace(entry, record=replace(record, values=MappingProxyType(values)))
