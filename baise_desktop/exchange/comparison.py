"""The dry run before a merge: what would change, cell by cell. Nothing is written."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from dataclasses import field as attribute
from typing import Any, Literal

from baise_desktop.exchange.verified_package import VerifiedPackage
from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Field, FieldType, Form, FormKind
from baise_desktop.form.fields import show
from baise_desktop.form.record import Record, from_line
from baise_desktop.form.row_names import name_row
from baise_desktop.form.value import Value
from baise_desktop.store.database import Store
from baise_desktop.store.obligations import has_obligations, list_owed_forms
from baise_desktop.store.packages import Package, get_package, list_packages
from baise_desktop.store.revisions import list_revisions
from baise_desktop.texts import say

SHORT = 12
"""Digits of an identity that people are shown."""
ChangeKind = Literal["added", "changed", "removed", "conflict"]
_Records = Mapping[tuple[str, str], Record]


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that a merge would change, or in which two packages contradict each other."""

    form: str
    row_id: str
    field: str
    """Field key; empty for the files of a record."""
    kind: ChangeKind
    """新增, 变更, 删除 or 冲突."""
    old: str
    """As people read it; in a conflict, what the package held says."""
    new: str
    """As people read it; in a conflict, what this package says."""
    row: str = attribute(default="", compare=False)
    """What a row of a register is about; empty for other forms."""


@dataclass(frozen=True, slots=True)
class OddForm:
    """A form that is in a package and not owed, or the other way round."""

    form: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What merging a package would do."""

    identity: str
    unit: str
    plan: str
    period: str
    version: int
    base: str
    """Identity of the package it is compared with, the next lower version held; empty when there is none."""
    already: bool
    """It is held; merging it changes nothing."""
    superseded: bool
    """A higher version is held; what counts would not change."""
    rows: int
    added: int
    """Rows, not cells, here and below."""
    changed: int
    removed: int
    unchanged: int
    cells: tuple[CellChange, ...]
    """By form, row and field."""
    contradicting: tuple[str, ...]
    """Packages held that have the same seq or version and other content."""
    not_owed: tuple[OddForm, ...] = ()
    """Forms in the package that the unit does not owe by the last task pack; taken in all the same."""
    not_reported: tuple[OddForm, ...] = ()
    """Forms that it owes and that are not in the package."""

    def tell(self, unit: str) -> str:
        """For the officer, in Chinese; `unit` is how the sender is called."""
        values = {"unit": unit} | {name: getattr(self, name) for name in ("plan", "period", "version", "rows")}
        counts = {name: getattr(self, name) for name in ("added", "changed", "removed", "unchanged")}
        told = say("merge.already" if self.already else "merge.would_merge", **values, **counts)
        if self.superseded and not self.already:
            told += say("merge.superseded")
        if self.contradicting:
            packages = "、".join(identity[:SHORT] for identity in self.contradicting)
            told += say("merge.would_conflict", packages=packages)
        for key, odd in (("not_owed", self.not_owed), ("not_reported", self.not_reported)):
            if odd:
                told += say(f"merge.{key}", forms="、".join(each.title for each in odd))
        return told

    def as_json(self) -> dict[str, Any]:
        """As `baise merge --dry-run --json` prints it."""
        odd = {"not_owed": self.not_owed, "not_reported": self.not_reported}
        return asdict(self) | {name: [each.form for each in found] for name, found in odd.items()}


def compare(store: Store, package: VerifiedPackage, forms: Mapping[str, Form], context: FieldContext) -> Comparison:
    """What merging a package would change against the version last merged.

    Args:
        store: of the city; only read.
        package: of `unseal`.
        forms: every form by id.
        context: to show values as people read them.
    """
    header = package.header
    with store.snapshot():
        held = list_packages(store, "submission", header.unit)
        peers = [each for each in held if (each.plan, each.period) == (header.plan, header.period)]
        lower = sorted(
            (each for each in peers if each.version < header.version), key=lambda each: (-each.version, each.identity)
        )
        base = lower[0] if lower else None
        rivals = [each for each in held if _contradicts(each, package)]
        new = _of_package(package)
        old = _of_store(store, base, forms)
        cells = [] if get_package(store, package.identity) else list(_compare(old, new, forms, context))
        cells += [cell for rival in rivals for cell in _find_contradictions(store, rival, package, forms, context)]
        not_owed, not_reported = _find_odd_forms(store, package, forms)
    kinds = [_row_kind(old.get(key), new.get(key)) for key in old.keys() | new.keys()]
    return Comparison(
        identity=package.identity,
        unit=header.unit,
        plan=header.plan,
        period=header.period,
        version=header.version,
        base=base.identity if base else "",
        already=any(each.identity == package.identity for each in held),
        superseded=any(each.version > header.version for each in peers),
        rows=len(package.rows),
        added=kinds.count("added"),
        changed=kinds.count("changed"),
        removed=kinds.count("removed"),
        unchanged=kinds.count("unchanged"),
        cells=tuple(sorted(cells, key=lambda cell: (cell.form, cell.row_id, cell.field, cell.kind))),
        contradicting=tuple(sorted(each.identity for each in rivals)),
        not_owed=not_owed,
        not_reported=not_reported,
    )


def compare_held(
    store: Store, first: Package, second: Package, forms: Mapping[str, Form], context: FieldContext
) -> tuple[CellChange, ...]:
    """The cells in which two packages held are not alike: `old` is of the first, `new` of the second."""
    with store.snapshot():
        sides = _of_store(store, first, forms), _of_store(store, second, forms)
    return tuple(replace(cell, kind="conflict") for cell in _compare(*sides, forms, context))


def _find_odd_forms(
    store: Store, package: VerifiedPackage, forms: Mapping[str, Form]
) -> tuple[tuple[OddForm, ...], tuple[OddForm, ...]]:
    header = package.header
    if not has_obligations(store, header.plan):
        return (), ()
    owed = set(list_owed_forms(store, header.unit, header.plan, header.period))

    def named(ids: set[str]) -> tuple[OddForm, ...]:
        return tuple(OddForm(form, forms[form].title if form in forms else form) for form in sorted(ids))

    return named(header.counts.keys() - owed), named(owed - header.counts.keys())


def _contradicts(held: Package, package: VerifiedPackage) -> bool:
    header = package.header
    same_seq = (held.installation, held.epoch, held.seq) == (header.installation, header.epoch, header.seq)
    same_version = (held.plan, held.period, held.version) == (header.plan, header.period, header.version)
    return held.content != package.content and (same_seq or same_version)


def _of_package(package: VerifiedPackage) -> _Records:
    return {(row.form, row.row_id): row.record for row in package.rows}


def _of_store(store: Store, package: Package | None, forms: Mapping[str, Form]) -> _Records:
    if package is None:
        return {}
    lines = list_revisions(store, package.identity)
    return {(form, row_id): from_line(line, forms) for form, row_id, line in lines}


def _find_contradictions(
    store: Store, rival: Package, package: VerifiedPackage, forms: Mapping[str, Form], context: FieldContext
) -> Iterator[CellChange]:
    if (rival.plan, rival.period) != (package.header.plan, package.header.period):
        return
    for cell in _compare(_of_store(store, rival, forms), _of_package(package), forms, context):
        yield replace(cell, kind="conflict")


def _compare(old: _Records, new: _Records, forms: Mapping[str, Form], context: FieldContext) -> Iterator[CellChange]:
    for key in old.keys() | new.keys():
        before, after = old.get(key), new.get(key)
        kind = _row_kind(before, after)
        if kind not in ("unchanged", "absent"):
            yield from _compare_cells(before, after, kind, forms, context)


def _row_kind(before: Record | None, after: Record | None) -> str:
    was, is_now = _is_live(before), _is_live(after)
    if was and is_now:
        return "unchanged" if before == after else "changed"
    return "added" if is_now else "removed" if was else "absent"


def _is_live(record: Record | None) -> bool:
    return record is not None and not record.deleted


def _compare_cells(
    before: Record | None, after: Record | None, kind: str, forms: Mapping[str, Form], context: FieldContext
) -> Iterator[CellChange]:
    record = after or before
    if record is None:
        return
    row = _name(before if after is None or after.deleted else after, forms[record.form], context)
    for field in forms[record.form].fields:
        old, new = _value(before, field), _value(after, field)
        if field.type is not FieldType.COMPUTED and old != new:
            texts = _show(old, field, context), _show(new, field, context)
            yield CellChange(record.form, record.row_id, field.key, _cell_kind(kind), *texts, row)
    files = _file_names(before), _file_names(after)
    if files[0] != files[1]:
        yield CellChange(record.form, record.row_id, "", _cell_kind(kind), *files, row)


def _name(record: Record | None, form: Form, context: FieldContext) -> str:
    return name_row(form, record, context) if record is not None and form.kind is FormKind.REGISTER else ""


def _cell_kind(row_kind: str) -> ChangeKind:
    kinds: Mapping[str, ChangeKind] = {"added": "added", "removed": "removed"}
    return kinds.get(row_kind, "changed")


def _value(record: Record | None, field: Field) -> Value:
    return None if record is None or record.deleted else record.values.get(field.key)


def _show(value: Value, field: Field, context: FieldContext) -> str:
    return "" if value is None else show(value, field, context)


def _file_names(record: Record | None) -> str:
    return "、".join(file.name for file in record.evidence) if record else ""
