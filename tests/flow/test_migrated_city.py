"""Invariant 20: a city of the first version, brought up to date, merges as one that merged before it was."""

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from baise_desktop.exchange.verified_package import VerifiedPackage
from baise_desktop.store import schema
from baise_desktop.store.database import FILE_NAME, open_store
from baise_desktop.store.verify import find_damage, logical_digest
from tests.offices import DATABASE, found_city, found_county, merge_all, open_package
from tests.pki import NOW, PublicKeyInfrastructure, build

FIRST = Path(__file__).parent.parent / "goldens" / "schema_1.sql"
MIGRATIONS = schema.list_migrations(DATABASE)


@pytest.fixture(scope="module")
def keys() -> PublicKeyInfrastructure:
    return build()


@pytest.fixture(scope="module")
def packages(keys: PublicKeyInfrastructure, tmp_path_factory: pytest.TempPathFactory) -> list[VerifiedPackage]:
    """Three versions of one quarter."""
    county = found_county(tmp_path_factory.mktemp("county"), keys)
    names = ({1: "甲", 2: "乙"}, {1: "甲", 2: "丙"}, {3: "丁"})
    made = [open_package(county.report("2023Q1", rows), keys) for rows in names]
    county.store.close()
    return made


def merged_by_the_first_version(folder: Path, packages: Sequence[VerifiedPackage]) -> Path:
    """A city as the program of the first version left it: its tables, and of these what it knew."""
    city = found_city(folder / "new")
    merge_all(city, packages)
    city.close()
    (folder / "new" / FILE_NAME).rename(folder / "today.sqlite3")
    shutil.move(folder / "new", folder / "old")
    with closing(sqlite3.connect(folder / "old" / FILE_NAME, isolation_level=None)) as old:
        old.execute("PRAGMA page_size = 8192")
        old.create_function("digest_text", 1, lambda text: text)
        old.execute("BEGIN")
        first = folder / "first"
        first.mkdir()
        shutil.copy(FIRST, first / "schema.sql")
        schema.create_tables(old, first, NOW)
        old.execute("COMMIT")
        old.execute("ATTACH ? AS today", (str(folder / "today.sqlite3"),))
        for table in ("office", "setting", "obligation", "package", "revision", "package_attachment", "attachment"):
            old.execute(f"INSERT INTO main.{table} SELECT * FROM today.{table}")
        old.execute("INSERT INTO main.journal SELECT * FROM today.journal")
    return folder / "old"


def digest_of(folder: Path, packages: Sequence[VerifiedPackage]) -> str:
    with closing(open_store(folder, DATABASE, now=NOW)) as store:
        merge_all(store, packages)
        assert find_damage(store) == ()
        return logical_digest(store)


@pytest.mark.parametrize("before", [0, 1, 2, 3])
def test_migrating_and_merging_commute(before: int, packages: list[VerifiedPackage], tmp_path: Path) -> None:
    today = found_city(tmp_path / "today")
    today.close()
    (tmp_path / "made").mkdir()
    old = merged_by_the_first_version(tmp_path / "made", packages[:before])
    assert digest_of(old, packages[before:]) == digest_of(tmp_path / "today", packages)


@pytest.mark.parametrize("killed_at", range(len(MIGRATIONS)))
def test_a_migration_that_is_cut_off_goes_on(killed_at: int, packages: list[VerifiedPackage], tmp_path: Path) -> None:
    """Each step is one change: what follows the last whole one runs at the next start."""
    found_city(tmp_path / "today").close()
    (tmp_path / "made").mkdir()
    old = merged_by_the_first_version(tmp_path / "made", packages[:2])
    cut = shutil.copytree(DATABASE, tmp_path / "cut")
    step = sorted((cut / "migrations").glob("*.sql"))[killed_at]
    step.write_text(step.read_text("utf-8") + "\nINSERT INTO nowhere VALUES (1);\n", "utf-8")
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        open_store(old, cut, now=NOW)
    assert digest_of(old, packages[2:]) == digest_of(tmp_path / "today", packages)
