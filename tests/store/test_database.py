import errno
import os
import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import BinaryIO

import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.store import database, schema
from baise_desktop.store.creation import create_store
from baise_desktop.store.database import FILE_NAME, Store, open_store
from baise_desktop.store.office import Office, read_office
from baise_desktop.store.packages import new_files
from baise_desktop.store.rows import put_row
from baise_desktop.store.settings import get_setting, put_setting
from tests.offices import DATABASE
from tests.pki import NOW

OFFICE = Office("city", "city.baise", "0192f0c4-city", 1)
PLAIN = "CREATE TABLE t (x TEXT) STRICT"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create_store(tmp_path / "s", DATABASE, OFFICE, NOW).close()
    return tmp_path / "s"


def code_of(folder: Path) -> str:
    with pytest.raises(BaiseError) as caught:
        open_store(folder, DATABASE)
    assert str(folder) in caught.value.sentence or "baise.sqlite3" in caught.value.sentence
    return caught.value.code


def set_pragma(folder: Path, text: str) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA {text}")


def test_a_new_store_knows_whose_it_is_and_how_it_is_kept(folder: Path) -> None:
    with closing(open_store(folder, DATABASE)) as store:
        assert read_office(store) == OFFICE
        pragmas = {
            name: store.query(f"PRAGMA {name}")[0][0] for name in ("journal_mode", "synchronous", "foreign_keys")
        }
        assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
        assert store.query("PRAGMA trusted_schema") == [(0,)]
        assert store.query("PRAGMA user_version") == [(schema.current_version(DATABASE),)]
        assert {path.name for path in folder.iterdir()} >= {"attachments", "packages", "keys", FILE_NAME}


def test_every_table_is_strict(folder: Path) -> None:
    with closing(open_store(folder, DATABASE)) as store:
        assert store.tables.table_names()
        assert all(
            strict
            for *_, strict in store.query(
                "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'"
            )
        )


def test_a_store_is_never_made_over_another(folder: Path) -> None:
    with pytest.raises(BaiseError) as caught:
        create_store(folder, DATABASE, OFFICE, NOW)
    assert caught.value.code == "STORE_EXISTS"


def test_what_is_no_store_is_refused_by_name(tmp_path: Path, folder: Path) -> None:
    assert code_of(tmp_path / "nothing") == "STORE_MISSING"
    file = folder / FILE_NAME
    whole = file.read_bytes()
    for content, code in ((b"", "STORE_EMPTY"), (b"hello, this is text", "STORE_NOT_DATABASE")):
        file.write_bytes(content)
        assert code_of(folder) == code
        assert file.read_bytes() == content
    file.write_bytes(whole[:100])
    assert code_of(folder) in {"STORE_DAMAGED", "STORE_NOT_DATABASE"}
    file.write_bytes(whole[:100] + bytes(len(whole) - 100))
    assert code_of(folder) == "STORE_DAMAGED"


def test_a_schema_that_cannot_be_read_is_damage(folder: Path) -> None:
    file = folder / FILE_NAME
    whole = file.read_bytes()
    place = whole.index(b"CREATE TABLE entry")
    for at in range(place, place + 400, 7):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x80]) + whole[at + 1 :])
        with pytest.raises(BaiseError) as caught:
            open_store(folder, DATABASE)
        assert caught.value.code in {"STORE_DAMAGED", "STORE_SCHEMA"}


def test_another_programs_database_is_refused(folder: Path) -> None:
    set_pragma(folder, "application_id = 7")
    assert code_of(folder) == "STORE_OTHER"


def test_a_newer_store_is_refused_untouched(folder: Path) -> None:
    set_pragma(folder, "user_version = 99")
    before = (folder / FILE_NAME).read_bytes()
    with pytest.raises(BaiseError) as caught:
        open_store(folder, DATABASE)
    assert caught.value.code == "STORE_NEWER"
    assert "99" in caught.value.sentence
    assert (folder / FILE_NAME).read_bytes() == before


def test_a_foreign_table_is_noticed(folder: Path) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        connection.execute(PLAIN)
    assert code_of(folder) == "STORE_SCHEMA"


def test_read_only_changes_nothing(folder: Path) -> None:
    before = (folder / FILE_NAME).read_bytes()
    with closing(open_store(folder, DATABASE, read_only=True)) as store:
        assert read_office(store) == OFFICE
        with pytest.raises(BaiseError) as caught:
            put_setting(store, "a", "b")
        assert caught.value.code == "STORE_READ_ONLY"
    assert (folder / FILE_NAME).read_bytes() == before


def test_nothing_defines_tables_but_a_migration(folder: Path) -> None:
    with closing(open_store(folder, DATABASE)) as store:
        for sql in (PLAIN, "DROP TABLE setting", "ALTER TABLE setting ADD COLUMN x", "ATTACH ':memory:' AS other"):
            with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
                store.connection.execute(sql)
        with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
            store.tables.table("typo").insert({"x": 1})


def test_a_change_is_whole_or_nothing(folder: Path) -> None:
    def stumble(store: Store) -> None:
        with store.write() as connection:
            connection.execute("INSERT INTO setting VALUES ('a', 'b', '')")
            raise ZeroDivisionError

    with closing(open_store(folder, DATABASE)) as store:
        with pytest.raises(ZeroDivisionError):
            stumble(store)
        assert get_setting(store, "a") == ""
        put_setting(store, "a", "c")
        assert get_setting(store, "a") == "c"


def test_a_change_inside_a_change_is_a_bug(folder: Path) -> None:
    with closing(open_store(folder, DATABASE)) as store, store.write(), pytest.raises(RuntimeError):
        put_setting(store, "a", "b")


def test_a_busy_store_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_BUSY_SECONDS", 0.01)
    with closing(open_store(folder, DATABASE)) as one, closing(open_store(folder, DATABASE)) as other:
        with one.write(), pytest.raises(BaiseError) as caught:
            put_setting(other, "a", "b")
        assert caught.value.code == "STORE_BUSY"
        put_setting(other, "a", "b")


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "STORE_FULL"), (errno.EACCES, "STORE_READ_ONLY"), (errno.EIO, "STORE_IO")],
)
def test_a_file_that_cannot_be_written_undoes_the_change(folder: Path, number: int, code: str) -> None:
    def refuse(_: BinaryIO) -> None:
        raise OSError(number, os.strerror(number))

    def change(store: Store) -> None:
        with store.write() as connection, new_files(store) as make:
            put_row(connection, "setting", {"name": "a", "value": "b"})
            make(store.packages / "p.asice", refuse)

    with closing(open_store(folder, DATABASE)) as store:
        with pytest.raises(BaiseError) as caught:
            change(store)
        assert caught.value.code == code
        assert get_setting(store, "a") == ""
        assert not list(store.packages.iterdir())


def test_of_two_files_neither_stays_when_one_cannot_be_written(folder: Path) -> None:
    may_write = Event()

    def write(file: BinaryIO) -> None:
        may_write.wait()
        file.write(b"x")

    def change(store: Store) -> None:
        with store.write(), new_files(store) as make:
            for name in ("a", "b", "c"):
                make(store.packages / f"{name}.asice", write)
            may_write.set()
            raise ZeroDivisionError

    with closing(open_store(folder, DATABASE)) as store:
        with pytest.raises(ZeroDivisionError):
            change(store)
        assert not list(store.packages.iterdir())
        with store.write(), new_files(store) as make:
            make(store.packages / "d.asice", write)
        assert [each.name for each in store.packages.iterdir()] == ["d.asice"]


def test_a_file_that_no_thread_could_write_is_not_written_later(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    def change(store: Store, name: str) -> None:
        with store.write(), new_files(store) as make:
            make(store.packages / name, lambda file: file.write(b"x"))

    with closing(open_store(folder, DATABASE)) as store:
        with monkeypatch.context() as patched:
            patched.setattr(threading.Thread, "start", refuse)
            with pytest.raises(RuntimeError):
                change(store, "a.asice")
        change(store, "b.asice")
        assert [each.name for each in store.packages.iterdir()] == ["b.asice"]


def test_a_closed_store_leaves_no_thread(folder: Path) -> None:
    before = set(threading.enumerate())
    with closing(open_store(folder, DATABASE)) as store, store.write(), new_files(store) as make:
        make(store.packages / "a.asice", lambda file: file.write(b"x"))
        assert set(threading.enumerate()) - before
    assert set(threading.enumerate()) <= before


def test_a_folder_name_that_no_disk_takes_holds_no_store(tmp_path: Path) -> None:
    assert code_of(tmp_path / ("长" * 90)) in ("STORE_MISSING", "STORE_READ_ONLY")


def test_a_store_belongs_to_the_thread_that_opened_it(folder: Path) -> None:
    caught: list[Exception] = []

    def use(store: Store) -> None:
        try:
            get_setting(store, "a")
        except sqlite3.ProgrammingError as error:
            caught.append(error)

    with closing(open_store(folder, DATABASE)) as store:
        thread = threading.Thread(target=use, args=(store,))
        thread.start()
        thread.join()
    assert caught


def test_a_store_that_cannot_be_made_leaves_no_store(tmp_path: Path) -> None:
    broken = tmp_path / "db"
    shutil.copytree(DATABASE, broken)
    (broken / "schema.sql").write_text("CREATE TABLE t (x)  STRICT;")
    with pytest.raises(sqlite3.OperationalError):
        create_store(tmp_path / "s", broken, OFFICE, NOW)
    assert not (tmp_path / "s" / FILE_NAME).exists()
