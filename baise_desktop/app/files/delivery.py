"""A file on its way out: to a stick or a folder, never over another file, and read back from the medium."""

import errno
import hashlib
import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from baise_desktop.app.files import drives
from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.store.files import sync_folder
from baise_desktop.texts import say

_CHUNK = 1 << 20
_SPARE = 1 << 20
"""What must stay free beside the file."""
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_CLOSED = (errno.EROFS, errno.EACCES, errno.EPERM)
_MOST_NAMES = 1_000


@dataclass(frozen=True, slots=True)
class Delivered:
    """Where a file went."""

    path: Path
    fresh: bool
    """False when the same bytes lay there already."""
    renamed: bool = False
    """Whether another file had the name, so that it was given a new one."""


def deliver(folder: Path, name: str, content: bytes, *, on_drive: bool = False) -> Delivered:
    """Write a file whole, read it back from the medium, and only then give it its name.

    Args:
        folder: made when missing, unless it is on a drive.
        name: wanted; a file of that name with other bytes stays, and the new one is numbered.
        content: of the file.
        on_drive: the folder is a drive's own, which is gone when the drive is.

    Raises:
        BaiseError: DRIVE_GONE; MEDIUM_READ_ONLY; MEDIUM_FULL; MEDIUM_LOST, writing broke off or what was read back
            differs; OUT_FOLDER. No file has been left then.
    """
    if on_drive and not drives.is_plugged(folder):
        raise BaiseError("DRIVE_GONE", folder=folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        found = _place(folder, name, content)
        if found.fresh:
            _require_room(folder, len(content))
    except OSError as cause:
        raise BaiseError("OUT_FOLDER", folder=folder, reason=disk_reason(cause)) from cause
    if found.fresh:
        _write(found.path, content, on_drive=on_drive)
    return found


def _place(folder: Path, name: str, content: bytes) -> Delivered:
    """The name that is free, or at which the same bytes lie."""
    stem, dot, suffix = name.partition(".asice")
    if not dot:
        stem, suffix = Path(name).stem, ""
        dot = Path(name).suffix
    for number in range(1, _MOST_NAMES):
        path = folder / (name if number == 1 else f"{stem}-{number}{dot}{suffix}")
        if not path.exists():
            return Delivered(path, fresh=True, renamed=number > 1)
        if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
            return Delivered(path, fresh=False, renamed=number > 1)
    raise BaiseError("OUT_FOLDER", folder=folder, reason=say("delivery.names_taken", name=name))


def _require_room(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < size + _SPARE:
        raise BaiseError("MEDIUM_FULL", folder=folder, needed=show_size(size + _SPARE), free=show_size(free))


def _write(path: Path, content: bytes, *, on_drive: bool) -> None:
    unfinished = path.parent / f"{_begin(path)}{secrets.token_hex(4)}.part"
    try:
        for left in _list_left(path):
            _clear(left)
        with unfinished.open("xb") as file:
            for start in range(0, len(content), _CHUNK):
                file.write(content[start : start + _CHUNK])
            file.flush()
            os.fsync(file.fileno())
        if _digest_on_medium(unfinished) != hashlib.sha256(content).hexdigest():
            raise BaiseError("MEDIUM_LOST", folder=path.parent, reason=say("app.read_back_differs"))
        if on_drive:
            _require_plugged(path.parent)
        unfinished.rename(path)
        sync_folder(path.parent)
    except OSError as cause:
        raise _refusal(path.parent, cause, len(content)) from cause
    finally:
        _clear(unfinished)


def _begin(path: Path) -> str:
    """How the name of a file begins while it is not whole."""
    return f".{path.name[:64]}."


def _list_left(path: Path) -> list[Path]:
    """What is left of a file that was on its way before, when the medium was pulled out."""
    return [each for each in path.parent.iterdir() if each.name.startswith(_begin(path)) and each.suffix == ".part"]


def _require_plugged(folder: Path) -> None:
    """Refuse what was written into the folder that a drive left behind."""
    if not drives.is_plugged(folder):
        raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))


def _digest_on_medium(path: Path) -> str:
    """SHA-256 of what the medium holds: the system is asked to forget its own copy first, where it can be asked."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _refusal(folder: Path, cause: OSError, size: int) -> BaiseError:
    if cause.errno in _FULL:
        return BaiseError("MEDIUM_FULL", folder=folder, needed=show_size(size), free=say("delivery.too_little"))
    if cause.errno in _CLOSED:
        return BaiseError("MEDIUM_READ_ONLY", folder=folder, reason=disk_reason(cause))
    return BaiseError("MEDIUM_LOST", folder=folder, reason=disk_reason(cause))


def _clear(unfinished: Path) -> None:
    """Take an unfinished file away; a medium that is gone has taken it along."""
    try:
        unfinished.unlink(missing_ok=True)
    except OSError:
        return


def show_size(size: int) -> str:
    """A number of bytes as people read it."""
    for power, unit in ((30, "GB"), (20, "MB"), (10, "KB")):
        if size >= 1 << power:
            return f"{size / (1 << power):.1f} {unit}"
    return say("delivery.bytes", count=size)
