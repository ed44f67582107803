"""A conflict of numbers, decided by the city."""

import shutil
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.enrolment.rebuilding import rebuild
from baise_desktop.app.inbox.deciding import decide
from baise_desktop.app.inbox.receiving import list_received, merge_files
from baise_desktop.app.inbox.resolving import list_conflicts, resolve
from baise_desktop.app.inbox.returning import return_submission
from baise_desktop.app.outgoing import exporting
from baise_desktop.errors import BaiseError
from baise_desktop.store.decisions import list_decisions
from baise_desktop.store.queries import read_standings
from tests.app.conftest import NOW
from tests.round_trip import MONTH, PASSPHRASE, PLAN, add_contract, fill_month, report_month, sign_all


@pytest.fixture
def sides(city: Desk, county: Desk, tmp_path: Path) -> tuple[str, str]:
    """Two PCs of one bureau each sent its own first submission of April."""
    twin = open_desk(Path(shutil.copytree(county.folder, tmp_path / "twin")))
    files = [report_month(county, NOW, tmp_path).path]
    fill_month(twin, NOW)
    add_contract(twin, NOW)
    sign_all(twin, NOW)
    (tmp_path / "b").mkdir()
    files.append(exporting.export(twin, PLAN, MONTH, tmp_path / "b", PASSPHRASE, NOW).path)
    close_desk(twin)
    merge_files(city, files, NOW)
    first, second = (package.identity for package in list_received(city))
    return first, second


def test_the_chosen_side_counts_and_the_conflict_is_gone(city: Desk, sides: tuple[str, str], tmp_path: Path) -> None:
    assert {package.state for package in list_received(city)} == {"conflict"}
    assert [set(each.identities) for each in list_conflicts(city)] == [set(sides)] * 2
    kept = resolve(city, [side[:12] for side in sides], sides[1][:12], PASSPHRASE, NOW, "以盖章的一份为准")
    assert (kept.identity, kept.counts) == (sides[1], True)
    assert list_conflicts(city) == ()
    assert [package.counts for package in list_received(city) if package.identity == sides[0]] == [False]
    assert rebuild(city, tmp_path / "again", NOW).is_whole


@pytest.mark.parametrize(
    ("given", "keep", "code"),
    [((0,), 0, "RESOLVE_NONE"), ((0, 0), 0, "RESOLVE_NONE"), ((0,), 1, "RESOLVE_KEEP")],
)
def test_half_a_resolution_decides_nothing(
    city: Desk, sides: tuple[str, str], given: tuple[int, ...], keep: int, code: str
) -> None:
    with pytest.raises(BaiseError, match=f"{code}:"):
        resolve(city, [sides[each] for each in given], sides[keep], PASSPHRASE, NOW)
    assert len(list_conflicts(city)) == 2


def test_a_side_that_was_taken_out_can_be_brought_back(city: Desk, sides: tuple[str, str]) -> None:
    def state() -> str:
        return read_standings(city.store).by_identity[sides[0]].state

    decide(city, sides[0], "withdraw", PASSPHRASE, NOW)
    assert state() == "withdrawn"
    assert [each.state for each in list_received(city) if each.identity == sides[0]] == ["withdrawn"]
    with pytest.raises(BaiseError, match="RETURN_WITHDRAWN:"):
        return_submission(city, sides[0], [], "请核对", PASSPHRASE, NOW)
    decide(city, sides[0], "restore", PASSPHRASE, NOW)
    assert state() == "received"
    acts = len(list_decisions(city.store))
    decide(city, sides[0], "restore", PASSPHRASE, NOW)
    assert len(list_decisions(city.store)) == acts


def test_packages_that_do_not_collide_cannot_be_resolved(
    city: Desk, sides: tuple[str, str], county: Desk, tmp_path: Path
) -> None:
    merge_files(city, [report_month(county, NOW, tmp_path, "2023-05").path], NOW)
    may = next(each.identity for each in list_received(city) if each.period == "2023-05")
    with pytest.raises(BaiseError, match="RESOLVE_NONE:"):
        resolve(city, [sides[0], may], sides[0], PASSPHRASE, NOW)
    with pytest.raises(BaiseError, match="RESOLVE_NONE:"):
        resolve(city, [*sides, may], sides[0], PASSPHRASE, NOW)
