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


def _missing_reason(text: str) -> str | None:
    """The reason of a 暂缺（原因）, None for any other text."""
    prefix, suffix = say("report.missing_prefix"), say("report.missing_suffix")
    if text.startswith(prefix) and text.endswith(suffix):
        return text[len(prefix) : -len(suffix)]
    return None


def _missing_note(section: TableSection) -> str:
    notes = [
        say("report.missing_note", row=number, column=column.name, reason=reason)
        for number, row in enumerate(section.rows, 1)
        for column, text in zip(section.columns, row, strict=True)
        if (reason := _missing_reason(text)) is not None
    ]
    return say("report.missing_notes", notes="；".join(notes)) if notes else ""


def _shorten(text: str) -> str:
    return text if _missing_reason(text) is None else say("report.missing_short")


def prepare_table(typesetter: Typesetter, section: TableSection) -> PreparedTable:
    """Measure a table section."""
    rows = tuple(tuple(_shorten(text) for text in row) for row in section.rows)
    columns, keys = section.columns, section.key_columns
    if section.numbered:
        columns = (Column(say("report.ordinal"), align="center"), *columns)
        rows = tuple((str(number), *row) for number, row in enumerate(rows, 1))
        keys += 1
    grid = Grid(
        columns=columns, rows=rows, title=section.title or say("report.unnamed"), keys=keys, divisible=section.divisible
    )
    return PreparedTable(section, GridSetter(typesetter, grid), _missing_note(section))
