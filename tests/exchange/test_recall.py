"""A file that is held byte for byte is told of again without being verified again."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from baise_desktop.exchange.merge import merge, recall
from baise_desktop.store.database import Store
from baise_desktop.store.verify import logical_digest
from tests.offices import found_city, found_county, open_package
from tests.pki import NOW, PublicKeyInfrastructure


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Store]:
    made = found_city(tmp_path / "city")
    yield made
    made.close()


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory, keys: PublicKeyInfrastructure) -> bytes:
    county = found_county(tmp_path_factory.mktemp("county"), keys)
    data = county.report("2023Q1", {1: "甲", 2: "乙"})
    county.store.close()
    return data


def test_a_file_that_is_held_is_told_as_a_second_merge_tells_it(
    city: Store, sealed: bytes, keys: PublicKeyInfrastructure, tmp_path: Path
) -> None:
    file = tmp_path / "again.asice"
    file.write_bytes(sealed)
    assert recall(city, file) is None
    first = merge(city, open_package(sealed, keys), "city.baise", NOW)
    before = logical_digest(city)
    assert recall(city, file) == merge(city, open_package(sealed, keys), "city.baise", NOW)
    assert recall(city, io.BytesIO(sealed)) == replace(first, already=True)
    assert logical_digest(city) == before


def test_a_file_that_differs_by_a_byte_is_not_recalled(
    city: Store, sealed: bytes, keys: PublicKeyInfrastructure
) -> None:
    merge(city, open_package(sealed, keys), "city.baise", NOW)
    for place in (0, len(sealed) // 2, len(sealed) - 1):
        assert recall(city, io.BytesIO(sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :])) is None
    assert recall(city, io.BytesIO(sealed + b"\n")) is None
    assert recall(city, io.BytesIO(b"")) is None
