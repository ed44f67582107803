"""From the files of the forms folder to the catalogue."""

from pathlib import Path

from baise_desktop.errors import BaiseError
from baise_desktop.form.catalogue_files import Reading, read_folder
from baise_desktop.form.defect import Defect
from baise_desktop.form.definition import Catalogue, Form
from baise_desktop.form.target_form import target_form
from baise_desktop.form.task_form import task_form


def load_catalogue(folder: Path) -> Catalogue:
    """Everything that a forms folder says.

    Raises:
        BaiseError: FORM_FILE, the first defect found.
    """
    reading = read_folder(folder)
    _refuse(reading.found)
    return _catalogue(reading)


def _refuse(found: list[Defect]) -> None:
    for defect in found:
        raise BaiseError("FORM_FILE", file=defect.file, key=defect.key or "—", reason=defect.sentence)


def _catalogue(reading: Reading) -> Catalogue:
    parts = reading.collections
    return Catalogue(**parts, documents=reading.documents, forms=_forms(reading), digest=reading.digest)


def _forms(reading: Reading) -> dict[str, Form]:
    narratives, indicators = reading.known("narratives"), reading.known("indicators")
    tasks = (task_form(task, narratives) for task in reading.known("tasks").values())
    targets = (
        target_form(target, indicators[target.indicator], narratives) for target in reading.known("targets").values()
    )
    return {form.id: form for form in (*tasks, *targets, *reading.known("registers").values())}
