"""ZIP files with any header lying, written without the product's own writer."""

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

Value = TypeVar("Value")
LOCAL, CENTRAL, END = "<4s5H3I2H", "<4s6H3I5H2I", "<4s4H2IH"


@dataclass
class RawEntry:
    """One entry; every field can be made to lie, in the directory and locally, or locally alone."""

    name: bytes
    data: bytes = b""
    method: int = 0
    flags: int = 0
    made_by: int = 0x0314
    needs: int = 20
    attributes: int = 0o100644 << 16
    inner: int = 0
    """Internal attributes."""
    disk: int = 0
    extra: bytes = b""
    comment: bytes = b""
    stamp: tuple[int, int] = (0, 0x21)
    crc: int | None = None
    size: int | None = None
    stream: bytes | None = None
    """The bytes that lie in the file, instead of those that `data` packs into."""
    packed_size: int | None = None
    local_name: bytes | None = None
    local_size: int | None = None
    local_packed: int | None = None
    local_crc: int | None = None
    local_extra: bytes | None = None
    local_kind: tuple[int, int, int, int, int] | None = None
    """Version needed, flags, method, time, date."""
    in_directory: bool = True
    in_body: bool = True
    offset: int | None = None
    behind: bytes = b""
    """Bytes after the entry that nobody speaks of."""

    @property
    def packed(self) -> bytes:
        if self.stream is not None:
            return self.stream
        return deflated(self.data) if self.method == 8 else self.data

    def local(self) -> bytes:
        name = given(self.local_name, self.name)
        extra = given(self.local_extra, self.extra)
        sizes = (given(self.local_packed, self._packed()), given(self.local_size, self._size()))
        kind = given(self.local_kind, self._kind())
        crc = given(self.local_crc, self._crc())
        head = struct.pack(LOCAL, b"PK\x03\x04", *kind, crc, *sizes, len(name), len(extra))
        return head + name + extra + self.packed + self.behind

    def central(self, offset: int) -> bytes:
        lengths = (len(self.name), len(self.extra), len(self.comment))
        fixed = struct.pack(
            CENTRAL,
            *(b"PK\x01\x02", self.made_by, *self._kind(), self._crc(), self._packed(), self._size(), *lengths),
            *(self.disk, self.inner, self.attributes, given(self.offset, offset)),
        )
        return fixed + self.name + self.extra + self.comment

    def _kind(self) -> tuple[int, int, int, int, int]:
        return (self.needs, self.flags, self.method, *self.stamp)

    def _crc(self) -> int:
        return given(self.crc, zlib.crc32(self.data))

    def _size(self) -> int:
        return given(self.size, len(self.data))

    def _packed(self) -> int:
        # What is stored lies about both sizes.
        return given(self.packed_size, self._size() if self.method == 0 and self.stream is None else len(self.packed))


def given(value: Value | None, default: Value) -> Value:
    """A field as it was set, or as it is by itself."""
    return default if value is None else value


@lru_cache(maxsize=8)
def deflated(data: bytes) -> bytes:
    """As the product packs text."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def write(
    entries: Sequence[RawEntry],
    *,
    count: int | None = None,
    comment: bytes = b"",
    between: bytes = b"",
    disks: tuple[int, int] = (0, 0),
    length: int = 0,
    order: Sequence[int] = (),
) -> bytes:
    """The file.

    `count` is what the end record says, `length` by how much it lies about the directory, `between` lies before the
    directory, and `order` is that of the records in it.
    """
    body, records = bytearray(), []
    for entry in entries:
        if entry.in_directory:
            records.append(entry.central(len(body)))
        if entry.in_body:
            body += entry.local()
    directory = b"".join(records[number] for number in order) if order else b"".join(records)
    stated = given(count, len(records))
    body += between
    numbers = (*disks, stated, stated, len(directory) + length, len(body), len(comment))
    return bytes(body + directory + struct.pack(END, b"PK\x05\x06", *numbers) + comment)


def entries_of(package: bytes) -> list[RawEntry]:
    """A genuine package as raw entries, which give the very same bytes when nothing is changed."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return [
            RawEntry(
                each.filename.encode(), archive.read(each), each.compress_type, 0 if each.filename.isascii() else 0x800
            )
            for each in archive.infolist()
        ]
