import shutil
from contextlib import closing
from pathlib import Path

import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.store.attachments import add_attachment, read_attachment
from baise_desktop.store.backup import LIST, backup, restore
from baise_desktop.store.database import FILE_NAME
from baise_desktop.store.files import write_whole
from baise_desktop.store.office import read_office
from baise_desktop.store.packages import list_packages, read_package
from baise_desktop.store.verify import find_damage, logical_digest
from tests.offices import DATABASE, County
from tests.pki import NOW


@pytest.fixture
def made(county: County, tmp_path: Path) -> Path:
    add_attachment(county.store, b"proof", "clerk", NOW)
    county.report("2023Q1", {1: "甲"})
    write_whole(county.store.keys / "unit.p12", b"sealed key")
    return backup(county.store, tmp_path / "backup", NOW)


def test_what_is_restored_is_what_was_there(county: County, made: Path, tmp_path: Path) -> None:
    with closing(restore(made, tmp_path / "restored", DATABASE, NOW)) as store:
        assert logical_digest(store) == logical_digest(county.store)
        assert read_office(store) == read_office(county.store)
        assert find_damage(store) == ()
        (package,) = list_packages(store)
        assert read_package(store, package.identity) == read_package(county.store, package.identity)
        assert read_attachment(store, store.query("SELECT sha256 FROM attachment")[0][0]) == b"proof"
        assert (store.keys / "unit.p12").read_bytes() == b"sealed key"
    assert find_damage(county.store) == ()


def test_a_backup_is_whole_files_without_a_log(made: Path) -> None:
    assert {path.name for path in made.iterdir()} == {FILE_NAME, LIST, "attachments", "packages", "keys"}
    assert [path.name for path in made.parent.iterdir() if path.name.endswith(".part")] == []


def test_nothing_is_written_over(county: County, made: Path) -> None:
    with pytest.raises(BaiseError) as caught:
        backup(county.store, made, NOW)
    assert caught.value.code == "BACKUP_EXISTS"
    with pytest.raises(BaiseError) as caught:
        restore(made, county.store.folder, DATABASE, NOW)
    assert caught.value.code == "STORE_EXISTS"


def test_a_broken_backup_is_not_restored(made: Path, tmp_path: Path) -> None:
    chosen = [path for path in sorted(made.rglob("*")) if path.is_file()]
    assert len(chosen) == 5
    for number, path in enumerate(chosen):
        copy = Path(shutil.copytree(made, tmp_path / f"copy{number}"))
        broken = copy / path.relative_to(made)
        whole = broken.read_bytes()
        half = len(whole) // 2
        broken.write_bytes(whole[:half] + bytes([whole[half] ^ 1]) + whole[half + 1 :])
        if broken.name == LIST:
            broken.write_bytes(b"{}")
        with pytest.raises(BaiseError) as caught:
            restore(copy, tmp_path / "restored", DATABASE, NOW)
        assert caught.value.code == "BACKUP_BROKEN"
        assert not (tmp_path / "restored" / FILE_NAME).exists()


def test_a_list_cannot_point_outside(made: Path, tmp_path: Path) -> None:
    text = (made / LIST).read_text("utf-8")
    (made / LIST).write_text(text.replace('"keys/unit.p12"', '"../outside"'), "utf-8")
    with pytest.raises(BaiseError) as caught:
        restore(made, tmp_path / "restored", DATABASE, NOW)
    assert caught.value.code == "BACKUP_BROKEN"


def test_damage_is_not_backed_up_as_sound(county: County, tmp_path: Path) -> None:
    county.fill("2023Q1", {1: "甲"})
    county.store.connection.execute("UPDATE entry SET body = replace(body, '甲', '乙')")
    with pytest.raises(BaiseError) as caught:
        backup(county.store, tmp_path / "backup", NOW)
    assert caught.value.code == "BACKUP_FAILED"
    assert not (tmp_path / "backup").exists()
