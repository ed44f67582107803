"""Small texts kept by name: the trust list, the pinned root, the task pack's version."""

import json
import sqlite3
from datetime import datetime

from baise_desktop.errors import BaiseError
from baise_desktop.store import journal
from baise_desktop.store.database import Store
from baise_desktop.store.rows import put_row

TASK_PACK_VERSION = "task_pack_version"
"""Name of the setting that holds the version of the newest task pack opened."""
HANDED_OVER = "handed_over"
"""Name of the setting that says to whom the installation was handed over; empty while it is in charge."""


def get_setting(store: Store, name: str, default: str = "") -> str:
    """The text kept under `name`, or `default`."""
    rows = store.query("SELECT value FROM setting WHERE name = ?", (name,))
    return str(rows[0][0]) if rows else default


def list_settings(store: Store) -> dict[str, str]:
    """Every text kept, by name."""
    return {str(name): str(value) for name, value in store.query("SELECT name, value FROM setting ORDER BY name")}


def put_setting(store: Store, name: str, value: str) -> None:
    """Keep a text under `name`, in the place of an earlier one."""
    put_settings(store, {name: value})


def put_settings(store: Store, values: dict[str, str]) -> None:
    """Keep several texts, all or none."""
    with store.write() as connection:
        for name, value in values.items():
            put_row(connection, "setting", {"name": name, "value": value})


def put_choice(store: Store, name: str, value: str, actor: str, act: str, now: datetime) -> None:
    """Keep a text that figures depend on, and write down in the journal who chose it."""
    with store.write() as connection:
        put_row(connection, "setting", {"name": name, "value": value})
        journal.append(connection, actor, act, {"name": name, "value": value}, now)


def refuse_handed_over(connection: sqlite3.Connection) -> None:
    """Refuse changes of what an installation reports once another one goes on. Raises: BaiseError HANDED_OVER."""
    row = connection.execute("SELECT value FROM setting WHERE name = ?", (HANDED_OVER,)).fetchone()
    if row and row[0]:
        mark = json.loads(row[0])
        raise BaiseError("HANDED_OVER", to=mark["to"], at=mark["at"][:10])
