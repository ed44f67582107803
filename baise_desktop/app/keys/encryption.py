"""The city's key for encrypted packages: made, published with the trust list, kept for ever, used to open files."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from io import SEEK_END
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from baise_desktop.app.desk import Desk
from baise_desktop.app.files.input_file import MAX_BYTES, read_file
from baise_desktop.app.files.joining import Arrived
from baise_desktop.app.files.output_file import write_whole
from baise_desktop.app.keys.trust import held_trust, require_trust
from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.exchange.package_source import reading
from baise_desktop.exchange.trust import TrustList
from baise_desktop.signing.encryption import (
    LONGEST_HEADER,
    MAGIC,
    EncryptionKey,
    addressees,
    decrypt,
    encrypt,
    is_encrypted,
    make_key,
    mark_of,
    open_key,
)
from baise_desktop.store.files import digest_file
from baise_desktop.store.packages import Package, package_file, read_package
from baise_desktop.store.settings import get_setting, put_setting

SUFFIX = ".age"
_HABIT = "export_encrypted"
_IN_MEMORY = 16 << 20
"""Bytes of an opened package up to which it never touches the disk."""


def new_key(passphrase: str) -> tuple[str, str, bytes]:
    """A new key: its recipient, and name and content of its file."""
    recipient, content = make_key(passphrase)
    return recipient, f"age-{mark_of(recipient).replace('-', '').lower()}.p12", content


def with_recipient(desk: Desk, trust: TrustList, passphrase: str) -> TrustList:
    """The list with a key to encrypt to; one is made for a city that has none yet. Raises: BaiseError OUT_FOLDER.

    Args:
        desk: of the city.
        trust: the list that is to be published next.
        passphrase: of the keys in use; the caller has opened one of them with it.
    """
    return trust if trust.recipient else replace(trust, recipient=keep_new_key(desk, passphrase))


def keep_new_key(desk: Desk, passphrase: str) -> str:
    """Make and keep another key beside those there are; its recipient. Raises: BaiseError OUT_FOLDER."""
    recipient, name, content = new_key(passphrase)
    write_whole(desk.keys / name, content).chmod(0o600)
    return recipient


def city_keys(desk: Desk, passphrase: str) -> tuple[EncryptionKey, ...]:
    """Every key that the city ever had: what was encrypted to an old one still opens.

    Raises:
        BaiseError: NO_OPENING_KEY, PASSPHRASE, FILE_UNREADABLE.
    """
    files = sorted(desk.keys.glob("age-*.p12"))
    if not files:
        raise BaiseError("NO_OPENING_KEY")
    keys = [open_key(read_file(file), passphrase) for file in files]
    current = require_trust(desk).recipient
    return tuple(sorted(keys, key=lambda key: key.recipient != current))


def city_mark(desk: Desk) -> str:
    """The number of the key to encrypt to, for comparing by telephone; '' where there is none."""
    recipient = require_trust(desk).recipient
    return mark_of(recipient) if recipient else ""


class Opener:
    """Opens what arrived at the city, encrypted or not; the keys are unlocked when they are first needed."""

    def __init__(self, desk: Desk, passphrase: str = "") -> None:
        """`passphrase`: of the city's keys; without it encrypted files are refused."""
        self._desk = desk
        self._passphrase = passphrase
        self._keys: tuple[EncryptionKey, ...] = ()

    @contextmanager
    def open(self, arrived: Arrived) -> Iterator[Path | BinaryIO]:
        """What `unseal` reads. Nothing of a decrypted package is left afterwards, even when the program is killed.

        A large one lies in a file without a name while it is open, which the system takes away with the last handle.

        Raises:
            BaiseError: FILE_UNREADABLE, TOO_BIG, those of `joining`; ENCRYPTED, PASSPHRASE, NO_OPENING_KEY; DECRYPT,
                RECIPIENT; OUT_FOLDER, no room for it.
        """
        source = arrived.open()
        if not _looks_encrypted(arrived, source):
            yield source
            return
        keys = self._unlock()
        with SpooledTemporaryFile(_IN_MEMORY, dir=str(self._desk.folder)) as spooled:
            plain = cast(BinaryIO, spooled)
            with reading(source) as file:
                _decrypt(file, plain, keys, self._desk.folder)
            plain.seek(0)
            yield plain

    def _unlock(self) -> tuple[EncryptionKey, ...]:
        if not self._passphrase:
            raise BaiseError("ENCRYPTED")
        self._keys = self._keys or city_keys(self._desk, self._passphrase)
        return self._keys


def _looks_encrypted(arrived: Arrived, source: Path | BinaryIO) -> bool:
    """By its name, or by how it begins."""
    if arrived.shown.suffix == SUFFIX:
        return True
    with reading(source) as file:
        head = file.read(len(MAGIC))
        file.seek(0)
    return is_encrypted(head)


def _decrypt(file: BinaryIO, plain: BinaryIO, keys: Sequence[EncryptionKey], folder: Path) -> None:
    if file.seek(0, SEEK_END) > MAX_BYTES:
        raise BaiseError("TOO_BIG", name=SUFFIX)
    try:
        decrypt(file, plain, keys)
    except OSError as cause:
        raise BaiseError("OUT_FOLDER", folder=folder, reason=disk_reason(cause)) from cause


def can_encrypt(desk: Desk) -> bool:
    """Whether a unit knows the city's key."""
    trust = held_trust(desk)
    return trust is not None and bool(trust.recipient)


def encrypts(desk: Desk) -> bool:
    """Whether this unit encrypted what it exported last."""
    return bool(get_setting(desk.store, _HABIT))


def note_encrypts(desk: Desk, *, on: bool) -> None:
    """Remember it for the next time."""
    if encrypts(desk) != on:
        put_setting(desk.store, _HABIT, "1" if on else "")


def require_recipient(desk: Desk) -> str:
    """The key to encrypt to. Raises: BaiseError NO_TASK_PACK; NO_RECIPIENT, the task packs held bring none."""
    recipient = require_trust(desk).recipient
    if not recipient:
        raise BaiseError("NO_RECIPIENT")
    return recipient


def encrypted_package(desk: Desk, package: Package) -> bytes:
    """A sealed package encrypted to the city; the same bytes as before unless the city has another key now.

    Raises:
        BaiseError: those of `require_recipient`; PACKAGE_FILE; OUT_FOLDER.
    """
    recipient = require_recipient(desk)
    kept = package_file(desk.store, package.identity)
    kept = kept.with_name(kept.name + SUFFIX)
    name = f"encrypted:{package.identity}"
    if kept.is_file() and digest_file(kept) == get_setting(desk.store, name):
        content = kept.read_bytes()
        if addressees(content[:LONGEST_HEADER]) == (mark_of(recipient),):
            return content
    write_whole(kept, encrypt(read_package(desk.store, package.identity), recipient))
    put_setting(desk.store, name, digest_file(kept))
    return kept.read_bytes()
