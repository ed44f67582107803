"""Rows that lay claim to the same thing: in two units, or twice in one. Pure: rows in, groups out, in no order's debt.

Source: design section 8, double claims.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from baise_desktop.form.definition import Exclusive
from baise_desktop.progress.likeness import Reader, fold, near_groups

RowPlace = tuple[str, str]
"""Unit that reported it and row id."""


@dataclass(frozen=True, slots=True)
class Claimant:
    """One row as far as it lays claim."""

    unit: str
    row_id: str
    values: tuple[object, ...]
    """Of the columns that must be the same, then of the one that must be near, as canonical JSON has them."""

    @property
    def place(self) -> RowPlace:
        """Which row it is."""
        return self.unit, self.row_id


def columns_of(claim: Exclusive) -> tuple[str, ...]:
    """Field keys whose values a claimant brings, in their order."""
    return (*claim.columns, claim.near) if claim.near else claim.columns


def find_double(claim: Exclusive, rows: Iterable[Claimant], reader: Reader) -> list[tuple[RowPlace, ...]]:
    """The groups of rows that claim the same, each and all sorted."""
    alike: dict[tuple[Hashable, ...], list[Claimant]] = defaultdict(list)
    for row in rows:
        key = tuple(map(_folded, row.values[: len(claim.columns)]))
        if all(part not in (None, "") for part in key):
            alike[key].append(row)
    groups = (group for held in alike.values() if len(held) > 1 for group in _groups_of(claim, held, reader))
    placed = (tuple(sorted(row.place for row in group)) for group in groups)
    return sorted(group for group in placed if claim.inside or len({unit for unit, _ in group}) > 1)


def _groups_of(claim: Exclusive, rows: Sequence[Claimant], reader: Reader) -> Iterable[list[Claimant]]:
    if not claim.near:
        return [list(rows)]
    named: dict[str, list[Claimant]] = defaultdict(list)
    for row in rows:
        text = row.values[-1]
        folded = fold(text) if isinstance(text, str) else ""
        if folded:
            named[folded].append(row)
    texts = list(named)
    near = near_groups([reader.read(text) for text in texts])
    together = {number for group in near for number in group}
    single = ([number] for number in range(len(texts)) if number not in together)
    joined = ([row for number in group for row in named[texts[number]]] for group in (*near, *single))
    return [group for group in joined if len(group) > 1]


def _folded(value: object) -> Hashable:
    """A value to compare by; None for 不适用, 暂缺 and blank."""
    if isinstance(value, str):
        return fold(value)
    if isinstance(value, list):
        return tuple(map(_folded, value))
    return value if isinstance(value, bool | int) else None


def group_id(claim: str, places: Iterable[RowPlace]) -> str:
    """16 hex digits that stay the same while the same rows claim the same."""
    text = json.dumps([claim, sorted(places)], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
