from collections.abc import Iterator
from pathlib import Path

import pytest

from baise_desktop.store.database import Store
from tests import pki
from tests.offices import County, found_city, found_county
from tests.pki import PublicKeyInfrastructure


@pytest.fixture(scope="session")
def keys() -> PublicKeyInfrastructure:
    return pki.build()


@pytest.fixture
def county(tmp_path: Path, keys: PublicKeyInfrastructure) -> Iterator[County]:
    made = found_county(tmp_path / "county", keys)
    yield made
    made.store.close()


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Store]:
    made = found_city(tmp_path / "city")
    yield made
    made.close()
