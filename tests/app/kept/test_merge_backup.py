"""The copy made before a batch is merged: once, sound, ten of them, and no merge without it."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.inbox import receiving
from baise_desktop.app.kept import merge_backup
from baise_desktop.app.kept.merge_backup import KEPT, MergeBackup, list_merge_backups
from baise_desktop.errors import BaiseError
from baise_desktop.store.database import FILE_NAME
from baise_desktop.store.verify import find_damage, logical_digest
from tests.app.conftest import NOW


def test_what_was_there_before_can_be_had_again(
    city: Desk, april: Path, tmp_path: Path, open_copy: Callable[[Path], Desk]
) -> None:
    before = logical_digest(city.store)
    (outcome,) = receiving.merge_files(city, [april], NOW)
    assert outcome.error is None
    (copy,) = list_merge_backups(city.folder)
    again = tmp_path / "again"
    shutil.copytree(city.folder, again, ignore=shutil.ignore_patterns(f"{FILE_NAME}*", "*.lock"))
    shutil.copy(copy, again / FILE_NAME)
    desk = open_copy(again)
    assert logical_digest(desk.store) == before != logical_digest(city.store)
    assert find_damage(desk.store) == ()


def test_nothing_to_merge_makes_no_copy(city: Desk, april: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    receiving.merge_files(city, [tmp_path / "letter.txt"], NOW)
    receiving.preview(city, [april], NOW)
    assert list_merge_backups(city.folder) == []
    receiving.merge_files(city, [april], NOW)
    receiving.merge_files(city, [april], NOW)
    assert len(list_merge_backups(city.folder)) == 1


def test_a_batch_is_copied_once_and_ten_are_kept(city: Desk) -> None:
    for number in range(KEPT + 2):
        batch = MergeBackup(city, NOW + timedelta(minutes=number))
        batch.make()
        batch.make()
    copies = list_merge_backups(city.folder)
    assert len(copies) == KEPT
    twice = MergeBackup(city, NOW + timedelta(minutes=KEPT + 1))
    twice.make()
    assert list_merge_backups(city.folder)[-2] == copies[-1]
    with closing(sqlite3.connect(copies[-1])) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_without_room_for_a_copy_nothing_is_merged(
    city: Desk, april: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def fill_up(_store: object, target: Path) -> None:
        tried.append(target)
        raise BaiseError("STORE_FULL", file=target, reason="磁盘已满")

    monkeypatch.setattr(merge_backup, "copy_database", fill_up)
    before = logical_digest(city.store)
    other = Path(shutil.copy(april, tmp_path / "other.asice"))
    first, second = receiving.merge_files(city, [april, other], NOW)
    assert first.error is not None
    assert second.error is not None
    assert (first.error.code, second.error.code) == ("MERGE_BACKUP", "MERGE_BACKUP")
    assert "磁盘已满" in first.sentence
    assert len(tried) == 1
    assert logical_digest(city.store) == before
    (merged,) = receiving.merge_files(city, [april], NOW, with_backup=False)
    assert merged.report is not None


def test_a_copy_that_cannot_be_written_leaves_nothing_behind(city: Desk, april: Path) -> None:
    (city.folder / merge_backup.FOLDER).write_text("in the way")
    (outcome,) = receiving.merge_files(city, [april], NOW)
    assert outcome.error is not None
    assert outcome.error.code == "MERGE_BACKUP"
    assert (city.folder / merge_backup.FOLDER).read_text() == "in the way"
