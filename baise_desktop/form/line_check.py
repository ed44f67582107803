"""Canonical lines proven right many at a time, without making records of them.

Lines are decoded into structures made for their forms, and written again: the same bytes mean canonical form and right
types. What a type cannot say is asked once for every distinct answer, of all forms together. Whatever is accepted here,
`record.from_line` and `record.check_complete` accept too, and they alone say what is wrong with the rest.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import Any
from unicodedata import is_normalized

import msgspec
from msgspec import UNSET

from baise_desktop.form.dates import SHOWABLE_YEARS, read_moment
from baise_desktop.form.definition import FieldType, Form, FormKind
from baise_desktop.form.files import evidence_from_json
from baise_desktop.form.line_types import Absent, File, Kind, LineType, line_type
from baise_desktop.form.record import MEMBERS, FormIdentity, fixed_row_id
from baise_desktop.form.selections import CODE
from baise_desktop.form.uscc import are_usccs

_ENCODER = msgspec.json.Encoder()
_UP_TO_LIMIT = r"0|[1-9][0-9]{0,11}|[1-8][0-9]{12}|9[01][0-9]{11}|9200000000000(?=[.0]*\n)"
"""Whole digits of a decimal that `numbers.LIMIT` allows."""
_ORDINARY = bytes(octet for octet in range(0x20, 0x7F) if octet != ord("\\")) + b"\n"
_PLACE = ("unit", "plan", "period")
_ONE_EACH = (FormKind.TASK, FormKind.TARGET)
_ROW_ID_LENGTH = 36
Place = tuple[str, str, str]
"""Unit, plan and period."""


@dataclass(frozen=True, slots=True)
class Run:
    """Finished live records of one form."""

    form: Form
    block: bytes
    """Canonical lines, LF after each."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What is known of a run that is right."""

    row_ids: list[str]
    names_files: bool
    """Whether any of its lines names a file."""


@dataclass(slots=True)
class _Gathered:
    """What is asked about all runs at once. Their lines are gone by then: to hold thousands costs more than they do."""

    row_ids: list[str] = field(default_factory=list)
    units: set[str] = field(default_factory=set)
    plans: set[str] = field(default_factory=set)
    periods: set[str] = field(default_factory=set)
    fill_states: set[str] = field(default_factory=set)
    tasks: set[str] = field(default_factory=set)
    moments: list[datetime] = field(default_factory=list)
    evidence: list[tuple[File, ...]] = field(default_factory=list)
    answers: dict[Kind, set[Any]] = field(default_factory=lambda: defaultdict(set))
    """Distinct ones of each kind that has more to it than its type."""

    def are_right(self, place: Place) -> bool:
        """Whether all of it is as it must be."""
        return (
            all({name} >= found for name, found in zip(place, (self.units, self.plans, self.periods), strict=True))
            and all(map(MEMBERS["fill_state"], self.fill_states))
            and all(map(MEMBERS["task"], self.tasks - {""}))
            and all(map(_is_evidence, self.evidence))
            and _are_whole_seconds(self.moments)
            and _are_row_ids(self.row_ids)
            and all(_are_right(kind, answers - {UNSET}) for kind, answers in self.answers.items())
        )


def accept_runs(runs: Sequence[Run], place: Place) -> list[Accepted] | None:
    """What is said of each of some runs, all of one place.

    Returns:
        None when it cannot be told so quickly that every line is right, whether or not it is.
    """
    is_plain = is_ordinary(b"".join([run.block for run in runs]))
    gathered, accepted = _Gathered(), []
    for run in runs:
        made = line_type(FormIdentity(run.form))
        lines = _decode(run.block, made)
        if lines is None or not _may_stand(lines, run.form, place):
            return None
        if not is_plain and not _are_words_right(lines, run, made):
            return None
        accepted.append(_gather(lines, made, gathered))
    return accepted if _is_place(*place) and gathered.are_right(place) else None


def _decode(block: bytes, made: LineType) -> Sequence[Any] | None:
    try:
        lines = made.decoder.decode_lines(block)
        return lines if _ENCODER.encode_lines(lines) == block else None
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None


def _gather(lines: Sequence[Any], made: LineType, found: _Gathered) -> Accepted:
    row_ids = [line.row_id for line in lines]
    evidence = [line.evidence for line in lines if line.evidence]
    found.row_ids += row_ids
    found.evidence += evidence
    found.moments += [line.updated_at for line in lines]
    found.units.update([line.unit for line in lines])
    found.plans.update([line.plan for line in lines])
    found.periods.update([line.period for line in lines])
    found.fill_states.update([line.fill_state for line in lines])
    found.tasks.update([line.task for line in lines])
    values = [line.values for line in lines]
    for columns in made.columns:
        if columns.kind[0] in _CHECKS:
            answers = map(columns.answers_of, values)
            found.answers[columns.kind].update(answers if columns.count == 1 else chain.from_iterable(answers))
    return Accepted(row_ids, made.has_files or bool(evidence))


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


def _may_stand(lines: Sequence[Any], form: Form, place: Place) -> bool:
    """Whether lines of the form may be of the place, and stand under these row ids."""
    if form.plans and place[1] not in form.plans:
        return False
    return form.kind not in _ONE_EACH or {line.row_id for line in lines} <= {fixed_row_id(*place, form.id)}


@lru_cache(maxsize=64)
def _is_place(*place: str) -> bool:
    return all(MEMBERS[key](value) for key, value in zip(_PLACE, place, strict=True))


def _are_right(kind: Kind, answers: set[Any]) -> bool:
    are_right = _check_of(kind)
    try:
        return are_right(answers)
    except TypeError:
        return are_right({each for each in answers if type(each) is not Absent})


def _are_words_right(lines: Sequence[Any], run: Run, made: LineType) -> bool:
    for raw, line in zip(run.block.split(b"\n"), lines, strict=False):
        if is_ordinary(raw):
            continue
        if not is_normalized("NFC", raw.decode()):
            return False
        for value_of, refused in made.words:
            value = value_of(line.values)
            if type(value) is str and refused.search(value):
                return False
    return True


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


def _each(is_right: Callable[[Any], object]) -> Callable[[set[Any]], bool]:
    return lambda answers: all(is_right(each) for each in answers if type(each) is not Absent)


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
        and all(moment.year in SHOWABLE_YEARS for moment in ((min(moments), max(moments)) if moments else ()))
    )


def _is_evidence(files: tuple[File, ...]) -> bool:
    return bool(evidence_from_json([msgspec.to_builtins(file) for file in files]))


_MakeCheck = Callable[[int], Callable[[set[Any]], bool]]
_CHECKS: Mapping[FieldType, _MakeCheck] = {
    FieldType.DECIMAL: _check_decimals,
    FieldType.CHOICE: _check_codes,
    FieldType.UNIT: _check_codes,
    FieldType.MULTI: lambda _: _each(_are_codes),
    FieldType.REF: lambda _: _are_row_ids,
    FieldType.USCC: lambda _: are_usccs,
    FieldType.DATETIME: lambda _: _each(read_moment),
    FieldType.EVIDENCE: lambda _: _each(_is_evidence),
}
"""By type; what is given is the number of decimals."""


@lru_cache(maxsize=64)
def _check_of(kind: Kind) -> Callable[[set[Any]], bool]:
    """Raises TypeError for what is no answer."""
    return _CHECKS[kind[0]](kind[1])
