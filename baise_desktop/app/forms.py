"""The form definitions themselves, checked."""

from pathlib import Path

from baise_desktop import paths
from baise_desktop.form.check import FormsCheck, check_forms


def check_definitions(folder: Path | None = None) -> FormsCheck:
    """Every defect of a folder of definitions, or of the ones the product ships."""
    return check_forms(folder or paths.forms_folder())
