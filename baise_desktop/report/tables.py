"""Table sections on paper: numbered rows, 暂缺 short in the cell with its reason below."""

from dataclasses import dataclass

from baise_desktop.report import blocks
from baise_desktop.report.geometry import Orientation, Strip
from baise_desktop.report.grid import Grid, GridSetter
from baise_desktop.report.model import Column, TableSection
from baise_desktop.report.typesetting import Typesetter
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True)
class PreparedTable:
    """A table whose columns have been measured."""

    section: TableSection
    setter: GridSetter
    note: str

    @property
    def orientation(self) -> Orientation:
        """How the page must lie."""
        return self.setter.orientation

    def strips(self, typesetter: Typesetter) -> tuple[Strip, ...]:
        """The table and what is said below it."""
        note = "\n".join(text for text in (self.section.note, self.note) if text)
        table = self.setter.strips(self.orientation)
        if not note:
            return *table, blocks.space(10)
        below = blocks.paragraph(typesetter, note, blocks.NOTE, self.orientation.width)
        # a note alone on a page says nothing: the last row goes with it
        return *table[:-1], *blocks.hold(table[-1:]), blocks.space(4), *below, blocks.space(6)


def _reasons(section: TableSection) -> dict[tuple[int, int], str]:
    """The reason of every 暂缺（原因）, by row and column."""
    prefix, suffix = say("report.missing_prefix"), say("report.missing_suffix")
    return {
        (row, column): text[len(prefix) : -len(suffix)]
        for row, texts in enumerate(section.rows)
        for column, text in enumerate(texts)
        if text.startswith(prefix) and text.endswith(suffix)
    }


def _missing_note(section: TableSection, reasons: dict[tuple[int, int], str]) -> str:
    notes = [
        say("report.missing_note", row=row + 1, column=section.columns[column].name, reason=reason)
        for (row, column), reason in reasons.items()
    ]
    return say("report.missing_notes", notes="；".join(notes)) if notes else ""


def _shorten(section: TableSection, reasons: dict[tuple[int, int], str]) -> tuple[tuple[str, ...], ...]:
    if not reasons:
        return section.rows
    short = say("report.missing_short")
    return tuple(
        tuple(short if (row, column) in reasons else text for column, text in enumerate(texts))
        for row, texts in enumerate(section.rows)
    )


def prepare_table(typesetter: Typesetter, section: TableSection) -> PreparedTable:
    """Measure a table section."""
    reasons = _reasons(section)
    rows = _shorten(section, reasons)
    columns, keys = section.columns, section.key_columns
    if section.numbered:
        columns = (Column(say("report.ordinal"), align="center"), *columns)
        rows = tuple((str(number), *row) for number, row in enumerate(rows, 1))
        keys += 1
    grid = Grid(
        columns=columns, rows=rows, title=section.title or say("report.unnamed"), keys=keys, divisible=section.divisible
    )
    return PreparedTable(section, GridSetter(typesetter, grid), _missing_note(section, reasons))
