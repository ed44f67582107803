from datetime import timedelta

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.enrolment.admission import list_admissions
from baise_desktop.errors import BaiseError
from tests.app.conftest import NOW
from tests.round_trip import LINGYUN, PASSPHRASE, PINGGUO, Founded


def test_officer_reads_whom_the_city_admitted(city: Desk, founded: Founded) -> None:
    setup.admit(city, founded.folder / "fresh.asice", founded.fingerprints[LINGYUN], PASSPHRASE, NOW)
    told = list_admissions(city)
    assert told.root_fingerprint == founded.root_fingerprint
    assert [(unit.unit, unit.unit_name, unit.fingerprint) for unit in told.units] == [
        (PINGGUO, "平果市", founded.fingerprints[PINGGUO]),
        (LINGYUN, "凌云县", founded.fingerprints[LINGYUN]),
    ]
    assert all(unit.valid_until > NOW + timedelta(days=365) for unit in told.units)


def test_only_the_city_admits(county: Desk) -> None:
    with pytest.raises(BaiseError, match="ROLE_CITY_ONLY"):
        list_admissions(county)
