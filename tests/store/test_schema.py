"""The mechanism is shown on a made-up next version, the product's own on what its first one was."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.store import schema
from baise_desktop.store.creation import create_store
from baise_desktop.store.database import FILE_NAME, open_store
from baise_desktop.store.office import Office
from baise_desktop.store.settings import get_setting, put_setting
from tests.offices import DATABASE
from tests.pki import NOW

GOLDENS = Path(__file__).parents[1] / "goldens"
OFFICE = Office("unit", "c.pingguo", "0192f0c4-unit", 1)
MIGRATION = """
-- A semicolon; in a comment, and a trigger, are no ends of statements.
ALTER TABLE setting ADD COLUMN note TEXT NOT NULL DEFAULT ';';
CREATE TABLE extra (x TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TRIGGER extra_stays BEFORE DELETE ON extra
BEGIN
    SELECT raise(ABORT, 'no');
END;
"""


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The product's folder with a second version."""
    folder = tmp_path / "db"
    shutil.copytree(DATABASE, folder)
    text = (folder / "schema.sql").read_text("utf-8")
    before, after = text.split("CREATE TABLE setting (", 1)
    columns, rest = after.split(") STRICT", 1)
    changed = f"{columns.rstrip()},\n    note TEXT NOT NULL DEFAULT ';'\n"
    extra = MIGRATION.split("DEFAULT ';';\n", 1)[1]
    (folder / "schema.sql").write_text(f"{before}CREATE TABLE setting ({changed}) STRICT{rest}\n{extra}", "utf-8")
    number = schema.current_version(DATABASE) + 1
    (folder / "migrations").mkdir(exist_ok=True)
    (folder / "migrations" / f"{number:04}_add_note.sql").write_text(MIGRATION)
    return folder


@pytest.fixture
def old(tmp_path: Path) -> Path:
    store = create_store(tmp_path / "s", DATABASE, OFFICE, NOW)
    put_setting(store, "kept", "value")
    store.close()
    return tmp_path / "s"


def test_migrated_equals_fresh(old: Path, newer: Path, tmp_path: Path) -> None:
    fresh = create_store(tmp_path / "fresh", newer, OFFICE, NOW)
    migrated = open_store(old, newer, now=NOW)
    with closing(fresh), closing(migrated):
        assert schema.read_fingerprint(migrated.connection) == schema.read_fingerprint(fresh.connection)
        assert migrated.query("PRAGMA user_version") == fresh.query("PRAGMA user_version")
        assert get_setting(migrated, "kept") == "value"
        steps = [name for (name,) in migrated.query("SELECT name FROM migration ORDER BY number")]
        assert steps == ["schema", "add_note"]
        with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
            migrated.connection.execute("DROP TABLE extra")
    assert old.joinpath(f"{FILE_NAME}.before-{schema.current_version(newer)}").exists()


def test_a_failed_step_leaves_the_older_version_whole(old: Path, newer: Path) -> None:
    step = max((newer / "migrations").glob("*.sql"))
    text = step.read_text()
    step.write_text(text + "INSERT INTO nowhere VALUES (1);\n")
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        open_store(old, newer, now=NOW)
    step.write_text(text)
    with closing(open_store(old, DATABASE)) as store:
        assert get_setting(store, "kept") == "value"
        assert store.query("PRAGMA user_version") == [(schema.current_version(DATABASE),)]
    open_store(old, newer, now=NOW).close()


def test_read_only_does_not_migrate(old: Path, newer: Path) -> None:
    with pytest.raises(BaiseError) as caught:
        open_store(old, newer, read_only=True)
    assert caught.value.code == "STORE_OLDER"


def test_an_older_program_refuses_the_migrated_store(old: Path, newer: Path) -> None:
    open_store(old, newer, now=NOW).close()
    with pytest.raises(BaiseError) as caught:
        open_store(old, DATABASE)
    assert caught.value.code == "STORE_NEWER"


@pytest.mark.parametrize("name", ["0003_skips.sql", "2_short.sql", "0002-dash.sql"])
def test_a_misnamed_migration_is_a_bug(tmp_path: Path, name: str) -> None:
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / name).write_text("")
    with pytest.raises(ValueError, match="does not follow"):
        schema.list_migrations(tmp_path)


def test_the_products_schema_is_what_its_migrations_lead_to(tmp_path: Path) -> None:
    """Version 1 is what `schema.sql` was before the first migration."""
    first = tmp_path / "first"
    (first / "migrations").mkdir(parents=True)
    shutil.copy(GOLDENS / "schema_1.sql", first / "schema.sql")
    create_store(tmp_path / "s", first, OFFICE, NOW).close()
    with closing(open_store(tmp_path / "s", DATABASE, now=NOW)) as store:
        assert schema.read_fingerprint(store.connection) == schema.expected_fingerprint(DATABASE)
        assert store.query("PRAGMA user_version") == [(schema.current_version(DATABASE),)]
