"""Which files are named by which rows: of a unit's submission, and of the packages that the city holds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from baise_desktop.app.checks.evidence_check import name_row
from baise_desktop.app.desk import Desk, require_role
from baise_desktop.app.entry.evidence import State, named_files, save_file, state_of
from baise_desktop.app.inbox.deciding import find_received
from baise_desktop.errors import BaiseError
from baise_desktop.form.record import Record, from_line
from baise_desktop.form.value import Evidence
from baise_desktop.store.attachments import attachment_file
from baise_desktop.store.entries import Entry, list_submission_entries
from baise_desktop.store.evidence import find_lines, list_package_lines

SHORT = 12
"""Digits of a content digest that people are shown."""


@dataclass(frozen=True, slots=True)
class NamedFile:
    """One file as a row names it."""

    form: str
    form_title: str
    row_id: str
    row: str
    """Business key, or the form's title."""
    field: str
    """Key of the field; empty for the row itself."""
    state: State
    evidence: Evidence
    path: Path
    """Where its content is kept, if it is."""

    def as_json(self) -> dict[str, Any]:
        """As `baise evidence list --json` prints it."""
        return {
            "form": self.form,
            "form_title": self.form_title,
            "row_id": self.row_id,
            "row": self.row,
            "field": self.field,
            "state": self.state,
            **asdict(self.evidence),
        }


def list_submission_files(desk: Desk, plan: str, period: str) -> tuple[NamedFile, ...]:
    """Every file of a submission that is being filled in, by form and row; each is read again."""
    require_role(desk, "unit")
    entries = list_submission_entries(desk.store, desk.office.unit, plan, period, desk.catalogue.forms)
    return tuple(_name(desk, (entry.record for entry in entries)))


def list_package_files(desk: Desk, package: str) -> tuple[NamedFile, ...]:
    """Every file that a package held by the city names, by form and row; each is read again.

    Raises:
        BaiseError: ROLE_CITY_ONLY, PACKAGE_UNKNOWN.
    """
    lines = list_package_lines(desk.store, find_received(desk, package).identity)
    return tuple(_name(desk, (from_line(line, desk.catalogue.forms) for line in lines)))


def find_file(desk: Desk, digest: str) -> Evidence:
    """The file of that content, under the name that a row gave it.

    Args:
        desk: of either office.
        digest: SHA-256 hex, or enough of its beginning.

    Raises:
        BaiseError: EVIDENCE_UNKNOWN.
    """
    start = digest.strip().lower()
    found: dict[str, Evidence] = {}
    if len(start) >= SHORT and set(start) <= set("0123456789abcdef"):
        for line in find_lines(desk.store, start):
            files = (evidence for _, evidence in named_files(from_line(line, desk.catalogue.forms)))
            found |= {evidence.sha256: evidence for evidence in files if evidence.sha256.startswith(start)}
    if len(found) != 1:
        raise BaiseError("EVIDENCE_UNKNOWN", sha256=start[:SHORT])
    return next(iter(found.values()))


def _name(desk: Desk, records: Iterable[Record]) -> Iterator[NamedFile]:
    for record in records:
        form = desk.catalogue.forms[record.form]
        for key, evidence in named_files(record):
            row, state = name_row(desk, form, Entry(record, {})), state_of(desk, evidence, thorough=True)
            path = attachment_file(desk.store, evidence.sha256)
            yield NamedFile(form.id, form.title, record.row_id, row, key, state, evidence, path)


def save_files(desk: Desk, files: Sequence[Evidence], folder: Path) -> Path:
    """Write copies into a folder; different files of one name get numbers, and nothing there is written over.

    Raises:
        BaiseError: those of `save_file`.
    """
    for evidence in {each.sha256: each for each in files}.values():
        out, number = folder / evidence.name, 2
        while out.exists():
            name = Path(evidence.name)
            out, number = folder / f"{name.stem}({number}){name.suffix}", number + 1
        save_file(desk, evidence, out)
    return folder
