"""From the files of the forms folder to the catalogue."""

from pathlib import Path
from typing import cast

from baise_desktop.errors import BaiseError
from baise_desktop.form.catalogue_files import Reading, read_folder, read_register
from baise_desktop.form.defect import Defect
from baise_desktop.form.definition import Catalogue, Form
from baise_desktop.form.plan_check import check_plans
from baise_desktop.form.references import check_references
from baise_desktop.form.register_check import check_registers
from baise_desktop.form.target_form import target_form
from baise_desktop.form.task_form import task_form


def load_catalogue(folder: Path) -> Catalogue:
    """Everything that a forms folder says. Formulas are not parsed: `find_defects` does.

    Raises:
        BaiseError: FORM_FILE, the first defect found.
    """
    reading = read_checked(folder)
    refuse(reading.found)
    return build_catalogue(reading)


def load_form(path: Path) -> Form:
    """One register from its own file.

    Raises:
        BaiseError: FORM_FILE, the first defect found.
    """
    reading = read_register(path)
    check_registers(reading)
    refuse(reading.found)
    (form,) = reading.collections["registers"].values()
    return cast(Form, form)


def read_checked(folder: Path) -> Reading:
    """The files of a folder, read and compared with each other, with all defects but those of formulas."""
    reading = read_folder(folder)
    check_reading(reading)
    return reading


def check_reading(reading: Reading) -> None:
    """Report where the definitions of a folder do not agree, all but their formulas."""
    check_references(reading)
    check_registers(reading)
    check_plans(reading)


def refuse(found: list[Defect]) -> None:
    """Stop at the first defect. Raises: BaiseError: FORM_FILE."""
    for defect in found:
        raise BaiseError("FORM_FILE", file=defect.file, key=defect.key or "—", reason=defect.sentence)


def build_catalogue(reading: Reading) -> Catalogue:
    """The catalogue of a reading without defects."""
    parts = reading.collections | {"registers": _by_first_use(reading)}
    return Catalogue(**parts, documents=reading.documents, forms=_forms(reading), digest=reading.digest)


def _by_first_use(reading: Reading) -> dict[str, Form]:
    """Registers in the order in which the plans come to need them, which is how a clerk meets them."""
    registers: dict[str, Form] = reading.collections["registers"]
    used = dict.fromkeys(use.register for task in reading.collections["tasks"].values() for use in task.registers)
    return {name: registers[name] for name in [*used, *(name for name in registers if name not in used)]}


def _forms(reading: Reading) -> dict[str, Form]:
    parts = reading.collections
    narratives, indicators = parts["narratives"], parts["indicators"]
    tasks = (task_form(task, narratives) for task in parts["tasks"].values())
    targets = (target_form(target, indicators[target.indicator], narratives) for target in parts["targets"].values())
    return {form.id: form for form in (*tasks, *targets, *_by_first_use(reading).values())}
