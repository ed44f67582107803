"""The frame of a ZIP file, checked from end to end before anything in it is unpacked.

In this order, each over all entries at a time:

1. the size of the file;
2. the end record: at the very end, of one disk, without a comment, with no more entries than there may be;
3. the directory: as many records as it says, and nothing between or behind them;
4. kinds of entry: no encryption, no sizes behind the data, no method but two, no links, no folders that hold data;
5. names: none twice, whatever the case of its letters, and each one that packages have;
6. sizes: of each entry, of what each gives from what it takes, of all together;
7. every byte of the directory against the one layout;
8. every byte of the local headers, and each entry beginning where the one before ends.
"""

import io
from dataclasses import dataclass
from typing import BinaryIO

from baise_desktop.errors import BaiseError, printable
from baise_desktop.exchange.zip_layout import (
    CENTRAL,
    CENTRAL_MARK,
    DEFLATED,
    END,
    END_MARK,
    LOCAL_MARK,
    NAME,
    STORED,
    UTF8,
    Entry,
    Limits,
    method_of,
)
from baise_desktop.texts import say

_REFUSED_FLAGS = 0x1 | 0x8 | 0x20 | 0x40 | 0x2000
"""Encrypted, sizes behind the data, patch data, strong encryption, masked headers."""
_UNIX, _FILE_TYPE, _LINK = 3, 0o170000, 0o120000
_UNPACKED_FOLDERS = frozenset({"META-INF/", "attachments/"})
"""Entries that other tools add when they pack a folder."""


@dataclass(frozen=True, slots=True)
class _Record:
    """One record of the central directory, as found."""

    raw: bytes
    made_by: int
    flags: int
    method: int
    attributes: int
    name: str
    entry: Entry


def read_frame(file: BinaryIO, limits: Limits) -> tuple[Entry, ...]:
    """The entries of a container, in order.

    Raises:
        BaiseError: NOT_PACKAGE, TOO_BIG, FEATURE, NAME, DUPLICATE, FRAME.
    """
    size = file.seek(0, io.SEEK_END)
    if size > limits.file:
        raise BaiseError("TOO_BIG", name=say("reasons.PACKAGE_WHOLE"))
    start, count, directory = _directory(file, size, limits)
    records = _records(directory, count)
    for record in records:
        _check_kind(record)
    _check_names([record.name for record in records])
    entries = tuple(record.entry for record in records)
    _check_sizes(entries, limits)
    if any(record.raw != record.entry.central_header for record in records):
        raise BaiseError("FRAME")
    _check_positions(file, entries, start)
    return entries


def _bytes(file: BinaryIO, start: int, length: int) -> bytes:
    file.seek(start)
    return file.read(length)


def _directory(file: BinaryIO, size: int, limits: Limits) -> tuple[int, int, bytes]:
    tail = _bytes(file, max(0, size - END.size), END.size)
    ended = len(tail) == END.size and tail.startswith(END_MARK)
    if not ended and _bytes(file, 0, len(LOCAL_MARK)) != LOCAL_MARK:
        raise BaiseError("NOT_PACKAGE")
    if not ended:
        raise BaiseError("FRAME")
    _, disk, first_disk, here, count, length, start, comment = END.unpack(tail)
    if max(here, count) > limits.entries:
        raise BaiseError("TOO_BIG", name=say("reasons.PACKAGE_WHOLE"))
    if (disk, first_disk, comment) != (0, 0, 0) or here != count or start + length + END.size != size:
        raise BaiseError("FRAME")
    return start, count, _bytes(file, start, length)


def _records(directory: bytes, count: int) -> list[_Record]:
    records: list[_Record] = []
    at = 0
    while at < len(directory) and len(records) < count:
        record, at = _record(directory, at)
        records.append(record)
    if at != len(directory) or len(records) != count:
        raise BaiseError("FRAME")
    return records


def _record(directory: bytes, at: int) -> tuple[_Record, int]:
    fixed = directory[at : at + CENTRAL.size]
    if len(fixed) < CENTRAL.size or not fixed.startswith(CENTRAL_MARK):
        raise BaiseError("FRAME")
    _, made_by, _, flags, method, _, _, crc, packed, size, *rest = CENTRAL.unpack(fixed)
    name_length, extra_length, comment_length, _, _, attributes, offset = rest
    name_at = at + CENTRAL.size
    end = name_at + name_length + extra_length + comment_length
    if end > len(directory):
        raise BaiseError("FRAME")
    name = _decode(directory[name_at : name_at + name_length], flags)
    entry = Entry(name, crc, packed, size, offset)
    return _Record(directory[at:end], made_by, flags, method, attributes, name, entry), end


def _decode(name: bytes, flags: int) -> str:
    try:
        return name.decode("utf-8" if flags & UTF8 else "ascii")
    except UnicodeDecodeError:
        raise BaiseError("NAME", name=printable(name.decode("gbk", "replace"))) from None


def _check_kind(record: _Record) -> None:
    link = record.made_by >> 8 == _UNIX and (record.attributes >> 16) & _FILE_TYPE == _LINK
    folder_with_data = record.name.endswith("/") and record.entry.size
    if record.flags & _REFUSED_FLAGS or record.method not in {STORED, DEFLATED} or link or folder_with_data:
        raise BaiseError("FEATURE", name=printable(record.name))


def _check_names(names: list[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise BaiseError("DUPLICATE", name=printable(name))
        seen.add(name.casefold())
    for name in names:
        if name in _UNPACKED_FOLDERS:
            raise BaiseError("FRAME")
        if NAME.fullmatch(name) is None:
            raise BaiseError("NAME", name=printable(name))


def _check_sizes(entries: tuple[Entry, ...], limits: Limits) -> None:
    for entry in entries:
        if limits.refuses(entry.name, entry.size, entry.packed):
            raise BaiseError("TOO_BIG", name=printable(entry.name))
        if method_of(entry.name) == STORED and entry.size != entry.packed:
            raise BaiseError("FRAME")
    if sum(entry.size for entry in entries) > limits.total:
        raise BaiseError("TOO_BIG", name=say("reasons.PACKAGE_WHOLE"))


def _check_positions(file: BinaryIO, entries: tuple[Entry, ...], directory_start: int) -> None:
    position = 0
    for entry in entries:
        header = entry.local_header
        if entry.offset != position or _bytes(file, position, len(header)) != header:
            raise BaiseError("FRAME")
        position = entry.end
    if position != directory_start:
        raise BaiseError("FRAME")
