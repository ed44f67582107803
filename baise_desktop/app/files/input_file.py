"""Files that come from outside: read once, whole, never written."""

from pathlib import Path

from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.exchange.package_source import refuse_irregular

MAX_BYTES = 200 * 2**20
"""No package is larger. Source: bad-input limits of the package format."""


def read_file(file: Path) -> bytes:
    """The bytes of a file. Raises: BaiseError FILE_UNREADABLE, TOO_BIG."""
    try:
        refuse_irregular(file)
        if file.stat().st_size > MAX_BYTES:
            raise BaiseError("TOO_BIG", name=file.name)
        return file.read_bytes()
    except OSError as cause:
        raise BaiseError("FILE_UNREADABLE", file=file, reason=disk_reason(cause)) from cause
