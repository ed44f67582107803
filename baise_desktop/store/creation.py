"""A new store: whole under its name, or not there."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.store import schema
from baise_desktop.store.database import FILE_NAME, Store, open_store
from baise_desktop.store.failure import told
from baise_desktop.store.files import sync_folder
from baise_desktop.store.location import refuse_place
from baise_desktop.store.office import Office, put_office


def create_store(folder: Path, database_folder: Path, office: Office, now: datetime) -> Store:
    """Make a new store in a folder, which is made when missing, and open it.

    Args:
        folder: of the installation.
        database_folder: the product's `db/`.
        office: whose store it is.
        now: aware.

    Raises:
        BaiseError: STORE_EXISTS, STORE_PLACE with the reason, and the codes of `failure.told`.
    """
    if (folder / FILE_NAME).exists():
        raise BaiseError("STORE_EXISTS", folder=folder)
    refuse_place(folder)
    _make_folders(folder)
    unfinished = folder / f".{FILE_NAME}.part"
    unfinished.unlink(missing_ok=True)
    with told(folder / FILE_NAME), closing(sqlite3.connect(unfinished, isolation_level=None)) as connection:
        connection.execute("PRAGMA page_size = 8192")
        connection.execute("BEGIN IMMEDIATE")
        schema.create_tables(connection, database_folder, now)
        put_office(connection, office)
        connection.execute("COMMIT")
    unfinished.replace(folder / FILE_NAME)
    sync_folder(folder)
    return open_store(folder, database_folder)


def _make_folders(folder: Path) -> None:
    try:
        for name in ("attachments", "packages", "keys"):
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BaiseError("STORE_READ_ONLY", file=folder / FILE_NAME, reason=disk_reason(error)) from error
    (folder / "keys").chmod(0o700)
