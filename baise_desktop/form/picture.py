"""How large a picture is, from its header alone: nothing is decoded before that is known."""

from typing import BinaryIO

from baise_desktop.errors import BaiseError

JPEG_START = b"\xff\xd8\xff"
PNG_START = b"\x89PNG\r\n\x1a\n"
MOST_PIXELS = 89_000_000
"""Nothing larger is decoded whole anywhere in the program."""
MOST_TO_SHRINK = 220_000_000
"""Photos of the largest telephone cameras; only a JPEG in plain rows is decoded small, without ever being whole."""

_PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
_SCAN = 0xDA
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_NO_FRAME = frozenset({0xC4, 0xC8, 0xCC})
_TAIL = 4096


def read_jpeg_size(file: BinaryIO, size: int, *, to_shrink: bool = False) -> tuple[int, int]:
    """Width and height of a JPEG.

    Args:
        file: seekable.
        size: of the file, in bytes.
        to_shrink: it is only going to be decoded small.

    Raises:
        BaiseError: EVIDENCE_DAMAGED, EVIDENCE_PIXELS.
    """
    file.seek(2)
    width = height = kind_of_frame = 0
    while len(mark := file.read(2)) == 2 and mark[0] == 0xFF:
        kind = mark[1]
        if kind == 0xFF:
            file.seek(-1, 1)
        elif kind == _SCAN:
            # The end of a thumbnail that the camera put before the scan is not the end of the picture.
            _require_end(file, size, b"\xff\xd9", file.tell())
            shrinks = to_shrink and kind_of_frame not in _PROGRESSIVE
            return _fit(width, height, MOST_TO_SHRINK if shrinks else MOST_PIXELS)
        elif kind not in _STANDALONE:
            length = int.from_bytes(file.read(2), "big")
            if length < 2:
                break
            segment = file.tell() - 2
            if 0xC0 <= kind <= 0xCF and kind not in _NO_FRAME:
                frame = file.read(5)
                kind_of_frame = kind
                height, width = int.from_bytes(frame[1:3], "big"), int.from_bytes(frame[3:5], "big")
            file.seek(segment + length)
    raise BaiseError("EVIDENCE_DAMAGED", file="")


def read_png_size(file: BinaryIO, size: int) -> tuple[int, int]:
    """Width and height of a PNG. Raises: BaiseError: EVIDENCE_DAMAGED, EVIDENCE_PIXELS."""
    _require_end(file, size, b"IEND", 8)
    file.seek(8)
    header = file.read(16)
    if len(header) < 16 or header[4:8] != b"IHDR":
        raise BaiseError("EVIDENCE_DAMAGED", file="")
    return _fit(int.from_bytes(header[8:12], "big"), int.from_bytes(header[12:16], "big"), MOST_PIXELS)


def _require_end(file: BinaryIO, size: int, mark: bytes, start: int) -> None:
    """A picture copied from a phone or a stick that was pulled out too early has no end."""
    file.seek(max(start, size - _TAIL))
    # Phones append their own data behind a picture, sometimes much of it; the mark may then stand anywhere.
    if mark in file.read(_TAIL):
        return
    file.seek(start)
    if mark not in file.read():
        raise BaiseError("EVIDENCE_DAMAGED", file="")


def _fit(width: int, height: int, most: int) -> tuple[int, int]:
    if not width or not height:
        raise BaiseError("EVIDENCE_DAMAGED", file="")
    if width * height > most:
        raise BaiseError("EVIDENCE_PIXELS", file="", width=width, height=height)
    return width, height
