"""Folders that somebody chooses for a new desk: looked at before anything is made in them."""

import errno
import os
import tempfile
from pathlib import Path

from baise_desktop.app.files.output_file import require_empty
from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.store.location import refuse_place


def require_store_folder(folder: Path) -> None:
    """Refuse a folder that no store can be made in.

    Raises:
        BaiseError: FOLDER_RELATIVE; STORE_PLACE, on a stick, a network or in a cloud; FOLDER_NOT_EMPTY; OUT_FOLDER.
    """
    require_whole_path(folder)
    refuse_place(folder)
    require_empty(folder)


def require_whole_path(folder: Path) -> None:
    """Refuse a path that begins nowhere, or never ends. Raises: BaiseError FOLDER_RELATIVE, OUT_FOLDER."""
    if not folder.is_absolute():
        raise BaiseError("FOLDER_RELATIVE", folder=folder)
    try:
        folder.resolve()
    except (OSError, RuntimeError) as cause:
        # Until Python 3.13 links that lead in a circle are a RuntimeError.
        found = cause if isinstance(cause, OSError) else OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        raise BaiseError("OUT_FOLDER", folder=folder, reason=disk_reason(found)) from cause


def require_writable(folder: Path) -> None:
    """Refuse a folder that cannot be written, or made: a file is made there, or as near as there is a folder, and gone.

    Raises:
        BaiseError: OUT_FOLDER.
    """
    try:
        tempfile.TemporaryFile(dir=_nearest(folder)).close()
    except OSError as cause:
        raise BaiseError("OUT_FOLDER", folder=folder, reason=disk_reason(cause)) from cause


def on_same_disk(one: Path, other: Path) -> bool:
    """Whether two folders, made or not, are lost together with one disk, as far as the system tells."""
    try:
        return _nearest(one).stat().st_dev == _nearest(other).stat().st_dev
    except OSError:
        return False


def _nearest(folder: Path) -> Path:
    """The folder, or whatever exists above it."""
    return next((each for each in (folder, *folder.parents) if each.exists()), folder)
