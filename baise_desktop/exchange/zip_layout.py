"""The one ZIP byte layout that packages have; `container` writes it and reads nothing else.

Entries lie one after the other from offset 0, `mimetype` first and stored; then the central directory; then the end
record, at the very end of the file. No data descriptors, no ZIP64, no extra fields, no comments, one fixed time, and
the UTF-8 flag on the one name that is not ASCII. A central directory that says anything else, or a local header that
differs from it by a byte, is refused: what two ZIP readers could read differently cannot be signed for.
Source: ETSI EN 319 162-1 (ASiC-E); PKWARE APPNOTE 6.3.9, 4.3.
"""

import re
import struct
from dataclasses import dataclass

MIMETYPE = "mimetype"
MEDIA_TYPE = b"application/vnd.etsi.asic-e+zip"
MANIFEST = "META-INF/ASiCManifest001.xml"
SIGNATURE = "META-INF/signature001.p7s"
README = "说明.txt"

LOCAL = struct.Struct("<4s5H3I2H")
CENTRAL = struct.Struct("<4s6H3I5H2I")
END = struct.Struct("<4s4H2IH")
LOCAL_MARK, CENTRAL_MARK, END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
VERSION = 20
_MADE_BY_UNIX = 3 << 8 | VERSION  # unzip spells names of other systems in an old code page, flag or no flag
_READABLE_FILE = 0o100644 << 16
STORED, DEFLATED = 0, 8
UTF8 = 0x800
_TIME, _DATE = 0, 0x21
_COMPRESSED = re.compile(r".*\.(json|jsonl|xml|p7s|txt|toml)")
_RESERVED = r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])[./]"
_SEGMENT = rf"(?!{_RESERVED})[a-z0-9][a-z0-9_-]{{0,63}}"
DEFINITIONS = "forms/"
"""Where the files of the definitions lie in a task pack: names that every file system keeps apart."""
NAME = re.compile(
    r"mimetype|META-INF/ASiCManifest001\.xml|META-INF/signature001\.p7s|attachments/[0-9a-f]{64}"
    r"|(header|signoff|trust|body|terms)\.json|(records|obligations|allocation)\.jsonl|report\.(pdf|xlsx)|说明\.txt"
    rf"|forms/(?:{_SEGMENT}/){{0,3}}{_SEGMENT}\.(?:toml|txt)"
)


_READ_FIRST = {MANIFEST: 2 << 20, SIGNATURE: 1 << 18, "header.json": 1 << 18}
"""Bytes of what is parsed of a file that nobody vouches for yet: far more than the largest package needs."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How big a package may be. Source: bad inputs, section 3."""

    file: int = 200 << 20
    entries: int = 2_000
    entry: int = 64 << 20
    total: int = 512 << 20
    ratio: int = 250
    """Most bytes that one compressed byte may give, in entries above `ratio_from`."""
    ratio_from: int = 1 << 20

    def refuses(self, name: str, size: int, packed: int) -> bool:
        """Whether one entry is too big, or gives suspiciously much from little."""
        most = min(self.entry, _READ_FIRST.get(name, self.entry))
        return size > most or packed > self.file or (size > self.ratio_from and size > self.ratio * packed)


STANDARD = Limits()


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a container."""

    name: str
    crc: int
    packed: int
    """Bytes in the container."""
    size: int
    """Bytes when unpacked."""
    offset: int
    """Of the local header."""

    @property
    def local_header(self) -> bytes:
        """The local header, name included."""
        name = self.name.encode()
        return LOCAL.pack(LOCAL_MARK, *self._common(name), 0) + name

    @property
    def central_header(self) -> bytes:
        """The record in the central directory, name included."""
        name = self.name.encode()
        return (
            CENTRAL.pack(CENTRAL_MARK, _MADE_BY_UNIX, *self._common(name), 0, 0, 0, 0, _READABLE_FILE, self.offset)
            + name
        )

    @property
    def data_offset(self) -> int:
        """Where its bytes begin."""
        return self.offset + LOCAL.size + len(self.name.encode())

    @property
    def end(self) -> int:
        """Where the next entry begins."""
        return self.data_offset + self.packed

    def _common(self, name: bytes) -> tuple[int, ...]:
        kind = (VERSION, flags_of(self.name), method_of(self.name), _TIME, _DATE)
        return (*kind, self.crc, self.packed, self.size, len(name))


def flags_of(name: str) -> int:
    """The general purpose flags that an entry of this name has."""
    return 0 if name.isascii() else UTF8


def method_of(name: str) -> int:
    """The compression method that an entry of this name has: text is deflated, the rest is compressed already."""
    return DEFLATED if _COMPRESSED.fullmatch(name) else STORED
