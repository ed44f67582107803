"""What a canonical line of a form is decoded into: a structure made for the form, and what its type cannot say."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, partial
from operator import attrgetter
from re import Pattern
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from baise_desktop.form.canonical import MAX_STRING_BYTES
from baise_desktop.form.definition import Field, FieldType, Form
from baise_desktop.form.numbers import LIMIT
from baise_desktop.form.record import FormIdentity, needs_answer
from baise_desktop.form.words import MANY_LINES, ONE_LINE, TEXT_LENGTH

_LARGEST = int(LIMIT)


class File(Struct, frozen=True, forbid_unknown_fields=True):
    """A file that a line names."""

    media_type: str
    name: str
    sha256: str
    size: int


class Absent(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An answer that is no value: 不适用, or 暂缺 with its reason."""

    missing: Annotated[str, Meta(min_length=1, max_length=TEXT_LENGTH)] | UnsetType = UNSET
    na: bool = False

    def __post_init__(self) -> None:
        if self.na is (self.missing is not UNSET) or (self.missing and ONE_LINE.search(self.missing)):
            raise ValueError("neither 不适用 nor 暂缺")


_Moment = Annotated[datetime, Meta(tz=True)]
_TYPES: dict[FieldType, Any] = {
    FieldType.TEXT: Annotated[str, Meta(min_length=1, max_length=TEXT_LENGTH)],
    # A character is at most four bytes.
    FieldType.LONGTEXT: Annotated[str, Meta(min_length=1, max_length=MAX_STRING_BYTES // 4)],
    FieldType.INTEGER: Annotated[int, Meta(ge=-_LARGEST, le=_LARGEST)],
    FieldType.DECIMAL: str,
    FieldType.DATE: date,
    # Not a moment: those of two time zones may be equal, and only one of them be right.
    FieldType.DATETIME: str,
    FieldType.YEAR: Annotated[int, Meta(ge=1000, le=9999)],
    FieldType.BOOL: bool,
    FieldType.CHOICE: str,
    FieldType.MULTI: tuple[str, ...],
    FieldType.UNIT: str,
    FieldType.USCC: str,
    FieldType.REF: str,
    FieldType.EVIDENCE: tuple[File, ...],
}


Kind = tuple[FieldType, int]
"""A type and, for decimals, their number: fields of one kind are checked in one way."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Fields of one kind."""

    kind: Kind
    count: int
    answers_of: Callable[[Any], Any]
    """Their answers in a decoded line's values: one, or a tuple of several."""


@dataclass(frozen=True, slots=True)
class LineType:
    """What is made for one form."""

    decoder: msgspec.json.Decoder[Any]
    columns: tuple[Columns, ...]
    has_files: bool
    """Whether a field is answered with files."""
    words: tuple[tuple[Callable[[Any], object], Pattern[str]], ...]
    """Each field answered in words, and the characters that it must not hold."""


@lru_cache(maxsize=1024)
def line_type(identity: FormIdentity) -> LineType:
    """The type of a form's lines."""
    form = identity.form
    asked = sorted((each for each in form.fields if each.type is not FieldType.COMPUTED), key=lambda each: each.key)
    names = {question.key: f"f{number}" for number, question in enumerate(asked)}
    value_of = {key: attrgetter(name) for key, name in names.items()}
    words = tuple((value_of[each.key], _REFUSED[each.type]) for each in asked if each.type in _REFUSED)
    has_files = any(each.type is FieldType.EVIDENCE for each in asked)
    decoder = msgspec.json.Decoder(_define_line(form, asked, names))
    return LineType(decoder, _list_columns(asked, names), has_files, words)


def _define_line(form: Form, asked: Sequence[Field], names: dict[str, str]) -> type[Struct]:
    members: list[Any] = [
        (name, kind) if needs_answer(question) else (name, kind | UnsetType, UNSET)
        for question, name, kind in ((each, names[each.key], _TYPES[each.type] | Absent) for each in asked)
    ]
    define = partial(msgspec.defstruct, kw_only=True, forbid_unknown_fields=True, gc=False)
    values = define("Values", members, rename={name: key for key, name in names.items()})
    return define(
        "Line",
        [
            ("evidence", tuple[File, ...], ()),
            ("fill_state", str),
            ("form", Literal[form.id]),
            ("period", str),
            ("plan", str),
            ("row_id", str),
            ("task", str, ""),
            ("unit", str),
            ("updated_at", _Moment),
            ("values", values),
        ],
        omit_defaults=True,
    )


_REFUSED = {FieldType.TEXT: ONE_LINE, FieldType.LONGTEXT: MANY_LINES}


def _list_columns(asked: Sequence[Field], names: dict[str, str]) -> tuple[Columns, ...]:
    alike: dict[Kind, list[str]] = defaultdict(list)
    for question in asked:
        alike[question.type, question.decimals].append(names[question.key])
    return tuple(Columns(kind, len(fields), attrgetter(*fields)) for kind, fields in alike.items())
