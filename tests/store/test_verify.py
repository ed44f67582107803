"""Whatever changes in the files of a store, verify says so."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.form.value import Evidence
from baise_desktop.store.attachments import add_attachment, attachment_file
from baise_desktop.store.carry_over import carry_over
from baise_desktop.store.database import FILE_NAME, Store, open_store
from baise_desktop.store.decisions import next_decision, record_decision
from baise_desktop.store.entries import put_entry
from baise_desktop.store.packages import package_file
from baise_desktop.store.settings import put_setting
from baise_desktop.store.submissions import put_explanation
from baise_desktop.store.verify import find_damage, logical_digest
from tests.offices import DATABASE, FIRMS, PLAN, County, found_city, found_county, merge_all, open_package
from tests.pki import NOW, PINGGUO, PublicKeyInfrastructure

FLIPS = 250


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory, keys: PublicKeyInfrastructure) -> tuple[Path, Path]:
    """A city and a county with something in every table."""
    base = tmp_path_factory.mktemp("whole")
    county, city = found_county(base / "county", keys), found_city(base / "city")
    sha256 = add_attachment(county.store, b"proof" * 300, "clerk", NOW)
    evidence = Evidence(sha256, "佐证.pdf", 1500, "application/pdf")
    put_entry(county.store, county.entry("2023Q1", 99, "有佐证", files=[evidence]), FIRMS, "clerk", "typed", NOW)
    put_explanation(county.store, PINGGUO, PLAN, "2023Q1", "f1", "迁出一家企业", "clerk", NOW)
    packages = [open_package(county.report("2023Q1", {n: f"演示企业{n}" for n in range(20)}), keys)]
    packages.append(open_package(county.report("2023Q1", {n: f"演示公司{n}" for n in range(5)}), keys))
    carry_over(county.store, PINGGUO, PLAN, "2023Q2", (FIRMS,), NOW)
    merge_all(city, packages)
    record_decision(city, next_decision(city.connection, "accept", [packages[0].identity], "officer", NOW), NOW)
    put_setting(city, "trust", "{}")
    for store in (county.store, city):
        assert find_damage(store) == ()
        store.close()
    return base / "city", base / "county"


@pytest.fixture(params=[0, 1], ids=["city", "county"])
def copy(request: pytest.FixtureRequest, folders: tuple[Path, Path], tmp_path: Path) -> Path:
    return Path(shutil.copytree(folders[request.param], tmp_path / "copy"))


def kinds(folder: Path) -> set[str]:
    with closing(open_store(folder, DATABASE)) as store:
        return {damage.kind for damage in find_damage(store)}


def contents(file: Path) -> object:
    """Everything that a store says, or why it cannot be read."""
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            connection.text_factory = bytes
            tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
            return [connection.execute(f"SELECT * FROM {name.decode()} ORDER BY 1, 2").fetchall() for (name,) in tables]
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return None


def notices(folder: Path) -> bool:
    try:
        with closing(open_store(folder, DATABASE, read_only=True)) as store:
            damages = find_damage(store)
            assert all(damage.sentence for damage in damages)
            return bool(damages)
    except BaiseError:
        return True


@pytest.mark.parametrize("seed", range(2))
def test_no_flipped_bit_that_changes_content_is_missed(copy: Path, seed: int) -> None:
    file, random = copy / FILE_NAME, Random(seed)
    whole = bytearray(file.read_bytes())
    before, harmful = contents(file), 0
    for _ in range(FLIPS // 2):
        place, bit = random.randrange(len(whole)), 1 << random.randrange(8)
        whole[place] ^= bit
        file.write_bytes(whole)
        if contents(file) != before:
            harmful += 1
            assert notices(copy), (place, bit)
        whole[place] ^= bit
    assert harmful > FLIPS // 40


def test_no_zeroed_sector_is_missed(copy: Path) -> None:
    file = copy / FILE_NAME
    whole = file.read_bytes()
    before = contents(file)
    for place in range(0, len(whole), 512 * 7):
        file.write_bytes(whole[:place] + bytes(512) + whole[place + 512 :])
        if contents(file) != before:
            assert notices(copy), place


CHANGES = {
    "UPDATE entry SET body = replace(body, '演示', '示演')": {"entry"},
    'UPDATE entry SET wrong = \'{"name":"x"}\'': {"entry"},
    "UPDATE entry SET carried = 1 - carried": {"entry"},
    "UPDATE entry SET deleted = 1": {"entry"},
    "UPDATE entry SET period = '2023Q4' WHERE period = '2023Q2'": {"entry"},
    "UPDATE revision SET body = replace(body, '公司', '司公')": {"revision"},
    "UPDATE revision SET digest = zeroblob(32)": {"revision"},
    "UPDATE revision SET deleted = 1": {"revision"},
    "DELETE FROM revision WHERE row_id = (SELECT max(row_id) FROM revision)": {"revision"},
    "UPDATE revision SET form = 'r.award' WHERE row_id LIKE '%1'": {"revision"},
    "UPDATE revision SET package = package + 77 WHERE row_id LIKE '%1'": {"revision", "sqlite"},
    "UPDATE package SET version = 7": {"row", "package"},
    "UPDATE package SET file_name = 'x'": {"row"},
    "UPDATE package SET file_digest = 'x'": {"row", "package"},
    "UPDATE submission SET state = 'accepted'": {"row"},
    "UPDATE statement SET name = 'x'": {"row"},
    "UPDATE explanation SET text = 'x'": {"row"},
    "UPDATE decision SET act = 'return'": {"row"},
    "UPDATE setting SET value = 'x'": {"row"},
    "UPDATE office SET epoch = 2": {"row"},
    "DELETE FROM office": {"row"},
    "UPDATE obligation SET due = '2099-01-01'": {"row"},
    "UPDATE attachment SET size = 1": {"row", "attachment"},
    "UPDATE package_attachment SET enclosed = 0": {"row"},
    "DELETE FROM decision": {"lost"},
    "DELETE FROM migration": {"row"},
    "DELETE FROM obligation WHERE period = '2023Q1'": {"lost"},
    "UPDATE carry SET from_period = '2020Q1'": {"row"},
}


@pytest.mark.parametrize("sql", CHANGES)
def test_a_change_past_the_program_is_named(folders: tuple[Path, Path], tmp_path: Path, sql: str) -> None:
    touched = 0
    for number, folder in enumerate(folders):
        place = Path(shutil.copytree(folder, tmp_path / str(number)))
        with closing(sqlite3.connect(place / FILE_NAME, isolation_level=None)) as connection:
            changed = connection.execute(sql).rowcount
        if changed:
            touched += 1
            found = kinds(place)
            assert found
            assert found <= CHANGES[sql] | {"revision"}
            assert found & CHANGES[sql]
    assert touched


def test_a_package_that_was_taken_out_whole_is_missed(folders: tuple[Path, Path], tmp_path: Path) -> None:
    place = Path(shutil.copytree(folders[0], tmp_path / "city"))
    with closing(sqlite3.connect(place / FILE_NAME, isolation_level=None)) as connection:
        (identity,) = connection.execute("SELECT identity FROM package WHERE version = 2").fetchone()
        for table, column in (("revision", "package"), ("package_attachment", "package"), ("package", "id")):
            connection.execute(f"DELETE FROM {table} WHERE {column} = (SELECT max(id) FROM package)")
    (place / "packages" / f"{identity}.asice").unlink()
    with closing(open_store(place, DATABASE)) as store:
        assert [(damage.kind, damage.place) for damage in find_damage(store)] == [("lost", identity)]


def test_a_text_that_is_none_is_damage_and_no_bug(folders: tuple[Path, Path], tmp_path: Path) -> None:
    place = Path(shutil.copytree(folders[0], tmp_path / "city"))
    with closing(sqlite3.connect(place / FILE_NAME, isolation_level=None)) as connection:
        connection.execute("UPDATE revision SET body = CAST(x'7bff7d' AS TEXT) WHERE row_id LIKE '%1'")
    assert kinds(place)
    with closing(open_store(place, DATABASE)) as store, pytest.raises(BaiseError, match="STORE_DAMAGED"):
        logical_digest(store)


def files_of(folder: Path) -> Iterator[Path]:
    for name in ("packages", "attachments"):
        yield from (path for path in (folder / name).rglob("*") if path.is_file())


def test_a_changed_or_lost_file_is_named(copy: Path) -> None:
    chosen = list(files_of(copy))
    assert {path.suffix for path in chosen} == {"", ".asice"}
    for path in chosen:
        kind = "package" if path.suffix else "attachment"
        whole = path.read_bytes()
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        assert kinds(copy) == {kind}
        path.unlink()
        assert kinds(copy) == {kind}
        path.write_bytes(whole)
    assert kinds(copy) == set()


def test_a_stray_file_is_no_damage(copy: Path) -> None:
    (copy / "packages" / ".half.part").write_bytes(b"x")
    assert kinds(copy) == set()


def test_the_logical_digest_is_of_the_content(folders: tuple[Path, Path], tmp_path: Path) -> None:
    def digest(folder: Path) -> str:
        with closing(open_store(folder, DATABASE, read_only=True)) as store:
            return logical_digest(store)

    county = Path(shutil.copytree(folders[1], tmp_path / "copy"))
    assert digest(county) == digest(folders[1]) != digest(folders[0])
    with closing(sqlite3.connect(county / FILE_NAME, isolation_level=None)) as connection:
        connection.execute("UPDATE package SET at = '2020-01-01T00:00:00Z', id = id + 70 WHERE id > 90")
        assert digest(county) == digest(folders[1])
        connection.execute("UPDATE revision SET body = replace(body, '公司', '司公')")
    assert digest(county) != digest(folders[1])


def test_files_are_where_the_store_says(folders: tuple[Path, Path]) -> None:
    def held(store: Store) -> set[Path]:
        packages = {package_file(store, name) for (name,) in store.query("SELECT identity FROM package")}
        return packages | {attachment_file(store, name) for (name,) in store.query("SELECT sha256 FROM attachment")}

    for folder in folders:
        with closing(open_store(folder, DATABASE)) as store:
            assert held(store) == set(files_of(folder))


def test_a_sound_county_is_sound(county: County) -> None:
    assert find_damage(county.store) == ()
