"""From the tables of a workbook to a forms folder that has passed every check, or to the list of mistakes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from baise_desktop.authoring.book import Book, Definition, read_book
from baise_desktop.authoring.grid import read_grids
from baise_desktop.authoring.layout import has_file_column, of_one_plan, sheets
from baise_desktop.authoring.mistake import Mistake, Spot
from baise_desktop.authoring.tables import Raw
from baise_desktop.authoring.toml_text import file_text
from baise_desktop.form.catalogue_files import DOCUMENT
from baise_desktop.form.check import find_defects
from baise_desktop.form.defect import Defect
from baise_desktop.texts import say

_OTHER_FILE = "others"
"""Name of the file for definitions whose author names none."""
_NO_PLAN = "none"
_NAMED = 5
"""Further cells that are named where many say the same."""


def read_workbook(file: Path) -> Book:
    """What a workbook says. Raises: BaiseError FILE_UNREADABLE, NOT_XLSX, WORKBOOK_TOO_BIG and its kin."""
    return read_book(read_grids(file))


def write_folder(book: Book, folder: Path) -> tuple[Mistake, ...]:
    """Write the definitions into an empty folder and check them.

    Returns:
        Everything that the author has to change, in the order of the workbook; the folder is fit for use when there is
        nothing.
    """
    for name, content in _files(book).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode())
    for defect in find_defects(folder) if book.is_fit else ():
        if book.definition(defect.key) not in book.astray:
            book.add(_spot(defect, book), defect.sentence)
    told = book.mistakes if book.is_fit else [each for each in book.mistakes if not each.follows]
    return tuple(_once(_in_order(told)))


def _in_order(mistakes: Iterable[Mistake]) -> tuple[Mistake, ...]:
    """One for each cell, the first that was found: what follows from it goes without saying."""
    first: dict[Spot, Mistake] = {}
    for mistake in mistakes:
        first.setdefault(mistake.spot, mistake)
    titles = [sheet.title for sheet in sheets()]
    places = {title: number for number, title in enumerate(titles)}
    spots = sorted(first, key=lambda spot: (places.get(spot.sheet, len(titles)), spot.row, spot.column))
    return tuple(first[spot] for spot in spots)


def _once(mistakes: Iterable[Mistake]) -> Iterator[Mistake]:
    """What is missing in one place and named in many is told at the first of those that name it."""
    alike: dict[str, list[Mistake]] = {}
    for number, mistake in enumerate(mistakes):
        alike.setdefault(f"{mistake.about}\n{mistake.sentence}" if mistake.about else str(number), []).append(mistake)
    for first, *others in alike.values():
        cells = "、".join(each.spot.shown for each in others[:_NAMED])
        more = say("authoring.named_elsewhere", count=len(others), cells=cells) if others else ""
        yield replace(first, sentence=first.sentence + more)


def _files(book: Book) -> Mapping[str, str]:
    held: dict[str, list[Definition]] = {}
    for definition in book.definitions.values():
        held.setdefault(_path(definition), []).append(definition)
    files = {
        name: file_text([dict(_own(each)) for each in definitions], definitions[0].part.entry)
        for name, definitions in held.items()
    }
    return files | {f"{plan}/{DOCUMENT}": "\n".join(lines) for plan, lines in book.documents.items()}


def _own(definition: Definition) -> Iterator[tuple[str, Raw]]:
    """What the place of the file does not say already."""
    for key, value in definition.table.items():
        if not (key == "plan" and of_one_plan(definition.part)):
            yield key, value


def _path(definition: Definition) -> str:
    part, table = definition.part, definition.table
    path = part.pattern
    if of_one_plan(part):
        plan = table["id"] if part.collection == "plans" else table.get("plan", _NO_PLAN)
        path = path.replace("*", str(plan), 1)
    if has_file_column(part):
        return path.replace("*", definition.file or _OTHER_FILE)
    return path.replace("*", str(table["id"]).removeprefix("r."))


def _spot(defect: Defect, book: Book) -> Spot:
    """The cell that a defect is about."""
    found = book.spot(defect.key)
    if found is not None:
        return found
    part = next((each.part for each in sheets() if Path(defect.file).match(each.part.pattern)), None)
    title = next(each.title for each in sheets() if part in (None, each.part))
    return Spot(title, 1, 1)
