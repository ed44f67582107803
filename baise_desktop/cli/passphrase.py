"""A passphrase for a signing verb: from a file, or typed unseen."""

import getpass
import sys
from collections.abc import Sequence
from pathlib import Path

from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.texts import say


def read_passphrase(file: Path | None) -> str:
    """The first line of the file, or what is typed at the terminal.

    Raises:
        BaiseError: NO_PASSPHRASE without a file and without a terminal; FILE_UNREADABLE, PASSPHRASE_FILE.
    """
    if file is not None:
        try:
            return file.read_text("utf-8").splitlines()[0]
        except OSError as cause:
            raise BaiseError("FILE_UNREADABLE", file=file, reason=disk_reason(cause)) from cause
        except (UnicodeDecodeError, IndexError) as cause:
            raise BaiseError("PASSPHRASE_FILE", file=file) from cause
    if not sys.stdin.isatty():
        raise BaiseError("NO_PASSPHRASE")
    return getpass.getpass(say("cli.passphrase"))


def encrypted_passphrase(file: Path | None, packages: Sequence[Path]) -> str:
    """The passphrase that encrypted packages are opened with; '' where none is needed, or none can be asked for.

    Raises:
        BaiseError: FILE_UNREADABLE, PASSPHRASE_FILE.
    """
    if file is None and not (sys.stdin.isatty() and any(".age" in each.suffixes for each in packages)):
        return ""
    return read_passphrase(file)
