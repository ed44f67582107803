"""The shipped definitions as a workbook, and the same with a few cells changed as an officer would."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from baise_desktop.app.installation.forms import write_forms_workbook
from baise_desktop.authoring.grid import Grid, read_grids
from tests.pki import NOW

Change = Callable[[Workbook], None]


@pytest.fixture(scope="session")
def workbook_file(forms_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped definitions, written once."""
    return write_forms_workbook(tmp_path_factory.mktemp("authoring") / "forms.xlsx", forms_folder, NOW)


@pytest.fixture
def changed(workbook_file: Path, tmp_path: Path) -> Callable[[Change], Path]:
    """A workbook after an officer's changes."""

    def make(change: Change) -> Path:
        book = load_workbook(workbook_file)
        change(book)
        book.save(tmp_path / "changed.xlsx")
        return tmp_path / "changed.xlsx"

    return make


@pytest.fixture(scope="session")
def grids(workbook_file: Path) -> Mapping[str, Grid]:
    """The same, read once."""
    return read_grids(workbook_file)
