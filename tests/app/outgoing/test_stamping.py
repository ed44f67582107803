"""A stamped report and the kept picture: who may, when, and what the picture is worth without that."""

import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from baise_desktop.app.checks.sign_off import reopen
from baise_desktop.app.desk import Desk
from baise_desktop.app.installation.handover import hand_over
from baise_desktop.app.outgoing import exporting
from baise_desktop.app.outgoing.stamping import (
    drop_seal,
    keep_seal,
    kept_seal,
    open_kept_seal,
    read_seal,
    stamp_submission,
)
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.paper import inspect_paper
from baise_desktop.store.backup import backup
from baise_desktop.store.packages import list_packages
from tests.app.conftest import NOW
from tests.report.seal_pictures import ring, saved
from tests.round_trip import MONTH, PASSPHRASE, PLAN, fill_month, sign_all


@pytest.fixture
def image(tmp_path: Path) -> Path:
    file = tmp_path / "章.png"
    file.write_bytes(saved(ring()))
    return file


@pytest.fixture
def signed(county: Desk) -> Desk:
    """All three have signed; nothing has left."""
    fill_month(county, NOW)
    sign_all(county, NOW)
    return county


def test_nothing_is_stamped_before_the_head_has_signed(county: Desk, image: Path) -> None:
    fill_month(county, NOW)
    with pytest.raises(BaiseError, match="SEAL_EARLY"):
        stamp_submission(county, PLAN, MONTH, PASSPHRASE, NOW, read_seal(image))
    assert list_packages(county.store, "submission") == ()


def test_nor_once_it_is_opened_again(signed: Desk) -> None:
    stamp_submission(signed, PLAN, MONTH, PASSPHRASE, NOW)
    reopen(signed, PLAN, MONTH, "漏报一项合同", NOW)
    with pytest.raises(BaiseError, match="SEAL_EARLY"):
        stamp_submission(signed, PLAN, MONTH, PASSPHRASE, NOW)


def test_the_city_stamps_nothing(city: Desk, image: Path) -> None:
    with pytest.raises(BaiseError, match="ROLE_UNIT_ONLY"):
        stamp_submission(city, PLAN, MONTH, PASSPHRASE, NOW)
    with pytest.raises(BaiseError, match="ROLE_UNIT_ONLY"):
        keep_seal(city, image, 42, NOW)


def test_a_wrong_passphrase_stamps_and_seals_nothing(signed: Desk) -> None:
    with pytest.raises(BaiseError, match="PASSPHRASE:"):
        stamp_submission(signed, PLAN, MONTH, "another passphrase", NOW)
    assert list_packages(signed.store, "submission") == ()


def test_an_expired_certificate_stamps_nothing(signed: Desk) -> None:
    with pytest.raises(BaiseError, match="OWN_CERTIFICATE_OVER"):
        stamp_submission(signed, PLAN, MONTH, PASSPHRASE, NOW + timedelta(days=9999))


def test_who_handed_over_stamps_nothing(signed: Desk, tmp_path: Path, image: Path) -> None:
    hand_over(signed, tmp_path / "over", "新电脑", NOW)
    with pytest.raises(BaiseError, match="HANDED_OVER"):
        stamp_submission(signed, PLAN, MONTH, PASSPHRASE, NOW)
    with pytest.raises(BaiseError, match="HANDED_OVER"):
        keep_seal(signed, image, 42, NOW)


def test_what_is_stamped_belongs_to_the_package_that_leaves(signed: Desk, tmp_path: Path, image: Path) -> None:
    pdf = stamp_submission(signed, PLAN, MONTH, PASSPHRASE, NOW, read_seal(image))
    sent = exporting.export(signed, PLAN, MONTH, tmp_path / "stick", "", NOW)
    told = inspect_paper(pdf, None, NOW)
    assert told.intact.holds
    assert (told.unit, told.plan, told.period, told.version) == ("c.pingguo", PLAN, MONTH, sent.version)
    assert told.content == sent.content


def test_same_version_same_moment_same_bytes(signed: Desk, image: Path) -> None:
    seal = read_seal(image)
    one, other = (stamp_submission(signed, PLAN, MONTH, PASSPHRASE, NOW, seal) for _ in range(2))
    assert one == other


def test_the_kept_picture_is_ready_and_for_its_owner_alone(signed: Desk, image: Path) -> None:
    kept = keep_seal(signed, image, 40, NOW)
    assert kept.path.is_relative_to(signed.folder)
    if os.name == "posix":
        assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600
    assert kept_seal(signed) == kept
    seal = open_kept_seal(signed)
    assert (seal.diameter, seal.image) == (40, read_seal(image).image)
    assert inspect_paper(stamp_submission(signed, PLAN, MONTH, PASSPHRASE, NOW, seal), None, NOW).intact.holds


def test_a_picture_put_there_by_hand_is_not_taken(signed: Desk, image: Path) -> None:
    kept = keep_seal(signed, image, 42, NOW)
    kept.path.write_bytes(saved(ring(600)))
    assert kept_seal(signed) is None
    with pytest.raises(BaiseError, match="SEAL_NONE"):
        open_kept_seal(signed)


def test_a_dropped_picture_is_gone(signed: Desk, image: Path) -> None:
    path = keep_seal(signed, image, 42, NOW).path
    assert drop_seal(signed, NOW)
    assert not drop_seal(signed, NOW)
    assert not path.exists()
    with pytest.raises(BaiseError, match="SEAL_NONE"):
        open_kept_seal(signed)


def test_no_backup_takes_the_picture_along(signed: Desk, tmp_path: Path, image: Path) -> None:
    keep_seal(signed, image, 42, NOW)
    out = backup(signed.store, tmp_path / "backup", NOW)
    assert not [file for file in Path(out).rglob("*") if file.suffix == ".png"]


@pytest.mark.parametrize("diameter", [0, 19, 46, 400])
def test_a_seal_larger_than_a_county_bureau_may_have_is_refused(image: Path, diameter: int) -> None:
    with pytest.raises(BaiseError, match="SEAL_SIZE"):
        read_seal(image, diameter)


def test_a_missing_picture(tmp_path: Path) -> None:
    with pytest.raises(BaiseError, match="FILE_UNREADABLE"):
        read_seal(tmp_path / "none.png")
    (tmp_path / "text.png").write_text("text")
    with pytest.raises(BaiseError, match="SEAL_IMAGE"):
        read_seal(tmp_path / "text.png")
