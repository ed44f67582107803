from pathlib import Path

import pytest

from baise_desktop.app.desk import (
    Desk,
    close_desk,
    find_unit,
    load_forms,
    open_desk,
    require_plan,
    require_role,
)
from baise_desktop.app.enrolment.restoring import bring_back
from baise_desktop.errors import BaiseError
from baise_desktop.store.backup import backup
from baise_desktop.store.verify import find_damage, logical_digest
from tests.app.conftest import NOW
from tests.round_trip import PINGGUO, PLAN


@pytest.mark.parametrize("text", ["c.pingguo", "451082", "平果市"])
def test_unit_is_found_by_id_code_and_name(text: str) -> None:
    assert find_unit(load_forms(), text).id == PINGGUO


@pytest.mark.parametrize("text", ["", "平果", "c.", "C.PINGGUO"])
def test_unit_is_not_guessed(text: str) -> None:
    with pytest.raises(BaiseError, match="UNIT_UNKNOWN"):
        find_unit(load_forms(), text)


def test_each_office_keeps_to_its_own_acts(city: Desk, county: Desk) -> None:
    require_role(city, "city")
    require_role(county, "unit")
    with pytest.raises(BaiseError, match="ROLE_UNIT_ONLY"):
        require_role(city, "unit")
    with pytest.raises(BaiseError, match=r"ROLE_CITY_ONLY.*平果市"):
        require_role(county, "city")


def test_unknown_plan_is_refused_with_those_there_are(county: Desk) -> None:
    assert require_plan(county, PLAN).id == PLAN
    with pytest.raises(BaiseError, match=r"PLAN_UNKNOWN.*p1、p2"):
        require_plan(county, "p3")


def test_desk_knows_whose_it_is(county: Desk) -> None:
    assert (county.office.role, county.unit.name) == ("unit", "平果市")
    assert (county.keys / "unit.p12").is_file()


def test_folder_without_a_store(tmp_path: Path) -> None:
    with pytest.raises(BaiseError, match="STORE_MISSING"):
        open_desk(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_backup_comes_back_as_it_was(county: Desk, tmp_path: Path) -> None:
    backup(county.store, tmp_path / "backup", NOW)
    bring_back(tmp_path / "backup", tmp_path / "again", NOW)
    again = open_desk(tmp_path / "again")
    assert logical_digest(again.store) == logical_digest(county.store)
    assert find_damage(again.store) == ()
    close_desk(again)
    with pytest.raises(BaiseError, match="STORE_EXISTS"):
        bring_back(tmp_path / "backup", tmp_path / "again", NOW)
