"""The two digests of a package: its identity, and its content. Source: design section 7."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.exchange.package_file import PackedFile, SignedFile
from baise_desktop.exchange.zip_layout import README

FOR_PEOPLE = frozenset({"report.pdf", "report.xlsx", README})
"""Files that the content digest leaves out, so that a report can carry it."""
_CHUNK = 1 << 18


def identity_of(manifest: bytes) -> str:
    """What a package is known by: SHA-256 hex of the signed manifest, whatever file it came in."""
    return hashlib.sha256(manifest).hexdigest()


def content_digest(files: Iterable[SignedFile]) -> str:
    """SHA-256 hex over a line `name sha256` for each file but those for people, sorted by name."""
    lines = sorted(f"{file.name} {file.digest}\n" for file in files if file.name not in FOR_PEOPLE)
    return hashlib.sha256("".join(lines).encode("ascii")).hexdigest()


def sign_for(file: PackedFile) -> SignedFile:
    """A file as the manifest will name it. Raises: BaiseError FILE_UNREADABLE."""
    digest = hashlib.sha256()
    for chunk in chunks_of(file.content):
        digest.update(chunk)
    return SignedFile(file.name, file.media_type, digest.hexdigest())


def chunks_of(content: bytes | Path) -> Iterator[bytes]:
    """The bytes, or a file's bytes piece by piece. Raises: BaiseError FILE_UNREADABLE."""
    if isinstance(content, bytes):
        yield content
        return
    try:
        with content.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    except OSError as error:
        raise BaiseError("FILE_UNREADABLE", file=content.name, reason=disk_reason(error)) from error
