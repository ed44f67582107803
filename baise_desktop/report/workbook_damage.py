"""Which cell of a workbook its reader stumbled over, found after it did."""

import zipfile
from pathlib import Path
from xml.parsers import expat

from baise_desktop.errors import BaiseError
from baise_desktop.report.workbook_facts import Place, cell_refusal, read_reference
from baise_desktop.report.workbook_parts import UNREADABLE, sheet_parts

_STRINGS = "xl/sharedstrings.xml"
_CHUNK = 1 << 18
_KINDS = frozenset(("n", "s", "b", "e", "str", "inlineStr", "d"))
_TRUTH = frozenset(("0", "1", "true", "false"))


def find_damaged_cell(file: Path) -> BaiseError | None:
    """The refusal that names the first cell which cannot be read; None when that is not what is wrong."""
    try:
        with zipfile.ZipFile(file) as book:
            texts = _count_texts(book)
            for title, part in sheet_parts(book, file).items():
                search = _Search(texts)
                search.read(book, part)
                if search.found is not None:
                    return cell_refusal(file.name, title, *search.found)
    except (*UNREADABLE, expat.ExpatError, BaiseError):
        return None
    return None


def _count_texts(book: zipfile.ZipFile) -> int:
    name = next((name for name in book.namelist() if name.casefold() == _STRINGS), "")
    if not name:
        return 0
    count = 0

    def start(element: str, _: dict[str, str]) -> None:
        nonlocal count
        count += element.rpartition(":")[2] == "si"

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    _feed(book, name, parser)
    return count


def _feed(book: zipfile.ZipFile, part: str, parser: expat.XMLParserType) -> None:
    with book.open(part) as content:
        while chunk := content.read(_CHUNK):
            parser.Parse(chunk)


class _Search:
    """Reads one sheet until a cell is found."""

    def __init__(self, texts: int) -> None:
        self.found: tuple[Place, str] | None = None
        self._texts = texts
        self._at, self._kind, self._value, self._is_value = (0, 0), "", "", False

    def read(self, book: zipfile.ZipFile, part: str) -> None:
        """Look at every cell of a sheet."""
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._take
        _feed(book, part, parser)

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        name = element.rpartition(":")[2]
        if name == "row":
            self._at = (int(attributes.get("r", self._at[0] + 1)), 0)
        elif name == "c":
            given = attributes.get("r", "")
            self._at = read_reference(given) if given else (self._at[0], self._at[1] + 1)
            self._kind, self._value = attributes.get("t", "n"), ""
        self._is_value = name == "v"

    def _take(self, text: str) -> None:
        if self._is_value:
            self._value += text

    def _end(self, element: str) -> None:
        self._is_value = False
        if element.rpartition(":")[2] == "c" and self.found is None:
            reason = self._judge(self._value.strip())
            self.found = (self._at, reason) if reason else None

    def _judge(self, value: str) -> str:
        if self._kind == "s" and value and not (value.isdecimal() and int(value) < self._texts):
            return "no_text"
        if self._kind not in _KINDS or (self._kind == "b" and value and value not in _TRUTH):
            return "unreadable"
        return ""
