"""Files written whole or not at all."""

import hashlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

_CHUNK = 1 << 20


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path`, durably; a crash leaves the old file or the new one, never a part."""
    write_streamed(path, lambda file: file.write(data))


def copy_whole(source: Path, target: Path) -> str:
    """Copy a file durably and whole; returns the SHA-256 hex of what was copied."""
    digest = hashlib.sha256()

    def pour(file: BinaryIO) -> None:
        with source.open("rb") as incoming:
            while chunk := incoming.read(_CHUNK):
                digest.update(chunk)
                file.write(chunk)

    write_streamed(target, pour)
    return digest.hexdigest()


def write_streamed(path: Path, pour: Callable[[BinaryIO], object]) -> None:
    """Let `pour` write a new file, then put it in its place in one step.

    Args:
        path: the final place; its folder is made when missing.
        pour: writes the content; when it raises, nothing is left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.parent / f".{path.name[:64]}.{secrets.token_hex(8)}.part"
    try:
        with unfinished.open("xb") as file:
            pour(file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; Windows does so with the file itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest_file(path: Path) -> str:
    """SHA-256 hex of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
