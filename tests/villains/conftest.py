"""A city and a county that stand once, with a genuine package, and every villain's file held to rule R0."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk, close_desk, open_desk
from tests.villains.estate import Estate, found_estate
from tests.villains.refusal import Ward


@pytest.fixture(scope="session")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Estate:
    return found_estate(tmp_path_factory.mktemp("estate"))


@pytest.fixture
def open_copy(tmp_path: Path) -> Iterator[Callable[[Path], Desk]]:
    """Opens a copy of an installation."""
    desks: list[Desk] = []

    def copy(folder: Path) -> Desk:
        desks.append(open_desk(Path(shutil.copytree(folder, tmp_path / f"{len(desks)}-{folder.name}"))))
        return desks[-1]

    yield copy
    for desk in desks:
        close_desk(desk)


@pytest.fixture(scope="session")
def county(estate: Estate) -> Iterator[Desk]:
    """One for all: nothing that it refuses changes it."""
    desk = open_desk(estate.folder / "county")
    yield desk
    close_desk(desk)


@pytest.fixture
def ward(estate: Estate, county: Desk, open_copy: Callable[[Path], Desk], tmp_path: Path) -> Ward:
    """Both offices as they stood before the villain came."""
    return Ward(estate, open_copy(estate.folder / "city"), county, tmp_path)


@pytest.fixture
def letters(estate: Estate, open_copy: Callable[[Path], Desk], tmp_path: Path) -> Ward:
    """The same, with a county of its own: a genuine letter is opened at the end."""
    return Ward(estate, open_copy(estate.folder / "city"), open_copy(estate.folder / "county"), tmp_path)
