"""Versions that a unit has sealed: each follows the one before in the installation's chain."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime

from baise_desktop.errors import BaiseError
from baise_desktop.store import journal
from baise_desktop.store.attachments import put_package_attachment
from baise_desktop.store.database import Store
from baise_desktop.store.packages import (
    NO_PREVIOUS,
    Package,
    find_packages,
    insert_package,
    new_files,
    package_file,
    read_package,
)
from baise_desktop.store.rows import put_row
from baise_desktop.store.submissions import digest_entries, read_submission
from baise_desktop.store.telephone import nonce_setting
from baise_desktop.texts import say

_WHERE = "unit = ? AND period = ? AND plan = ? AND form IN (SELECT value FROM json_each(?))"


def list_lines(store: Store, unit: str, plan: str, period: str, forms: Sequence[str]) -> list[tuple[str, bytes]]:
    """Form and canonical line of every record and tombstone of a submission, by form and row id."""
    sql = f"SELECT form, body FROM entry WHERE {_WHERE} ORDER BY form, row_id"  # noqa: S608 - constant text
    rows = store.query(sql, (unit, period, plan, json.dumps(forms)))
    return [(form, body.encode()) for form, body in rows]


def find_last_sent(connection: sqlite3.Connection, unit: str, installation: str, epoch: int) -> tuple[int, str]:
    """Sequence number and identity of the last submission sealed here; 0 and `NO_PREVIOUS` before the first."""
    sql = """
        SELECT seq, identity FROM package
        WHERE unit = ? AND installation = ? AND epoch = ? AND direction = 'out' AND kind = 'submission'
        ORDER BY seq DESC LIMIT 1
    """
    return connection.execute(sql, (unit, installation, epoch)).fetchone() or (0, NO_PREVIOUS)


def find_sealed(store: Store, unit: str, plan: str, period: str) -> Package | None:
    """The package of the version that a submission is at, once it is sealed."""
    version = read_submission(store, unit, plan, period).version
    rows = store.query(_SEALED, (unit, period, plan, version))
    return find_packages(store, rows[0][0])[0] if rows else None


_SEALED = """
    SELECT identity FROM package
    WHERE unit = ? AND period = ? AND plan = ? AND version = ? AND direction = 'out' AND kind = 'submission'
"""


def keep_sealed(
    store: Store,
    package: Package,
    forms: Sequence[str],
    needed: Mapping[str, bool],
    entries: str,
    data: bytes,
    now: datetime,
    nonce: bytes = b"",
) -> bytes:
    """Keep a sealed version with its file and its rows, in one change.

    Args:
        store: of the unit.
        package: what was sealed.
        forms: every form in it.
        needed: attachments by digest, and whether the package encloses them.
        entries: `digest_entries` of what was sealed.
        data: the package.
        now: aware.
        nonce: what it carries encrypted to the city, by which a receipt told over the telephone is known.

    Returns:
        The kept package: of the first sealing when this version was sealed before.

    Raises:
        BaiseError: SEAL_OVERTAKEN when entries or chain have moved on since the package was prepared.
    """
    key = (package.unit, package.period, package.plan)
    with store.write() as connection, new_files(store) as make:
        found = connection.execute(_SEALED, (*key, package.version)).fetchone()
        if found is not None:
            return read_package(store, found[0])
        last = find_last_sent(connection, package.unit, package.installation, package.epoch)
        current = digest_entries(connection, package.unit, package.plan, package.period)
        if last != (package.seq - 1, package.prev) or current != entries:
            raise BaiseError("SEAL_OVERTAKEN", plan=package.plan, period=package.period)
        make(package_file(store, package.identity), lambda file: file.write(data))
        number = insert_package(connection, package)
        connection.execute(_COPY_ENTRIES, (number, *key, json.dumps(forms)))
        for sha256, enclosed in needed.items():
            put_package_attachment(connection, number, sha256, enclosed)
        if nonce:
            put_row(connection, "setting", {"name": nonce_setting(package.identity), "value": nonce.hex()})
        journal.append(connection, package.unit, say("store.act_seal"), {"identity": package.identity}, now)
    return data


_COPY_ENTRIES = f"""
    INSERT INTO revision (package, form, row_id, deleted, body, digest)
    SELECT ?, form, row_id, deleted, body, digest_text(body) FROM entry WHERE {_WHERE}
"""  # noqa: S608 - constant text
