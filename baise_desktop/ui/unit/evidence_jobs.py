"""What the evidence panel asks the store: plain functions that run at the job door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from baise_desktop.app.clock import utc_now
from baise_desktop.errors import BaiseError

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.entry.evidence import AttachedFile
    from baise_desktop.form.value import Evidence
    from baise_desktop.store.entries import Sheet


@dataclass(frozen=True, slots=True)
class RowFiles:
    """The files of one row."""

    row_id: str
    """Empty while there is no row."""
    files: tuple[AttachedFile, ...]
    limit: int
    """Megabytes that one file may have."""


@dataclass(slots=True)
class Offered:
    """What became of files that somebody dropped or chose."""

    fit: list[Path] = field(default_factory=list)
    large: list[Path] = field(default_factory=list)
    """Pictures that are offered smaller."""
    large_bytes: int = 0
    refused: list[BaiseError] = field(default_factory=list)


@dataclass(slots=True)
class Added:
    """What attaching several files did."""

    added: list[Evidence] = field(default_factory=list)
    already: list[Evidence] = field(default_factory=list)
    refused: list[BaiseError] = field(default_factory=list)
    row_id: str = ""


def read_files(sheet: Sheet, row_id: str, desk: Desk) -> RowFiles:
    """The files of a row; without a row id, of the one record of the form if there is one."""
    from baise_desktop.app.entry.evidence import list_files
    from baise_desktop.app.entry.evidence_limits import FILE_LIMIT, limit_of
    from baise_desktop.app.entry.filling import list_rows
    from baise_desktop.form.definition import FormKind

    limit = limit_of(desk, FILE_LIMIT)
    if not row_id and desk.catalogue.forms[sheet.form].kind is not FormKind.REGISTER:
        row_id = next((entry.record.row_id for entry in list_rows(desk, sheet)), "")
    if not row_id:
        return RowFiles("", (), limit)
    try:
        return RowFiles(row_id, list_files(desk, sheet, row_id, thorough=True), limit)
    except BaiseError as error:
        if error.code != "ENTRY_UNKNOWN":
            raise
        return RowFiles("", (), limit)  # The row was deleted while its files were asked for.


def look_through(files: Sequence[Path]) -> Offered:
    """Tell large pictures and what cannot be evidence from the rest."""
    from baise_desktop.app.entry.evidence import look_at
    from baise_desktop.app.entry.evidence_limits import is_large_picture

    offered = Offered()
    for file in files:
        try:
            kind, size = look_at(file)
        except BaiseError as error:
            if error.code == "EVIDENCE_TOO_BIG":
                offered.fit.append(file)  # Refused when it is attached, with the limit that holds here.
            else:
                offered.refused.append(error)
            continue
        if is_large_picture(kind, size):
            offered.large.append(file)
            offered.large_bytes += size
        else:
            offered.fit.append(file)
    return offered


def attach_files(sheet: Sheet, row_id: str, field_key: str, files: Sequence[Path], smaller: bool, desk: Desk) -> Added:
    """Attach files to a row, or to a field of it, one by one; a refused one does not stop the others."""
    from baise_desktop.app.entry.evidence import attach

    done = Added(row_id=row_id)
    for file in files:
        try:
            result = attach(desk, sheet, done.row_id, field_key, file, utc_now(), smaller=smaller)
        except BaiseError as error:
            done.refused.append(error)
            continue
        done.row_id = result.row_id
        (done.already if result.already else done.added).append(result.evidence)
    return done


def remove_file(sheet: Sheet, row_id: str, file: AttachedFile, desk: Desk) -> AttachedFile:
    """Take a file's name out of a row."""
    from baise_desktop.app.entry.evidence import detach

    detach(desk, sheet, row_id, file.field, file.evidence, utc_now())
    return file


def restore_file(sheet: Sheet, row_id: str, file: AttachedFile, desk: Desk) -> AttachedFile:
    """Undo `remove_file`."""
    from baise_desktop.app.entry.evidence import put_back

    put_back(desk, sheet, row_id, file.field, file.evidence, utc_now())
    return file


def save_copy(evidence: Evidence, out: Path, desk: Desk) -> Path:
    """Write a copy."""
    from baise_desktop.app.entry.evidence import save_file

    return save_file(desk, evidence, out)
