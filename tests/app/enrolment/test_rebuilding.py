"""The city's store made again from packages and decisions alone."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.enrolment.rebuilding import rebuild
from baise_desktop.app.enrolment.restoring import bring_back
from baise_desktop.app.enrolment.rotating import rotate
from baise_desktop.app.inbox.deciding import decide
from baise_desktop.app.inbox.receipts import make_receipt
from baise_desktop.app.inbox.receiving import list_received, merge_files
from baise_desktop.app.inbox.returning import return_submission
from baise_desktop.app.inbox.waiting import sign_waiting
from baise_desktop.app.keys.trust import require_trust
from baise_desktop.app.packs.publishing import publish
from baise_desktop.app.terms.allocation import read_shares
from baise_desktop.app.terms.allocation_change import ShareEdit, set_shares
from baise_desktop.app.terms.choices import choose, read_choices
from baise_desktop.app.terms.obligations import adjust, list_adjustments
from baise_desktop.errors import BaiseError
from baise_desktop.form.adjustment import Adjustment, Exempt
from baise_desktop.store.backup import backup
from baise_desktop.store.decisions import append_decision, list_decisions, list_unsigned, next_decision
from baise_desktop.store.logical_state import logical_digest
from baise_desktop.store.packages import list_packages, package_file
from baise_desktop.store.unrecorded import list_unrecorded
from baise_desktop.store.verify import find_damage
from tests.app.conftest import NOW
from tests.round_trip import CONTRACT_TARGET, PASSPHRASE, PINGGUO, PLAN, report_month

LATER = NOW + timedelta(days=1)


@pytest.fixture
def busy(city: Desk, county: Desk, tmp_path: Path) -> Desk:
    """A city that has received, decided, set and shared out."""
    for period in ("2023-03", "2023-04"):
        merge_files(city, [report_month(county, NOW, tmp_path, period).path], NOW)
    march, april = (package.identity for package in list_received(city))
    make_receipt(city, march, PASSPHRASE, NOW)
    decide(city, march, "accept", PASSPHRASE, NOW)
    return_submission(city, april, [], "请核对合同额", PASSPHRASE, LATER)
    decide(city, march, "withdraw", PASSPHRASE, LATER)
    adjust(
        city, PLAN, Adjustment(change=Exempt(), reason="当年没有此项业务", unit=PINGGUO, form="r.hightech_firm"), LATER
    )
    choose(city, "roster:i.iiot_coverage", "14", LATER)
    set_shares(city, PLAN, [ShareEdit(CONTRACT_TARGET, unit, 2023, "20") for unit in (PINGGUO, "c.lingyun")], LATER)
    set_shares(city, PLAN, [ShareEdit(CONTRACT_TARGET, PINGGUO, 2023, "")], LATER)
    return city


@pytest.fixture
def rebuilt(busy: Desk, tmp_path: Path) -> Iterator[Desk]:
    made = rebuild(busy, tmp_path / "again", LATER)
    assert made.is_whole, [(each.name, str(each.error)) for each in made.refused]
    desk = open_desk(tmp_path / "again")
    yield desk
    close_desk(desk)


def test_packages_and_decisions_give_the_same_state(busy: Desk, rebuilt: Desk) -> None:
    assert logical_digest(rebuilt.store) == logical_digest(busy.store)
    assert find_damage(rebuilt.store) == ()
    assert list_received(rebuilt) == list_received(busy)
    assert list_adjustments(rebuilt, PLAN) == list_adjustments(busy, PLAN)
    assert read_choices(rebuilt) == read_choices(busy)
    assert read_shares(rebuilt, PLAN) == read_shares(busy, PLAN)
    assert list_unsigned(rebuilt.store) == list_unsigned(busy.store)
    kept = {(each.identity, each.kind, each.at, each.file_digest) for each in list_packages(busy.store)}
    assert {(each.identity, each.kind, each.at, each.file_digest) for each in list_packages(rebuilt.store)} == kept


def test_the_rebuilt_city_goes_on(rebuilt: Desk, county: Desk, tmp_path: Path) -> None:
    merge_files(rebuilt, [report_month(county, LATER, tmp_path, "2023-05").path], LATER)
    newest = list_received(rebuilt)[-1]
    assert decide(rebuilt, newest.identity, "accept", PASSPHRASE, LATER).state == "accepted"
    assert list_unsigned(rebuilt.store) == ()
    assert rebuild(rebuilt, tmp_path / "third", LATER).is_whole


def test_a_file_that_was_changed_is_told_and_left_out(busy: Desk, tmp_path: Path) -> None:
    march = list_received(busy)[0].identity
    file = package_file(busy.store, march)
    file.chmod(0o600)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    made = rebuild(busy, tmp_path / "again", LATER)
    assert not made.is_whole
    assert made.packages == 1
    assert file.name in {each.name for each in made.refused}


def test_a_lost_decision_is_noticed(busy: Desk, tmp_path: Path) -> None:
    last = list_packages(busy.store, "decision")[-1]
    file = package_file(busy.store, last.identity)
    file.chmod(0o600)
    file.unlink()
    assert not rebuild(busy, tmp_path / "again", LATER).is_whole


def test_the_newest_trust_list_holds_whoever_carried_it(busy: Desk, tmp_path: Path) -> None:
    publish(busy, PLAN, "", tmp_path / "pack.asice", PASSPHRASE, LATER)
    made = rebuild(busy, tmp_path / "again", LATER)
    again = open_desk(made.folder)
    trust = require_trust(again)
    close_desk(again)
    assert trust == require_trust(busy)


@pytest.fixture
def old_copy(busy: Desk, tmp_path: Path) -> Iterator[Desk]:
    """The city as it comes back from a backup, with every file that was kept since beside it."""
    backup(busy.store, tmp_path / "backup", NOW)
    rotate(busy, PASSPHRASE, LATER)
    return_submission(busy, list_received(busy)[1].identity, [], "请再核对", PASSPHRASE, LATER)
    bring_back(tmp_path / "backup", tmp_path / "old", NOW)
    yield (old := open_desk(tmp_path / "old"))
    close_desk(old)


def lay_beside(old: Desk, busy: Desk) -> None:
    for file in (*busy.store.packages.glob("*.asice"), *busy.keys.glob("*.p12")):
        if not (target := old.folder / file.parent.name / file.name).exists():
            shutil.copy(file, target)


def test_an_old_backup_and_the_kept_files_make_the_city_as_it_was(busy: Desk, old_copy: Desk, tmp_path: Path) -> None:
    publish(busy, PLAN, "", tmp_path / "pack.asice", PASSPHRASE, LATER)
    lay_beside(old_copy, busy)
    made = rebuild(old_copy, tmp_path / "again", LATER)
    assert (made.refused, made.digest) == ((), logical_digest(busy.store))
    again = open_desk(made.folder)
    trust = require_trust(again)
    close_desk(again)
    assert trust == require_trust(busy)
    assert (made.folder / "root.pem").read_bytes().count(b"BEGIN CERTIFICATE") == 2


def test_what_is_signed_under_a_root_that_no_pack_tells_of_is_left_out(
    busy: Desk, old_copy: Desk, tmp_path: Path
) -> None:
    lay_beside(old_copy, busy)
    made = rebuild(old_copy, tmp_path / "again", LATER)
    assert {each.error.code for each in made.refused} == {"TRUST"}
    newest = list_packages(busy.store, "return")[-1].identity
    assert f"{newest}.asice" in {each.name for each in made.refused}


def test_units_and_full_folders_are_refused(busy: Desk, county: Desk, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    for desk, out, code in (
        (county, tmp_path / "new", "ROLE_CITY_ONLY"),
        (busy, tmp_path / "full", "FOLDER_NOT_EMPTY"),
    ):
        with pytest.raises(BaiseError, match=f"{code}:"):
            rebuild(desk, out, LATER)
    assert not (tmp_path / "new").exists()


@pytest.fixture
def of_before(city: Desk, county: Desk, tmp_path: Path) -> Desk:
    """A city whose first package came when receiving was no decision yet, and was accepted since."""
    paths = [report_month(county, NOW, tmp_path, period).path for period in ("2023-03", "2023-04")]
    merge_files(city, paths[:1], NOW)
    with city.store.write() as connection:
        told = "SELECT identity FROM decision WHERE act = 'receive'"
        connection.execute(f"DELETE FROM decision_detail WHERE identity IN ({told})")
        connection.execute("DELETE FROM decision WHERE act = ?", ("receive",))
    (march,) = list_received(city)
    with city.store.write() as connection:
        append_decision(connection, next_decision(connection, "accept", [march.identity], "city.baise", NOW))
    merge_files(city, paths[1:], LATER)
    return city


def test_what_came_before_receiving_was_a_decision_is_named_and_taken(of_before: Desk, tmp_path: Path) -> None:
    (march, _) = list_received(of_before)
    (unrecorded,) = list_unrecorded(of_before.store)
    assert unrecorded.identity == march.identity
    made = rebuild(of_before, tmp_path / "again", LATER)
    assert made.is_whole
    assert (made.unrecorded, made.unknown) == ((f"{march.identity}.asice",), ())
    assert "旧版程序接收" in made.told[0]
    again = open_desk(tmp_path / "again")
    try:
        assert list_received(again) == list_received(of_before)
        assert list_unrecorded(again.store) == ()
    finally:
        close_desk(again)


def test_the_next_signature_writes_the_missing_decision_down(of_before: Desk, tmp_path: Path) -> None:
    before = list_received(of_before)
    assert sign_waiting(of_before, PASSPHRASE, LATER) == 3
    assert list_unrecorded(of_before.store) == ()
    assert list_unsigned(of_before.store) == ()
    made = list_decisions(of_before.store, ("receive",))
    assert {each.at for each in made} == {package.received_at for package in list_received(of_before)}
    assert list_received(of_before) == before
    whole = rebuild(of_before, tmp_path / "again", LATER)
    assert whole.is_whole
    assert whole.told == ()


def test_a_file_that_nobody_received_is_named_and_left_out(city: Desk, county: Desk, tmp_path: Path) -> None:
    file = report_month(county, NOW, tmp_path, "2023-03").path
    stray = city.store.packages / f"{'a' * 64}.asice"
    shutil.copy(file, stray)
    made = rebuild(city, tmp_path / "again", LATER)
    assert (made.packages, made.unknown) == (0, (stray.name,))
    assert "重新合并" in made.told[0]
