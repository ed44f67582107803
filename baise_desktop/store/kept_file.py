"""The files inside a package that this store keeps, read in the one layout that packages have.

A stranger's file is judged by `exchange.container`, which stands above the store; this reads what was judged before. A
store, too, may come from elsewhere, as a backup does: nothing is unpacked that is bigger than packages are, and
whatever is laid out otherwise is no package.
"""

import hashlib
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_LOCAL = struct.Struct("<4s5H3I2H")
_LOCAL_MARK, _CENTRAL_MARK = b"PK\x03\x04", b"PK\x01\x02"
_STORED, _DEFLATED = 0, 8
_MOST_FILES = 2_000
_MOST_BYTES = 64 << 20
"""Of one file, packed or not."""
_HEADER = "header.json"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """What a kept package holds."""

    header: bytes
    """`header.json`; empty when there is none."""
    digests: Mapping[str, bytes]
    """SHA-256 of each file, by name."""


def read_kept(path: Path) -> KeptFile:
    """Unpack every file of a kept package.

    Raises:
        ValueError: it is not laid out as packages are.
        OSError: the disk refuses.
    """
    header, digests = b"", dict[str, bytes]()
    with path.open("rb") as file:
        while (found := _read_entry(file)) is not None:
            name, content = found
            if name in digests or len(digests) >= _MOST_FILES:
                raise ValueError(name)
            digests[name] = hashlib.sha256(content).digest()
            header = content if name == _HEADER else header
    return KeptFile(header, digests)


def _read_entry(file: BinaryIO) -> tuple[str, bytes] | None:
    """The next file; None where the directory begins."""
    fixed = file.read(_LOCAL.size)
    if fixed.startswith(_CENTRAL_MARK):
        return None
    if len(fixed) < _LOCAL.size or not fixed.startswith(_LOCAL_MARK):
        raise ValueError(file.name)
    _, _, _, method, _, _, checksum, packed, size, name_length, extra_length = _LOCAL.unpack(fixed)
    name = file.read(name_length).decode()
    if extra_length or max(packed, size) > _MOST_BYTES:
        raise ValueError(name)
    content = _unpack(file.read(packed), method, size)
    if len(content) != size or zlib.crc32(content) != checksum:
        raise ValueError(name)
    return name, content


def _unpack(data: bytes, method: int, size: int) -> bytes:
    if method == _STORED:
        return data
    if method != _DEFLATED:
        raise ValueError(method)
    try:
        # One byte more than is stated shows a file that goes on.
        return zlib.decompressobj(-15).decompress(data, size + 1)
    except zlib.error as error:
        raise ValueError(str(error)) from error
