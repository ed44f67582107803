"""Kept packages are read as they were written; what a hostile copy of a store holds is refused, and costs little."""

import hashlib
import io
import struct
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest

from baise_desktop.exchange.container import ContainerWriter
from baise_desktop.store.kept_file import read_kept

HEADER = b'{"kind":"submission"}'
FILES = {"header.json": HEADER, "records.jsonl": b"{}\n" * 400, "report.pdf": b"%PDF-1.7", "说明.txt": "说".encode()}


def written() -> bytes:
    out = io.BytesIO()
    container = ContainerWriter(out)
    for name, data in FILES.items():
        container.add(name, (data,))
    container.finish()
    return out.getvalue()


def entry(name: bytes, data: bytes, size: int, crc: int = 0, method: int = 8, extra: int = 0) -> bytes:
    fixed = (b"PK\x03\x04", 20, 0, method, 0, 0x21, crc, len(data), size, len(name), extra)
    return struct.pack("<4s5H3I2H", *fixed) + name + data


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "kept.asice"
    path.write_bytes(written())
    kept = read_kept(path)
    with zipfile.ZipFile(path) as archive:
        expected = {name: hashlib.sha256(archive.read(name)).digest() for name in archive.namelist()}
    assert kept.digests == expected
    assert kept.header == HEADER


BOMB = raw_deflate(bytes(200 << 20))
GOOD = raw_deflate(b"abc")
HOSTILE = {
    "nothing": b"",
    "no ZIP file": b"%PDF-1.7" * 9,
    "something in front": b"MZ" + written(),
    "cut in a header": written()[:20],
    "cut in a file": written()[:200],
    "a bomb that states little": entry(b"records.jsonl", BOMB, 3),
    "a bomb that states what it is": entry(b"records.jsonl", BOMB, 200 << 20),
    "bytes that are not there": entry(b"records.jsonl", GOOD, 3)[:-2],
    "another checksum": entry(b"records.jsonl", GOOD, 3, 1),
    "another method": entry(b"records.jsonl", GOOD, 3, zlib.crc32(b"abc"), 12),
    "no deflated data": entry(b"records.jsonl", b"\xff\xff\xff", 3),
    "extra fields": entry(b"records.jsonl", GOOD, 3, zlib.crc32(b"abc"), 8, 4),
    "a name that is no text": entry(b"\xff\xfe", GOOD, 3, zlib.crc32(b"abc")),
    "one name twice": entry(b"header.json", GOOD, 3, zlib.crc32(b"abc")) * 2,
    "too many files": b"".join(entry(b"%d" % number, b"", 0, 0, 0) for number in range(2_001)),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_anything_else_is_no_package(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "kept.asice"
    path.write_bytes(data)
    tracemalloc.start()
    with pytest.raises(ValueError, match=r".*"):
        read_kept(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 16 << 20
