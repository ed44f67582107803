"""Files that leave the program: written whole, read back, or not there at all."""

from collections.abc import Callable
from pathlib import Path

from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.store import files
from baise_desktop.texts import say


def require_empty(folder: Path) -> None:
    """Refuse a folder that holds anything already. Raises: BaiseError FOLDER_NOT_EMPTY, OUT_FOLDER."""
    try:
        if folder.exists() and any(folder.iterdir()):
            raise BaiseError("FOLDER_NOT_EMPTY", folder=folder)
    except OSError as cause:
        raise BaiseError("OUT_FOLDER", folder=folder, reason=disk_reason(cause)) from cause


def write_whole(out: Path, content: bytes) -> Path:
    """Write a file so that a reader sees the old one or the new one, and read it back before it counts.

    Raises:
        BaiseError: OUT_FOLDER when the place cannot be written, or what was read back differs.
    """
    try:
        files.write_whole(out, content)
        written = out.read_bytes()
    except OSError as cause:
        raise BaiseError("OUT_FOLDER", folder=out.parent, reason=disk_reason(cause)) from cause
    if written != content:
        raise BaiseError("OUT_FOLDER", folder=out.parent, reason=say("app.read_back_differs"))
    return out


def write_document(
    out: Path, pdf: Callable[[], bytes], workbook: Callable[[], bytes], csv: Callable[[], bytes] | None = None
) -> Path:
    """Write a document in the form that the file's suffix asks for. Raises: BaiseError SUFFIX."""
    makers = {".pdf": pdf, ".xlsx": workbook, ".csv": csv}
    maker = makers.get(out.suffix.lower())
    if maker is None:
        raise BaiseError("SUFFIX", file=out.name)
    return write_whole(out, maker())
