"""A copy of a whole installation, verified when it is written and before it is used."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.store import journal
from baise_desktop.store.database import FILE_NAME, Store, open_store
from baise_desktop.store.failure import told
from baise_desktop.store.files import copy_whole, digest_file, sync_folder, write_whole
from baise_desktop.store.instant import to_text
from baise_desktop.store.location import refuse_place
from baise_desktop.store.office import Office, put_office, read_office
from baise_desktop.store.rows import Row
from baise_desktop.store.verify import find_damage, logical_digest
from baise_desktop.texts import say

LIST = "backup.json"
_FOLDERS = ("attachments", "packages", "keys", "forms")
_FORMAT = 1


def backup(store: Store, out: Path, now: datetime) -> Path:
    """Write a backup: the database, attachments, packages, own forms, and the keys under their passphrases.

    Args:
        store: stays in use.
        out: a folder that does not exist yet, or is empty; it appears whole or not at all.
        now: aware.

    Raises:
        BaiseError: BACKUP_EXISTS; BACKUP_FAILED when what was written does not read back; the codes of `failure.told`.
    """
    unfinished = out.with_name(f".{out.name}.part")
    try:
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise BaiseError("BACKUP_EXISTS", file=out)
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        _write(store, unfinished, now)
        _verify(unfinished, store.database_folder, out, "BACKUP_FAILED")
        if out.exists():
            out.rmdir()
        unfinished.replace(out)
        sync_folder(out.parent)
    except OSError as error:
        raise BaiseError("BACKUP_FAILED", file=out, reason=disk_reason(error)) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    with store.write() as connection:
        journal.append(connection, store.folder.name, say("store.act_backup"), {"file": out.name}, now)
    return out


def restore(
    source: Path,
    folder: Path,
    database_folder: Path,
    now: datetime,
    become: Callable[[Store], Office] = read_office,
) -> Store:
    """Bring a backup back into a new folder, and open it.

    Args:
        source: folder of a backup.
        folder: of the installation; must not hold a store.
        database_folder: the product's `db/`.
        now: aware.
        become: as whose installation it goes on. Packages may have been sent after the backup was made, so that their
            numbers are used up: a unit counts from 1 again, as another installation in another epoch.

    Raises:
        BaiseError: STORE_EXISTS, STORE_PLACE, BACKUP_BROKEN; nothing has been restored then.
    """
    if (folder / FILE_NAME).exists():
        raise BaiseError("STORE_EXISTS", folder=folder)
    refuse_place(folder)
    _verify(source, database_folder, source, "BACKUP_BROKEN")
    # The database comes last: a folder without it is no store yet.
    for name in sorted(_read_list(source, source, "BACKUP_BROKEN"), key=lambda name: name == FILE_NAME):
        copy_whole(source / name, folder / name)
    for name in _FOLDERS:
        (folder / name).mkdir(exist_ok=True)
    store = open_store(folder, database_folder, now=now)
    office = become(store)
    with store.write() as connection:
        put_office(connection, office)
        detail: Row = {"file": source.name, "epoch": office.epoch, "installation": office.installation}
        journal.append(connection, folder.name, say("store.act_restored"), detail, now)
    return store


def copy_database(store: Store, target: Path) -> None:
    """Copy the database alone, and read the copy back; it appears whole or not at all.

    Attachments and packages are left out: they are only ever added, and what the copy names is there.

    Raises:
        BaiseError: BACKUP_FAILED when the copy is not sound; the codes of `failure.told`.
    """
    unfinished = target.with_name(f".{target.name}.part")
    try:
        with told(store.file):
            target.parent.mkdir(parents=True, exist_ok=True)
            unfinished.unlink(missing_ok=True)
            with closing(sqlite3.connect(unfinished, isolation_level=None)) as copy:
                store.connection.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
                sound = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
            if sound != "ok":
                raise BaiseError("BACKUP_FAILED", file=target, reason=sound)
            unfinished.replace(target)
            sync_folder(target.parent)
    finally:
        for leftover in (unfinished, unfinished.with_name(f"{unfinished.name}-journal")):
            with suppress(OSError):
                leftover.unlink(missing_ok=True)


def _write(store: Store, out: Path, now: datetime) -> None:
    with told(store.file), closing(sqlite3.connect(out / FILE_NAME, isolation_level=None)) as copy:
        store.connection.backup(copy)
        # A backup is one file: nothing of it may stay in a log beside it.
        copy.execute("PRAGMA journal_mode = DELETE")
    for path in _list_files(store.folder):
        copy_whole(path, out / path.relative_to(store.folder))
    digests = {path.relative_to(out).as_posix(): digest_file(path) for path in sorted(out.rglob("*")) if path.is_file()}
    listed = {"format": _FORMAT, "made_at": to_text(now), "logical": logical_digest(store), "files": digests}
    write_whole(out / LIST, json.dumps(listed, ensure_ascii=False, indent=1, sort_keys=True).encode())


def _list_files(folder: Path) -> Iterator[Path]:
    for name in _FOLDERS:
        for path in sorted((folder / name).rglob("*")):
            if path.is_file() and not path.name.endswith(".part"):
                yield path


def _verify(source: Path, database_folder: Path, shown: Path, code: str) -> None:
    for name, digest in _read_list(source, shown, code).items():
        path = source / name
        if not path.is_file() or digest_file(path) != digest:
            raise BaiseError(code, file=shown, reason=say("store.backup_file", name=name))
    with closing(open_store(source, database_folder, read_only=True)) as copy:
        damages = find_damage(copy)
    if damages:
        raise BaiseError(code, file=shown, reason=damages[0].sentence)


def _read_list(source: Path, shown: Path, code: str) -> dict[str, str]:
    try:
        listed = json.loads((source / LIST).read_text("utf-8"))
        files = {str(name): str(digest) for name, digest in listed["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BaiseError(code, file=shown, reason=say("store.backup_file", name=LIST)) from error
    if FILE_NAME not in files or any(Path(name).is_absolute() or ".." in Path(name).parts for name in files):
        raise BaiseError(code, file=shown, reason=say("store.backup_file", name=LIST))
    return files
