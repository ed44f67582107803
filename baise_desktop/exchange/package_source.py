"""The file a verified package came in, for copying it and its attachments into a store."""

import hashlib
import io
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.exchange.container import ContainerReader
from baise_desktop.exchange.envelope import Envelope
from baise_desktop.exchange.zip_layout import Entry
from baise_desktop.texts import say

_CHUNK = 1 << 18
_HELD = 16 << 20


@contextmanager
def reading(file: Path | BinaryIO) -> Iterator[BinaryIO]:
    """The file opened for reading; what is open already stays open. Raises: BaiseError FILE_UNREADABLE."""
    if not isinstance(file, Path):
        yield file
        return
    try:
        refuse_irregular(file)
        with file.open("rb") as opened:
            yield opened
    except OSError as error:
        raise BaiseError("FILE_UNREADABLE", file=file.name, reason=disk_reason(error)) from error


def refuse_irregular(file: Path) -> None:
    """Refuse pipes and devices before they are opened: a pipe waits for somebody to write into it.

    Raises:
        BaiseError: FILE_UNREADABLE.
        OSError: there is nothing to be looked at.
    """
    mode = file.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise BaiseError("FILE_UNREADABLE", file=file.name, reason=say("reasons.EVIDENCE_NOT_FILE"))


def held_in_memory(file: BinaryIO) -> BinaryIO:
    """The file copied into memory when it is small, so that what is copied later is what was verified; or itself."""
    if file.seek(0, io.SEEK_END) > _HELD:
        return file
    file.seek(0)
    return io.BytesIO(file.read())


def digest_file(file: BinaryIO) -> tuple[str, int]:
    """SHA-256 hex and size of a whole file."""
    digest, size = hashlib.sha256(), 0
    for chunk in _chunks(file):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


@dataclass(frozen=True, slots=True)
class VerifiedFile:
    """A file that has been verified, and is compared again with what it was then whenever it is copied."""

    file: Path | BinaryIO = field(repr=False)
    digest: str
    """SHA-256 hex of the whole file."""
    entries: tuple[Entry, ...] = field(repr=False)
    digests: Mapping[str, str] = field(repr=False)
    """SHA-256 hex by name, from the manifest."""

    @classmethod
    def of(cls, file: Path | BinaryIO, digest: str, envelope: Envelope) -> "VerifiedFile":
        """The file that an envelope was read from. `digest`: SHA-256 hex of the whole file."""
        digests = {each.name: each.digest for each in envelope.files}
        return cls(file, digest, tuple(envelope.container.entries.values()), digests)

    def copy_file(self, out: BinaryIO) -> None:
        """Write the whole file to `out`; what was written is worthless when this raises.

        Raises:
            BaiseError: CHANGED, the file is no longer what was verified; FILE_UNREADABLE.
        """
        with reading(self.file) as file:
            _copy(_chunks(file), out, self.digest)

    def copy_entry(self, name: str, out: BinaryIO) -> None:
        """Write one file of the package to `out`; what was written is worthless when this raises.

        Raises:
            BaiseError: CHANGED, FRAME, FILE_UNREADABLE.
            KeyError: the package has no such file.
        """
        with reading(self.file) as file:
            _copy(ContainerReader(file, self.entries).chunks(name), out, self.digests[name])


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(_CHUNK):
        yield chunk


def _copy(chunks: Iterable[bytes], out: BinaryIO, expected: str) -> None:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
        out.write(chunk)
    if digest.hexdigest() != expected:
        raise BaiseError("CHANGED")
