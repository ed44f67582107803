"""Tables as strips: heads that come again on each page, rows that are never cut, wide tables in bands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from baise_desktop.report.blocks import NOTE, baseline, hold, text_mark
from baise_desktop.report.columns import Demand, fit, level, split_bands
from baise_desktop.report.fonts import Role
from baise_desktop.report.geometry import Mark, Orientation, Rule, Shade, Strip, Text, height_of
from baise_desktop.report.model import Align, Column
from baise_desktop.report.typesetting import Line, Setting, Typesetter
from baise_desktop.texts import say

_PAD_X = 3.5
_PAD_Y = 3.0
_PADS = 2 * _PAD_X + 0.5
_CELL = Setting(Role.SONG, 9.5, 13.5, align="left")
_CELLS: dict[Align, Setting] = {
    "left": _CELL,
    "center": replace(_CELL, align="center"),
    "right": replace(_CELL, align="right"),
}
_HEAD = Setting(Role.HEADING, 9.5, 13.5, align="center")
_LEAST_EMS = 7.0
_WORD_EMS = 14.0  # a credit code of 18 characters, an amount, a date: never torn
_COMFORTABLE_EMS = 10.0
_NATURAL_EMS = 120.0
_SAMPLE = 20
"""Rows that the widths of columns are tried on."""
_FRAME = 0.8
_INNER = 0.4
_TIGHT = 0.2  # how much of their comfort columns keep before a table goes to A3, which not every office can print
_TALL = 0.4  # of the page: names of columns up to this height are repeated
_SHORT = 0.25  # of the page: a table up to this height is not parted


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table ready to be set: texts only."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    """Printed above the head where the table continues on a further page."""
    keys: int = 1
    least_row: float = 0.0
    """Least height of a row in points, for cells that are filled in by pen."""
    has_head: bool = True
    divisible: bool = False
    """Whether the page may be turned, and columns go into several bands before words are torn."""
    even: bool = False
    """Whether all columns are equally wide."""


class GridSetter:
    """Sets one table for one typesetter."""

    def __init__(self, typesetter: Typesetter, grid: Grid) -> None:
        self._typesetter = typesetter
        self._grid = grid
        self._wide: list[dict[str, float]] = [{} for _ in grid.columns]
        """Of each column, how wide its texts are on one line."""
        self._demands = tuple(self._demand(index) for index in range(len(grid.columns)))

    @property
    def orientation(self) -> Orientation:
        """The smallest sheet on which all columns are at ease, A3 in the end; upright where it may not be turned."""
        if not self._grid.divisible:
            return Orientation.PORTRAIT
        wanted = sum(demand.comfortable for demand in self._demands)
        least = sum(demand.least for demand in self._demands)
        for orientation in (Orientation.PORTRAIT, Orientation.LANDSCAPE):
            if wanted <= orientation.width:
                return orientation
        tight = least + (wanted - least) * _TIGHT <= Orientation.LANDSCAPE.width
        return Orientation.LANDSCAPE if tight else Orientation.WIDE

    def strips(self, orientation: Orientation) -> tuple[Strip, ...]:
        """The table, band after band, as wide as the type area of an orientation."""
        bands: tuple[tuple[int, ...], ...] = (tuple(range(len(self._demands))),)
        if sum(demand.least for demand in self._demands) > orientation.width:
            bands = split_bands(self._demands, self._grid.keys, orientation.width)
        strips: list[Strip] = []
        for number, band in enumerate(bands, 1):
            part = tuple(self._band(band, number, len(bands), orientation))
            short = height_of(part) <= orientation.height * _SHORT
            strips.extend((*hold(part[:-1]), part[-1]) if short else part)
        return tuple(strips)

    def _texts(self, index: int) -> Iterator[str]:
        return (row[index] for row in self._grid.rows)

    def _demand(self, index: int) -> Demand:
        em = _CELL.size
        head = _head_text(self._grid.columns[index])
        texts = frozenset(line for text in self._texts(index) for line in text.split("\n"))
        known = self._wide[index]
        known.update((text, self._typesetter.width(text, _CELL)) for text in texts)
        widths = sorted(((width, text) for text, width in known.items()), reverse=True)
        whole = widths[0][0] if widths else 0.0
        torn = 0.0
        for width, text in widths:
            if torn >= min(width, _WORD_EMS * em):  # no shorter text holds a longer word
                break
            torn = max(torn, self._typesetter.narrowest(text, _CELL))
        # a name goes on two lines at most, and its unit on a third
        name = self._typesetter.width(self._grid.columns[index].name, _HEAD)
        heading = max(self._typesetter.narrowest(head, _HEAD), name / 2 + em * 0.6)
        pen = self._grid.columns[index].pen
        least = max(2.2 * em, min(torn, _WORD_EMS * em), min(heading, _LEAST_EMS * em), pen)
        head_whole = max(self._typesetter.width(line, _HEAD) for line in head.split("\n"))
        comfortable = max(least, min(max(torn, whole), _COMFORTABLE_EMS * em), min(head_whole, 6 * em))
        natural = max(comfortable, min(max(whole, head_whole), _NATURAL_EMS * em))
        return Demand(least + _PADS, comfortable + _PADS, natural + _PADS)

    def _long(self, band: tuple[int, ...]) -> list[list[float]]:
        """How wide each cell of the first rows would be on one line."""
        return [
            [sum(self._wide[index][line] + _PADS for line in row[index].split("\n")) for index in band]
            for row in self._grid.rows[:_SAMPLE]
        ]

    def _band(self, band: tuple[int, ...], number: int, count: int, orientation: Orientation) -> Iterator[Strip]:
        demands = [self._demands[index] for index in band]
        widths = (
            level(demands, orientation.width) if self._grid.even else fit(demands, orientation.width, self._long(band))
        )
        columns = [self._grid.columns[index] for index in band]
        edges = _edges(widths)
        part = say("report.band", number=number, count=count) if count > 1 else ""
        if part:
            yield replace(self._caption(part, orientation), keep_with_next=True)
        head = self._head(columns, widths, edges) if self._grid.has_head else _closing_rule(edges)
        again = self._caption(say("report.continued", title=self._grid.title) + part, orientation)
        heads = (again, head) if self._grid.has_head else (head,)
        rows = [[row[index] for index in band] for row in self._grid.rows]
        if head.height > orientation.height * _TALL:  # nobody reads such names again on every page
            heads = (again, _closing_rule(edges))
            rows.insert(0, [_head_text(column) for column in columns])
        yield heads[-1]
        cells = [
            self._typesetter.known("cell", column.align, width) for column, width in zip(columns, widths, strict=True)
        ]
        yield from self._rows(rows, _Cut(columns, widths, cells, orientation.height - height_of(heads)), heads)

    def _rows(self, texts: Sequence[Sequence[str]], cut: "_Cut", heads: tuple[Strip, ...]) -> Iterator[Strip]:
        """Rows below the heads that they repeat, the last one with the frame below it."""
        rows = [part for row in texts for part in self._row(row, cut)]
        for at, (height, cells) in enumerate(rows, 1):
            frame, bottom = cut.frame(height)
            marks = (*cells, *frame, bottom) if at == len(rows) else (*cells, *frame)
            yield Strip(height=height, marks=marks, heads=heads, tail=bottom)

    def _caption(self, text: str, orientation: Orientation) -> Strip:
        line = self._typesetter.fitted(text, NOTE, orientation.width)
        return Strip(height=NOTE.leading, marks=(text_mark(line, NOTE),))

    def _head(self, columns: Sequence[Column], widths: Sequence[float], edges: Sequence[float]) -> Strip:
        cells = [
            self._typesetter.set(_head_text(column), _HEAD, width - 2 * _PAD_X)
            for column, width in zip(columns, widths, strict=True)
        ]
        height = max(len(lines) for lines in cells) * _HEAD.leading + 2 * _PAD_Y
        shade = Shade(0, 0, edges[-1], height)
        top = Rule(0, 0, edges[-1], 0, _FRAME)
        marks = (shade, top, *_cells(cells, edges, _HEAD, height), *_frame(edges, height))
        return Strip(height=height, marks=marks, keep_with_next=True)

    def _row(self, texts: Sequence[str], cut: "_Cut") -> Iterator[tuple[float, list[Text]]]:
        """Height and words of one strip, or of several where the row is higher than a page."""
        known = cut.cells
        cells = [known[place].get(text) or self._cell(text, place, cut) for place, text in enumerate(texts)]
        most = int((cut.room - 2 * _PAD_Y) // _CELL.leading)
        deepest = max(map(len, cells))
        for start in range(0, deepest, most):
            part = cells if deepest <= most else [lines[start : start + most] for lines in cells]
            height = max(min(deepest - start, most) * _CELL.leading + 2 * _PAD_Y, self._grid.least_row)
            yield height, _cells(part, cut.edges, _CELL, height)

    def _cell(self, text: str, place: int, cut: "_Cut") -> tuple[Line, ...]:
        setting = _CELLS[cell_align(text, cut.columns[place].align)]
        lines = self._typesetter.set(text, setting, cut.widths[place] - 2 * _PAD_X)
        cut.cells[place][text] = lines
        return lines


class _Cut:
    """How a band of columns is cut out of the type area."""

    def __init__(
        self,
        columns: Sequence[Column],
        widths: Sequence[float],
        cells: Sequence[dict[str, tuple[Line, ...]]],
        room: float,
    ) -> None:
        """`room`: height left below the heads."""
        edges = _edges(widths)
        self.columns, self.widths, self.edges, self.room = columns, widths, edges, room
        self.cells = cells
        """Texts that are set already, column by column: registers say the same again and again."""
        self._frames: dict[float, tuple[tuple[Mark, ...], Rule]] = {}

    def frame(self, height: float) -> tuple[tuple[Mark, ...], Rule]:
        """The rules around and between cells, and what closes the table: the same for all rows of a height."""
        if height not in self._frames:
            bottom = Rule(0, height, self.edges[-1], height, _FRAME)
            self._frames[height] = tuple(_frame(self.edges, height)), bottom
        return self._frames[height]


def cell_align(text: str, align: Align) -> Align:
    """Words that stand in for a number are centred, so that they are not read as one."""
    if align == "right" and text and not any(character.isdigit() for character in text):
        return "center"
    return align


def _head_text(column: Column) -> str:
    return f"{column.name}\n{say('report.in_unit', unit=column.unit)}" if column.unit else column.name


def _edges(widths: Sequence[float]) -> tuple[float, ...]:
    edges = [0.0]
    for width in widths:
        edges.append(edges[-1] + width)
    return tuple(edges)


def _frame(edges: Sequence[float], height: float) -> Iterator[Mark]:
    last = len(edges) - 1
    for number, x in enumerate(edges):
        yield Rule(x, 0, x, height, _FRAME if number in {0, last} else _INNER)
    yield Rule(0, height, edges[-1], height, _INNER)


def _closing_rule(edges: Sequence[float]) -> Strip:
    return Strip(height=_INNER, marks=(Rule(0, _INNER, edges[-1], _INNER, _FRAME),), keep_with_next=True)


def _cells(cells: Sequence[Sequence[Line]], edges: Sequence[float], setting: Setting, height: float) -> list[Text]:
    """The words of a row; every cell halfway up."""
    leading, size = setting.leading, setting.size
    middle = height / 2 + baseline(setting)
    return [
        Text(left + _PAD_X + line.indent, middle + (number - len(lines) / 2) * leading, line, size)
        for lines, left in zip(cells, edges, strict=False)
        for number, line in enumerate(lines)
        if line.runs
    ]
