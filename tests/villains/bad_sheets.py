"""Spoilt workbooks of section F, each made from one that a clerk could have handed in."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from openpyxl import Workbook

from tests.report.workbooks import SHEET, change_part

HEADINGS = ("合同登记编号", "合同名称", "签订日期", "合同成交额（万元）")
ROW = ("HT-001", "演示合同一", "2023-03-05", 120.5)
NUMBER = b'<c r="D2" t="n"><v>120.5</v></c>'
STRINGS, BOOK, LINKS = "xl/sharedStrings.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
TYPES, STYLES = "[Content_Types].xml", "xl/styles.xml"
Make = Callable[[Path], Path]
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (ord("b") + n, (b"&%c;" % (ord("a") + n)) * 10) for n in range(9)
)
LAUGHS = _LAUGHS + b"]>"
QUADRATIC = b'<!DOCTYPE q [<!ENTITY a "' + b"x" * 50_000 + b'">]>'


def good(file: Path, *rows: tuple[object, ...]) -> Path:
    """A workbook as it should be."""
    book = Workbook()
    for row in (HEADINGS, *(rows or (ROW,))):
        book.worksheets[0].append(list(row))
    book.save(file)
    return file


def with_part(change: Callable[[bytes], bytes], part: str = SHEET) -> Make:
    """One part changed."""
    return lambda file: change_part(good(file), change, part)


def with_number(cell: bytes) -> Make:
    """Another cell in place of the amount."""

    def change(part: bytes) -> bytes:
        assert NUMBER in part
        return part.replace(NUMBER, cell)

    return with_part(change)


def with_bytes(content: bytes) -> Make:
    """No workbook at all."""

    def write(file: Path) -> Path:
        file.write_bytes(content)
        return file

    return write


def with_new_part(name: str, content: bytes = b"<x/>") -> Make:
    """One part more."""
    return with_part(lambda _: content, name)


def with_doctype(doctype: bytes, part: str = SHEET) -> Make:
    """A document type before the root of a part."""

    def change(content: bytes) -> bytes:
        declaration, root = (
            (content[: content.index(b"?>") + 2], content[content.index(b"?>") + 2 :])
            if (content.startswith(b"<?xml"))
            else (b"", content)
        )
        return declaration + doctype + root

    return with_part(change, part)


def ole(*streams: str) -> bytes:
    """A compound file with streams of these names."""
    return _OLE + bytes(504) + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams) + bytes(2048)


def many_rows(row: bytes) -> Make:
    """Two million rows in half a megabyte."""

    def write(file: Path) -> Path:
        good(file)
        with zipfile.ZipFile(file) as book:
            parts = {name: book.read(name) for name in book.namelist()}
        head, _, tail = parts[SHEET].partition(b"</sheetData>")
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
            for name, content in parts.items():
                with book.open(name, "w", force_zip64=False) as out:
                    if name != SHEET:
                        out.write(content)
                        continue
                    out.write(head)
                    for _ in range(2_000):
                        out.write(row * 1_000)
                    out.write(b"</sheetData>" + tail)
        return file

    return write


def numbered_rows(file: Path) -> Path:
    """The same, each row with its number."""
    good(file)
    with zipfile.ZipFile(file) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            with book.open(name, "w") as out:
                head, mark, tail = content.partition(b"</sheetData>")
                out.write(head)
                for start in range(3, 2_000_003, 10_000) if name == SHEET else ():
                    cells = (
                        b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(start, start + 10_000)
                    )
                    out.write(b"".join(cells))
                out.write(mark + tail)
    return file


def bomb(file: Path) -> Path:
    """A part that unpacks to 300 MB of nothing."""
    good(file)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as book, book.open("xl/media/a.bin", "w") as out:
        for _ in range(300):
            out.write(bytes(1 << 20))
    return file


def twice(name: str) -> Make:
    """A part of a name that is there already."""

    def write(file: Path) -> Path:
        data = bytearray(good(file).read_bytes())
        with zipfile.ZipFile(io.BytesIO(bytes(data)), "a") as book:
            content = book.read(SHEET)
        target = io.BytesIO(bytes(data))
        with zipfile.ZipFile(target, "a") as book:
            book.writestr("x" * len(name), content)
        file.write_bytes(target.getvalue().replace(b"x" * len(name), name.encode()))
        return file

    return write


def wrapped(before: bytes = b"", after: bytes = b"") -> Make:
    """Bytes around the archive."""

    def write(file: Path) -> Path:
        file.write_bytes(before + good(file).read_bytes() + after)
        return file

    return write


def locked(file: Path) -> Path:
    """Every entry says that it is encrypted."""
    data = bytearray(good(file).read_bytes())
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(magic)
        while at >= 0:
            (flags,) = struct.unpack_from("<H", data, at + offset)
            struct.pack_into("<H", data, at + offset, flags | 1)
            at = data.find(magic, at + 4)
    file.write_bytes(data)
    return file


def packed(names: Mapping[str, bytes]) -> bytes:
    """Any archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for name, content in names.items():
            book.writestr(name, content)
    return out.getvalue()


def far(reference: bytes) -> Make:
    """One cell far out."""
    row = reference.lstrip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    cell = b'<row r="%s"><c r="%s"><v>1</v></c></row></sheetData>' % (row, reference)
    return with_part(lambda part: part.replace(b"</sheetData>", cell))


_HTML = "<html><meta charset=gbk><table><tr><td>合同登记编号</td></tr></table></html>".encode("gbk")
_CSV = "合同登记编号,合同名称\nHT-001,演示合同一\n"

REFUSED: dict[str, tuple[Make, str]] = {
    "F112 billion laughs in the sheet": (with_doctype(LAUGHS), "WORKBOOK_XML"),
    "F112 quadratic entity in the sheet": (with_doctype(QUADRATIC), "WORKBOOK_XML"),
    "F112 a document type and nothing more": (with_doctype(b"<!DOCTYPE worksheet>"), "WORKBOOK_XML"),
    "F112 in the styles": (with_doctype(LAUGHS, STYLES), "WORKBOOK_XML"),
    "F112 in the list of sheets": (with_doctype(LAUGHS, BOOK), "WORKBOOK_XML"),
    "F112 in the list of types": (with_doctype(LAUGHS, TYPES), "WORKBOOK_XML"),
    "F112 an outer entity": (with_doctype(b'<!DOCTYPE a SYSTEM "file:///etc/passwd">'), "WORKBOOK_XML"),
    "F113 a cell at the end of the world": (far(b"XFD1048576"), "WORKBOOK_TOO_BIG"),
    "F113 a cell too far down": (far(b"A100001"), "WORKBOOK_TOO_BIG"),
    "F113 a cell too far right": (far(b"KO3"), "WORKBOOK_TOO_BIG"),
    "F113 two cells that span too much": (far(b"KN90000"), "WORKBOOK_TOO_BIG"),
    "F114 two million rows": (numbered_rows, "WORKBOOK_TOO_BIG"),
    "F114 two million rows without numbers": (many_rows(b"<row><c><v>1</v></c></row>"), "WORKBOOK_TOO_BIG"),
    "F114 300 MB of nothing": (bomb, "WORKBOOK_TOO_BIG"),
    "F118 1e999": (with_number(b'<c r="D2"><v>1e999</v></c>'), "WORKBOOK_CELL"),
    "F118 -1e999": (with_number(b'<c r="D2"><v>-1e999</v></c>'), "WORKBOOK_CELL"),
    "F118 NaN": (with_number(b'<c r="D2"><v>NaN</v></c>'), "WORKBOOK_CELL"),
    "F118 infinity": (with_number(b'<c r="D2"><v>inf</v></c>'), "WORKBOOK_CELL"),
    "F118 a text that is not there": (with_number(b'<c r="D2" t="s"><v>999999</v></c>'), "WORKBOOK_CELL"),
    "F118 a text before the first": (with_number(b'<c r="D2" t="s"><v>-1</v></c>'), "WORKBOOK_CELL"),
    "F121 .xls": (with_bytes(ole("Root Entry", "Workbook")), "NOT_XLSX"),
    "F121 .et": (with_bytes(ole("Root Entry", "Workbook", "EtExtData")), "NOT_XLSX"),
    "F121 below a password": (with_bytes(ole("Root Entry", "EncryptionInfo", "EncryptedPackage")), "NOT_XLSX"),
    "F121 CSV in GBK": (with_bytes(_CSV.encode("gbk")), "NOT_XLSX"),
    "F121 CSV in UTF-8": (with_bytes(_CSV.encode("utf-8-sig")), "NOT_XLSX"),
    "F121 HTML": (with_bytes(_HTML), "NOT_XLSX"),
    "F121 nothing": (with_bytes(b""), "NOT_XLSX"),
    "F121 entries below a password": (locked, "NOT_XLSX"),
    "F121 .ods": (with_bytes(packed({"mimetype": b"x", "content.xml": b"<x/>"})), "NOT_XLSX"),
    "F121 .docx": (with_bytes(packed({"word/document.xml": b"<x/>"})), "NOT_XLSX"),
    "F121 .xlsb": (with_bytes(packed({"xl/workbook.bin": b"x"})), "NOT_XLSX"),
    "F121 a picture": (with_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64)), "NOT_XLSX"),
    "F122 macros": (with_new_part("xl/vbaProject.bin"), "WORKBOOK_PART"),
    "F122 macros in other letters": (with_new_part("xl/VBAPROJECT.BIN"), "WORKBOOK_PART"),
    "F122 old macros": (with_new_part("xl/macrosheets/sheet1.xml"), "WORKBOOK_PART"),
    "F122 a link to another workbook": (with_new_part("xl/externalLinks/externalLink1.xml"), "WORKBOOK_PART"),
    "F122 a name that climbs out": (with_new_part("../../x.xml"), "WORKBOOK_PART"),
    "F122 a name from the root": (with_new_part("/etc/x.xml"), "WORKBOOK_PART"),
    "F122 a name with a drive": (with_new_part("C:/x.xml"), "WORKBOOK_PART"),
    "F122 controls": (with_new_part("xl/activeX/activeX1.xml"), "WORKBOOK_PART"),
    "X301 a cell written twice": (with_number(NUMBER + NUMBER.replace(b"120.5", b"9")), "WORKBOOK_CELL"),
    "X302 rows out of order": (far(b"A2"), "WORKBOOK_CELL"),
    "X303 a comment inside a number": (with_number(b'<c r="D2"><v>1<!-- -->20.5</v></c>'), "WORKBOOK_CELL"),
    "X304 a truth that is neither": (with_number(b'<c r="D2" t="b"><v>7</v></c>'), "WORKBOOK_CELL"),
    "X305 a kind of cell that nobody knows": (with_number(b'<c r="D2" t="zz"><v>7</v></c>'), "WORKBOOK_CELL"),
    "X306 bytes behind the archive": (wrapped(after=bytes(40)), "NOT_XLSX"),
    "X307 a program before the archive": (wrapped(before=b"MZ" + bytes(62)), "NOT_XLSX"),
    "X308 an archive behind an archive": (wrapped(before=packed({"a": b"b"})), "NOT_XLSX"),
    "X309 two sheets of one part name": (twice(SHEET), "NOT_XLSX"),
    "X310 two sheets of one name": (
        with_part(
            lambda part: part.replace(b"</sheets>", b'<sheet name="Sheet" sheetId="2" r:id="rId1"/></sheets>'), BOOK
        ),
        "NOT_XLSX",
    ),
    "X311 a sheet that lies nowhere": (
        with_part(lambda part: part.replace(b"sheet1.xml", b"sheet9.xml"), LINKS),
        "NOT_XLSX",
    ),
    "X312 half a sheet": (with_part(lambda part: part[: len(part) // 2]), "NOT_XLSX"),
    "X313 a sheet without cells": (with_part(zlib.compress), "NOT_XLSX"),
    "X314 no sheet in the list": (with_part(lambda part: part.replace(b"<sheet ", b"<page "), BOOK), "NOT_XLSX"),
}
"""By number: the file, and the code of the refusal."""
