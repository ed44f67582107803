"""What is inside an .xlsx, looked at before a reader that trusts it opens it."""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import NoReturn
from xml.parsers import expat

from baise_desktop.errors import BaiseError
from baise_desktop.report.workbook_facts import CellWatch, Doubts, SheetFacts
from baise_desktop.report.workbook_kind import not_xlsx
from baise_desktop.report.workbook_scan import scan_percents
from baise_desktop.report.workbook_styles import percent_styles

MAX_FILE_BYTES = 20 * 2**20
_MAX_PARTS, _MAX_BYTES, _MAX_OTHER = 2000, 256 * 2**20, 64 * 2**20
_CHUNK = 1 << 18
_LONG = 2 << 20
"""From here on a sheet is looked over quickly first."""
_END = struct.Struct("<4s8xIIH")
_STYLES, _BOOK, _LINKS = "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_ENCODINGS = ("utf-8", "utf8", "us-ascii", "ascii")
_BAD_ENDINGS = ("vbaproject.bin", ".exe", ".dll", ".vbs", ".js", ".lnk")
_BAD_FOLDERS = ("/externallinks/", "/activex/", "/macrosheets/", "/dialogsheets/")
UNREADABLE = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error),
    *(NotImplementedError, RuntimeError, ValueError, EOFError, KeyError),
)
"""What reading a damaged archive may end in."""


def inspect_parts(file: Path) -> Doubts:
    """The doubtful cells of the first sheet. Raises: as `inspect_sheets`."""
    return next(iter(inspect_sheets(file).values())).doubts


def inspect_sheets(file: Path) -> Mapping[str, SheetFacts]:
    """Refuse a workbook that would exhaust its reader or carries more than cells; tell what to know of its cells.

    Returns:
        The facts of each sheet by its name, in the order of the sheets; at least one sheet.

    Raises:
        BaiseError: NOT_XLSX, WORKBOOK_TOO_BIG; WORKBOOK_XML, a part defines a document type; WORKBOOK_PART, macros,
            links to other files, or a name that leads out of the workbook; WORKBOOK_CELL.
        OSError: the file cannot be read.
    """
    try:
        _check_file(file)
        with zipfile.ZipFile(file) as book:
            _check_names(book, file)
            return _Book(book, file).read()
    except UNREADABLE as cause:
        raise not_xlsx(file) from cause


def sheet_parts(book: zipfile.ZipFile, file: Path) -> Mapping[str, str]:
    """The part of each sheet, by the sheet's name. Raises: BaiseError NOT_XLSX."""
    return _Book(book, file).find_sheets()


def _check_file(file: Path) -> None:
    """Whether the list of parts is the last thing in the file and begins where it says: readers differ otherwise."""
    size = file.stat().st_size
    if size > MAX_FILE_BYTES:
        raise BaiseError("WORKBOOK_TOO_BIG", file=file.name)
    with file.open("rb") as content:
        begin = content.read(4)
        content.seek(max(0, size - _END.size))
        magic, length, start, comment = _END.unpack(content.read(_END.size))
    if begin != b"PK\x03\x04" or magic != b"PK\x05\x06" or comment or start + length + _END.size != size:
        raise not_xlsx(file)


def _check_names(book: zipfile.ZipFile, file: Path) -> None:
    parts = book.infolist()
    if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_BYTES:
        raise BaiseError("WORKBOOK_TOO_BIG", file=file.name)
    names = [part.filename.casefold() for part in parts]
    if len(set(names)) < len(names):
        raise not_xlsx(file)
    for name in names:
        outside = name.startswith("/") or "\\" in name or ":" in name or ".." in PurePosixPath(name).parts
        if outside or name.endswith(_BAD_ENDINGS) or any(folder in f"/{name}" for folder in _BAD_FOLDERS):
            raise BaiseError("WORKBOOK_PART", file=file.name, name=ascii(name)[1:-1][:80])


def _refuse_wide(content: bytes) -> None:
    """XML in 16 bits is read by some and passed over by others. Raises: ValueError."""
    if b"\0" in content:
        raise ValueError("16 bits")


class _Book:
    """One pass over the parts."""

    def __init__(self, book: zipfile.ZipFile, file: Path) -> None:
        self._book = book
        self._file = file

    def read(self) -> Mapping[str, SheetFacts]:
        """The facts of each sheet; every part is read to its end, where its checksum is compared."""
        sheets = self.find_sheets()
        seen: dict[str, SheetFacts] = {}
        for part in self._book.infolist():
            title = next((title for title, name in sheets.items() if name == part.filename), None)
            if title is not None:
                seen[title] = self._watch(part, title)
            elif part.file_size > _MAX_OTHER:
                raise BaiseError("WORKBOOK_TOO_BIG", file=self._file.name)
            else:
                parser = self._parser() if part.filename.casefold().endswith((".xml", ".rels")) else None
                self._feed(part.filename, parser)
        return {title: seen[title] for title in sheets}

    def _watch(self, part: zipfile.ZipInfo, title: str) -> SheetFacts:
        if part.file_size >= _LONG:
            with self._book.open(part) as content:
                percents = scan_percents(content, self._percent_styles)  # type: ignore[arg-type]
            if percents is not None:
                return SheetFacts(percents=percents)
        cells, parser = CellWatch(self._file.name, title, self._percent_styles), self._parser()
        parser.StartElementHandler, parser.EndElementHandler = cells.start, cells.end
        parser.CommentHandler = cells.comment
        self._feed(part.filename, parser)
        return cells.facts

    def find_sheets(self) -> Mapping[str, str]:
        """The part of each sheet, by the sheet's name."""
        links = {link.get("Id"): link for link in self._attributes(_LINKS, "Relationship")}
        held = {name.casefold(): name for name in self._book.namelist()}
        sheets = {}
        for sheet in self._attributes(_BOOK, "sheet"):
            number = next((value for name, value in sheet.items() if name.endswith(":id")), "")
            target = links.get(number, {}).get("Target", "")
            path = target.removeprefix("/") if target.startswith(("/", "xl/")) else f"xl/{target}"
            if sheet.get("name", "") in sheets:
                raise not_xlsx(self._file)
            sheets[sheet.get("name", "")] = held[path.casefold()]
        if not sheets or len(set(sheets.values())) < len(sheets):
            raise not_xlsx(self._file)
        return sheets

    @cached_property
    def _percent_styles(self) -> frozenset[str]:
        """The numbers of the styles that show a percent mark."""
        if _STYLES not in self._book.namelist():
            return frozenset()
        self._feed(_STYLES, self._parser())
        return percent_styles(self._book.read(_STYLES))

    def _attributes(self, part: str, element: str) -> Iterator[dict[str, str]]:
        found: list[dict[str, str]] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            if name.rpartition(":")[2] == element:
                found.append(attributes)

        self._each(part, start, lambda _: None)
        yield from found

    def _each(self, part: str, start: Callable[[str, dict[str, str]], None], end: Callable[[str], object]) -> None:
        parser = self._parser()
        parser.StartElementHandler, parser.EndElementHandler = start, end
        self._feed(part, parser)

    def _parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.XmlDeclHandler = self._check_encoding
        return parser

    def _check_encoding(self, _version: str, encoding: str | None, _standalone: int) -> None:
        """Readers that know other encodings differ in what they make of them."""
        if (encoding or "utf-8").casefold() not in _ENCODINGS:
            raise not_xlsx(self._file)

    def _refuse_doctype(self, *_: object) -> NoReturn:
        raise BaiseError("WORKBOOK_XML", file=self._file.name)

    def _feed(self, part: str, parser: expat.XMLParserType | None) -> None:
        try:
            with self._book.open(part) as content:
                while chunk := content.read(_CHUNK):
                    if parser:
                        _refuse_wide(chunk)
                        parser.Parse(chunk)
            if parser:
                parser.Parse(b"", True)
        except expat.ExpatError as cause:
            raise not_xlsx(self._file) from cause
