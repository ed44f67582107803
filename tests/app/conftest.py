"""Every test works on its own copy of offices that were founded once."""

import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk, close_desk, open_desk
from tests.round_trip import Founded, found_offices, report_month

NOW = datetime(2023, 5, 4, 8, 0, tzinfo=UTC)
"""The clock of every test of `app`: the days after the end of April."""


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Founded:
    return found_offices(tmp_path_factory.mktemp("founded"), NOW)


@pytest.fixture(scope="session")
def reported(founded: Founded, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`county` after it reported April, and `april.asice`."""
    folder = tmp_path_factory.mktemp("reported")
    desk = open_desk(Path(shutil.copytree(founded.folder / "county", folder / "county")))
    report_month(desk, NOW, folder).path.rename(folder / "april.asice")
    close_desk(desk)
    return folder


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


@pytest.fixture
def city(founded: Founded, open_copy: Callable[[Path], Desk]) -> Desk:
    """The city; it has admitted 平果市 and holds no submission."""
    return open_copy(founded.folder / "city")


@pytest.fixture
def county(founded: Founded, open_copy: Callable[[Path], Desk]) -> Desk:
    """平果市; nothing is filled in."""
    return open_copy(founded.folder / "county")


@pytest.fixture
def fresh(founded: Founded, open_copy: Callable[[Path], Desk]) -> Desk:
    """凌云县, neither admitted nor in possession of a task pack."""
    return open_copy(founded.folder / "fresh")


@pytest.fixture
def april(reported: Path) -> Path:
    """A package of 平果市 for April 2023."""
    return reported / "april.asice"


@pytest.fixture
def spoilt(april: Path, tmp_path: Path) -> Path:
    """The package with one bit of its records changed."""
    with zipfile.ZipFile(april) as archive:
        records = archive.getinfo("records.jsonl")
    content = bytearray(april.read_bytes())
    content[records.header_offset + 30 + len(records.filename) + 20] ^= 1
    (tmp_path / "spoilt.asice").write_bytes(content)
    return tmp_path / "spoilt.asice"
