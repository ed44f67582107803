"""What a file offered as evidence is: told by its content, never by its name."""

from dataclasses import dataclass, field
from typing import BinaryIO
from unicodedata import normalize

from baise_desktop.errors import BaiseError
from baise_desktop.form import office_file, picture
from baise_desktop.form.files import NAME_BYTES, NAME_LENGTH, is_file_name
from baise_desktop.texts import say

_START = 1024
"""Bytes from the start of a file that tell what it is."""
_END = 64 * 1024
"""Bytes from its end in which a whole PDF has its closing words."""
_PASS = 1 << 20
_ENCRYPT = b"/Encrypt"


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that can be evidence."""

    media_type: str
    suffixes: tuple[str, ...]
    """The first is given to a name that has none of them."""
    width: int = field(default=0, compare=False)
    """Of a picture, in pixels; 0 for what is none."""
    height: int = field(default=0, compare=False)

    @property
    def is_picture(self) -> bool:
        """Whether it has pixels."""
        return self.media_type.startswith("image/")


PDF = FileKind("application/pdf", (".pdf",))
JPEG = FileKind("image/jpeg", (".jpg", ".jpeg"))
PNG = FileKind("image/png", (".png",))
OFD = FileKind("application/ofd", (".ofd",))
DOCX = FileKind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",))
XLSX = FileKind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",))
KINDS = {kind.media_type: kind for kind in (PDF, JPEG, PNG, OFD, DOCX, XLSX)}

_PACKED = {office_file.OFD: OFD, office_file.DOCX: DOCX, office_file.XLSX: XLSX}
# What people try to attach, by how it begins, and how it is called in `reasons.toml`.
_STRANGE = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE"),
    (b"MZ", "PROGRAM"),
    (b"\x7fELF", "PROGRAM"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "PROGRAM"),
    (b"#!", "PROGRAM"),
    (b"Rar!", "ARCHIVE"),
    (b"7z\xbc\xaf", "ARCHIVE"),
    (b"\x1f\x8b", "ARCHIVE"),
    (b"GIF8", "IMAGE"),
    (b"BM", "IMAGE"),
    (b"II*\x00", "IMAGE"),
    (b"MM\x00*", "IMAGE"),
    (b"RIFF", "IMAGE"),
)


def recognise(file: BinaryIO, size: int, *, to_shrink: bool = False) -> FileKind:
    """The kind of a file that is fit to be evidence, with the size of a picture; no picture is decoded.

    Args:
        file: seekable; where it stands afterwards is not said.
        size: of the file, in bytes.
        to_shrink: a photo is only going to be made smaller, and may be larger than what is shown.

    Raises:
        BaiseError: EVIDENCE_EMPTY; EVIDENCE_KIND, EVIDENCE_DAMAGED, EVIDENCE_LOCKED, EVIDENCE_MACRO, EVIDENCE_BOMB,
            EVIDENCE_PIXELS, each with `reason` or numbers and without the name.
    """
    if size == 0:
        raise BaiseError("EVIDENCE_EMPTY", file="")
    file.seek(0)
    start = file.read(_START)
    if start.startswith(b"%PDF-"):
        _check_pdf(file, size)
        return PDF
    if start.startswith(picture.JPEG_START):
        return FileKind(JPEG.media_type, JPEG.suffixes, *picture.read_jpeg_size(file, size, to_shrink=to_shrink))
    if start.startswith(picture.PNG_START):
        return FileKind(PNG.media_type, PNG.suffixes, *picture.read_png_size(file, size))
    if start.startswith(b"PK\x03\x04"):
        return _PACKED[office_file.examine(file)]
    raise BaiseError("EVIDENCE_KIND", file="", reason=say(f"reasons.EVIDENCE_{_name_strange(start)}"))


def fit_name(name: str, kind: FileKind) -> str:
    """The name that a file is kept under: as typed, composed, with a suffix that fits its content.

    Raises:
        BaiseError: EVIDENCE_NAME when it cannot be written on every file system.
    """
    tidy = normalize("NFC", name).strip(" .")
    if not tidy.lower().endswith(kind.suffixes):
        tidy += kind.suffixes[0]
    if not is_file_name(tidy):
        shown = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in tidy[:40])
        raise BaiseError("EVIDENCE_NAME", file=shown, length=NAME_LENGTH, size=NAME_BYTES)
    return tidy


def _check_pdf(file: BinaryIO, size: int) -> None:
    file.seek(max(0, size - _END))
    if b"startxref" not in file.read(_END):
        raise BaiseError("EVIDENCE_DAMAGED", file="")
    file.seek(0)
    before = b""
    while chunk := file.read(_PASS):
        # The entry of a trailer or of a cross-reference stream, neither of which is ever compressed.
        if _names_encryption(before + chunk):
            raise BaiseError("EVIDENCE_LOCKED", file="")
        before = chunk[-64:]


def _names_encryption(part: bytes) -> bool:
    at = part.find(_ENCRYPT)
    while at >= 0:
        rest = part[at + len(_ENCRYPT) : at + len(_ENCRYPT) + 24].lstrip()
        if rest.startswith(b"<<") or (rest[:1].isdigit() and b" R" in rest):
            return True
        at = part.find(_ENCRYPT, at + 1)
    return False


def _name_strange(start: bytes) -> str:
    for magic, name in _STRANGE:
        if start.startswith(magic):
            return name
    if start[4:8] == b"ftyp":
        return "HEIC" if start[8:11] in (b"hei", b"hev", b"mif", b"msf") else "VIDEO"
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html", b"<script", b"<head", b"<svg", b"<?xml", b"<meta", b"<body")):
        return "HTML"
    return "OTHER" if b"\x00" in start else "TEXT"
