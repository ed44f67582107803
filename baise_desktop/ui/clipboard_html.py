"""The table in the HTML that Excel, WPS and LibreOffice put on the clipboard, as plain text."""

import re
from collections.abc import Sequence
from html.parser import HTMLParser

MOST_CHARACTERS = 30_000_000
MOST_CELLS = 1_000_000
_WIDEST_SPAN = 300
_LONGEST_SPAN = 10_000
_UNREAD = frozenset({"style", "script", "head", "title", "xml"})
_BREAKS = frozenset({"p", "div", "li", "tr"})
_SPACE = re.compile(r"[ \t\r\n\f]+")


class _TooManyCellsError(Exception):
    """More cells than anybody copies on purpose."""


def parse_table(html: str) -> list[list[str]] | None:
    """Rows of cells of the only table, all of one width; None when there is none, more than one, or it is too big.

    A cell over several rows or columns has its text at its top left; the cells that it covers are blank.
    """
    if len(html) > MOST_CHARACTERS or "<t" not in html.lower():
        return None
    reader = _TableReader()
    try:
        reader.feed(html)
        reader.close()
        return reader.table()
    except _TooManyCellsError:
        return None


class _TableReader(HTMLParser):
    """Collects the cells; a table within a cell is read as that cell's text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._tables = 0
        self._depth = 0
        self._skipping = 0
        self._rows: list[list[tuple[str, int, int]]] = []
        self._cell: list[str] | None = None
        self._spans = (1, 1)
        self._count = 0

    def table(self) -> list[list[str]] | None:
        """What was read."""
        self._end_cell()
        if self._tables != 1 or not self._rows:
            return None
        return _lay_out(self._rows)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Tables, rows, cells and line breaks matter."""
        if tag in _UNREAD:
            self._skipping += 1
        elif tag == "table":
            self._depth += 1
            self._tables += self._depth == 1
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self._rows.append([])
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            self._start_cell(dict(attrs))
        elif self._cell is not None and tag == "br":
            self._cell.append("\n")
        elif self._cell is not None and tag in _BREAKS:
            self._break_line()

    def handle_endtag(self, tag: str) -> None:
        """The end of what was begun; what was never begun is passed over."""
        if tag in _UNREAD:
            self._skipping = max(0, self._skipping - 1)
        elif tag == "table" and self._depth:
            if self._depth == 1:
                self._end_cell()
            self._depth -= 1
        elif self._depth == 1 and tag in ("td", "th", "tr"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        """Text of a cell, its white space as a browser shows it."""
        if self._cell is not None and not self._skipping:
            text = _SPACE.sub(" ", data)
            if text.startswith(" ") and (not self._cell or self._cell[-1].endswith(("\n", " "))):
                text = text[1:]
            if text:
                self._cell.append(text)

    def _break_line(self) -> None:
        if self._cell and not self._cell[-1].endswith("\n"):
            self._cell.append("\n")

    def _start_cell(self, attributes: dict[str, str | None]) -> None:
        if not self._rows:
            self._rows.append([])
        self._cell = []
        across = _span(attributes.get("colspan"), _WIDEST_SPAN)
        self._spans = (_span(attributes.get("rowspan"), _LONGEST_SPAN), across)

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        self._count += self._spans[1]
        if self._count > MOST_CELLS:
            raise _TooManyCellsError
        lines = "".join(self._cell).replace("\xa0", " ").split("\n")
        self._rows[-1].append(("\n".join(line.strip() for line in lines).strip("\n"), *self._spans))
        self._cell = None


def _span(text: str | None, most: int) -> int:
    if text is None or not text.strip().isascii() or not text.strip().isdigit() or len(text) > 6:
        return 1
    return max(1, min(int(text), most))


def _lay_out(rows: Sequence[Sequence[tuple[str, int, int]]]) -> list[list[str]]:
    made: list[list[str]] = []
    covered: dict[int, int] = {}
    for cells in rows:
        line: list[str] = []
        waiting = list(cells)
        while waiting or any(column >= len(line) for column in covered):
            column = len(line)
            if covered.get(column):
                line.append("")
                continue
            if not waiting:
                line.append("")
                continue
            text, down, across = waiting.pop(0)
            line += [text, *([""] * (across - 1))]
            covered |= {column + right: down for right in range(across)}
            if len(made) * len(line) > MOST_CELLS:
                raise _TooManyCellsError
        covered = {column: left - 1 for column, left in covered.items() if left > 1}
        made.append(line)
    width = max(map(len, made))
    return [[*line, *([""] * (width - len(line)))] for line in made]
