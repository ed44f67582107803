"""The daily backup: one for each day, verified, ten of them, and nothing else touched."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.enrolment.restoring import bring_back
from baise_desktop.app.installation.backup_folder import (
    KEPT,
    back_up_today,
    backup_folder,
    require_backup_place,
    set_backup_folder,
)
from baise_desktop.app.installation.home import open_submission
from baise_desktop.errors import BaiseError
from baise_desktop.store.verify import logical_digest
from tests.app.conftest import NOW
from tests.round_trip import MONTH, PLAN, add_contract

DAY = date(2023, 5, 4)


@pytest.fixture
def desk(county: Desk, tmp_path: Path) -> Desk:
    set_backup_folder(county, tmp_path / "备份", NOW)
    return county


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_without_a_folder_there_is_none(county: Desk) -> None:
    assert backup_folder(county) is None
    assert back_up_today(county, DAY, NOW) is None


def test_it_holds_what_was_there(desk: Desk, tmp_path: Path) -> None:
    open_submission(desk, PLAN, MONTH, NOW)
    add_contract(desk, NOW)
    made = back_up_today(desk, DAY, NOW)
    assert made == tmp_path / "备份" / "c.pingguo-20230504"
    bring_back(made, tmp_path / "restored", NOW)
    again = open_desk(tmp_path / "restored")
    assert logical_digest(again.store) == logical_digest(desk.store)
    close_desk(again)


def test_a_later_one_of_the_day_takes_the_place_of_the_earlier(desk: Desk, tmp_path: Path) -> None:
    first = back_up_today(desk, DAY, NOW)
    open_submission(desk, PLAN, MONTH, NOW)
    add_contract(desk, NOW)
    assert back_up_today(desk, DAY, NOW) == first
    assert names(tmp_path / "备份") == ["c.pingguo-20230504"]


def test_nothing_is_written_when_nothing_was_changed(
    desk: Desk, open_copy: Callable[[Path], Desk], tmp_path: Path
) -> None:
    made = back_up_today(desk, DAY, NOW)
    assert made is not None
    again = open_copy(desk.folder)
    assert back_up_today(again, DAY, NOW) is None
    assert back_up_today(again, DAY + timedelta(1), NOW) is not None


def test_the_last_ten_stay_and_what_is_not_ours_does(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "备份"
    folder.mkdir()
    (folder / "c.pingguo-20200101").mkdir()
    (folder / "c.pingguo-20200101" / "照片.jpg").touch()
    (folder / "说明.txt").touch()
    for number in range(KEPT + 2):
        back_up_today(desk, DAY + timedelta(number), NOW)
    kept = names(folder)
    assert {"c.pingguo-20200101", "说明.txt"} <= set(kept)
    assert len(kept) == KEPT + 2
    assert "c.pingguo-20230504" not in kept
    assert "c.pingguo-20230506" in kept


def test_what_fails_leaves_the_earlier_one(desk: Desk, tmp_path: Path) -> None:
    back_up_today(desk, DAY, NOW)
    package = next(path for path in (desk.folder / "packages").iterdir())
    package.chmod(0o600)
    package.write_bytes(b"spoilt")
    open_submission(desk, PLAN, MONTH, NOW)
    with pytest.raises(BaiseError, match="BACKUP_FAILED"):
        back_up_today(desk, DAY, NOW)
    assert names(tmp_path / "备份") == ["c.pingguo-20230504"]


def test_places_that_are_none(county: Desk, tmp_path: Path) -> None:
    with pytest.raises(BaiseError, match="BACKUP_INSIDE"):
        set_backup_folder(county, county.folder / "backup", NOW)
    with pytest.raises(BaiseError, match=r"BACKUP_PLACE.*同步"):
        require_backup_place(tmp_path / "OneDrive" / "backup", county.folder)
    assert backup_folder(county) is None
