"""A planned change of computer: one goes on, the other is closed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from baise_desktop.app.checks import sign_off
from baise_desktop.app.checks.sign_off import reopen
from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.entry import filling
from baise_desktop.app.inbox import receiving
from baise_desktop.app.installation.handover import PAPER, hand_over, handed_over, take_over
from baise_desktop.app.outgoing import exporting
from baise_desktop.errors import BaiseError
from baise_desktop.store.backup import backup
from baise_desktop.store.verify import find_damage
from tests.app.conftest import NOW
from tests.round_trip import MONTH, PASSPHRASE, PLAN, add_contract, contracts_of, report_month, sign_all


@pytest.fixture
def old(reported: Path, open_copy: Callable[[Path], Desk]) -> Desk:
    """平果市 after it reported April."""
    return open_copy(reported / "county")


@pytest.fixture
def package(old: Desk, tmp_path: Path) -> Path:
    return hand_over(old, tmp_path / "交接包", "新电脑", NOW)


def test_the_new_computer_goes_on_in_the_same_chain(
    old: Desk, package: Path, city: Desk, april: Path, tmp_path: Path
) -> None:
    assert take_over(package, tmp_path / "new", NOW) == "c.pingguo"
    new = open_desk(tmp_path / "new")
    assert new.office == old.office
    assert handed_over(new) is None
    may = report_month(new, NOW, tmp_path, "2023-05")
    assert may.seq == 2
    assert find_damage(new.store) == ()
    close_desk(new)
    outcomes = receiving.merge_files(city, [april, may.path], NOW)
    assert [outcome.error for outcome in outcomes] == [None, None]
    assert all(not outcome.report.conflicts for outcome in outcomes if outcome.report)


def test_the_old_computer_is_closed(old: Desk, package: Path, tmp_path: Path) -> None:
    told = handed_over(old)
    assert told is not None
    assert told.to == "新电脑"
    row = filling.list_rows(old, contracts_of(old))[0].record.row_id
    refused: list[Callable[[], object]] = [
        lambda: exporting.export(old, PLAN, MONTH, tmp_path, PASSPHRASE, NOW),
        lambda: reopen(old, PLAN, MONTH, "漏报一项合同", NOW),
        lambda: sign_off.sign_off(old, PLAN, MONTH, "filler", "演示人员01", NOW),
        lambda: add_contract(old, NOW, "2023-05"),
        lambda: filling.set_cell(old, contracts_of(old), row, "title", "改名", NOW),
    ]
    for act in refused:
        with pytest.raises(BaiseError) as caught:
            act()
        assert caught.value.code in ("HANDED_OVER", "NOT_READY")
        assert package.exists()


def test_a_lost_package_can_be_written_again(old: Desk, package: Path, tmp_path: Path) -> None:
    shutil.rmtree(package)
    again = hand_over(old, tmp_path / "again", "另一台", NOW)
    assert take_over(again, tmp_path / "new", NOW) == "c.pingguo"


def test_a_package_is_taken_over_once(package: Path, tmp_path: Path) -> None:
    take_over(package, tmp_path / "new", NOW)
    with pytest.raises(BaiseError, match="HANDOVER_TAKEN"):
        take_over(package, tmp_path / "third", NOW)
    assert not (tmp_path / "third").exists()


def test_a_refused_take_over_leaves_the_package_for_another_try(package: Path, tmp_path: Path, old: Desk) -> None:
    with pytest.raises(BaiseError, match="STORE_EXISTS"):
        take_over(package, old.folder, NOW)
    take_over(package, tmp_path / "new", NOW)


def test_a_handover_that_fails_leaves_the_old_one_in_charge(old: Desk, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").touch()
    with pytest.raises(BaiseError, match="BACKUP_EXISTS"):
        hand_over(old, tmp_path / "full", "新电脑", NOW)
    assert handed_over(old) is None
    with pytest.raises(BaiseError, match="HANDOVER_NAME"):
        hand_over(old, tmp_path / "out", "  ", NOW)


def test_a_plain_backup_is_no_handover(old: Desk, tmp_path: Path) -> None:
    plain = backup(old.store, tmp_path / "backup", NOW)
    with pytest.raises(BaiseError, match="NO_HANDOVER"):
        take_over(plain, tmp_path / "new", NOW)
    for content in ("", "[]", '{"format": 1}'):
        (plain / PAPER).write_text(content)
        with pytest.raises(BaiseError, match="NO_HANDOVER"):
            take_over(plain, tmp_path / "new", NOW)


def test_the_stick_that_it_lies_on_will_do(package: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    (stick / "照片").mkdir(parents=True)
    shutil.copytree(package, stick / "一")
    shutil.copytree(package, stick / "二")
    with pytest.raises(BaiseError, match="HANDOVER_SEVERAL") as caught:
        take_over(stick, tmp_path / "new", NOW)
    assert "一、二" in caught.value.sentence
    shutil.rmtree(stick / "二")
    assert take_over(stick, tmp_path / "new", NOW) == "c.pingguo"
    with pytest.raises(BaiseError, match="HANDOVER_TAKEN"):
        take_over(stick, tmp_path / "other", NOW)


def test_both_going_on_is_flagged_at_the_city(
    old: Desk, city: Desk, april: Path, tmp_path: Path, open_copy: Callable[[Path], Desk]
) -> None:
    """A copy made before the handover goes on beside the new computer: the city sees one number twice."""
    copy = open_copy(old.folder)
    take_over(hand_over(old, tmp_path / "package", "新电脑", NOW), tmp_path / "new", NOW)
    new = open_desk(tmp_path / "new")
    reopen(copy, PLAN, MONTH, "旧电脑上又改", NOW)
    add_contract(copy, NOW, contract_no="HT-9")
    sign_all(copy, NOW)
    rival = exporting.export(copy, PLAN, MONTH, tmp_path / "rival", PASSPHRASE, NOW).path
    may = report_month(new, NOW, tmp_path, "2023-05").path
    close_desk(new)
    outcomes = receiving.merge_files(city, [april, may, rival], NOW)
    assert any(outcome.report and outcome.report.conflicts for outcome in outcomes)
