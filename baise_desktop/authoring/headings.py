"""The sheets of a workbook and their headings: found where people have moved or renamed them a little, or told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from baise_desktop.authoring.grid import Grid
from baise_desktop.authoring.layout import Column
from baise_desktop.authoring.mistake import Mistake, Spot
from baise_desktop.form.kind import half_width
from baise_desktop.texts import say

HEAD_ROW = 1
_SEARCHED = 10
"""Rows in which headings are looked for when the first has none."""


@dataclass(frozen=True, slots=True)
class Headings:
    """Which column of a sheet is which."""

    columns: Mapping[str, tuple[Column, int]]
    """Column and its number in the sheet, by attribute."""
    mistakes: tuple[Mistake, ...]
    is_fit: bool
    """Whether what must be there is, so that the rows say what they mean."""


def find_sheet(grids: Mapping[str, Grid], title: str) -> Grid | None:
    """The sheet of that name, blanks and width of letters notwithstanding."""
    wanted = _plain(title)
    return grids.get(title) or next((grid for name, grid in grids.items() if _plain(name) == wanted), None)


def miss_sheet(grids: Mapping[str, Grid], title: str, known: Iterable[str]) -> Mistake:
    """A sheet is not there; those that nobody knows may be it."""
    plain = {_plain(name) for name in known}
    strange = [name for name in grids if _plain(name) not in plain]
    hint = say("authoring.maybe_renamed", names="、".join(f"“{name}”" for name in strange)) if strange else ""
    return Mistake(Spot(title, HEAD_ROW, 1), say("authoring.no_sheet") + hint)


def match_headings(grid: Grid, columns: Sequence[Column]) -> Headings:
    """Read the first row of a sheet."""
    known = {_plain(column.heading): column for column in columns}
    moved = _moved_to(grid, known)
    if moved:
        spot = Spot(grid.title, moved, 1)
        return Headings({}, (Mistake(spot, say("authoring.headings_moved", row=moved)),), False)
    found: dict[str, tuple[Column, int]] = {}
    mistakes: list[Mistake] = []
    for number, heading in enumerate(grid.rows[HEAD_ROW - 1], 1):
        column = known.get(_plain(heading))
        if column is not None and column.attribute not in found:
            found[column.attribute] = column, number
        elif heading.strip():
            code = "column_twice" if column else "unknown_column"
            sentence = say(f"authoring.{code}", heading=heading.strip())
            mistakes.append(Mistake(Spot(grid.title, HEAD_ROW, number), sentence))
    missing = [column for column in columns if column.attribute not in found]
    return Headings(found, (*mistakes, *_miss(grid, missing)), not any(column.required for column in missing))


def _miss(grid: Grid, missing: Sequence[Column]) -> Iterator[Mistake]:
    if missing:
        headings = "、".join(f"“{column.heading}”" for column in missing)
        spot = Spot(grid.title, HEAD_ROW, len(grid.rows[0]) + 1)
        yield Mistake(spot, say("authoring.no_column", headings=headings))


def _moved_to(grid: Grid, known: Mapping[str, Column]) -> int:
    """The row below the first that holds the headings, where the first holds none; or 0."""
    fits = [sum(_plain(text) in known for text in row) for row in grid.rows[:_SEARCHED]]
    best = max(fits)
    return fits.index(best) + 1 if fits[0] <= 1 and best * 2 > len(known) and fits.index(best) else 0


def _plain(text: str) -> str:
    return "".join(half_width(text).split()).casefold()
