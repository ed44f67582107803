"""ZIP archives with some parts replaced: every other part keeps its bytes as they were packed."""

import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_EPOCH_DATE, _EPOCH_TIME = 0x21, 0
"""1 January 1980, midnight: the same parts give the same archive."""
_VERSION, _UTF8 = 20, 0x800


@dataclass(frozen=True, slots=True)
class PackedPart:
    """One part as it lies in an archive."""

    name: str
    method: int
    crc: int
    size: int
    """Unpacked."""
    data: bytes
    """Packed."""


def pack_part(name: str, content: bytes, level: int = 6) -> PackedPart:
    """A part packed anew."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    data = packer.compress(content) + packer.flush()
    return PackedPart(name, zipfile.ZIP_DEFLATED, zlib.crc32(content), len(content), data)


def unpack_part(part: PackedPart) -> bytes:
    """The content of a part. Raises: zlib.error."""
    return part.data if part.method == zipfile.ZIP_STORED else zlib.decompress(part.data, -15)


def read_packed(archive: bytes) -> tuple[PackedPart, ...]:
    """Every part of an archive, still packed. Raises: zipfile.BadZipFile, struct.error."""
    with zipfile.ZipFile(BytesIO(archive)) as book:
        parts = book.infolist()
    return tuple(
        PackedPart(part.filename, part.compress_type, part.CRC, part.file_size, _packed_bytes(archive, part))
        for part in parts
    )


def _packed_bytes(archive: bytes, part: zipfile.ZipInfo) -> bytes:
    *_, name, extra = _LOCAL.unpack_from(archive, part.header_offset)
    start = part.header_offset + _LOCAL.size + name + extra
    return archive[start : start + part.compress_size]


def write_packed(parts: Sequence[PackedPart]) -> bytes:
    """An archive of these parts in this order."""
    out, central, offset = [], [], 0
    for part in parts:
        name = part.name.encode()
        flags = 0 if name.isascii() else _UTF8
        sizes = (part.crc, len(part.data), part.size, len(name), 0)
        common = (_VERSION, flags, part.method, _EPOCH_TIME, _EPOCH_DATE, *sizes)
        central += [_CENTRAL.pack(b"PK\x01\x02", _VERSION, *common, 0, 0, 0, 0, offset), name]
        out += [_LOCAL.pack(b"PK\x03\x04", *common), name, part.data]
        offset += _LOCAL.size + len(name) + len(part.data)
    listing = b"".join(central)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(parts), len(parts), len(listing), offset, 0)
    return b"".join((*out, listing, end))


def replace_parts(archive: bytes, contents: Mapping[str, bytes]) -> bytes:
    """The same archive with other contents of some parts, which must be there."""
    parts = read_packed(archive)
    return write_packed(
        [pack_part(part.name, contents[part.name]) if part.name in contents else part for part in parts]
    )
