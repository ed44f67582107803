"""What the workbook looks like, as data: one sheet per kind of definition, one column per attribute of its dataclass.

Nothing here names an attribute: a field added to a definition is a column added to the workbook.
"""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Final, get_args, get_origin, get_type_hints

from baise_desktop.form.catalogue_files import PARTS, Part
from baise_desktop.form.meaning import OneOf, Refers, Scalar
from baise_desktop.texts import knows, say

OWNER: Final = "@owner"
"""Column of a list sheet: the definition that the row belongs to."""
FILE: Final = "@file"
"""Column of a sheet whose definitions lie in several files: the name of the file, without folder and suffix."""


class Shape(StrEnum):
    """What one value of a cell is."""

    TEXT = "text"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"
    DECIMAL = "decimal"
    WORD = "word"
    REFERENCE = "reference"


class Many(StrEnum):
    """How many values a cell holds."""

    ONE = "one"
    LIST = "list"
    """One a line."""
    PAIRS = "pairs"
    """`key=value`, one a line."""
    LISTS = "lists"
    """The same, a key as often as it has values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a sheet."""

    attribute: str
    """Of the dataclass, or `OWNER`, or `FILE`."""
    heading: str
    shape: Shape
    many: Many = Many.ONE
    required: bool = False
    default: object = None
    words: Mapping[str, str] = field(default_factory=dict)
    """What people read, by word, where the shape is one of some words."""
    collection: str = ""
    """What a reference points into."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: the definitions of one kind, or the items of one of their lists."""

    title: str
    part: Part
    items: str
    """Attribute of the definition that holds the rows; empty when a row is a definition."""
    columns: tuple[Column, ...]
    required: bool = False
    """Whether a definition must say the list, be it empty."""


@cache
def sheets() -> tuple[Sheet, ...]:
    """Every sheet that holds definitions, in the order of the workbook."""
    return tuple(sheet for part in PARTS for sheet in _sheets_of(part))


def document_columns() -> tuple[Column, ...]:
    """Columns of the sheet that holds the plans' texts."""
    plan, line = say("authoring.column_plan"), say("authoring.column_line")
    return (
        Column(attribute="plan", heading=plan, shape=Shape.REFERENCE, collection="plans", required=True),
        Column(attribute="line", heading=line, shape=Shape.TEXT),
    )


def _sheets_of(part: Part) -> Iterator[Sheet]:
    own: list[Column] = []
    lists: list[Sheet] = []
    for name, hint in _attributes(part.kind).items():
        if name in part.given:
            continue
        inner = _listed_kind(hint)
        if inner is None:
            own.append(_column(part.kind, name, hint))
        else:
            owner = _special(OWNER, Shape.REFERENCE, part.collection)
            columns = (_column(inner, key, inner_hint) for key, inner_hint in _attributes(inner).items())
            title = _word(f"sheet_{part.collection}_{name}")
            lists.append(Sheet(title, part, name, (owner, *columns), _default(part.kind, name) is MISSING))
    if has_file_column(part):
        own.append(_special(FILE, Shape.TEXT, ""))
    yield Sheet(_word(f"sheet_{part.collection}"), part, "", tuple(own))
    yield from lists


def has_file_column(part: Part) -> bool:
    """Whether definitions of this kind may lie in files of any name."""
    return bool(part.entry) and part.pattern.endswith("/*.toml")


def of_one_plan(part: Part) -> bool:
    """Whether the folder of the file says which plan it belongs to."""
    return part.pattern.startswith("*/")


def _special(attribute: str, shape: Shape, collection: str) -> Column:
    name = attribute.removeprefix("@")
    heading = _word(f"column_{name}_{collection}", f"column_{name}")
    return Column(attribute=attribute, heading=heading, shape=shape, collection=collection, required=attribute == OWNER)


def _attributes(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _listed_kind(hint: Any) -> Any:
    """The dataclass of a list of tables."""
    inner = get_args(hint)[0] if get_origin(hint) is tuple else None
    return inner if is_dataclass(inner) else None


def _column(kind: Any, name: str, hint: Any) -> Column:
    default = _default(kind, name)
    heading = heading_of(kind, name)
    many, single = _many(hint)
    shape, words, collection = _single(kind, name, single)
    return Column(
        attribute=name,
        heading=heading,
        shape=shape,
        many=many,
        required=default is MISSING,
        default=None if default is MISSING else default,
        words=words,
        collection=collection,
    )


def _default(kind: Any, name: str) -> object:
    made = next(each for each in fields(kind) if each.name == name)
    return made.default_factory() if made.default_factory is not MISSING else made.default


def _many(hint: Any) -> tuple[Many, Any]:
    origin: Any = get_origin(hint)
    if origin is tuple:
        return Many.LIST, get_args(hint)[0]
    if origin is Mapping:
        _, value = get_args(hint)
        many, single = _many(value)
        return (Many.LISTS if many is Many.LIST else Many.PAIRS), single
    return Many.ONE, hint


def _single(kind: Any, name: str, hint: Any) -> tuple[Shape, Mapping[str, str], str]:
    mark = get_args(hint)[1] if get_origin(hint) is Annotated else None
    if isinstance(mark, Refers):
        return Shape.REFERENCE, {}, mark.collection
    if isinstance(mark, Scalar):
        return Shape(mark.kind), {}, ""
    if isinstance(mark, OneOf):
        return Shape.WORD, _words(kind, name, sorted(mark.words)), ""
    if issubclass(hint, StrEnum):
        return Shape.WORD, _words(kind, name, [str(word) for word in hint]), ""
    return {str: Shape.TEXT, int: Shape.INTEGER, bool: Shape.BOOLEAN}[hint], {}, ""


def _words(kind: Any, name: str, words: list[str]) -> dict[str, str]:
    return {word: word_of(kind, name, word) for word in words}


def heading_of(kind: Any, attribute: str) -> str:
    """What people call an attribute of a definition."""
    return _word(f"column_{kind.__name__}_{attribute}", f"column_{attribute}")


def word_of(kind: Any, attribute: str, word: str) -> str:
    """What people read where a definition says one of some words."""
    return _word(f"word_{kind.__name__}_{attribute}_{word}", f"word_{word}")


def _word(*keys: str) -> str:
    """The first of these texts that there is, or what the last key is about."""
    known = (say(f"authoring.{key}") for key in keys if knows(f"authoring.{key}"))
    return next(known, keys[-1].partition("_")[2])
