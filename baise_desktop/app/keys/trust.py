"""The trust list that an installation holds, and its keys."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal

from baise_desktop.app.clock_check import require_clock
from baise_desktop.app.desk import CITY_UNIT, Desk
from baise_desktop.app.files.input_file import read_file
from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.exchange.trust import TrustList, read_trust, write_trust
from baise_desktop.form.canonical import Json
from baise_desktop.signing.authority import Identity, open_pkcs12
from baise_desktop.signing.certificates import to_pem
from baise_desktop.signing.signer import Signer
from baise_desktop.store.database import Store
from baise_desktop.store.decided import Settlement, decide_setting
from baise_desktop.store.rows import Row
from baise_desktop.store.settings import get_setting
from baise_desktop.texts import say

TRUST = "trust"
ROOT_KEY, CITY_KEY, UNIT_KEY = "root.p12", "city.p12", "unit.p12"
MINIMUM_PASSPHRASE = 8


def held_trust(desk: Desk) -> TrustList | None:
    """The trust list held; None at a unit that has not opened a task pack yet."""
    text = get_setting(desk.store, TRUST)
    return read_trust(text.encode()) if text else None


def require_trust(desk: Desk) -> TrustList:
    """The trust list held. Raises: BaiseError NO_TASK_PACK."""
    trust = held_trust(desk)
    if trust is None:
        raise BaiseError("NO_TASK_PACK")
    return trust


def trust_setting(trust: TrustList) -> dict[str, str]:
    """The setting that keeps a trust list."""
    return {TRUST: write_trust(trust).decode()}


def decide_trust(
    store: Store,
    act: Literal["admit", "revoke", "rotate"],
    trust: TrustList,
    about: str,
    now: datetime,
    reason: str = "",
    detail: Mapping[str, Json] | None = None,
) -> None:
    """Make a trust list the one that holds, by a decision of the city about a unit."""
    told: Row = {"unit": about, "version": trust.version}
    settlement = Settlement(act, TRUST, write_trust(trust).decode(), reason, detail or {})
    decide_setting(store, settlement, CITY_UNIT, now, [(say(f"store.act_{act}"), told)])


def require_passphrase(passphrase: str) -> str:
    """The passphrase for a new key. Raises: BaiseError PASSPHRASE_SHORT."""
    if len(passphrase) < MINIMUM_PASSPHRASE:
        raise BaiseError("PASSPHRASE_SHORT", minimum=MINIMUM_PASSPHRASE)
    return passphrase


def open_root(desk: Desk, passphrase: str) -> Identity:
    """The city's root key. Raises: BaiseError NO_KEY, FILE_UNREADABLE, PASSPHRASE."""
    return _unlocked(read_file(_rooted_file(desk, ROOT_KEY)), passphrase)


def city_signer(desk: Desk, passphrase: str, now: datetime) -> Signer:
    """The city as a sender; the root travels with each signature.

    Raises:
        BaiseError: NO_KEY, PASSPHRASE; CLOCK_BACK, what is signed by a clock set back could not be verified later.
    """
    from baise_desktop.signing.cades import IdentitySigner

    require_clock(desk, now)
    identity = _unlocked(read_file(_rooted_file(desk, CITY_KEY)), passphrase)
    return IdentitySigner(identity, (require_trust(desk).root,))


@lru_cache(maxsize=4)
def _unlocked(data: bytes, passphrase: str) -> Identity:
    """The city unlocks its keys once per working session: to parse one takes as long as ten signatures."""
    return open_pkcs12(data, passphrase)


def rooted_name(name: str, root_fingerprint: str) -> str:
    """Name of a key's file that belongs to a root taken into use later than the first."""
    stem, _, suffix = name.partition(".")
    return f"{stem}-{root_fingerprint.replace('-', '')}.{suffix}"


def _rooted_file(desk: Desk, name: str) -> Path:
    trust = require_trust(desk)
    return key_file(desk, rooted_name(name, trust.root_fingerprint) if trust.former else name)


def root_bundle(trust: TrustList) -> bytes:
    """PEM of the root in use and of those before it, for standard tools."""
    return b"".join(map(to_pem, (trust.root, *(each.root for each in reversed(trust.former)))))


def key_file(desk: Desk, name: str) -> Path:
    """A key's file. Raises: BaiseError NO_KEY, FILE_UNREADABLE."""
    file = desk.keys / name
    try:
        if not file.is_file():
            raise BaiseError("NO_KEY", folder=desk.keys, name=name)
    except OSError as cause:
        raise BaiseError("FILE_UNREADABLE", file=file, reason=disk_reason(cause)) from cause
    return file
