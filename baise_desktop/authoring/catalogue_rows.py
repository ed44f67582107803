"""The definitions of a forms folder as the rows of the workbook's sheets."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from baise_desktop.authoring.cells import Names, name_titles, write_cell
from baise_desktop.authoring.layout import FILE, OWNER, Column, Shape, Sheet
from baise_desktop.authoring.tables import Raw, as_table
from baise_desktop.form.catalogue_files import PARTS, Reading

TITLES = ("title", "short_name", "name")
"""Attributes that people call a definition by, the first that it has."""


def rows_of(sheet: Sheet, reading: Reading, names: Names) -> Iterator[tuple[str, ...]]:
    """One text for each column; blank where nothing needs to be said."""
    for name, definition in reading.collections[sheet.part.collection].items():
        special: dict[str, Raw] = {OWNER: name, FILE: PurePosixPath(reading.places[name].file).stem}
        if not sheet.items:
            yield _row(definition, sheet.columns, special, names)
        for item in getattr(definition, sheet.items) if sheet.items else ():
            yield _row(item, sheet.columns, special, names)


def _row(definition: Any, columns: tuple[Column, ...], special: Mapping[str, Raw], names: Names) -> tuple[str, ...]:
    table = {**special, **as_table(definition, {})}
    return tuple(write_cell(_shown(definition, column, table), column, names) for column in columns)


def _shown(definition: Any, column: Column, table: Mapping[str, Raw]) -> Raw | None:
    if column.shape is Shape.BOOLEAN:
        return bool(getattr(definition, column.attribute))
    return table.get(column.attribute)


def document_rows(reading: Reading) -> Iterator[tuple[str, str]]:
    """Plan and line of each plan's text; the text is the lines with a line end between each two."""
    for plan, text in reading.documents.items():
        for line in text.split("\n"):
            yield plan, line


def names_of(reading: Reading) -> Names:
    """What every definition is called."""
    return name_titles(
        {
            part.collection: {
                name: title_of(definition) for name, definition in reading.collections[part.collection].items()
            }
            for part in PARTS
        }
    )


def title_of(definition: Any) -> str:
    """What people call a definition."""
    return next((str(getattr(definition, each)) for each in TITLES if hasattr(definition, each)), "")
