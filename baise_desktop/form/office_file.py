"""Files that are ZIP archives inside: DOCX, XLSX and OFD, looked at without unpacking them."""

import re
import zipfile
import zlib
from typing import BinaryIO

from baise_desktop.errors import BaiseError
from baise_desktop.texts import say

DOCX, XLSX, OFD = "docx", "xlsx", "ofd"

_MOST_PARTS = 10_000
_MOST_UNPACKED = 512 * 2**20
_MOST_RATIO = 200
"""A part that unpacks to more than this many times its size, and to more than `_SMALL`, is made to do harm."""
_SMALL = 16 * 2**20
_LARGEST_LIST = 4 * 2**20
_TYPES, _ENTRY = "[Content_Types].xml", "OFD.xml"
_MAIN = {
    b"wordprocessingml.document.main+xml": DOCX,
    b"spreadsheetml.sheet.main+xml": XLSX,
}
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError)
_REMOTE = re.compile(rb"Target\s*=\s*[\"']\s*(?:https?|ftp):", re.IGNORECASE)
_TEMPLATE = re.compile(rb"<Relationship\b[^>]*attachedTemplate[^>]*>", re.IGNORECASE)


def examine(file: BinaryIO) -> str:
    """Which of the three an archive is.

    Raises:
        BaiseError: EVIDENCE_KIND for any other archive, EVIDENCE_DAMAGED, EVIDENCE_LOCKED, EVIDENCE_MACRO,
            EVIDENCE_BOMB.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            return _examine(archive)
    except _BROKEN as cause:
        raise BaiseError("EVIDENCE_DAMAGED", file="") from cause


def _examine(archive: zipfile.ZipFile) -> str:
    parts = archive.infolist()
    _refuse_bomb(parts)
    if any(part.flag_bits & 1 for part in parts):
        raise BaiseError("EVIDENCE_LOCKED", file="")
    names = {part.filename for part in parts}
    if _ENTRY in names and _TYPES not in names:
        _require_ofd(archive)
        return OFD
    if _TYPES not in names:
        raise BaiseError("EVIDENCE_KIND", file="", reason=say("reasons.EVIDENCE_ARCHIVE"))
    return _examine_office(archive, names)


def _refuse_bomb(parts: list[zipfile.ZipInfo]) -> None:
    swollen = any(part.file_size > max(_SMALL, _MOST_RATIO * part.compress_size) for part in parts)
    if swollen or len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise BaiseError("EVIDENCE_BOMB", file="")


def _require_ofd(archive: zipfile.ZipFile) -> None:
    if b"OFD" not in _read(archive, _ENTRY)[:4096]:
        raise BaiseError("EVIDENCE_DAMAGED", file="")


def _examine_office(archive: zipfile.ZipFile, names: set[str]) -> str:
    types = _read(archive, _TYPES)
    programs = [name for name in names if "vbaproject" in name.lower() or "/activex/" in name.lower()]
    if programs or b"macroEnabled" in types or b"vbaProject" in types:
        raise BaiseError("EVIDENCE_MACRO", file="")
    if "word/_rels/settings.xml.rels" in names and _calls_out(_read(archive, "word/_rels/settings.xml.rels")):
        raise BaiseError("EVIDENCE_MACRO", file="")
    kind = next((kind for word, kind in _MAIN.items() if word in types), "")
    folder = {DOCX: "word/", XLSX: "xl/"}.get(kind, "")
    if not folder or not any(name.startswith(folder) for name in names):
        raise BaiseError("EVIDENCE_KIND", file="", reason=say("reasons.EVIDENCE_ARCHIVE"))
    return kind


def _calls_out(relations: bytes) -> bool:
    """Whether a document fetches its template, and the template's macros, from somewhere else on opening."""
    return any(_REMOTE.search(found) for found in _TEMPLATE.findall(relations))


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """One small part; `zipfile` checks that it has the size and the checksum it claims."""
    if archive.getinfo(name).file_size > _LARGEST_LIST:
        raise BaiseError("EVIDENCE_BOMB", file="")
    with archive.open(name) as part:
        return part.read(_LARGEST_LIST)
