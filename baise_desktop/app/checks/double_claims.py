"""Double claims: what two units report, or one unit twice, though it may count once; and what the city judged of it."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any

from baise_desktop.app.checks.claim_judgements import Judged, read_judgements
from baise_desktop.app.desk import Desk, require_plan, require_role
from baise_desktop.exchange.verified_package import VerifiedPackage
from baise_desktop.form.definition import Exclusive, Form
from baise_desktop.form.exclusive_check import BOTH, OTHER
from baise_desktop.form.fields import show
from baise_desktop.form.formula import parse_formula
from baise_desktop.form.period import parse_period
from baise_desktop.form.record import Record, from_line
from baise_desktop.form.scope import RecordScope, fields_by_name
from baise_desktop.progress.double_claims import Claimant, RowPlace, columns_of, find_double, group_id
from baise_desktop.progress.likeness import Reader
from baise_desktop.store.claims import list_columns, list_lines
from baise_desktop.texts import say

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_MOST_TOLD = 10
"""Sentences that a merge tells for one package; the page and the command list all."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the rows that claim the same."""

    unit: str
    unit_name: str
    row_id: str
    plan: str
    period: str
    package: str
    """Identity of the submission; of a package only looked at, its own."""
    cells: Mapping[str, str]
    """As people read them, by field key; every column of the register."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubleClaim:
    """Rows that claim what only one may."""

    id: str
    """16 hex digits: of the rule and the rows, whatever they say."""
    rule: str
    register: str
    title: str
    """Of the register."""
    severity: str
    sentence: str
    source: str
    sides: tuple[Side, ...]
    """By unit and row id."""
    content: str
    """SHA-256 hex over what the rows say; a judgement holds while it stays."""
    judged: Judged | None
    """What the city decided about these rows as they are; None while it is open."""

    @property
    def differing(self) -> frozenset[str]:
        """Keys of the fields in which the rows differ."""
        first = self.sides[0].cells
        return frozenset(key for key in first if any(side.cells[key] != first[key] for side in self.sides))

    def as_json(self) -> dict[str, Any]:
        """As `baise city double-claims --json` prints it."""
        sides = [
            {**asdict(side), "cells": [{"field": field, "text": text} for field, text in side.cells.items() if text]}
            for side in self.sides
        ]
        told = {"state": "judged" if self.judged else "open", "differing": sorted(self.differing), "sides": sides}
        return {**asdict(self), **told}


@dataclass(frozen=True, slots=True)
class _Held:
    """One row as it lies in the store, or in a package that is only looked at."""

    package: str
    period: str
    claimant: Claimant
    record: Record | None = None


def find_double_claims(
    desk: Desk,
    *,
    plan: str = "",
    as_of: date = date.max,
    accepted_only: bool = False,
    laid_over: Sequence[VerifiedPackage] = (),
    registers: Iterable[str] | None = None,
) -> tuple[DoubleClaim, ...]:
    """Every group of rows that claim the same, by register and rule.

    Args:
        desk: of the city.
        plan: only groups with a row reported under this plan; empty for all.
        as_of: submissions whose period ends later are left out.
        accepted_only: of accepted submissions instead of all received.
        laid_over: packages as if they were merged already.
        registers: only these; None for all.

    Raises:
        BaiseError: ROLE_CITY_ONLY, PLAN_UNKNOWN.
    """
    require_role(desk, "city")
    if plan:
        require_plan(desk, plan)
    finder = _Finder(desk, as_of, accepted_only, laid_over)
    wanted = None if registers is None else frozenset(registers)
    return tuple(
        found
        for form in desk.catalogue.registers.values()
        if wanted is None or form.id in wanted
        for claim in form.exclusive
        for found in finder.find(form, claim)
        if not plan or any(side.plan == plan for side in found.sides)
    )


class _Finder:
    """Looks for double claims in one state of the store."""

    def __init__(self, desk: Desk, as_of: date, accepted_only: bool, laid_over: Sequence[VerifiedPackage]) -> None:
        self._desk, self._as_of, self._accepted_only = desk, as_of, accepted_only
        self._laid_over = sorted(laid_over, key=lambda package: (package.header.version, package.identity))
        self._judgements = read_judgements(desk)

    @cached_property
    def _reader(self) -> Reader:
        units = self._desk.catalogue.units.values()
        return Reader(unit.short for unit in units if unit.kind == "county")

    def find(self, form: Form, claim: Exclusive) -> Iterator[DoubleClaim]:
        """The groups of one rule."""
        held = self._rows(form, claim)
        groups = self._groups(claim, held)
        if not groups:
            return
        records = self._records(form, held, {place for group in groups for place in group})
        if claim.where:
            records = {place: record for place, record in records.items() if self._claims(form, claim, record)}
            groups = self._groups(claim, {place: held[place] for place in records})
        for group in groups:
            yield self._tell(form, claim, [(held[place], records[place]) for place in group])

    def _groups(self, claim: Exclusive, held: Mapping[RowPlace, _Held]) -> list[tuple[RowPlace, ...]]:
        return find_double(claim, (row.claimant for row in held.values()), self._reader)

    def _rows(self, form: Form, claim: Exclusive) -> dict[RowPlace, _Held]:
        columns = columns_of(claim)
        rows = list_columns(self._desk.store, form.id, columns, self._as_of, self._accepted_only)
        held = {
            (row.unit, row.row_id): _Held(row.package, row.period, Claimant(row.unit, row.row_id, row.values))
            for row in rows
        }
        for package in self._laid_over:
            for line in package.rows.of(form.id):
                self._lay_over(held, package, line.record, columns, line.line)
        return held

    def _lay_over(
        self,
        held: dict[RowPlace, _Held],
        package: VerifiedPackage,
        record: Record,
        columns: Sequence[str],
        line: bytes,
    ) -> None:
        place = (record.unit, record.row_id)
        if place in held and parse_period(held[place].period).end > parse_period(record.period).end:
            return
        held.pop(place, None)
        if not record.deleted:
            said = json.loads(line)["values"]
            claimant = Claimant(record.unit, record.row_id, tuple(said.get(column) for column in columns))
            held[place] = _Held(package.identity, record.period, claimant, record)

    def _records(
        self, form: Form, held: Mapping[RowPlace, _Held], places: Iterable[RowPlace]
    ) -> dict[RowPlace, Record]:
        wanted = {place: held[place] for place in places}
        stored = {(row.package, place[1]) for place, row in wanted.items() if row.record is None}
        lines = list_lines(self._desk.store, form.id, stored)
        return {
            place: row.record or from_line(lines[row.package, place[1]], self._desk.catalogue.forms)
            for place, row in wanted.items()
        }

    def _claims(self, form: Form, claim: Exclusive, record: Record) -> bool:
        verdict = parse_formula(claim.where).evaluate(RecordScope(form, record, self._desk.context))
        # Where a cell that decides is blank, the officer had better see the row.
        return verdict is not False

    def _tell(self, form: Form, claim: Exclusive, rows: Sequence[tuple[_Held, Record]]) -> DoubleClaim:
        sides = tuple(self._side(form, held, record) for held, record in rows)
        said = [[side.unit, side.row_id, dict(side.cells)] for side in sides]
        content = hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
        identity = group_id(claim.id, [(side.unit, side.row_id) for side in sides])
        judged = self._judgements.get(identity)
        return DoubleClaim(
            id=identity,
            rule=claim.id,
            register=form.id,
            title=form.title,
            severity=claim.severity.value,
            sentence=_sentence(form, claim, sides),
            source=claim.source,
            sides=sides,
            content=content,
            judged=judged if judged and judged.content == content else None,
        )

    def _side(self, form: Form, held: _Held, record: Record) -> Side:
        context = self._desk.context
        cells = {
            field.key: "" if (value := record.values.get(field.key)) is None else show(value, field, context)
            for field in form.fields
        }
        name = self._desk.catalogue.units[record.unit].name
        return Side(record.unit, name, record.row_id, record.plan, record.period, held.package, cells)


def _sentence(form: Form, claim: Exclusive, sides: Sequence[Side]) -> str:
    first = sides[0]
    other = next((side for side in sides if side.unit != first.unit), sides[1])
    fields = fields_by_name(form)

    def worth(match: re.Match[str]) -> str:
        name = match.group(1)
        if name == BOTH:
            return _units_of(sides)
        side = other if name.startswith(OTHER) else first
        return side.cells[fields[name.removeprefix(OTHER)].key] or say("findings.BLANK")

    return _PLACEHOLDER.sub(worth, claim.message)


def _units_of(sides: Sequence[Side]) -> str:
    names = list(dict.fromkeys(side.unit_name for side in sides))
    return "、".join(names) if len(names) > 1 else say("claims.within", unit=names[0], count=len(sides))


def tell_claims(found: Sequence[DoubleClaim], most: int | None = _MOST_TOLD) -> tuple[str, ...]:
    """The open ones as sentences for an officer who merges; the rest is counted. None tells all."""
    waiting = [claim for claim in found if claim.judged is None]
    told = [say("claims.told", id=claim.id, rule=claim.rule, sentence=claim.sentence) for claim in waiting[:most]]
    more = len(waiting) - len(told)
    return (*told, say("claims.more", count=more)) if more else tuple(told)


def claims_of(found: Iterable[DoubleClaim], package: str) -> tuple[DoubleClaim, ...]:
    """Those in which a row of this package takes part."""
    return tuple(claim for claim in found if any(side.package == package for side in claim.sides))
