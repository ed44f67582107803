from collections.abc import Iterator
from pathlib import Path

import pytest

from baise_desktop.exchange.comparison import CellChange, Comparison, compare
from baise_desktop.exchange.verified_package import VerifiedPackage
from baise_desktop.form.context import field_context
from baise_desktop.store import journal
from baise_desktop.store.database import Store
from baise_desktop.store.submissions import reopen
from baise_desktop.store.verify import logical_digest
from tests.offices import CATALOGUE, FORMS, PLAN, County, found_city, found_county, merge_all, open_package, row_id
from tests.pki import NOW, PINGGUO, PublicKeyInfrastructure

PERIOD = "2023Q1"


@pytest.fixture
def county(tmp_path: Path, keys: PublicKeyInfrastructure) -> Iterator[County]:
    made = found_county(tmp_path / "county", keys)
    yield made
    made.store.close()


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Store]:
    made = found_city(tmp_path / "city")
    yield made
    made.close()


def look(city: Store, package: VerifiedPackage) -> Comparison:
    return compare(city, package, FORMS, field_context(CATALOGUE))


def cell(number: int, field: str, kind: str, old: str, new: str) -> CellChange:
    return CellChange("r.firm", row_id(number), field, kind, old, new)  # type: ignore[arg-type]


@pytest.fixture
def versions(county: County, keys: PublicKeyInfrastructure) -> tuple[VerifiedPackage, VerifiedPackage]:
    first = open_package(county.report(PERIOD, {1: "甲", 2: "乙", 3: "丙"}), keys)
    reopen(county.store, PINGGUO, PLAN, PERIOD, "改正", NOW)
    county.delete(PERIOD, 1)
    county.fill(PERIOD, {2: "乙改", 4: "丁"})
    county.sign(PERIOD)
    return first, open_package(county.export(PERIOD), keys)


def test_a_first_package_is_all_new(city: Store, versions: tuple[VerifiedPackage, VerifiedPackage]) -> None:
    seen = look(city, versions[0])
    assert (seen.base, seen.already, seen.superseded) == ("", False, False)
    assert (seen.added, seen.changed, seen.removed, seen.unchanged) == (3, 0, 0, 0)
    assert cell(1, "name", "added", "", "甲") in seen.cells
    assert cell(1, "amount", "added", "", "1.0000") in seen.cells
    assert len(seen.cells) == 6


def test_every_changed_cell_is_told_with_both_texts(
    city: Store, versions: tuple[VerifiedPackage, VerifiedPackage]
) -> None:
    merge_all(city, versions[:1])
    seen = look(city, versions[1])
    assert seen.base == versions[0].identity
    assert seen.cells == (
        cell(1, "amount", "removed", "1.0000", ""),
        cell(1, "name", "removed", "甲", ""),
        cell(2, "name", "changed", "乙", "乙改"),
        cell(4, "amount", "added", "", "4.0000"),
        cell(4, "name", "added", "", "丁"),
    )
    (report,) = merge_all(city, versions[1:])
    assert (seen.added, seen.changed, seen.removed, seen.unchanged) == (
        report.added,
        report.changed,
        report.removed,
        report.unchanged,
    )
    assert seen.as_json()["cells"][2]["new"] == "乙改"


def test_looking_changes_nothing(city: Store, versions: tuple[VerifiedPackage, VerifiedPackage]) -> None:
    before = logical_digest(city), journal.read_head(city), sorted(city.folder.rglob("*"))
    look(city, versions[0])
    assert (logical_digest(city), journal.read_head(city), sorted(city.folder.rglob("*"))) == before


def test_what_is_held_or_overtaken_is_said(city: Store, versions: tuple[VerifiedPackage, VerifiedPackage]) -> None:
    merge_all(city, versions[1:])
    overtaken = look(city, versions[0])
    assert overtaken.superseded
    assert "更高版本" in overtaken.tell("演示单位")
    held = look(city, versions[1])
    assert held.already
    assert held.cells == ()
    assert "没有任何改动" in held.tell("演示单位")


def test_a_contradiction_is_told_cell_by_cell(
    tmp_path: Path, city: Store, versions: tuple[VerifiedPackage, VerifiedPackage], keys: PublicKeyInfrastructure
) -> None:
    other = found_county(tmp_path / "other", keys)
    rival = open_package(other.report(PERIOD, {1: "假甲", 2: "乙", 3: "丙"}), keys)
    other.store.close()
    merge_all(city, versions[:1])
    seen = look(city, rival)
    assert seen.contradicting == (versions[0].identity,)
    assert cell(1, "name", "conflict", "甲", "假甲") in seen.cells
    assert "裁定" in seen.tell("演示单位")
