"""Which rows of a register are shown, and in which order; worked out on the job thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Literal

from baise_desktop.form.definition import Field, FieldType, Form
from baise_desktop.form.record import needs_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from baise_desktop.ui.unit.ledger_rows import LedgerRow

Chip = Literal["all", "blanks", "problems", "added", "changed", "mine"]
NUMBERS = (FieldType.INTEGER, FieldType.DECIMAL, FieldType.COMPUTED, FieldType.YEAR)
_SEARCHED_AT_ONCE = 20_000
"""Rows whose pinyin is looked up too; beyond, only the characters are searched."""


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
class Arranged:
    """The answer."""

    rows: list[LedgerRow]
    counts: Mapping[Chip, int]
    """How many rows each chip would show, within the rows that a measure or target is about."""
    totals: Mapping[str, Decimal]
    """Sum of each summable column over the rows shown, by field key."""
    twins: Mapping[str, str] = field(default_factory=dict)
    """By row id, the id of another row with the same business key."""


def arrange(
    rows: Sequence[LedgerRow], form: Form, wanted: Wanted, facts: Facts, summable: Sequence[str] = ()
) -> Arranged:
    """Choose and order rows; rows that are equal to the sort stay in the order of their making."""
    required = [question.key for question in form.fields if needs_answer(question)]
    tests: Mapping[Chip, Callable[[LedgerRow], bool]] = {
        "all": lambda _: True,
        "blanks": lambda row: any(not row.texts.get(key) for key in required),
        "problems": lambda row: bool(row.problems) or row.row_id in facts.found,
        "added": lambda row: facts.movements.get(row.row_id, "added") == "added",
        "changed": lambda row: facts.movements.get(row.row_id) == "changed",
        "mine": lambda row: row.row_id in facts.mine,
    }
    scope = [row for row in rows if wanted.only is None or row.row_id in wanted.only]
    chosen = {chip: [row for row in scope if test(row)] for chip, test in tests.items()}
    shown = _search(chosen[wanted.chip], wanted.search)
    if wanted.sort:
        shown = _sort(shown, form.field(wanted.sort), wanted.descending)
    return Arranged(
        shown, {chip: len(found) for chip, found in chosen.items()}, total(shown, summable), find_twins(rows, form)
    )


def total(rows: Sequence[LedgerRow], summable: Sequence[str]) -> dict[str, Decimal]:
    """Column sums; a cell that holds no number adds nothing."""
    return {key: sum((_number(row.texts.get(key, "")) or Decimal(0) for row in rows), Decimal(0)) for key in summable}


def find_twins(rows: Sequence[LedgerRow], form: Form) -> dict[str, str]:
    """Rows whose business key is whole and the same as another's, each with the first such other."""
    first: dict[tuple[str, ...], LedgerRow] = {}
    twins: dict[str, str] = {}
    for row in rows:
        key = tuple(row.texts.get(part, "") for part in form.key)
        if not key or not all(key) or not row.row_id:
            continue
        other = first.setdefault(key, row)
        if other is not row:
            twins[row.row_id] = other.row_id
            twins.setdefault(other.row_id, row.row_id)
    return twins


def _search(rows: list[LedgerRow], typed: str) -> list[LedgerRow]:
    word = typed.strip().lower()
    if not word:
        return rows
    if len(rows) > _SEARCHED_AT_ONCE or not word.isascii():
        return [row for row in rows if any(word in text.lower() for text in row.texts.values())]
    from baise_desktop.ui.pinyin import matches

    return [row for row in rows if any(matches(word, text) for text in row.texts.values())]


def _sort(rows: list[LedgerRow], question: Field, descending: bool) -> list[LedgerRow]:
    key = question.key
    filled = [row for row in rows if row.texts.get(key)]
    blank = [row for row in rows if not row.texts.get(key)]
    if question.type in NUMBERS:
        numbers = {id(row): _number(row.texts[key]) for row in filled}
        words = [row for row in filled if numbers[id(row)] is None]
        filled = sorted(
            (row for row in filled if numbers[id(row)] is not None),
            key=lambda row: numbers[id(row)] or Decimal(0),
            reverse=descending,
        )
        return filled + words + blank
    # The first level of GB 2312 stands in the order of pinyin.
    return sorted(filled, key=lambda row: row.texts[key].encode("gb18030"), reverse=descending) + blank


def _number(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
