"""A second key, a second computer, a restored backup: what the city sees of each."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk, open_desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.enrolment.catching_up import catch_up
from baise_desktop.app.enrolment.rebuilding import rebuild
from baise_desktop.app.enrolment.renewing import ask_again, own_certificate
from baise_desktop.app.enrolment.restoring import bring_back
from baise_desktop.app.inbox.receipts import make_receipt
from baise_desktop.app.inbox.receiving import list_received, merge_files
from baise_desktop.app.inbox.resolving import list_conflicts
from baise_desktop.app.inbox.revoking import revoke
from baise_desktop.app.keys.own_keys import unit_signer
from baise_desktop.app.packs.publishing import publish
from baise_desktop.errors import BaiseError
from baise_desktop.signing.certificates import fingerprint
from baise_desktop.store.backup import backup, restore
from baise_desktop.store.office import read_office
from baise_desktop.store.queries import read_standings
from tests.app.conftest import NOW
from tests.round_trip import PASSPHRASE, PINGGUO, PLAN, Founded, report_month

LATER = NOW + timedelta(days=1)
OTHER = "另一个口令短语 2023"
Reopen = Callable[[Path], Desk]


def admit_and_tell(city: Desk, unit: Desk, request: Path, mark: str, folder: Path) -> None:
    """The city admits a key and publishes; the unit opens the pack."""
    setup.admit(city, request, mark, PASSPHRASE, LATER)
    pack = publish(city, PLAN, "", folder / "new-pack.asice", PASSPHRASE, LATER).path
    setup.open_task_pack(unit, pack, None, LATER)


def test_a_new_key_takes_over_when_the_city_has_admitted_it(city: Desk, county: Desk, tmp_path: Path) -> None:
    merge_files(city, [report_month(county, NOW, tmp_path, "2023-03").path], NOW)
    old = own_certificate(county).fingerprint
    mark = ask_again(county, tmp_path / "again.asice", OTHER, NOW)
    assert own_certificate(county).pending == mark
    assert fingerprint(unit_signer(county, PASSPHRASE).certificate) == old
    admit_and_tell(city, county, tmp_path / "again.asice", mark, tmp_path)
    assert (own_certificate(county).fingerprint, own_certificate(county).pending) == (mark, "")
    with pytest.raises(BaiseError, match="PASSPHRASE:"):
        unit_signer(county, PASSPHRASE)
    assert fingerprint(unit_signer(county, OTHER).certificate) == mark
    assert read_office(county.store).epoch == 1


def test_a_forgotten_passphrase_costs_a_request_and_nothing_else(city: Desk, county: Desk, tmp_path: Path) -> None:
    merge_files(city, [report_month(county, NOW, tmp_path, "2023-03").path], NOW)
    mark = ask_again(county, tmp_path / "again.asice", PASSPHRASE, NOW)
    revoke(city, PINGGUO, PASSPHRASE, LATER, reason="口令遗失")
    admit_and_tell(city, county, tmp_path / "again.asice", mark, tmp_path)
    (outcome,) = merge_files(city, [report_month(county, LATER, tmp_path, "2023-04").path], LATER)
    assert outcome.error is None
    assert [package.counts for package in list_received(city)] == [True, True]
    assert len({each.package.certificate for each in read_standings(city.store).by_identity.values()}) == 2
    assert rebuild(city, tmp_path / "rebuilt", LATER).is_whole


def test_another_computer_is_another_epoch_and_no_fork(
    city: Desk, county: Desk, founded: Founded, tmp_path: Path, open_copy: Reopen
) -> None:
    merge_files(city, [report_month(county, NOW, tmp_path, "2023-03").path], NOW)
    mark = setup.create_unit(tmp_path / "second", PINGGUO, tmp_path / "second.asice", PASSPHRASE, NOW)
    setup.admit(city, tmp_path / "second.asice", mark, PASSPHRASE, LATER)
    pack = publish(city, PLAN, "", tmp_path / "new-pack.asice", PASSPHRASE, LATER).path
    second = open_copy(tmp_path / "second")
    setup.open_task_pack(second, pack, founded.root_fingerprint, LATER)
    assert read_office(second.store).epoch == 2
    merge_files(city, [report_month(second, LATER, tmp_path, "2023-04").path], LATER)
    assert read_standings(city.store).conflicts == ()
    assert [package.counts for package in list_received(city)] == [True, True]


def restored_copy(county: Desk, folder: Path, *, announced: bool) -> Desk:
    """What comes back from a backup that was made before April left."""
    if announced:
        bring_back(folder / "backup", folder / "back", NOW)
    else:
        restore(folder / "backup", folder / "back", county.store.database_folder, NOW).close()
    return open_desk(folder / "back")


@pytest.fixture
def sent(city: Desk, county: Desk, tmp_path: Path) -> Path:
    """April left after the backup was made; its receipt."""
    backup(county.store, tmp_path / "backup", NOW)
    merge_files(city, [report_month(county, NOW, tmp_path).path], NOW)
    receipt = make_receipt(city, list_received(city)[0].identity, PASSPHRASE, NOW)
    (tmp_path / "receipt.asice").write_bytes(receipt.content)
    shutil.rmtree(tmp_path / "sent", ignore_errors=True)
    return tmp_path / "receipt.asice"


@pytest.mark.parametrize("announced", [True, False])
def test_a_restore_is_a_new_epoch_and_the_receipt_tells_the_version(
    city: Desk, county: Desk, sent: Path, tmp_path: Path, announced: bool
) -> None:
    back = restored_copy(county, tmp_path, announced=announced)
    out = tmp_path / "out"
    out.mkdir()
    try:
        if announced:
            assert catch_up(back, sent, LATER).is_new
            assert not catch_up(back, sent, LATER).is_new
        else:
            with pytest.raises(BaiseError, match="NOT_RESTORED:"):
                catch_up(back, sent, LATER)
        made = report_month(back, LATER, out)
    finally:
        back.store.close()
    merge_files(city, [made.path], LATER)
    states = [(package.version, package.counts) for package in list_received(city)]
    if announced:
        assert (list_conflicts(city), states) == ((), [(1, True), (2, True)])
        assert [each.version for each in read_standings(city.store).counted(accepted_only=False)] == [2]
    else:
        assert {conflict.kind for conflict in list_conflicts(city)} == {"seq", "version"}
        assert states == [(1, False), (1, False)]
