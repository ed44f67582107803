"""A filled-in workbook as tables of the forms folder, and where in it each thing was said."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from baise_desktop.authoring.catalogue_rows import TITLES
from baise_desktop.authoring.cells import CellError, Names, name_titles, read_cell
from baise_desktop.authoring.grid import Grid
from baise_desktop.authoring.headings import HEAD_ROW, find_sheet, match_headings, miss_sheet
from baise_desktop.authoring.layout import FILE, OWNER, Column, Many, Shape, Sheet, document_columns, sheets
from baise_desktop.authoring.mistake import Mistake, Spot
from baise_desktop.authoring.tables import Raw, RawTable
from baise_desktop.form.catalogue_files import ID, Part
from baise_desktop.form.kind import half_width
from baise_desktop.texts import say

_LAST_PART = re.compile(r"(\[\d+\]|\.[^.\[\]]*|^[^.\[\]]*)$")
_NAMES = frozenset({"id", "key"})
"""Attributes that are written in half width, whatever the input method was set to."""
_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")


@dataclass(frozen=True, slots=True)
class Definition:
    """One row of a definition's sheet, with the rows of its lists."""

    part: Part
    file: str
    """Name without folder and suffix, where the kind has files of any name; or empty."""
    table: RawTable


@dataclass(slots=True)
class Book:
    """Everything read so far."""

    definitions: dict[str, Definition] = field(default_factory=dict)
    """By id, in the order of the rows."""
    documents: dict[str, list[str]] = field(default_factory=dict)
    spots: dict[str, Spot] = field(default_factory=dict)
    """Where a defect's key points: `r.x.fields[2].unit`."""
    mistakes: list[Mistake] = field(default_factory=list)
    astray: set[str] = field(default_factory=set)
    """Definitions of a plan that is not there, of which nothing more can be told."""
    is_fit: bool = True
    """Whether every sheet could be read; otherwise what does not fit together may be no fault of its cells."""

    def report(self, spot: Spot, code: str, *, follows: bool = False, about: str = "", **values: object) -> None:
        """Add a mistake; `code` is an entry of `authoring.toml`."""
        self.add(spot, say(f"authoring.{code}", **values), follows=follows, about=about)

    def add(self, spot: Spot, sentence: str, *, follows: bool = False, about: str = "") -> None:
        """Add a mistake."""
        self.mistakes.append(Mistake(spot, sentence, about, follows))

    def spot(self, key: str) -> Spot | None:
        """The cell of a defect's key, or of the nearest thing around it."""
        return next((self.spots[around] for around in _around(key) if around in self.spots), None)

    def definition(self, key: str) -> str:
        """The id that a defect's key begins with, or nothing."""
        return next((around for around in _around(key) if around in self.definitions), "")


def _around(key: str) -> Iterator[str]:
    """A key, and what it is a part of, from the inside out."""
    while key:
        yield key
        key = _LAST_PART.sub("", key)


def read_book(grids: Mapping[str, Grid]) -> Book:
    """Tables of every sheet; what cannot be read is reported and left out."""
    book = Book()
    rows = {sheet.title: list(_read_rows(sheet.title, sheet.columns, grids, book)) for sheet in sheets()}
    names = _names(rows)
    for sheet in sheets():
        for row in rows[sheet.title]:
            if sheet.items:
                _add_item(sheet, row, names, book)
            else:
                _add_definition(sheet, row, names, book)
    _read_documents(grids, names, book)
    return book


# --- rows ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    sheet: str
    number: int
    columns: Mapping[str, tuple[Column, int]]
    """Column and its number in the sheet, by attribute."""
    texts: Sequence[str]

    def text(self, attribute: str) -> str:
        text = self.exact_text(attribute).strip()
        return half_width(text) if attribute in _NAMES else text

    def exact_text(self, attribute: str) -> str:
        return self.texts[self.columns[attribute][1] - 1] if attribute in self.columns else ""

    def spot(self, attribute: str) -> Spot:
        return Spot(self.sheet, self.number, self.columns[attribute][1] if attribute in self.columns else 1)


def _read_rows(title: str, columns: Sequence[Column], grids: Mapping[str, Grid], book: Book) -> Iterator[_Row]:
    grid = find_sheet(grids, title)
    if grid is None or not grid.rows:
        book.mistakes.append(miss_sheet(grids, title, _known_titles()))
        book.is_fit = False
        return
    headings = match_headings(grid, columns)
    book.mistakes.extend(headings.mistakes)
    book.is_fit = book.is_fit and headings.is_fit
    _report_merged(grid, title, book)
    for number, texts in grid.filled(HEAD_ROW + 1) if headings.columns else ():
        for column in range(1, len(texts) + 1):
            doubt = grid.doubts.get((number, column))
            if doubt is not None:
                book.report(Spot(title, number, column), f"cell_{doubt}")
        yield _Row(title, number, headings.columns, texts)


def _report_merged(grid: Grid, title: str, book: Book) -> None:
    for (top, left), (bottom, right) in grid.merged:
        if bottom > HEAD_ROW:
            spot = Spot(title, top, left)
            book.report(spot, "merged", range=f"{spot.cell}:{Spot(title, bottom, right).cell}")
            book.is_fit = False


def _known_titles() -> tuple[str, ...]:
    own = ("documents", "guide", "choices")
    return (*(sheet.title for sheet in sheets()), *(say(f"authoring.sheet_{name}") for name in own))


def _names(rows: Mapping[str, list[_Row]]) -> Names:
    titles: dict[str, dict[str, str]] = {sheet.part.collection: {} for sheet in sheets()}
    shorts: dict[str, dict[str, str]] = {collection: {} for collection in titles}
    for sheet in sheets():
        for row in () if sheet.items else rows[sheet.title]:
            shown = next((attribute for attribute in TITLES if attribute in row.columns), "")
            titles[sheet.part.collection].setdefault(row.text("id"), row.text(shown))
            shorts[sheet.part.collection].setdefault(row.text("id"), row.text("short"))
    for named in (*titles.values(), *shorts.values()):
        named.pop("", None)
    return name_titles(titles, shorts)


# --- tables -------------------------------------------------------------------------------------------------------


def _add_definition(sheet: Sheet, row: _Row, names: Names, book: Book) -> None:
    name = row.text("id")
    if "id" not in row.columns:
        return
    if not name or not ID.fullmatch(name):
        book.report(row.spot("id"), "bad_id" if name else "no_id", id=name)
        return
    if name in book.definitions:
        other = book.spots[f"{name}.id"]
        book.report(row.spot("id"), "id_twice", id=name, other=other.shown)
        return
    file = row.text(FILE)
    if file and not _FILE_NAME.fullmatch(file):
        book.report(row.spot(FILE), "bad_file", value=file)
        file = ""
    book.spots[name] = book.spots[f"{name}.id"] = row.spot("id")
    table = _read_table(row, name, names, book)
    for each in sheets():
        if each.part is sheet.part and each.required:
            table[each.items] = []
    book.definitions[name] = Definition(sheet.part, file, table)
    plan = table.get("plan")
    if isinstance(plan, str) and not names.knows("plans", plan):
        book.astray.add(name)
        del table["plan"]


def _sheet_of(collection: str) -> str:
    return next(sheet.title for sheet in sheets() if sheet.part.collection == collection and not sheet.items)


def _add_item(sheet: Sheet, row: _Row, names: Names, book: Book) -> None:
    text = row.text(OWNER)
    if not names.knows(sheet.part.collection, text):
        text = half_width(text)
    owner = names.find(sheet.part.collection, text)
    definition = book.definitions.get(owner)
    if OWNER not in row.columns:
        return
    if not text:
        book.report(row.spot(OWNER), "no_owner", follows=True)
    elif definition is None or definition.part is not sheet.part:
        if not names.knows(sheet.part.collection, text):
            title = _sheet_of(sheet.part.collection)
            book.report(row.spot(OWNER), "owner_unknown", follows=True, about=text, sheet=title, id=text)
    else:
        items = definition.table.setdefault(sheet.items, [])
        key = f"{owner}.{sheet.items}"
        book.spots.setdefault(key, row.spot(OWNER))
        if isinstance(items, list):
            key = f"{key}[{len(items) + 1}]"
            book.spots[key] = row.spot(OWNER)
            items.append(_read_table(row, key, names, book))


def _read_table(row: _Row, key: str, names: Names, book: Book) -> RawTable:
    table: RawTable = {}
    for attribute, (column, _) in row.columns.items():
        if attribute in (OWNER, FILE):
            continue
        spot = book.spots[f"{key}.{attribute}"] = row.spot(attribute)
        value = _read_value(row.text(attribute), column, spot, names, book)
        # 是 and 否 always stand in their cells; every other cell that is not blank is meant.
        if value is not None and not (column.shape is Shape.BOOLEAN and value == column.default):
            table[attribute] = value
    return table


def _read_value(text: str, column: Column, spot: Spot, names: Names, book: Book) -> Raw | None:
    if not text:
        if column.required and column.many is Many.LIST:
            return []
        if column.required:
            book.report(spot, "missing", blank=say("authoring.blank"))
        return None
    try:
        value = read_cell(text, column, names)
    except CellError as mistake:
        book.add(spot, str(mistake))
        return None
    unknown = "、".join(names.unknown(column.collection, value)) if column.shape is Shape.REFERENCE else ""
    if unknown:
        collection = say(f"forms.collection_{column.collection}")
        about = unknown if column.many is Many.ONE or "、" not in unknown else ""
        book.add(spot, say("forms.dangling", id=unknown, collection=collection), follows=True, about=about)
    return value


# --- the plans' texts ---------------------------------------------------------------------------------------------


def _read_documents(grids: Mapping[str, Grid], names: Names, book: Book) -> None:
    for row in _read_rows(say("authoring.sheet_documents"), document_columns(), grids, book):
        plan = names.find("plans", row.text("plan"))
        if not plan:
            book.report(row.spot("plan"), "no_owner")
        elif not names.knows("plans", plan):
            book.report(row.spot("plan"), "owner_unknown", sheet=_sheet_of("plans"), id=plan)
        else:
            book.documents.setdefault(plan, []).append(row.exact_text("line"))
