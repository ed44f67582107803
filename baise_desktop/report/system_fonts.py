"""The office's own faces: 方正小标宋, 仿宋_GB2312 ... where they are installed and may be embedded."""

import os
import struct
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from mmap import ACCESS_READ, mmap
from pathlib import Path

from baise_desktop.report.fonts import FontFile, Role, read_face

_WANTED = {
    Role.TITLE: ("方正小标宋_GBK", "方正小标宋简体", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05"),
    Role.BODY: ("仿宋_GB2312", "FangSong_GB2312", "方正仿宋_GBK", "FZFangSong-Z02", "仿宋", "FangSong"),
    Role.HEADING: ("方正黑体_GBK", "黑体", "SimHei"),
    Role.SUBHEADING: ("楷体_GB2312", "KaiTi_GB2312", "方正楷体_GBK", "楷体", "KaiTi"),
    Role.SONG: ("方正书宋_GBK", "宋体", "SimSun"),
}
_RESTRICTED = 0x0002
_BITMAP_ONLY = 0x0200
_NO_SUBSETTING = 0x0100
_NAMES = (1, 4, 6, 16)
_COLLECTION = b"ttcf"
_UNICODE_PLATFORMS = (0, 3)


@dataclass(frozen=True, slots=True)
class _Tables:
    data: mmap
    places: dict[bytes, tuple[int, int]]

    def __getitem__(self, tag: bytes) -> bytes:
        offset, length = self.places[tag]
        return self.data[offset : offset + length]


def font_folders() -> tuple[Path, ...]:
    """Where this system keeps its fonts."""
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows"))
        local = Path(os.environ.get("LOCALAPPDATA", windows))
        return windows / "Fonts", local / "Microsoft" / "Windows" / "Fonts"
    home = Path.home()
    shared = Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/opt/kingsoft/wps-office/office6/fonts")
    return *shared, home / ".fonts", home / ".local" / "share" / "fonts"


def _read_tables(data: mmap, offset: int) -> _Tables:
    (count,) = struct.unpack_from(">H", data, offset + 4)
    records = (struct.unpack_from(">4sLLL", data, offset + 12 + 16 * index) for index in range(count))
    return _Tables(data, {tag: (start, length) for tag, _, start, length in records})


def _faces(data: mmap) -> Iterator[tuple[int, _Tables]]:
    if data[:4] != _COLLECTION:
        yield 0, _read_tables(data, 0)
        return
    (count,) = struct.unpack_from(">L", data, 8)
    for index in range(count):
        (offset,) = struct.unpack_from(">L", data, 12 + 4 * index)
        yield index, _read_tables(data, offset)


def _may_embed(tables: _Tables) -> bool:
    if b"glyf" not in tables.places or b"OS/2" not in tables.places:
        return False
    (rights,) = struct.unpack_from(">H", tables[b"OS/2"], 8)
    return not rights & (_RESTRICTED | _BITMAP_ONLY | _NO_SUBSETTING)


def _face_names(tables: _Tables) -> Iterator[str]:
    table = tables[b"name"]
    _, count, strings = struct.unpack_from(">HHH", table)
    for index in range(count):
        platform, _, _, name, length, offset = struct.unpack_from(">6H", table, 6 + 12 * index)
        if name in _NAMES and platform in _UNICODE_PLATFORMS:
            yield table[strings + offset : strings + offset + length].decode("utf-16-be", "replace")


def _names_of(path: Path) -> dict[str, FontFile]:
    found: dict[str, FontFile] = {}
    # a folder of fonts holds hundreds of megabytes, of which some kilobytes are looked at
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        for index, tables in _faces(data):
            if _may_embed(tables):
                found |= dict.fromkeys(_face_names(tables), FontFile(path, index))
    return found


def scan(folders: Iterable[Path]) -> dict[str, FontFile]:
    """Every face with TrueType outlines that may be embedded and subset, by each of its names.

    A file that is no font, or a broken one, is passed over: it belongs to the machine, not to the report.
    """
    found: dict[str, FontFile] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*.[tT][tT][fFcC]")):
            try:
                found = _names_of(path) | found
            except (struct.error, KeyError, ValueError, OSError):
                continue
    return found


@cache
def pick(folders: tuple[Path, ...]) -> dict[Role, FontFile]:
    """The system's face for each role that it has one for; looked up once per process."""
    have = scan(folders)
    picks = {
        role: next((have[name] for name in names if name in have and _is_sound(have[name])), None)
        for role, names in _WANTED.items()
    }
    return {role: file for role, file in picks.items() if file is not None}


def _is_sound(file: FontFile) -> bool:
    """Whether it can be read to its end: a broken face of the machine must not keep an office from printing."""
    from reportlab.pdfbase.ttfonts import TTFError

    try:
        return bool(read_face(file).widths)
    except (TTFError, ValueError, LookupError, TypeError, AssertionError, struct.error, OSError):
        return False
