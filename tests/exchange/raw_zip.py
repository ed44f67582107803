"""ZIP files with any header lying, written without the product's own writer."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass
class RawEntry:
    """One entry; every field can be made to lie, in the directory or locally."""

    name: bytes
    data: bytes = b""
    method: int = 0
    flags: int = 0
    made_by: int = 0x0314
    attributes: int = 0o100644 << 16
    extra: bytes = b""
    stamp: tuple[int, int] = (0, 0x21)
    crc: int | None = None
    size: int | None = None
    local_name: bytes | None = None
    local_size: int | None = None
    in_directory: bool = True
    offset: int | None = None

    @property
    def packed(self) -> bytes:
        if self.method != 8:
            return self.data
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        return packer.compress(self.data) + packer.flush()

    def local(self) -> bytes:
        name = self.name if self.local_name is None else self.local_name
        size = self._size() if self.local_size is None else self.local_size
        head = struct.pack(
            "<4s5H3I2H",
            b"PK\x03\x04",
            20,
            *self._kind(),
            self._crc(),
            *size_pair(self, size),
            len(name),
            len(self.extra),
        )
        return head + name + self.extra + self.packed

    def central(self, offset: int) -> bytes:
        at = offset if self.offset is None else self.offset
        lengths = (len(self.name), len(self.extra), 0, 0, 0, self.attributes, at)
        fixed = struct.pack(
            "<4s6H3I5H2I",
            *(b"PK\x01\x02", self.made_by, 20, *self._kind(), self._crc(), *size_pair(self, self._size()), *lengths),
        )
        return fixed + self.name + self.extra

    def _kind(self) -> tuple[int, int, int, int]:
        return (self.flags, self.method, *self.stamp)

    def _crc(self) -> int:
        return zlib.crc32(self.data) if self.crc is None else self.crc

    def _size(self) -> int:
        return len(self.data) if self.size is None else self.size


def size_pair(entry: RawEntry, size: int) -> tuple[int, int]:
    """Packed and unpacked size; what is stored lies about both."""
    return (size, size) if entry.method == 0 else (len(entry.packed), size)


def write(entries: Sequence[RawEntry], *, count: int | None = None, comment: bytes = b"") -> bytes:
    """The file; `count` is what the end record says."""
    body, directory, held = bytearray(), bytearray(), 0
    for entry in entries:
        if entry.in_directory:
            directory += entry.central(len(body))
            held += 1
        body += entry.local()
    stated = held if count is None else count
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, stated, stated, len(directory), len(body), len(comment))
    return bytes(body + directory + end + comment)
