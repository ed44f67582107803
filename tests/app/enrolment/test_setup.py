from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.enrolment.admission import list_admissions
from baise_desktop.app.packs.opening import held_version
from baise_desktop.app.packs.publishing import publish
from baise_desktop.errors import BaiseError
from baise_desktop.store.obligations import list_obligations
from baise_desktop.store.packages import list_packages, package_file
from tests.app.conftest import NOW
from tests.round_trip import LINGYUN, PASSPHRASE, PINGGUO, PLAN, Founded

LATER = NOW + timedelta(days=1)


# --- an installation is there whole, or not at all ----------------------------------------------------------------


def test_keys_are_for_their_owner_alone(founded: Founded) -> None:
    keys = sorted((founded.folder / "city" / "keys").iterdir())
    assert [key.name for key in keys if not key.name.startswith("age-")] == ["city.p12", "root.p12"]
    assert {key.stat().st_mode & 0o777 for key in keys} == {0o600}


def test_short_passphrase_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(BaiseError, match="PASSPHRASE_SHORT"):
        setup.create_city(tmp_path / "city", "1234567", NOW)
    with pytest.raises(BaiseError, match="PASSPHRASE_SHORT"):
        setup.create_unit(tmp_path / "unit", PINGGUO, tmp_path / "request.asice", "1234567", NOW)
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(BaiseError, match="FOLDER_NOT_EMPTY"):
        setup.create_city(tmp_path, PASSPHRASE, NOW)
    with pytest.raises(BaiseError, match="OUT_FOLDER"):
        setup.create_city(tmp_path / "letter.txt", PASSPHRASE, NOW)
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def test_request_may_lie_in_the_new_folder(tmp_path: Path) -> None:
    setup.create_unit(tmp_path / "unit", PINGGUO, tmp_path / "unit" / "request.asice", PASSPHRASE, NOW)
    assert {"request.asice", "baise.sqlite3", "keys"} <= {path.name for path in (tmp_path / "unit").iterdir()}


def test_unit_whose_request_cannot_be_written_can_start_again(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BaiseError, match="OUT_FOLDER"):
        setup.create_unit(tmp_path / "unit", PINGGUO, tmp_path / "file" / "request.asice", PASSPHRASE, NOW)
    assert not (tmp_path / "unit").exists()
    setup.create_unit(tmp_path / "unit", PINGGUO, tmp_path / "request.asice", PASSPHRASE, NOW)


@pytest.mark.parametrize(
    ("unit", "code"), [("c.nowhere", "UNIT_UNKNOWN"), ("city.baise", "UNIT_NOT_REPORTER"), ("", "UNIT_UNKNOWN")]
)
def test_only_reporting_units_begin(tmp_path: Path, unit: str, code: str) -> None:
    with pytest.raises(BaiseError, match=code):
        setup.create_unit(tmp_path / "unit", unit, tmp_path / "request.asice", PASSPHRASE, NOW)
    assert list(tmp_path.iterdir()) == []


def test_unit_is_found_by_its_name(tmp_path: Path) -> None:
    setup.create_unit(tmp_path / "unit", "凌云县", tmp_path / "request.asice", PASSPHRASE, NOW)
    desk = open_desk(tmp_path / "unit")
    assert desk.office.unit == LINGYUN
    close_desk(desk)


# --- admission ----------------------------------------------------------------------------------------------------


def test_admission_needs_the_fingerprint_read_on_the_telephone(city: Desk, founded: Founded) -> None:
    request = founded.folder / "fresh.asice"
    with pytest.raises(BaiseError, match="FINGERPRINT:"):
        setup.admit(city, request, founded.fingerprints[PINGGUO], PASSPHRASE, NOW)
    assert [unit.unit for unit in list_admissions(city).units] == [PINGGUO]
    assert setup.admit(city, request, founded.fingerprints[LINGYUN], PASSPHRASE, NOW) == LINGYUN
    assert [unit.unit for unit in list_admissions(city).units] == [PINGGUO, LINGYUN]


def test_admitting_twice_is_admitting_once(city: Desk, founded: Founded) -> None:
    before = list_admissions(city)
    setup.admit(city, founded.folder / "request.asice", founded.fingerprints[PINGGUO], PASSPHRASE, LATER)
    assert list_admissions(city) == before


def test_request_that_was_admitted_is_kept(city: Desk, founded: Founded) -> None:
    (kept,) = list_packages(city.store, "enrolment")
    assert kept.unit == PINGGUO
    assert package_file(city.store, kept.identity).read_bytes() == (founded.folder / "request.asice").read_bytes()


def test_admission_needs_the_citys_passphrase_and_desk(city: Desk, county: Desk, founded: Founded) -> None:
    asked = (founded.folder / "fresh.asice", founded.fingerprints[LINGYUN])
    with pytest.raises(BaiseError, match="PASSPHRASE"):
        setup.admit(city, *asked, "not the passphrase", NOW)
    with pytest.raises(BaiseError, match="ROLE_CITY_ONLY"):
        setup.admit(county, *asked, PASSPHRASE, NOW)


# --- task packs ---------------------------------------------------------------------------------------------------


def test_each_task_pack_has_the_next_number_and_is_kept(city: Desk, tmp_path: Path, founded: Founded) -> None:
    again = publish(city, PLAN, "", tmp_path / "again.asice", PASSPHRASE, LATER).path
    sent = list_packages(city.store, "task-pack")
    assert [package.direction for package in sent] == ["out", "out"]
    files = [package_file(city.store, package.identity).read_bytes() for package in sent]
    assert files == [(founded.folder / "pack.asice").read_bytes(), again.read_bytes()]


def test_task_pack_of_an_unknown_plan(city: Desk, tmp_path: Path) -> None:
    with pytest.raises(BaiseError, match="PLAN_UNKNOWN"):
        publish(city, "p9", "", tmp_path / "pack.asice", PASSPHRASE, NOW)
    assert not (tmp_path / "pack.asice").exists()


def test_first_task_pack_needs_the_roots_fingerprint(fresh: Desk, founded: Founded) -> None:
    pack = founded.folder / "pack.asice"
    with pytest.raises(BaiseError, match="FINGERPRINT_NEEDED"):
        setup.open_task_pack(fresh, pack, None, NOW)
    with pytest.raises(BaiseError, match="FINGERPRINT:"):
        setup.open_task_pack(fresh, pack, founded.fingerprints[PINGGUO], NOW)
    assert list_obligations(fresh.store) == ()
    count = setup.open_task_pack(fresh, pack, founded.root_fingerprint, NOW).count
    mine = list_obligations(fresh.store)
    assert count == len(mine) > 0
    assert {owed.unit for owed in mine} == {LINGYUN}
    assert held_version(fresh, PLAN) == 1


def test_newer_pack_needs_no_fingerprint_and_an_older_one_is_refused(
    city: Desk, county: Desk, founded: Founded, tmp_path: Path
) -> None:
    newer = publish(city, PLAN, "", tmp_path / "newer.asice", PASSPHRASE, LATER).path
    assert setup.open_task_pack(county, newer, None, LATER).count > 0
    assert held_version(county, PLAN) == 2
    with pytest.raises(BaiseError):
        setup.open_task_pack(county, founded.folder / "pack.asice", None, LATER)
    assert held_version(county, PLAN) == 2


def test_another_citys_pack_is_refused(
    county: Desk, founded: Founded, tmp_path: Path, open_copy: Callable[[Path], Desk]
) -> None:
    root = setup.create_city(tmp_path / "other", PASSPHRASE, NOW)
    other = open_copy(tmp_path / "other")
    pack = publish(other, PLAN, "", tmp_path / "other.asice", PASSPHRASE, NOW).path
    with pytest.raises(BaiseError):
        setup.open_task_pack(county, pack, root, NOW)
    assert held_version(county, PLAN) == 1


def test_city_opens_no_task_pack(city: Desk, founded: Founded) -> None:
    with pytest.raises(BaiseError, match="ROLE_UNIT_ONLY"):
        setup.open_task_pack(city, founded.folder / "pack.asice", founded.root_fingerprint, NOW)


def test_root_certificate_is_one_that_standard_tools_read(city: Desk) -> None:
    from cryptography.x509 import load_pem_x509_certificate

    certificate = load_pem_x509_certificate(setup.root_certificate_pem(city))
    assert certificate.issuer == certificate.subject
