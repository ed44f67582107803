"""Files that a clerk points at: opened as they are, never a folder, a pipe or a device."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.texts import say


@contextmanager
def opened_regular(file: Path, most: int) -> Iterator[BinaryIO]:
    """A file opened for reading, never a folder, a pipe or a device.

    Raises:
        BaiseError: FILE_UNREADABLE, EVIDENCE_FOLDER, EVIDENCE_TOO_BIG.
    """
    try:
        if file.is_dir():
            raise BaiseError("EVIDENCE_FOLDER", file=shown_name(file))
        # Opening a pipe waits for somebody to write into it, unless one asks not to.
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as cause:
        reason = disk_reason(cause) if isinstance(cause, OSError) else say("reasons.EVIDENCE_NOT_FILE")
        raise BaiseError("FILE_UNREADABLE", file=shown_name(file), reason=reason) from cause
    with os.fdopen(handle, "rb") if stat.S_ISREG(os.fstat(handle).st_mode) else _refused(handle, file) as source:
        size = os.fstat(handle).st_size
        if size > most:
            raise BaiseError("EVIDENCE_TOO_BIG", file=shown_name(file), size=f"{size / 2**20:,.1f}", limit=most >> 20)
        yield source


def _refused(handle: int, file: Path) -> BinaryIO:
    os.close(handle)
    raise BaiseError("FILE_UNREADABLE", file=shown_name(file), reason=say("reasons.EVIDENCE_NOT_FILE"))


def shown_name(file: Path) -> str:
    """A file's name as text on one line, whatever bytes the disk gives it."""
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in (file.name or str(file))[:120]
    )
