"""What a worker hands over through a file of some megabytes, written and read again and again.

A pipe takes 64 KB at a time, and what comes out of it is put together under the lock that the receiver works with.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from baise_desktop.exchange.verified_package import RecordLines


@dataclass(frozen=True, slots=True)
class Laid:
    """Rows whose pieces lie on a tray."""

    rows: RecordLines
    """Without them."""
    sizes: tuple[int, ...]
    """Bytes of each."""


@contextmanager
def trays(count: int) -> Iterator[deque[Path]]:
    """So many files that nobody else can read; they are gone afterwards. None where there is no place for them."""
    with ExitStack() as kept:
        try:
            # A worker that was just killed may still have one of them open, which Windows does not part with.
            folder = kept.enter_context(TemporaryDirectory(prefix="baise-", ignore_cleanup_errors=True))
            made = deque(Path(folder, str(number)) for number in range(count))
            for each in made:
                each.touch()
        except OSError:
            made = deque()
        yield made


def lay(rows: RecordLines, tray: Path) -> Laid:
    """Put the pieces of rows on a tray. Raises: OSError, as when the disk is full."""
    pieces = (rows.data, rows.row_ids.encode("ascii"), rows.digests, rows.deleted, rows.name_files)
    with tray.open("r+b") as out:
        out.writelines(pieces)
    bare = replace(rows, data=b"", row_ids="", digests=b"", deleted=b"", name_files=b"")
    return Laid(bare, tuple(map(len, pieces)))


def take(laid: Laid, tray: Path) -> RecordLines:
    """The rows, whole again. Raises: OSError."""
    with tray.open("rb") as content:
        data, row_ids, digests, deleted, name_files = (_read(content, size) for size in laid.sizes)
    made = replace(laid.rows, data=data, row_ids=row_ids.decode("ascii"))
    return replace(made, digests=digests, deleted=deleted, name_files=name_files)


def _read(content: BinaryIO, size: int) -> bytearray:
    piece = bytearray(size)
    if content.readinto(piece) != size:  # type: ignore[attr-defined]  # every file has it, `BinaryIO` has not
        raise OSError(content.name)
    return piece
