import shutil

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.keys.own_keys import unit_signer
from baise_desktop.app.keys.trust import (
    MINIMUM_PASSPHRASE,
    city_signer,
    held_trust,
    open_root,
    require_passphrase,
    require_trust,
)
from baise_desktop.errors import BaiseError
from baise_desktop.signing.certificates import fingerprint
from tests.app.conftest import NOW
from tests.round_trip import PASSPHRASE, PINGGUO, Founded


def test_passphrase_has_a_least_length() -> None:
    assert require_passphrase("口" * MINIMUM_PASSPHRASE)
    with pytest.raises(BaiseError, match="PASSPHRASE_SHORT"):
        require_passphrase("口" * (MINIMUM_PASSPHRASE - 1))


def test_unit_believes_nobody_before_its_first_task_pack(fresh: Desk) -> None:
    assert held_trust(fresh) is None
    with pytest.raises(BaiseError, match="NO_TASK_PACK"):
        require_trust(fresh)
    with pytest.raises(BaiseError, match="NO_TASK_PACK"):
        unit_signer(fresh, PASSPHRASE)


def test_unit_signs_under_the_certificate_that_the_city_issued(county: Desk, founded: Founded) -> None:
    signer = unit_signer(county, PASSPHRASE)
    listed = require_trust(county).current(PINGGUO)
    assert listed is not None
    assert signer.certificate == listed.certificate
    assert fingerprint(signer.certificate) == founded.fingerprints[PINGGUO]


def test_unit_that_was_not_admitted_cannot_sign(fresh: Desk, founded: Founded) -> None:
    setup.open_task_pack(fresh, founded.folder / "pack.asice", founded.root_fingerprint, NOW)
    with pytest.raises(BaiseError, match=r"NO_CERTIFICATE.*凌云县"):
        unit_signer(fresh, PASSPHRASE)


def test_keys_open_to_their_passphrase_alone(county: Desk, city: Desk) -> None:
    with pytest.raises(BaiseError, match="PASSPHRASE:"):
        unit_signer(county, PASSPHRASE + "!")
    with pytest.raises(BaiseError, match="PASSPHRASE:"):
        city_signer(city, "", NOW)
    with pytest.raises(BaiseError, match="PASSPHRASE:"):
        open_root(city, "")


def test_lost_key(county: Desk) -> None:
    (county.keys / "unit.p12").unlink()
    with pytest.raises(BaiseError, match=r"NO_KEY.*unit\.p12"):
        unit_signer(county, PASSPHRASE)


def test_another_units_key(county: Desk, fresh: Desk) -> None:
    shutil.copy(fresh.keys / "unit.p12", county.keys / "unit.p12")
    with pytest.raises(BaiseError, match="KEY_MISMATCH"):
        unit_signer(county, PASSPHRASE)


def test_city_signs_with_another_key_than_the_root(city: Desk) -> None:
    trust = require_trust(city)
    assert city_signer(city, PASSPHRASE, NOW).certificate != trust.root
    assert open_root(city, PASSPHRASE).certificate == trust.root
