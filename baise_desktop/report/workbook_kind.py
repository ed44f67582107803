"""What a file is that is no .xlsx workbook, in the words of the people who are asked to save it anew."""

import zipfile
from pathlib import Path

from baise_desktop.errors import BaiseError
from baise_desktop.texts import say

_START = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_SEARCHED = 20 * 2**20
_TAGS = (b"<!doctype html", b"<html", b"<head", b"<meta", b"<table", b"<body", b"<div")
_BEGINNINGS = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"{\\rtf", "word"),
    (b"\x09\x08", "xls"),
    (b"\x09\x04", "xls"),
)
_PACKED = (
    ("xl/workbook.bin", "xlsb"),
    ("word/document.xml", "word"),
    ("ppt/presentation.xml", "slides"),
    ("ofd.xml", "ofd"),
    ("content.xml", "ods"),
)


def not_xlsx(file: Path) -> BaiseError:
    """The refusal of a file that is no .xlsx workbook, or a damaged one. Raises: OSError."""
    return BaiseError("NOT_XLSX", file=file.name, what=say(f"workbook.kind_{_name(file)}"))


def _name(file: Path) -> str:
    with file.open("rb") as content:
        start = content.read(_START)
        if start.startswith(_OLE):
            return _name_old(start + content.read(_MOST_SEARCHED))
    if start.startswith(b"PK\x03\x04"):
        return _name_packed(file)
    known = next((name for magic, name in _BEGINNINGS if start.startswith(magic)), "")
    return known or _name_text(start)


def _name_old(content: bytes) -> str:
    """A compound file: the old format, or a new workbook below a password."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "locked"
    if "WordDocument".encode("utf-16-le") in content:
        return "word"
    if "EtExtData".encode("utf-16-le") in content or b"WPS" in content or b"Kingsoft" in content:
        return "et"
    return "xls"


def _name_packed(file: Path) -> str:
    try:
        with zipfile.ZipFile(file) as book:
            names = {name.casefold() for name in book.namelist()}
            locked = any(part.flag_bits & 1 for part in book.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return "damaged"
    if locked:
        return "locked"
    if "xl/workbook.xml" in names:
        return "damaged"
    return next((name for part, name in _PACKED if part in names), "archive")


def _name_text(start: bytes) -> str:
    plain = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start:
        return "empty"
    if plain.startswith(b"mime-version:"):
        return "html"
    if plain.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in plain:
        return "xml"
    if plain.startswith(_TAGS) or (plain.startswith(b"<?xml") and b"<html" in plain):
        return "html"
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    if b"\0" in start:
        return "other"
    return "text_utf8" if _reads_as(start, "utf-8") else "text_gbk" if _reads_as(start, "gb18030") else "other"


def _reads_as(start: bytes, encoding: str) -> bool:
    """Whether the beginning of a file is text; its last letter may be cut."""
    for cut in range(4):
        try:
            start[: len(start) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
