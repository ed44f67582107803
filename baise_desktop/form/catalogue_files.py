"""Which file of the forms folder holds what, and what they hold: read, not yet compared with each other."""

import hashlib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from baise_desktop.form.defect import Defect, Place
from baise_desktop.form.definition import (
    Clause,
    CodeList,
    Form,
    FormKind,
    Indicator,
    Mechanism,
    NarrativeField,
    Parameter,
    Plan,
    Target,
    Task,
    Unit,
)
from baise_desktop.form.schema import read_table, shown
from baise_desktop.texts import say

ID = re.compile(r"[a-z0-9]+(\.[A-Za-z0-9_]+)*")
"""What the id of a definition looks like."""
DOCUMENT = "document.txt"
"""Name of the file that holds the text of a plan."""
MAX_BYTES = 1 << 20
"""Of one file; the largest that the product ships has a twentieth of it."""
MAX_TABLES = 2_000
"""Definitions in one file."""
_WITH_DECIMALS = ("decimal", "computed")


def _as_is(table: dict[str, Any]) -> dict[str, Any]:
    return table


def default_decimals(field_type: str, unit: str) -> int:
    """Digits after the point of a column that does not say how many. Source: design section 5, exact decimals."""
    if field_type not in _WITH_DECIMALS:
        return 0
    return 4 if unit == "万元" else 2


def _with_decimals(register: dict[str, Any]) -> dict[str, Any]:
    """Columns that do not say how many digits they have get the usual number."""
    columns = register.get("fields")
    for column in columns if type(columns) is list else ():
        if type(column) is dict and column.get("type") in _WITH_DECIMALS:
            column.setdefault("decimals", default_decimals(column["type"], column.get("unit", "")))
    return register


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of file of the forms folder."""

    pattern: str
    """Path below the folder; a `*` at its start stands for the folder of a plan."""
    entry: str
    """Name of the list of tables, or empty when the file is one table."""
    kind: type[object]
    collection: str
    given: Mapping[str, object] = field(default_factory=dict)
    complete: Callable[[dict[str, Any]], dict[str, Any]] = _as_is


PARTS = (
    Part("*/plan.toml", "", Plan, "plans"),
    Part("*/clauses.toml", "clause", Clause, "clauses"),
    Part("*/mechanisms.toml", "mechanism", Mechanism, "mechanisms"),
    Part("*/parameters.toml", "parameter", Parameter, "parameters"),
    Part("*/tasks/*.toml", "task", Task, "tasks"),
    Part("*/targets/*.toml", "target", Target, "targets"),
    Part("registers/*.toml", "", Form, "registers", {"kind": FormKind.REGISTER}, _with_decimals),
    Part("codelists/*.toml", "code_list", CodeList, "code_lists"),
    Part("units/*.toml", "unit", Unit, "units"),
    Part("indicators.toml", "indicator", Indicator, "indicators"),
    Part("narratives.toml", "narrative", NarrativeField, "narratives"),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the files of one folder hold, and what is wrong with them."""

    found: list[Defect]
    collections: dict[str, dict[str, Any]]
    """Definitions by id, by name of the collection."""
    places: dict[str, Place]
    """Where each id stands, of whole definitions and of faulty ones alike."""
    holders: dict[str, str]
    """The collection of each id."""
    documents: dict[str, str]
    unreadable: set[str]
    """Collections with a file that could not be read: what they lack is unknown."""
    digest: str

    def may_hold(self, collection: str, name: str) -> bool:
        """Whether the id is there, or would be if its definition had no defects."""
        return collection in self.unreadable or self.holders.get(name) == collection

    def complete(self, collection: str) -> bool:
        """Whether every definition of the collection that the files hold could be made."""
        made = self.collections[collection].keys()
        held = (name for name, holder in self.holders.items() if holder == collection)
        return collection not in self.unreadable and all(name in made for name in held)


def read_folder(folder: Path) -> Reading:
    """Read every file of a forms folder, in name order."""
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in list_files(folder)}
    reading = _empty(digest_files(files))
    if not files:
        Place(".", "", reading.found).report("empty_folder")
    for name, data in files.items():
        _read_file(name, _decoded(data, Place(name, "", reading.found)), reading)
    return reading


def read_register(path: Path) -> Reading:
    """Read the file of one register."""
    data = path.read_bytes()
    name = f"registers/{path.name}"
    reading = _empty(digest_files({name: data}))
    _read_file(name, _decoded(data, Place(name, "", reading.found)), reading)
    return reading


def _empty(digest: str) -> Reading:
    return Reading([], {part.collection: {} for part in PARTS}, {}, {}, {}, set(), digest)


def list_files(folder: Path) -> list[Path]:
    """The files of a forms folder, in name order."""
    paths = [path for path in folder.rglob("*") if path.is_file() and (path.suffix == ".toml" or path.name == DOCUMENT)]
    return sorted(paths, key=lambda path: path.relative_to(folder).as_posix())


def digest_files(files: Mapping[str, bytes]) -> str:
    """What names a version of the definitions.

    Args:
        files: in the order of their paths.
    """
    total = hashlib.sha256()
    for name, data in files.items():
        total.update(f"{name}\0{len(data)}\0".encode() + data)
    return total.hexdigest()


def _decoded(data: bytes, place: Place) -> str | None:
    if len(data) > MAX_BYTES:
        place.report("file_too_big", size=len(data), limit=MAX_BYTES)
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        place.report("not_utf8", position=error.start)
        return None


def _read_file(name: str, text: str | None, reading: Reading) -> None:
    place = Place(name, "", reading.found)
    if name.endswith("/" + DOCUMENT):
        reading.documents[name.removesuffix("/" + DOCUMENT)] = text or ""
        return
    part = next((part for part in PARTS if _fits(name, part.pattern)), None)
    if part is None:
        place.report("unknown_file")
        return
    content = None if text is None else parse_toml(text, place)
    if content is None:
        reading.unreadable.add(part.collection)
        return
    given = dict(part.given)
    if part.pattern.startswith("*/") and part.kind is not Plan:
        given["plan"] = name.partition("/")[0]
    for table, spot in _tables(content, part.entry, place):
        _keep(part, table, spot, given, reading)


def _fits(name: str, pattern: str) -> bool:
    return name.count("/") == pattern.count("/") and fnmatchcase(name, pattern)


def parse_toml(text: str, place: Place) -> dict[str, Any] | None:
    """The tables of a file; None after reporting the line that is not TOML."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except RecursionError:
        place.report("too_deep")
        return None
    except ValueError as error:
        line = re.search(r"at line (\d+)", str(error))
        number = line.group(1) if line else str(text.count("\n") + 1)
        place.at(say("forms.line", number=number)).report("malformed", line=number)
        return None


def _tables(content: dict[str, Any], entry: str, place: Place) -> list[tuple[dict[str, Any], Place]]:
    if not entry:
        return [(content, _named(content, place))]
    for key in content.keys() - {entry}:
        place.at(shown(key)).report("unknown_key", known=entry)
    listed: Any = content.get(entry, [])
    if type(listed) is not list or not all(type(table) is dict for table in listed):
        place.at(entry).report("not_a_list_of_tables", entry=entry)
        return []
    if len(listed) > MAX_TABLES:
        place.at(entry).report("too_many_items", count=len(listed), limit=MAX_TABLES)
        return []
    return [(table, _named(table, place.at(entry).item(number))) for number, table in enumerate(listed, 1)]


def _named(table: dict[str, Any], place: Place) -> Place:
    """Where a definition stands: under its id when it has one."""
    name = table.get("id")
    return Place(place.file, shown(name), place.found) if type(name) is str and name else place


def _keep(part: Part, table: dict[str, Any], place: Place, given: dict[str, object], reading: Reading) -> None:
    made = read_table(part.kind, part.complete(table), place, given)
    name = table.get("id")
    if not isinstance(name, str):
        return
    if not ID.fullmatch(name):
        place.at("id").report("bad_id", id=shown(name))
    elif name in reading.places:
        place.at("id").report("duplicate_id", id=name, file=reading.places[name].file)
    else:
        reading.places[name] = place
        reading.holders[name] = part.collection
        if made is not None:
            reading.collections[part.collection][name] = made
