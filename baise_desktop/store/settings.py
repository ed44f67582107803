"""Small texts kept by name: the trust list, the pinned root, the task pack's version."""

from baise_desktop.store.database import Store
from baise_desktop.store.rows import put_row

TASK_PACK_VERSION = "task_pack_version"
"""Name of the setting that holds the version of the newest task pack opened."""


def get_setting(store: Store, name: str, default: str = "") -> str:
    """The text kept under `name`, or `default`."""
    rows = store.query("SELECT value FROM setting WHERE name = ?", (name,))
    return str(rows[0][0]) if rows else default


def put_setting(store: Store, name: str, value: str) -> None:
    """Keep a text under `name`, in the place of an earlier one."""
    put_settings(store, {name: value})


def put_settings(store: Store, values: dict[str, str]) -> None:
    """Keep several texts, all or none."""
    with store.write() as connection:
        for name, value in values.items():
            put_row(connection, "setting", {"name": name, "value": value})
