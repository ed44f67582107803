"""What is inside an .xlsx, looked at before a reader that trusts it opens it."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Literal, NoReturn
from xml.parsers import expat

from baise_desktop.errors import BaiseError

MAX_ROWS, MAX_COLUMNS = 100_000, 300
MAX_CELLS = 5_000_000
"""Between the first and the last filled cell: a reader sets room aside for each of them."""
_MAX_PARTS, _MAX_BYTES = 2000, 256 * 2**20
_CHUNK = 1 << 18
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_UNREADABLE = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error),
    *(NotImplementedError, RuntimeError, ValueError, EOFError, KeyError),
)

Doubt = Literal["formula", "error"]
"""A cell whose value was computed by another program, or is no value."""
Doubts = Mapping[tuple[int, int], Doubt]
"""By row and column, both from 1."""


def inspect_parts(file: Path) -> Doubts:
    """The doubtful cells of the first sheet. Raises: as `inspect_sheets`."""
    return next(iter(inspect_sheets(file).values()))


def inspect_sheets(file: Path) -> Mapping[str, Doubts]:
    """Refuse a workbook that would exhaust its reader or carries more than cells; tell which cells to doubt.

    Returns:
        The doubtful cells of each sheet by its name, in the order of the sheets; at least one sheet.

    Raises:
        BaiseError: NOT_XLSX, WORKBOOK_TOO_BIG; WORKBOOK_XML, a part defines a document type; WORKBOOK_PART, macros,
            links to other files, or a name that leads out of the workbook.
        OSError: the file cannot be read.
    """
    try:
        with zipfile.ZipFile(file) as book:
            _check_names(book, file)
            return _Book(book, file).read()
    except _UNREADABLE as cause:
        raise BaiseError("NOT_XLSX", file=file.name) from cause


def _check_names(book: zipfile.ZipFile, file: Path) -> None:
    parts = book.infolist()
    if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_BYTES:
        raise BaiseError("WORKBOOK_TOO_BIG", file=file.name)
    names = [part.filename.casefold() for part in parts]
    if len(set(names)) < len(names):
        raise BaiseError("NOT_XLSX", file=file.name)
    for name in names:
        outside = name.startswith("/") or "\\" in name or ".." in PurePosixPath(name).parts
        if outside or name.endswith("vbaproject.bin") or "/externallinks/" in name:
            raise BaiseError("WORKBOOK_PART", file=file.name, name=ascii(name)[1:-1])


class _Book:
    """One pass over the XML parts."""

    def __init__(self, book: zipfile.ZipFile, file: Path) -> None:
        self._book = book
        self._file = file

    def read(self) -> Mapping[str, Doubts]:
        """The doubtful cells of each sheet; every part is read to its end, where its checksum is compared."""
        sheets = self._find_sheets()
        cells = {part: _Cells(self._file) for part in sheets.values()}
        for part in self._book.namelist():
            parser = self._parser()
            if part in cells:
                parser.StartElementHandler = cells[part].start
            self._feed(part, parser if part.endswith((".xml", ".rels")) else None)
        return {title: cells[part].doubts for title, part in sheets.items()}

    def _find_sheets(self) -> Mapping[str, str]:
        """The part of each sheet, by the sheet's name."""
        links = {link.get("Id"): link for link in self._attributes("xl/_rels/workbook.xml.rels", "Relationship")}
        sheets = {}
        for sheet in self._attributes("xl/workbook.xml", "sheet"):
            number = next((value for name, value in sheet.items() if name.endswith(":id")), "")
            target = links.get(number, {}).get("Target", "")
            sheets[sheet.get("name", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
        if not sheets:
            raise BaiseError("NOT_XLSX", file=self._file.name)
        return sheets

    def _attributes(self, part: str, element: str) -> Iterator[dict[str, str]]:
        found: list[dict[str, str]] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            if name.rpartition(":")[2] == element:
                found.append(attributes)

        parser = self._parser()
        parser.StartElementHandler = start
        self._feed(part, parser)
        yield from found

    def _parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        return parser

    def _refuse_doctype(self, *_: object) -> NoReturn:
        raise BaiseError("WORKBOOK_XML", file=self._file.name)

    def _feed(self, part: str, parser: expat.XMLParserType | None) -> None:
        try:
            with self._book.open(part) as content:
                while chunk := content.read(_CHUNK):
                    if parser:
                        parser.Parse(chunk)
            if parser:
                parser.Parse(b"", True)
        except expat.ExpatError as cause:
            raise BaiseError("NOT_XLSX", file=self._file.name) from cause


class _Cells:
    """The cells of a sheet as its XML passes by: how far they reach, and which to doubt."""

    def __init__(self, file: Path) -> None:
        self.doubts: dict[tuple[int, int], Doubt] = {}
        self._file = file
        self._at = (0, 0)
        self._first, self._last = (MAX_ROWS, MAX_COLUMNS), (0, 0)

    def start(self, element: str, attributes: dict[str, str]) -> None:
        """One opening tag."""
        name = element.rpartition(":")[2]
        if name == "c":
            self._move(attributes.get("r", ""))
            if attributes.get("t") == "e":
                self.doubts[self._at] = "error"
        elif name == "row":
            self._at = (int(attributes.get("r", self._at[0] + 1)), 0)
        elif name == "f":
            self.doubts[self._at] = "formula"

    def _move(self, reference: str) -> None:
        row, column = self._at
        self._at = _read_reference(reference) if reference else (row, column + 1)
        row, column = self._at
        self._first = (min(self._first[0], row), min(self._first[1], column))
        self._last = (max(self._last[0], row), max(self._last[1], column))
        (top, left), (bottom, right) = self._first, self._last
        if row > MAX_ROWS or column > MAX_COLUMNS or (bottom - top + 1) * (right - left + 1) > MAX_CELLS:
            raise BaiseError("WORKBOOK_TOO_BIG", file=self._file.name)


def _read_reference(text: str) -> tuple[int, int]:
    """Row and column, from 1. Raises: ValueError."""
    found = _CELL.fullmatch(text)
    if found is None:
        raise ValueError(text)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column
