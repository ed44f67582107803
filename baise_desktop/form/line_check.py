"""Canonical lines of one form, proven right many at a time without making records of them.

A line is decoded into a structure made for its form, and written again: the same bytes mean canonical form and right
types. What a type cannot say is asked once for every distinct value of a column. Whatever is accepted here,
`record.from_line` and `record.check_complete` accept too, and they alone say what is wrong with the rest.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache, partial
from itertools import chain
from operator import attrgetter
from typing import Annotated, Any, Literal
from unicodedata import is_normalized

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from baise_desktop.form.canonical import MAX_STRING_BYTES
from baise_desktop.form.dates import SHOWABLE_YEARS
from baise_desktop.form.definition import Field, FieldType, Form, FormKind
from baise_desktop.form.files import evidence_from_json
from baise_desktop.form.numbers import LIMIT
from baise_desktop.form.record import MEMBERS, FormIdentity, fixed_row_id, needs_answer
from baise_desktop.form.selections import CODE
from baise_desktop.form.uscc import is_uscc
from baise_desktop.form.words import MANY_LINES, ONE_LINE, TEXT_LENGTH

_ENCODER = msgspec.json.Encoder()
_LARGEST = int(LIMIT)
_UP_TO_LIMIT = r"0|[1-9][0-9]{0,11}|[1-8][0-9]{12}|9[01][0-9]{11}|9200000000000(?=[.0]*\n)"
"""Whole digits of a decimal that `numbers.LIMIT` allows."""
_ORDINARY = bytes(octet for octet in range(0x20, 0x7F) if octet != ord("\\")) + b"\n"
_HEADS = ("fill_state", "task", "unit", "plan", "period")
_ONE_EACH = (FormKind.TASK, FormKind.TARGET)


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    media_type: str
    name: str
    sha256: str
    size: int


class _Absent(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    missing: Annotated[str, Meta(min_length=1, max_length=TEXT_LENGTH)] | UnsetType = UNSET
    na: bool = False

    def __post_init__(self) -> None:
        if self.na is (self.missing is not UNSET) or (self.missing and ONE_LINE.search(self.missing)):
            raise ValueError("neither 不适用 nor 暂缺")


_ROW_ID_LENGTH = 36
_Moment = Annotated[datetime, Meta(tz=True)]
_TYPES: dict[FieldType, Any] = {
    FieldType.TEXT: Annotated[str, Meta(min_length=1, max_length=TEXT_LENGTH)],
    # A character is at most four bytes.
    FieldType.LONGTEXT: Annotated[str, Meta(min_length=1, max_length=MAX_STRING_BYTES // 4)],
    FieldType.INTEGER: Annotated[int, Meta(ge=-_LARGEST, le=_LARGEST)],
    FieldType.DECIMAL: str,
    FieldType.DATE: date,
    FieldType.DATETIME: _Moment,
    FieldType.YEAR: Annotated[int, Meta(ge=1000, le=9999)],
    FieldType.BOOL: bool,
    FieldType.CHOICE: str,
    FieldType.MULTI: tuple[str, ...],
    FieldType.UNIT: str,
    FieldType.USCC: str,
    FieldType.REF: str,
    FieldType.EVIDENCE: tuple[_File, ...],
}


@dataclass(frozen=True, slots=True)
class _Columns:
    """What some fields of a form must be asked about beyond their type."""

    answers: Callable[[Sequence[Any]], set[Any]]
    """Distinct answers to them in decoded lines' values."""
    are_right: Callable[[set[Any]], bool]
    """Raises TypeError for what is no answer."""


@dataclass(frozen=True, slots=True)
class _Check:
    """What is compiled for one form."""

    decoder: msgspec.json.Decoder[Any]
    columns: tuple[_Columns, ...]
    has_files: bool
    """Whether a field is answered with files."""
    words: tuple[tuple[Callable[[Any], object], re.Pattern[str]], ...]
    """Each field answered in words, and the characters that it must not hold."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What is known of lines that are right."""

    row_ids: list[str]
    names_files: bool
    """Whether any of them names a file."""


def accept_lines(block: bytes, form: Form, unit: str, plan: str, period: str) -> Accepted | None:
    """What is said of finished live records, all of one form, unit, plan and period.

    Args:
        block: canonical lines, LF after each.
        form: of all of them.
        unit: of all of them.
        plan: of all of them.
        period: of all of them.

    Returns:
        None when it cannot be told so quickly that every line is right, whether or not it is.
    """
    check = _compile(FormIdentity(form))
    try:
        lines = check.decoder.decode_lines(block)
        if _ENCODER.encode_lines(lines) != block:
            return None
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
    right = (
        _are_members_right(lines, form, (unit, plan, period))
        and _are_columns_right(lines, check)
        and (is_ordinary(block) or _are_words_right(block, lines, check))
    )
    if not right:
        return None
    named = check.has_files or any(map(attrgetter("evidence"), lines))
    return Accepted([line.row_id for line in lines], named)


def is_ordinary(text: bytes) -> bool:
    """Whether canonical JSON surely has no escape, no control character, no noncharacter, and is NFC however it is cut.

    The characters of GBK are the ordinary ones here: none of them combines with another.
    """
    rest = text.translate(None, _ORDINARY)
    if not rest:
        return True
    if b"\\" in rest or b"\x7f" in rest:
        return False
    try:
        characters = rest.decode()
        characters.encode("gbk")
    except UnicodeError:
        return False
    return is_normalized("NFC", characters)


def _are_members_right(lines: Sequence[Any], form: Form, place: tuple[str, str, str]) -> bool:
    heads = set(map(attrgetter(*_HEADS), lines))
    if not all(head[2:] == place for head in heads) or (form.plans and place[1] not in form.plans):
        return False
    for head in heads:
        if not all(MEMBERS[key](value) for key, value in zip(_HEADS, head, strict=True) if key != "task" or value):
            return False
    if not _are_whole_seconds([line.updated_at for line in lines]):
        return False
    if form.kind in _ONE_EACH and {line.row_id for line in lines} != {fixed_row_id(*place, form.id)}:
        return False
    named = [line.evidence for line in lines if line.evidence]
    return _are_row_ids([line.row_id for line in lines]) and all(map(_is_evidence, named))


def _are_columns_right(lines: Sequence[Any], check: _Check) -> bool:
    values = [line.values for line in lines]
    for columns in check.columns:
        answers = columns.answers(values)
        answers.discard(UNSET)
        try:
            right = columns.are_right(answers)
        except TypeError:
            right = columns.are_right({each for each in answers if type(each) is not _Absent})
        if not right:
            return False
    return True


def _are_words_right(block: bytes, lines: Sequence[Any], check: _Check) -> bool:
    for raw, line in zip(block.split(b"\n"), lines, strict=False):
        if is_ordinary(raw):
            continue
        if not is_normalized("NFC", raw.decode()):
            return False
        for value_of, refused in check.words:
            value = value_of(line.values)
            if type(value) is str and refused.search(value):
                return False
    return True


@lru_cache(maxsize=1024)
def _compile(identity: FormIdentity) -> _Check:
    form = identity.form
    asked = sorted((each for each in form.fields if each.type is not FieldType.COMPUTED), key=lambda each: each.key)
    names = {question.key: f"f{number}" for number, question in enumerate(asked)}
    members: list[Any] = [
        (name, kind) if needs_answer(question) else (name, kind | UnsetType, UNSET)
        for question, name, kind in ((each, names[each.key], _type_of(each)) for each in asked)
    ]
    define = partial(msgspec.defstruct, kw_only=True, forbid_unknown_fields=True, gc=False)
    values = define("Values", members, rename={name: key for key, name in names.items()})
    line = define(
        "Line",
        [
            ("evidence", tuple[_File, ...], ()),
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
    value_of = {key: attrgetter(name) for key, name in names.items()}
    columns = tuple(_list_columns(asked, names))
    words = tuple((value_of[each.key], _REFUSED[each.type]) for each in asked if each.type in _REFUSED)
    has_files = any(each.type is FieldType.EVIDENCE for each in asked)
    return _Check(msgspec.json.Decoder(line), columns, has_files, words)


_REFUSED = {FieldType.TEXT: ONE_LINE, FieldType.LONGTEXT: MANY_LINES}


def _type_of(question: Field) -> Any:
    return _TYPES[question.type] | _Absent


def _list_columns(asked: Sequence[Field], names: Mapping[str, str]) -> Iterator[_Columns]:
    """Fields with one way of checking are asked together."""
    alike: dict[tuple[_MakeCheck, int], list[str]] = defaultdict(list)
    for question in asked:
        if question.type in _CHECKS:
            alike[_CHECKS[question.type], question.decimals].append(names[question.key])
    for (make_check, decimals), keys in alike.items():
        yield _Columns(partial(_gather, attrgetter(*keys), len(keys)), make_check(decimals))


def _gather(answers_of: Callable[[Any], Any], count: int, values: Sequence[Any]) -> set[Any]:
    found = map(answers_of, values)
    return set(found if count == 1 else chain.from_iterable(found))


def _shaped(shape: str) -> Callable[[set[Any]], bool]:
    # Read together: to call an expression for each is slower than what it does.
    lines = re.compile(rf"(?>(?:{shape})\n)*+")

    def are_right(answers: set[Any]) -> bool:
        joined = "\n".join((*answers, ""))
        return joined.count("\n") == len(answers) and lines.fullmatch(joined) is not None

    return are_right


def _check_codes(_decimals: int) -> Callable[[set[Any]], bool]:
    return _shaped(CODE.pattern)


def _check_decimals(decimals: int) -> Callable[[set[Any]], bool]:
    fraction = rf"\.[0-9]{{{decimals}}}" if decimals else ""
    return _shaped(rf"(?!-0(?:\.0+)?\n)-?(?:{_UP_TO_LIMIT}){fraction}")


def _are_codes(codes: tuple[str, ...]) -> bool:
    return bool(codes) and all(map(CODE.fullmatch, codes)) and tuple(sorted(set(codes))) == codes


def _each(is_right: Callable[[Any], bool]) -> Callable[[set[Any]], bool]:
    return lambda answers: all(is_right(each) for each in answers if type(each) is not _Absent)


def _are_row_ids(texts: Collection[str]) -> bool:
    """As `selections.is_row_id` says of each of them."""
    joined = "".join(texts).encode()
    count = len(texts)
    return (
        set(map(len, texts)) <= {_ROW_ID_LENGTH}
        and len(joined) == count * _ROW_ID_LENGTH
        and not joined.translate(None, b"-0123456789abcdef")
        and joined.count(b"-") == 4 * count
        and all(joined[place::_ROW_ID_LENGTH].count(b"-") == count for place in (8, 13, 18, 23))
        and not joined[14::_ROW_ID_LENGTH].translate(None, b"12345678")
        and not joined[19::_ROW_ID_LENGTH].translate(None, b"89ab")
    )


def _are_whole_seconds(moments: Collection[datetime]) -> bool:
    """In UTC, too: another offset would be written again as it was read."""
    return (
        set(map(attrgetter("tzinfo"), moments)) <= {UTC}
        and not any(map(attrgetter("microsecond"), moments))
        and all(moment.year in SHOWABLE_YEARS for moment in (min(moments), max(moments)))
    )


def _is_evidence(files: tuple[_File, ...]) -> bool:
    return bool(evidence_from_json([msgspec.to_builtins(file) for file in files]))


_MakeCheck = Callable[[int], Callable[[set[Any]], bool]]
_CHECKS: Mapping[FieldType, _MakeCheck] = {
    FieldType.DECIMAL: _check_decimals,
    FieldType.CHOICE: _check_codes,
    FieldType.UNIT: _check_codes,
    FieldType.MULTI: lambda _: _each(_are_codes),
    FieldType.REF: lambda _: _are_row_ids,
    FieldType.USCC: lambda _: _each(is_uscc),
    FieldType.DATETIME: lambda _: _each(lambda moment: _are_whole_seconds([moment])),
    FieldType.EVIDENCE: lambda _: _each(_is_evidence),
}
"""By type, and for decimals by their number."""
