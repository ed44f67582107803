"""The form definitions themselves: checked, written as a workbook, read back, and taken over by an installation."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from baise_desktop import paths
from baise_desktop.app.desk import Desk
from baise_desktop.app.files.output_file import require_empty, write_whole
from baise_desktop.app.own_forms import DRAFT, FOLDER, FORMS
from baise_desktop.errors import BaiseError
from baise_desktop.form.catalogue_files import Reading
from baise_desktop.form.check import FormsCheck, check_forms
from baise_desktop.form.load import read_checked, refuse
from baise_desktop.store.settings import get_setting
from baise_desktop.texts import say

if TYPE_CHECKING:
    from baise_desktop.authoring.mistake import Mistake


def definitions_folder(desk: Desk) -> Path:
    """Where the definitions lie that an installation drafts, or goes by when there is no draft."""
    digest = get_setting(desk.store, DRAFT) or get_setting(desk.store, FORMS)
    own = desk.folder / FOLDER / digest
    return own if digest and own.is_dir() else paths.forms_folder()


def check_definitions(folder: Path | None = None) -> FormsCheck:
    """Every defect of a folder of definitions, or of the ones the product ships."""
    return check_forms(folder or paths.forms_folder())


def write_forms_workbook(out: Path, folder: Path | None, now: datetime) -> Path:
    """Write a folder of definitions, or the ones the product ships, as one workbook.

    What was written is read back before it counts.

    Raises:
        BaiseError: FORM_FILE, the folder has defects; FORM_WORKBOOK_LOSSY; OUT_FOLDER.
    """
    from baise_desktop.authoring.folder import read_workbook, write_folder
    from baise_desktop.authoring.workbook import write_workbook

    reading = read_checked(folder or paths.forms_folder())
    refuse(reading.found)
    content = write_workbook(reading, now.date())
    with TemporaryDirectory() as beside:
        copy, again = Path(beside) / "forms.xlsx", Path(beside) / "forms"
        copy.write_bytes(content)
        again.mkdir()
        write_folder(read_workbook(copy), again)
        _require_same(reading, read_checked(again))
    return write_whole(out, content)


def _require_same(written: Reading, read: Reading) -> None:
    for collection, definitions in written.collections.items():
        others = read.collections[collection]
        for name, definition in definitions.items():
            if others.get(name) != definition:
                raise BaiseError("FORM_WORKBOOK_LOSSY", id=name)
    for plan, text in written.documents.items():
        if read.documents.get(plan) != text:
            raise BaiseError("FORM_WORKBOOK_LOSSY", id=f"{plan}/document.txt")


def read_forms_workbook(file: Path, folder: Path) -> None:
    """Write the definitions of a workbook into a folder, whole or not at all.

    Raises:
        BaiseError: FORM_WORKBOOK, listing every mistake with sheet, cell and cure; NOT_XLSX, WORKBOOK_TOO_BIG;
            FOLDER_NOT_EMPTY, OUT_FOLDER.
    """
    mistakes = take_workbook(file, folder)
    if mistakes:
        lines = [say("authoring.mistake", cell=each.spot.shown, sentence=each.sentence) for each in mistakes]
        raise BaiseError("FORM_WORKBOOK", file=file.name, count=len(mistakes), list="\n".join(lines))


def take_workbook(file: Path, folder: Path) -> "tuple[Mistake, ...]":
    """Write the definitions of a workbook into a folder, unless there are mistakes: then they are the answer.

    Raises:
        BaiseError: NOT_XLSX, WORKBOOK_TOO_BIG; FOLDER_NOT_EMPTY, OUT_FOLDER.
    """
    from baise_desktop.authoring.folder import read_workbook, write_folder

    require_empty(folder)
    book = read_workbook(file)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as beside:
            made = Path(beside) / "forms"
            made.mkdir()
            mistakes = write_folder(book, made)
            if not mistakes:
                if folder.exists():
                    folder.rmdir()
                made.rename(folder)
            return mistakes
    except OSError as cause:
        raise BaiseError("OUT_FOLDER", folder=folder, reason=cause.strerror or cause) from cause
