"""Which rows of a register are shown, and in which order; worked out on the job thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import zip_longest
from math import isfinite
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal, get_args

from baise_desktop.form.definition import FieldType, Form
from baise_desktop.form.record import needs_answer
from baise_desktop.ui.unit.ledger_lines import SEPARATOR

if TYPE_CHECKING:
    from baise_desktop.ui.unit.ledger_rows import LedgerRow

Chip = Literal["all", "blanks", "problems", "added", "changed", "mine"]
NUMBERS = (FieldType.INTEGER, FieldType.DECIMAL, FieldType.COMPUTED, FieldType.YEAR)
_SEARCHED_AT_ONCE = 20_000
"""Rows whose pinyin is looked up too; beyond, only the characters are searched."""
_SORTED_AT_ONCE = 5_000
_EXACT = 15
"""Characters of a number that a binary one holds without another beside it becoming equal."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader asked to see."""

    chip: Chip = "all"
    search: str = ""
    sort: str = ""
    """Key of the field that rows are sorted by; empty for the order of their making."""
    descending: bool = False
    only: frozenset[str] | None = None
    """Ids of the rows that a measure or target is about; None for all."""

    @property
    def is_plain(self) -> bool:
        """Whether every row is shown in the order of its making."""
        return self == Wanted()


@dataclass(frozen=True, slots=True)
class Facts:
    """What else is known about the rows."""

    found: frozenset[str] = frozenset()
    """Ids of the rows that the check has something to say about."""
    movements: Mapping[str, str] = field(default_factory=dict)
    mine: frozenset[str] = frozenset()
    """Ids of the rows that the clerk at this desk changed in this period."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What is told of the rows beside the rows themselves."""

    counts: Mapping[Chip, int]
    """How many rows each chip would show, within the rows that a measure or target is about."""
    totals: Mapping[str, Decimal]
    """Sum of each summable column over the rows shown, by field key."""
    shown: int
    """How many rows the totals are of."""
    twins: Mapping[str, str] = field(default_factory=dict)
    """By row id, the id of another row with the same business key."""


def arrange(rows: Sequence[LedgerRow], form: Form, wanted: Wanted, facts: Facts) -> list[LedgerRow]:
    """Choose and order rows; rows that are equal to the sort stay in the order of their making."""
    shown = _search(_choose(_within(rows, wanted), form, wanted.chip, facts), wanted.search)
    return _sort(shown, form, wanted.sort, wanted.descending) if wanted.sort else shown


def tally(
    rows: Sequence[LedgerRow],
    shown: Sequence[LedgerRow],
    form: Form,
    wanted: Wanted,
    facts: Facts,
    summed: Sequence[str],
) -> Tally:
    """Count and add up.

    Args:
        rows: of the register.
        shown: those of them that `arrange` gave.
        form: of the register.
        wanted: as for `arrange`.
        facts: as for `arrange`.
        summed: keys of the columns that are added up.
    """
    scope = _within(rows, wanted)
    counts = {chip: len(_choose(scope, form, chip, facts)) for chip in get_args(Chip)}
    return Tally(counts, total(shown, form, summed), len(shown), find_twins(rows, form))


def total(rows: Sequence[LedgerRow], form: Form, summed: Sequence[str]) -> dict[str, Decimal]:
    """Column sums; a cell that holds no number adds nothing."""
    places = _places(form, summed)
    return {key: sum(filter(None, (_number(row.peek(at, key)) for row in rows)), Decimal(0)) for at, key in places}


def find_twins(rows: Sequence[LedgerRow], form: Form) -> dict[str, str]:
    """Rows whose business key is whole and the same as another's, each with the first such other."""
    places = _places(form, form.key)
    first: dict[tuple[str, ...], LedgerRow] = {}
    twins: dict[str, str] = {}
    for row in rows if places else ():
        key = tuple([row.peek(at, part) for at, part in places])
        if "" in key or not row.row_id:
            continue
        other = first.setdefault(key, row)
        if other is not row:
            twins[row.row_id] = other.row_id
            twins.setdefault(other.row_id, row.row_id)
    return twins


def _places(form: Form, keys: Sequence[str]) -> list[tuple[int, str]]:
    numbers = {question.key: number for number, question in enumerate(form.fields)}
    return [(numbers[key], key) for key in keys]


def _within(rows: Sequence[LedgerRow], wanted: Wanted) -> Sequence[LedgerRow]:
    only = wanted.only
    return rows if only is None else [row for row in rows if row.row_id in only]


def _choose(rows: Sequence[LedgerRow], form: Form, chip: Chip, facts: Facts) -> Sequence[LedgerRow]:
    """The rows that a chip stands for."""
    movements = facts.movements
    if chip == "blanks":
        required = _places(form, [question.key for question in form.fields if needs_answer(question)])
        return [row for row in rows if row.lacks(required)]
    if chip == "problems":
        return [row for row in rows if row.has_problems or row.row_id in facts.found]
    if chip == "added":
        return [row for row in rows if movements.get(row.row_id, "added") == "added"]
    if chip == "changed":
        return [row for row in rows if movements.get(row.row_id) == "changed"] if movements else []
    return [row for row in rows if row.row_id in facts.mine] if chip == "mine" else rows


def _search(rows: Sequence[LedgerRow], typed: str) -> list[LedgerRow]:
    word = typed.strip().lower()
    if not word:
        return list(rows)
    if len(rows) <= _SEARCHED_AT_ONCE and word.isascii():
        from baise_desktop.ui.pinyin import matches

        return [row for row in rows if any(matches(word, text) for text in row.peek_all().split(SEPARATOR))]
    if word.upper() == word:
        return [row for row in rows if word in row.peek_all()]
    return [row for row in rows if word in row.peek_all().lower()]


def _sort(rows: Sequence[LedgerRow], form: Form, key: str, descending: bool) -> list[LedgerRow]:
    ((at, _),) = _places(form, [key])
    cells = [(row.peek(at, key), row) for row in rows]
    filled, blank = [cell for cell in cells if cell[0]], [row for text, row in cells if not text]
    if form.field(key).type in NUMBERS:
        numbers = _read_numbers(filled)
        words = [row for number, row in numbers if number is None]
        ordered = _sort_gently([cell for cell in numbers if cell[0] is not None], descending)
        return ordered + words + blank
    # The first level of GB 2312 stands in the order of pinyin.
    return _sort_gently([(text.encode("gb18030"), row) for text, row in filled], descending) + blank


def _read_numbers(cells: list[tuple[str, LedgerRow]]) -> Sequence[tuple[float | Decimal | None, LedgerRow]]:
    """So few digits are told apart by binary numbers too, which are several times quicker to read and compare."""
    if all(len(text) <= _EXACT for text, _ in cells):
        with suppress(ValueError):
            numbers = [(float(text), row) for text, row in cells]
            if all(isfinite(number) for number, _ in numbers):
                return numbers
    return [(_number(text), row) for text, row in cells]


def _sort_gently(cells: list[tuple[Any, LedgerRow]], descending: bool) -> list[LedgerRow]:
    """By the first of each pair. One sort of very many would let nothing else run, the window neither."""
    runs = [cells[start : start + _SORTED_AT_ONCE] for start in range(0, len(cells), _SORTED_AT_ONCE)]
    runs = [sorted(run, key=itemgetter(0), reverse=descending) for run in runs]
    while len(runs) > 1:
        pairs = zip_longest(runs[::2], runs[1::2], fillvalue=())
        runs = [sorted([*one, *other], key=itemgetter(0), reverse=descending) for one, other in pairs]
    return [row for run in runs for _, row in run]


def _number(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
