"""Packages as ZIP files: written in one byte layout, and read in no other."""

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from zlib_ng import zlib_ng

from baise_desktop.errors import BaiseError, printable
from baise_desktop.exchange.zip_frame import read_frame
from baise_desktop.exchange.zip_layout import (
    DEFLATED,
    END,
    END_MARK,
    MEDIA_TYPE,
    MIMETYPE,
    NAME,
    STANDARD,
    Entry,
    Limits,
    method_of,
)
from baise_desktop.texts import say

_CHUNK = 1 << 20


class ContainerWriter:
    """Writes entries in the order given, then the directory. `out` is seekable and empty."""

    def __init__(self, out: BinaryIO, limits: Limits = STANDARD) -> None:
        self._out = out
        self._limits = limits
        self._entries: list[Entry] = []
        self._total = 0
        self.add(MIMETYPE, (MEDIA_TYPE,))

    def add(self, name: str, chunks: Iterable[bytes]) -> bytes:
        """Write one entry from its chunks.

        Returns:
            SHA-256 of the unpacked bytes.

        Raises:
            BaiseError: NAME, DUPLICATE, TOO_BIG: what could not be read back is not written.
        """
        self._refuse(name)
        start = self._out.tell()
        self._out.write(Entry(name, 0, 0, 0, start).local_header)
        digest, crc, packed, size = self._write(name, chunks)
        if self._limits.refuses(name, size, packed):
            raise BaiseError("TOO_BIG", name=name)
        entry = Entry(name, crc, packed, size, start)
        self._out.seek(start)
        self._out.write(entry.local_header)
        self._out.seek(entry.end)
        self._entries.append(entry)
        return digest

    def finish(self) -> None:
        """Write the central directory and the end record. Raises: BaiseError TOO_BIG."""
        start = self._out.tell()
        directory = b"".join(entry.central_header for entry in self._entries)
        count = len(self._entries)
        self._out.write(directory + END.pack(END_MARK, 0, 0, count, count, len(directory), start, 0))
        if self._out.tell() > self._limits.file or count > self._limits.entries:
            raise BaiseError("TOO_BIG", name=say("reasons.PACKAGE_WHOLE"))

    def _refuse(self, name: str) -> None:
        if NAME.fullmatch(name) is None:
            raise BaiseError("NAME", name=printable(name))
        if any(entry.name == name for entry in self._entries):
            raise BaiseError("DUPLICATE", name=name)

    def _write(self, name: str, chunks: Iterable[bytes]) -> tuple[bytes, int, int, int]:
        start = self._out.tell()
        digest, crc, size = hashlib.sha256(), 0, 0
        packer = zlib.compressobj(6, zlib.DEFLATED, -15) if method_of(name) == DEFLATED else None
        for chunk in chunks:
            digest.update(chunk)
            crc = zlib.crc32(chunk, crc)
            size += len(chunk)
            if size > self._limits.entry or self._total + size > self._limits.total:
                raise BaiseError("TOO_BIG", name=name)
            self._out.write(packer.compress(chunk) if packer else chunk)
        if packer:
            self._out.write(packer.flush())
        self._total += size
        return digest.digest(), crc, self._out.tell() - start, size


class ContainerReader:
    """Reads a container whose frame has been checked from end to end; see `open_container`."""

    def __init__(self, file: BinaryIO, entries: tuple[Entry, ...]) -> None:
        self._file = file
        self.entries = {entry.name: entry for entry in entries}
        """By name, in the container's order."""

    def read(self, name: str) -> bytes:
        """The unpacked bytes of one entry. Raises: BaiseError FRAME, TOO_BIG; KeyError when there is no such entry."""
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """The unpacked bytes of one entry, piece by piece; never more than the directory says.

        Raises:
            BaiseError: FRAME, the packed bytes are damaged or do not give the size and checksum stated.
        """
        entry = self.entries[name]
        unpack = _inflate if method_of(name) == DEFLATED else iter
        size = crc = 0
        for chunk in unpack(self._packed(entry)):
            size += len(chunk)
            if size > entry.size:
                raise BaiseError("FRAME")
            crc = zlib_ng.crc32(chunk, crc)
            yield chunk
        if size != entry.size or crc != entry.crc:
            raise BaiseError("FRAME")

    def _packed(self, entry: Entry) -> Iterator[bytes]:
        at = entry.data_offset
        while at < entry.end:
            self._file.seek(at)
            chunk = self._file.read(min(entry.end - at, _CHUNK))
            if not chunk:
                raise BaiseError("FRAME")
            at += len(chunk)
            yield chunk


def _inflate(packed: Iterator[bytes]) -> Iterator[bytes]:
    stream = zlib_ng.decompressobj(-15)
    try:
        for chunk in packed:
            rest = chunk
            while rest:
                yield stream.decompress(rest, _CHUNK)
                rest = stream.unconsumed_tail
                if stream.unused_data:
                    raise BaiseError("FRAME")
        while not stream.eof:
            more = stream.decompress(b"", _CHUNK)
            if not more:
                raise BaiseError("FRAME")
            yield more
    except zlib_ng.error:  # type: ignore[misc]  # declared as a variable
        raise BaiseError("FRAME") from None


def open_container(file: BinaryIO, limits: Limits = STANDARD) -> ContainerReader:
    """A reader of a container whose frame is in order; nothing but `mimetype` is unpacked yet.

    Args:
        file: seekable, read only.
        limits: how big it may be.

    Raises:
        BaiseError: NOT_PACKAGE, no ZIP file; TOO_BIG; FEATURE, a kind of entry that packages do not have; NAME;
            DUPLICATE; FRAME, the bytes are not laid out as this program lays them out; LAYOUT, `mimetype` is not
            first or says something else.
    """
    reader = ContainerReader(file, read_frame(file, limits))
    if next(iter(reader.entries), "") != MIMETYPE or reader.read(MIMETYPE) != MEDIA_TYPE:
        raise BaiseError("LAYOUT")
    return reader
