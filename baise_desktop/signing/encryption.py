"""Encryption to the city with age: packages as whole files, and small secrets within a header.

The key is an Ed25519 one, age's recipient type `ssh-ed25519`. Unlike X25519 it writes into the file whom the file is
for, as the first four bytes of a digest of the public key, so that a file for another city can be named as such; and
it fits into PKCS#12, under the same passphrase as the other keys.
Source: https://age-encryption.org/v1; the recipient types of `age` and `rage`.
"""

import base64
import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from baise_desktop.errors import BaiseError
from baise_desktop.signing.authority import passphrase_bytes
from baise_desktop.texts import say

MAGIC = b"age-encryption.org/v1\n"
LONGEST_HEADER = 8 << 10
"""Bytes; a header for one recipient has some 300."""
_KIND = "ssh-ed25519"
_TYPES = (b"X25519", b"scrypt", b"ssh-rsa", b"p256tag", b"mlkem768p256tag", b"mlkem768x25519")
"""Recipients that other programs encrypt to; this one never does."""
_MARK = re.compile(rb"[A-Za-z0-9+/]{6}")
_WIRE = b"\0\0\0\x0bssh-ed25519\0\0\0\x20"
_TEXT = re.compile(r"ssh-ed25519 ([A-Za-z0-9+/]{68})")


@dataclass(frozen=True, slots=True)
class EncryptionKey:
    """The city's key that opens what was encrypted to it."""

    recipient: str
    """The public half, as `age -r` takes it."""
    secret: bytes = field(repr=False)
    """The private half, as `age -i` takes it."""


def make_key(passphrase: str) -> tuple[str, bytes]:
    """A new key: its recipient, and the key as PKCS#12 under a passphrase."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
    from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

    key = Ed25519PrivateKey.generate()
    lock = BestAvailableEncryption(passphrase_bytes(passphrase))
    return _recipient(key.public_key().public_bytes_raw()), serialize_key_and_certificates(None, key, None, None, lock)


def open_key(data: bytes, passphrase: str) -> EncryptionKey:
    """The key of a PKCS#12 file. Raises: BaiseError PASSPHRASE, wrong or the file is of another kind."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates

    try:
        key, _, _ = load_key_and_certificates(data, passphrase_bytes(passphrase))
    except ValueError:
        raise BaiseError("PASSPHRASE") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise BaiseError("PASSPHRASE")
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    return EncryptionKey(_recipient(key.public_key().public_bytes_raw()), secret)


def is_recipient(text: str) -> bool:
    """Whether a text names a key that can be encrypted to."""
    found = _TEXT.fullmatch(text)
    return found is not None and base64.b64decode(found[1]).startswith(_WIRE)


def mark_of(recipient: str) -> str:
    """The number of a key as people compare it: what a file encrypted to it shows, eight hex digits."""
    return _shown(hashlib.sha256(base64.b64decode(recipient.split()[1])).digest()[:4])


def encrypt(plain: bytes, recipient: str) -> bytes:
    """The bytes encrypted to a key; each time other ones."""
    from pyrage import encrypt, ssh

    return bytes(encrypt(plain, [ssh.Recipient.from_str(recipient)]))


def is_encrypted(head: bytes) -> bool:
    """Whether a file that begins so says that it is an age file."""
    return head.startswith(MAGIC)


def addressees(head: bytes) -> tuple[str, ...] | None:
    """Numbers of the keys that a file says it is for, '' for keys that have none; None when it does not say."""
    lines = _header(head).split(b"\n")
    found = [line.split(b" ") for line in lines if line.startswith(b"-> ")]
    ours = [_shown(base64.b64decode(part[2] + b"==")) for part in found if _is_marked(part)]
    others = [part[1] for part in found if part[1] in _TYPES]
    return (*ours, *("" for _ in others)) or None


def decrypt(file: BinaryIO, out: BinaryIO, keys: Sequence[EncryptionKey]) -> None:
    """Write what a file holds to `out`, which is worthless when this raises.

    Args:
        file: seekable, read only.
        out: empty, seekable; nobody else may read it before this has come to its end.
        keys: the city's, the newest first.

    Raises:
        BaiseError: DECRYPT, whatever is wrong with the file; RECIPIENT, it is for another key.
        OSError: the disk.
    """
    file.seek(0)
    head = file.read(LONGEST_HEADER)
    if not _header(head):
        raise BaiseError("DECRYPT")
    own = [mark_of(key.recipient) for key in keys]
    named = addressees(head)
    if named is None or set(named) & set(own):
        file.seek(0)
        _pour(file, out, keys)
    elif _is_misaddressed(file, head, keys):
        raise BaiseError("DECRYPT")
    else:
        raise BaiseError("RECIPIENT", recipient=_tell(named), expected=say("encryption.own", marks="、".join(own)))


def decrypt_bytes(data: bytes, keys: Sequence[EncryptionKey]) -> bytes:
    """As `decrypt`, for a small secret."""
    out = io.BytesIO()
    decrypt(io.BytesIO(data), out, keys)
    return out.getvalue()


def _tell(named: Sequence[str]) -> str:
    marks = "、".join(filter(None, named))
    return say("encryption.other", marks=marks) if marks else say("encryption.unnamed")


def _is_misaddressed(file: BinaryIO, head: bytes, keys: Sequence[EncryptionKey]) -> bool:
    """Whether a file is for one of these keys after all, and only the number in its header is damaged."""
    for key in keys:
        number = base64.b64encode(bytes.fromhex(mark_of(key.recipient).replace("-", "")))[:6]
        for start in _mark_places(head):
            mended = head[:start] + number + head[start + 6 :]
            file.seek(len(head))
            try:
                _pour(_Joined(mended, file), _Nothing(), (key,))
            except BaiseError:
                continue
            return True
    return False


def _mark_places(head: bytes) -> list[int]:
    return [found.end() for found in re.finditer(rb"(?m)^-> ssh-ed25519 ", _header(head))]


def _pour(file: BinaryIO, out: BinaryIO, keys: Sequence[EncryptionKey]) -> None:
    from pyrage import DecryptError, decrypt_io, ssh

    source, target = _Guarded(file), _Guarded(out)
    try:
        decrypt_io(source, target, [ssh.Identity.from_buffer(key.secret) for key in keys])
    except (DecryptError, OSError):
        for each in (source, target):
            if each.failure is not None:
                raise each.failure from None
        raise BaiseError("DECRYPT") from None


class _Guarded(io.RawIOBase):
    """A file whose own failures are told apart from what is wrong with its content."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file
        self.failure: OSError | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            return self._file.read(size)
        except OSError as error:
            self.failure = error
            raise

    def write(self, data: bytes) -> int:  # type: ignore[override]  # only bytes come
        try:
            return self._file.write(data)
        except OSError as error:
            self.failure = error
            raise


class _Joined(io.BytesIO):
    """Some bytes, and after them what is left of a file."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__(head)
        self._rest = rest

    def read(self, size: int | None = -1) -> bytes:
        return super().read(size) or self._rest.read(-1 if size is None else size)


class _Nothing(io.BytesIO):
    """Takes everything and keeps nothing."""

    def write(self, data: bytes) -> int:  # type: ignore[override]  # only bytes come
        return len(data)


def _header(head: bytes) -> bytes:
    """The lines of an age file up to its check line; empty where there is no end of them in sight."""
    end = head.find(b"\n--- ")
    return head[:end] if end >= 0 and b"\n" in head[end + 5 :] else b""


def _is_marked(part: list[bytes]) -> bool:
    return len(part) == 4 and part[1] == _KIND.encode() and _MARK.fullmatch(part[2]) is not None


def _recipient(raw: bytes) -> str:
    return f"{_KIND} {base64.b64encode(_WIRE + raw).decode()}"


def _shown(mark: bytes) -> str:
    written = mark.hex().upper()
    return f"{written[:4]}-{written[4:]}"
