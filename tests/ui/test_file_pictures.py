import struct
import zlib
from pathlib import Path

from PySide6.QtWidgets import QApplication

from baise_desktop.form.file_kind import PNG
from baise_desktop.ui.file_pictures import picture_file


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def test_the_largest_picture_that_is_taken_can_be_seen(qapp: QApplication, tmp_path: Path) -> None:
    side, row = 8_200, b"\0" * (1 + 3 * 8_200)
    packer = zlib.compressobj(1)
    body = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = (b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", header), chunk(b"IDAT", body), chunk(b"IEND", b""))
    (tmp_path / "scan.png").write_bytes(b"".join(parts))
    assert picture_file(tmp_path / "scan.png", PNG.media_type, 88, 88).image.width() == 88
