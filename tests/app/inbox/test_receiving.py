from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from io import BytesIO
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.inbox import receiving
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.verified_package import LetGo, VerifiedPackage
from baise_desktop.store.packages import list_packages
from baise_desktop.store.verify import logical_digest
from baise_desktop.texts import say
from tests.app.conftest import NOW
from tests.round_trip import MONTH, PINGGUO, PLAN, Founded, report_month


@pytest.fixture
def root(city: Desk, tmp_path: Path) -> Path:
    """The root certificate as auditors are given it."""
    (tmp_path / "root.pem").write_bytes(setup.root_certificate_pem(city))
    return tmp_path / "root.pem"


# --- merging ------------------------------------------------------------------------------------------------------


def test_one_bad_file_never_stops_the_others(city: Desk, april: Path, tmp_path: Path, founded: Founded) -> None:
    (tmp_path / "letter.txt").write_text("x")
    files = [tmp_path / "nowhere.asice", tmp_path / "letter.txt", founded.folder / "pack.asice", april]
    outcomes = receiving.merge_files(city, files, NOW)
    assert [outcome.error.code if outcome.error else "" for outcome in outcomes] == [
        "FILE_UNREADABLE",
        "NOT_PACKAGE",
        "KIND",
        "",
    ]
    assert [outcome.file for outcome in outcomes] == files
    assert [package.period for package in receiving.list_received(city)] == [MONTH]


def test_spoilt_package_changes_nothing(city: Desk, spoilt: Path) -> None:
    before = logical_digest(city.store)
    (outcome,) = receiving.merge_files(city, [spoilt], NOW)
    assert outcome.error is not None
    assert outcome.as_json() == {
        "file": str(spoilt),
        "ok": False,
        "sentence": str(outcome.error),
        "code": outcome.error.code,
    }
    assert logical_digest(city.store) == before
    assert list_packages(city.store, "submission") == ()


def test_merging_twice_is_merging_once(city: Desk, april: Path) -> None:
    (first,) = receiving.merge_files(city, [april], NOW)
    once = logical_digest(city.store)
    (again,) = receiving.merge_files(city, [april], NOW)
    assert first.report is not None
    assert again.report is not None
    assert (first.report.already, again.report.already) == (False, True)
    assert first.report.identity == again.report.identity
    assert logical_digest(city.store) == once


def test_unit_merges_nothing(county: Desk, april: Path) -> None:
    for act in (receiving.merge_files, receiving.preview):
        with pytest.raises(BaiseError, match="ROLE_CITY_ONLY"):
            act(county, [april], NOW)
    with pytest.raises(BaiseError, match="ROLE_CITY_ONLY"):
        receiving.list_received(county)


# --- looking first ------------------------------------------------------------------------------------------------


def test_preview_tells_every_cell_and_writes_nothing(city: Desk, april: Path) -> None:
    before = logical_digest(city.store)
    (outcome,) = receiving.preview(city, [april], NOW)
    assert outcome.comparison is not None
    cells = {(cell.form, cell.field): cell.new for cell in outcome.comparison.cells}
    assert cells["r.tech_contract", "contract_no"] == f"HT-{MONTH}"
    assert cells["r.tech_contract", "stat_county"] == "平果市"
    assert {cell.kind for cell in outcome.comparison.cells} == {"added"}
    assert (outcome.comparison.added, outcome.comparison.already) == (2, False)
    assert outcome.sentence == outcome.comparison.tell("平果市（c.pingguo）")
    assert logical_digest(city.store) == before
    assert list_packages(city.store, "submission") == ()


def test_preview_of_many_holds_no_file(city: Desk, april: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each may lie in memory with its 16 MB, and all are laid over the store together."""
    held: list[VerifiedPackage] = []

    def note(desk: Desk, *, registers: AbstractSet[str], laid_over: Sequence[VerifiedPackage]) -> tuple[()]:
        held.extend(laid_over)
        return ()

    monkeypatch.setattr(receiving, "find_double_claims", note)
    (outcome,) = receiving.preview(city, [april], NOW)
    assert [package.identity for package in held] == [outcome.comparison and outcome.comparison.identity]
    assert [package.source for package in held] == [LetGo()]
    with pytest.raises(BaiseError, match="CHANGED"):
        held[0].source.copy_file(BytesIO())
    with pytest.raises(BaiseError, match="CHANGED"):
        held[0].source.copy_entry("header.json", BytesIO())


def test_preview_of_what_is_held(city: Desk, april: Path) -> None:
    receiving.merge_files(city, [april], NOW)
    (outcome,) = receiving.preview(city, [april], NOW)
    assert outcome.comparison is not None
    assert (outcome.comparison.already, outcome.comparison.cells) == (True, ())


# --- what is held -------------------------------------------------------------------------------------------------


def test_list_shows_what_came_and_from_whom(
    city: Desk, april: Path, reported: Path, open_copy: Callable[[Path], Desk], tmp_path: Path
) -> None:
    may = report_month(open_copy(reported / "county"), NOW, tmp_path, "2023-05").path
    receiving.merge_files(city, [may, april], NOW)
    held = receiving.list_received(city)
    assert [(package.unit_name, package.period, package.state, package.counts) for package in held] == [
        ("平果市", MONTH, "received", True),
        ("平果市", "2023-05", "received", True),
    ]
    assert [(package.version, package.rows) for package in held] == [(1, 2), (1, 3)]


# --- judging without a store --------------------------------------------------------------------------------------


def test_good_package_is_intact_valid_and_trusted(april: Path, root: Path) -> None:
    verdict = receiving.verify_file(april, root, NOW)
    assert verdict.sound
    told = verdict.as_json()
    assert (told["kind"], told["unit"], told["plan"], told["period"]) == ("submission", PINGGUO, PLAN, MONTH)
    assert all(told[fact] == {"holds": True, "code": "", "reason": ""} for fact in ("intact", "valid"))
    assert told["trusted"] == {"holds": True, "code": "", "reason": say("signing.NO_LIST")}
    assert "records.jsonl" in {file["name"] for file in told["files"]}


def test_without_an_anchor_it_is_intact_and_nothing_more(april: Path) -> None:
    verdict = receiving.verify_file(april, None, NOW)
    assert not verdict.sound
    found = verdict.inspection
    assert (found.intact.holds, found.trusted.holds) == (True, False)
    assert found.trusted.reason in verdict.sentences()[-1]


def test_another_citys_root_trusts_nothing(april: Path, tmp_path: Path, open_copy: Callable[[Path], Desk]) -> None:
    setup.create_city(tmp_path / "other", "another passphrase", NOW)
    (tmp_path / "other.pem").write_bytes(setup.root_certificate_pem(open_copy(tmp_path / "other")))
    found = receiving.verify_file(april, tmp_path / "other.pem", NOW).inspection
    assert (found.intact.holds, found.trusted.holds) == (True, False)


def test_spoilt_package_is_not_intact(spoilt: Path, root: Path) -> None:
    verdict = receiving.verify_file(spoilt, root, NOW)
    assert not verdict.sound
    assert not verdict.inspection.intact.holds
    assert "完整：否" in "".join(verdict.sentences())


def test_what_is_no_certificate_is_no_anchor(april: Path) -> None:
    with pytest.raises(BaiseError, match="CERTIFICATE"):
        receiving.verify_file(april, april, NOW)


def test_a_name_that_is_no_text_stops_no_merge(city: Desk, april: Path, tmp_path: Path) -> None:
    odd = tmp_path / "四月\udcff.asice"
    odd.write_bytes(april.read_bytes())
    (outcome,) = receiving.merge_files(city, [odd], NOW)
    assert outcome.error is None
    assert [package.file_name for package in list_packages(city.store, "submission")] == ["四月?.asice"]
