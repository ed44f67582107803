"""What waits for the city: conflicts, forks, gaps and holds, each with what to do; what taking back would change."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.inbox.conflict_sides import compare_sides
from baise_desktop.app.inbox.consequences import foretell
from baise_desktop.app.inbox.deciding import decide
from baise_desktop.app.inbox.matters import list_matters
from baise_desktop.app.inbox.receiving import list_received, merge_files
from baise_desktop.app.inbox.resolving import resolve
from baise_desktop.app.inbox.waiting import list_waiting, sign_waiting
from baise_desktop.app.outgoing import exporting
from baise_desktop.errors import BaiseError
from tests.app.conftest import NOW
from tests.round_trip import MONTH, PASSPHRASE, PLAN, add_contract, fill_month, report_month, sign_all

LATER = NOW + timedelta(days=3)


@pytest.fixture
def sides(city: Desk, county: Desk, tmp_path: Path) -> tuple[str, str]:
    """Two PCs of one bureau each sent its own first submission of April; the second has one contract more."""
    twin = open_desk(Path(shutil.copytree(county.folder, tmp_path / "twin")))
    files = [report_month(county, NOW, tmp_path).path]
    fill_month(twin, NOW)
    add_contract(twin, NOW)
    sign_all(twin, NOW)
    files.append(exporting.export(twin, PLAN, MONTH, tmp_path / "b", PASSPHRASE, NOW).path)
    close_desk(twin)
    merge_files(city, files, NOW)
    found = {package.rows: package.identity for package in list_received(city)}
    return found[min(found)], found[max(found)]


def test_two_sides_with_one_number_are_one_matter_until_resolved(city: Desk, sides: tuple[str, str]) -> None:
    (matter,) = [each for each in list_matters(city, LATER) if each.kind == "conflict"]
    assert matter.identities == tuple(sorted(sides))
    assert (matter.unit, matter.days) == ("c.pingguo", 3)
    assert "c.pingguo" in matter.unit_name
    assert "裁定" in matter.advice
    resolve(city, sides, sides[0], PASSPHRASE, NOW, "以盖章的一份为准")
    assert [each for each in list_matters(city, LATER) if each.kind == "conflict"] == []


def test_sides_are_compared_cell_by_cell(city: Desk, sides: tuple[str, str]) -> None:
    found = compare_sides(city, [side[:12] for side in sides])
    assert [each.identity for each in found.sides] == list(sides)
    assert found.same_period
    assert all(len(cell.values) == 2 and cell.values[0] != cell.values[1] for cell in found.cells)
    numbers = [cell.values for cell in found.cells if cell.values[1] == "HT-001"]
    assert numbers == [("", "HT-001")]


def test_a_gap_is_told_with_its_age(city: Desk, county: Desk, tmp_path: Path) -> None:
    report_month(county, NOW, tmp_path, "2023-05")
    merge_files(city, [report_month(county, NOW, tmp_path).path], NOW)
    (matter,) = list_matters(city, LATER)
    assert (matter.kind, matter.days) == ("gap", 3)
    assert "第 1 包" in matter.sentence


def test_taking_back_says_what_counts_instead(city: Desk, april: Path) -> None:
    merge_files(city, [april], NOW)
    (package,) = list_received(city)
    (told,) = foretell(city, [package.identity], "withdraw", NOW)
    assert "没有数据" in told
    assert "c.pingguo" in told
    assert [each.state for each in list_received(city)] == ["received"]
    decide(city, package.identity, "withdraw", PASSPHRASE, NOW)
    (again,) = foretell(city, [package.identity], "restore", NOW)
    assert "重新计入" in again
    assert foretell(city, [package.identity], "withdraw", NOW) == ("计入数值的版本不变。",)


def test_what_waits_for_a_signature_is_listed_and_signed(city: Desk, april: Path) -> None:
    assert list_waiting(city) == ()
    merge_files(city, [april], NOW)
    assert [line.split("：")[1] for line in list_waiting(city)] == ["接收（1 份上报）"]
    with pytest.raises(BaiseError, match="PASSPHRASE:"):
        sign_waiting(city, "wrong", NOW)
    assert len(list_waiting(city)) == 1
    assert sign_waiting(city, PASSPHRASE, NOW) == 1
    assert (list_waiting(city), sign_waiting(city, PASSPHRASE, NOW)) == ((), 0)


def test_only_the_city_is_asked(county: Desk) -> None:
    for ask in (lambda: list_matters(county, NOW), lambda: list_waiting(county)):
        with pytest.raises(BaiseError, match="ROLE_CITY_ONLY:"):
            ask()
