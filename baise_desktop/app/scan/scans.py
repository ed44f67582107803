"""Scans and photos of paper, one side after another: looked at before they are decoded, never larger than memory."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from baise_desktop.app.files.regular_file import opened_regular, shown_name
from baise_desktop.app.scan.page_codes import FoundCodes, find_codes
from baise_desktop.errors import BaiseError
from baise_desktop.form import picture
from baise_desktop.texts import say

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

MOST_BYTES = 300 * 2**20
MOST_SIDES = 1_000
"""Of one file: what a feeder takes in an hour."""
_MOST_FRAME = 89_000_000
"""Pixels of one frame of a TIFF, BMP or WebP file: A3 at 600 dots per inch is 70 million."""
_MOST_WEBP = 36_000_000
"""Its decoder holds a picture four times over."""
_LONGEST = 30_000
"""Pixels of a side: the longer side of A0 at 600 dots per inch has 28,000, and no reader of codes takes 65,536."""
_MOST_PHOTO = 16_000_000
"""Pixels that a photo is decoded to; twelve million show four pages at once."""
_CHUNK = 1 << 20
_START = 16
_FRAMES = ((b"II*\0", "TIFF"), (b"MM\0*", "TIFF"), (b"BM", "BMP"))
_STRANGE = (
    (b"MZ", "PROGRAM"),
    (b"\x7fELF", "PROGRAM"),
    (b"#!", "PROGRAM"),
    (b"PK\x03\x04", "ARCHIVE"),
    (b"Rar!", "ARCHIVE"),
    (b"7z\xbc\xaf", "ARCHIVE"),
)
_APPLE = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc")
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, MemoryError, OverflowError, TypeError, IndexError, KeyError)
"""What Pillow stumbles over in a damaged picture."""


class Scan(Protocol):
    """A file with pictures of paper."""

    sides: int
    """How many pictures it holds."""

    def codes(self, number: int) -> FoundCodes:
        """What one of them shows, from 1. Raises: BaiseError PAPER_DAMAGED, PAPER_PIXELS, PAPER_SLOW."""
        ...


@contextmanager
def opened_scan(file: Path) -> Iterator[tuple[Scan, str]]:
    """A scan and the SHA-256 hex of its file.

    Raises:
        BaiseError: PAPER_EMPTY, PAPER_KIND, PAPER_FOLDER, PAPER_BIG, PAPER_LOCKED, PAPER_DAMAGED, PAPER_PIXELS,
            PAPER_SIDES, PAPER_SLOW, FILE_UNREADABLE.
    """
    with _naming(file), ExitStack() as stack:
        source = stack.enter_context(opened_regular(file, MOST_BYTES))
        size = os.fstat(source.fileno()).st_size
        if not size:
            raise BaiseError("PAPER_EMPTY", file=shown_name(file))
        scan = _open(file, source, size, stack)
        if scan.sides > MOST_SIDES:
            raise BaiseError("PAPER_SIDES", file=shown_name(file), sides=scan.sides, most=MOST_SIDES)
        digest = _digest(source)
        yield scan, digest


_OWN = {
    "EVIDENCE_DAMAGED": "PAPER_DAMAGED",
    "EVIDENCE_PIXELS": "PAPER_PIXELS",
    "EVIDENCE_TOO_BIG": "PAPER_BIG",
    "EVIDENCE_FOLDER": "PAPER_FOLDER",
}


@contextmanager
def _naming(file: Path) -> Iterator[None]:
    """Say which scan it is that a check refuses, in words about paper."""
    try:
        yield
    except BaiseError as error:
        code = _OWN.get(error.code, error.code)
        name = error.values.get("file") or shown_name(file)
        raise BaiseError(code, **(error.values | {"file": name})) from error


def _digest(source: BinaryIO) -> str:
    source.seek(0)
    digest = hashlib.sha256()
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _open(file: Path, source: BinaryIO, size: int, stack: ExitStack) -> Scan:
    start = source.read(_START)
    source.seek(0)
    if b"%PDF-" in start:
        from baise_desktop.app.scan.pdf_watch import WatchedPdf

        return stack.enter_context(closing(WatchedPdf(file)))
    if start.startswith(picture.JPEG_START):
        _require_paper(*picture.read_jpeg_size(source, size, to_shrink=True), picture.MOST_TO_SHRINK)
        return _Photo(source, "JPEG")
    if start.startswith(picture.PNG_START):
        _require_paper(*picture.read_png_size(source, size))
        return _Photo(source, "PNG")
    name = next((name for mark, name in _FRAMES if start.startswith(mark)), "")
    if start.startswith(b"RIFF") and start[8:12] == b"WEBP":
        name = "WEBP"
    if not name:
        raise BaiseError("PAPER_KIND", file="", reason=say(f"reasons.PAPER_{_name_strange(start)}"))
    return _Frames(source, name)


def _name_strange(start: bytes) -> str:
    if start[4:12] in _APPLE:
        return "APPLE"
    return next((name for mark, name in _STRANGE if start.startswith(mark)), "OTHER")


def _require_paper(width: int, height: int, most: int = _MOST_FRAME) -> None:
    """Refuse a strip that no paper is, and what would take all memory. Raises: BaiseError PAPER_PIXELS."""
    if max(width, height) > _LONGEST or width * height > most:
        raise BaiseError("PAPER_PIXELS", file="", width=width, height=height)


class _Pictures:
    """What is looked at in this process: its size is known before it is decoded."""

    def codes(self, number: int) -> FoundCodes:
        """What one picture shows."""
        return find_codes(self.picture(number))

    def picture(self, number: int) -> Image:
        """One picture."""
        raise NotImplementedError


class _Photo(_Pictures):
    """One picture. A large JPEG is decoded in half its size from the start, or less."""

    def __init__(self, source: BinaryIO, name: str) -> None:
        self.sides = 1
        self._source = source
        self._name = name

    def picture(self, number: int) -> Image:
        """The only one."""
        from PIL import Image
        from PIL.JpegImagePlugin import JpegImageFile

        self._source.seek(0)
        with _decoding():
            if self._name != "JPEG":
                return _loaded(Image.open(self._source, formats=(self._name,)))
            photo = JpegImageFile(self._source)
            most = 1
            while photo.width * photo.height > most * most * _MOST_PHOTO:
                most *= 2
            # The decoder goes no smaller than what is asked for.
            photo.draft(None, (-(-photo.width // most), -(-photo.height // most)))
            return _loaded(photo)


class _Frames(_Pictures):
    """The frames of a TIFF; of other formats only the first."""

    def __init__(self, source: BinaryIO, name: str) -> None:
        from PIL.BmpImagePlugin import BmpImageFile
        from PIL.TiffImagePlugin import TiffImageFile
        from PIL.WebPImagePlugin import WebPImageFile

        # Opened by kind, not by trial, so that a size without bounds is told as what it is.
        kinds: dict[str, Callable[[BinaryIO], ImageFile]] = {
            "TIFF": TiffImageFile,
            "BMP": BmpImageFile,
            "WEBP": WebPImageFile,
        }
        with _decoding():
            self._image = kinds[name](source)
            self.sides = self._count() if name == "TIFF" else 1

    def picture(self, number: int) -> Image:
        """One frame."""
        with _decoding():
            self._image.seek(number - 1)
            _require_paper(*self._image.size, _MOST_WEBP if self._image.format == "WEBP" else _MOST_FRAME)
            return _loaded(self._image)

    def _count(self) -> int:
        """Up to one more than allowed: a made-up chain of frames may have no end."""
        for number in range(MOST_SIDES + 1):
            try:
                self._image.seek(number)
            except EOFError:
                return number
        return MOST_SIDES + 1


def _loaded(image: Image) -> Image:
    image.load()
    return image.copy()


@contextmanager
def _decoding() -> Iterator[None]:
    import struct
    import warnings
    import zlib

    from PIL import Image, UnidentifiedImageError

    bombs = (Image.DecompressionBombError, Image.DecompressionBombWarning)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (UnidentifiedImageError, struct.error, zlib.error, *_BROKEN, *bombs) as cause:
        raise BaiseError("PAPER_DAMAGED", file="") from cause
