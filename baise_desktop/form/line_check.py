"""Canonical lines proven right many at a time, without making records of them.

The lines of a form are compared with its expression, as long as all their characters are ordinary; what that cannot
say is asked once for all of them. Whatever is accepted here, `record.from_line` and `record.check_complete` accept, and
they alone say what is right or wrong with the rest.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from baise_desktop.form.definition import Form, FormKind
from baise_desktop.form.line_pattern import SEVERAL_CODES, LinePattern, line_pattern, place_around
from baise_desktop.form.record import MEMBERS, FormIdentity, fixed_row_id
from baise_desktop.form.selections import ROW_ID_LENGTH, are_row_ids
from baise_desktop.form.uscc import are_usccs

_PLAIN = bytes(octet for octet in range(0x20, 0x7F) if octet != ord("\\")) + b"\n"
_ORDINARY = re.compile(
    "["
    "\u3400-\u9fff\U00020000-\U0002ebe0\U00030000-\U000323af"  # ideographs
    "\u2010-\u2027\u3000-\u3029\uff01-\uff60\uffe0-\uffe6"  # punctuation
    "\u00a7\u00b0-\u00b3\u00b7\u00d7\u00f7\u2030-\u205e\u2103\u2116\u2150-\u2188\u2190-\u2199\u2460-\u24ff"
    "\u2500-\u25ff\u3200-\u33ff"  # units, numbers and marks
    "]*"
)
_PLACE = ("unit", "plan", "period")
_ONE_EACH = (FormKind.TASK, FormKind.TARGET)
Place = tuple[str, str, str]
"""Unit, plan and period."""


@dataclass(frozen=True, slots=True)
class Run:
    """Lines of one form."""

    form: Form
    block: bytes
    """LF after each."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of a run."""

    row_ids: Sequence[str]
    """As far as their length."""
    credit_codes: frozenset[str]
    """As far as their length."""


def accept_runs(runs: Iterable[Run], place: Place) -> list[Sequence[str]]:
    """Of each run, the row id of every line that is the finished live record of the place that it must be.

    Returns:
        '' for a line of which it cannot be told so quickly. A line that is accepted names no file.
    """
    if not all(MEMBERS[key](value) for key, value in zip(_PLACE, place, strict=True)):
        return [_nothing(run) for run in runs]
    told = [_tell(run, place) for run in runs]
    if _are_right(told):
        return [each.row_ids for each in told]
    return [each.row_ids if _are_right([each]) else [""] * len(each.row_ids) for each in told]


def _are_right(told: Sequence[_Told]) -> bool:
    """Whether what was not yet looked at is right in all runs."""
    row_ids = [row_id for each in told for row_id in each.row_ids if row_id]
    return are_row_ids(row_ids) and are_usccs(frozenset().union(*(each.credit_codes for each in told)))


def is_ordinary(text: bytes) -> bool:
    """Whether a line surely has no escape and no control character, and is NFC however it is cut and put together."""
    rest = text.translate(None, _PLAIN)
    try:
        return not rest or _ORDINARY.fullmatch(rest.decode()) is not None
    except UnicodeError:
        return False


def _nothing(run: Run) -> Sequence[str]:
    return [""] * run.block.count(b"\n")


def _tell(run: Run, place: Place) -> _Told:
    pattern = line_pattern(FormIdentity(run.form))
    if pattern is None or (run.form.plans and place[1] not in run.form.plans):
        return _Told(_nothing(run), frozenset())
    return _tell_all(run, pattern, place) or _tell_each(run, pattern, place)


def _tell_each(run: Run, pattern: LinePattern, place: Place) -> _Told:
    lines = (Run(run.form, line + b"\n") for line in run.block.split(b"\n")[:-1])
    told = [_tell_all(line, pattern, place) or _UNKNOWN for line in lines]
    row_ids = [row_id for each in told for row_id in each.row_ids]
    return _Told(row_ids, frozenset().union(*(each.credit_codes for each in told)))


_UNKNOWN = _Told(("",), frozenset())


def _tell_all(run: Run, pattern: LinePattern, place: Place) -> _Told | None:
    """What is known of a run all of whose lines fit; None of any other."""
    text = _read_ordinary(run.block)
    found = pattern.line.findall(text)
    if len(found) != text.count("\n") or not found:
        return None
    row_ids = _row_ids(found, place)
    if row_ids is None or not _may_stand(row_ids, run.form, place):
        return None
    if pattern.has_several_codes and not all(map(_are_in_order, set(SEVERAL_CODES.findall(text)))):
        return None
    codes = pattern.credit_codes.findall(text) if pattern.credit_codes else ()
    return _Told(row_ids, frozenset(codes))


def _read_ordinary(block: bytes) -> str:
    """The text of lines; '' where they are not ordinary."""
    try:
        return block.decode() if is_ordinary(block) else ""
    except UnicodeError:
        return ""


def _row_ids(found: Sequence[str], place: Place) -> Sequence[str] | None:
    """The row id in each group of the line's expression; None when one of them is of another place."""
    before, behind = place_around(*place)
    joined = "\n".join(("", *found, ""))
    if joined.count(f"\n{before}") != len(found) or joined.count(f"{behind}\n") != len(found):
        return None
    start, end = len(before), len(before) + ROW_ID_LENGTH
    return [each[start:end] for each in found]


def _may_stand(row_ids: Sequence[str], form: Form, place: Place) -> bool:
    """Whether lines of the form may have these row ids."""
    return form.kind not in _ONE_EACH or set(row_ids) == {_fixed_row_id(*place, form.id)}


_fixed_row_id = lru_cache(maxsize=64)(fixed_row_id)


def _are_in_order(codes: str) -> bool:
    told = codes.replace('"', "").split(",")
    return sorted(set(told)) == told
