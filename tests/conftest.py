"""What every test stands on: no screen, the product's own folders, goldens on demand, the same examples in CI."""

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything loads Qt

from pathlib import Path

import pytest
from hypothesis import settings

from baise_desktop import paths
from baise_desktop.form.definition import Catalogue

settings.register_profile("here", deadline=None, print_blob=True)
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write what the tests make as the new goldens")
    parser.addoption("--kills", type=int, default=6, help="how often a typing clerk's program is killed")


def pytest_sessionfinish() -> None:
    """Empty the clipboard: without a screen Qt deletes what is on it after Python has gone, and crashes."""
    if "PySide6.QtGui" in sys.modules:
        from PySide6.QtGui import QGuiApplication

        if QGuiApplication.instance() is not None:
            QGuiApplication.clipboard().clear()


@pytest.fixture(scope="session")
def update_goldens(request: pytest.FixtureRequest) -> bool:
    """Whether what is made becomes the golden, instead of being compared with it."""
    return bool(request.config.getoption("--update-goldens"))


@pytest.fixture(scope="session")
def kills(request: pytest.FixtureRequest) -> int:
    """How often a typing clerk's program is killed."""
    return int(request.config.getoption("--kills"))


@pytest.fixture(scope="session")
def forms_folder() -> Path:
    return paths.forms_folder()


@pytest.fixture(scope="session")
def resources_folder() -> Path:
    return paths.resources_folder()


@pytest.fixture(scope="session")
def database_folder() -> Path:
    return paths.database_folder()


@pytest.fixture(scope="session")
def catalogue(forms_folder: Path) -> Catalogue:
    """Both plans as the product ships them."""
    from baise_desktop.form.load import load_catalogue

    return load_catalogue(forms_folder)
