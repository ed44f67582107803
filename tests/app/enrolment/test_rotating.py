"""A new root of the city."""

import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.enrolment.rebuilding import rebuild
from baise_desktop.app.enrolment.rotating import rotate
from baise_desktop.app.inbox.deciding import decide
from baise_desktop.app.inbox.receipts import make_receipt
from baise_desktop.app.inbox.receiving import list_received, merge_files, verify_file
from baise_desktop.app.keys.trust import require_trust
from baise_desktop.app.mail.letters import open_received
from baise_desktop.app.packs.publishing import publish
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.trust import check_update, read_trust, write_trust
from baise_desktop.store.packages import list_packages, package_file
from tests.app.conftest import NOW
from tests.round_trip import LINGYUN, PASSPHRASE, PLAN, Founded, report_month

LATER = NOW + timedelta(days=1)


@pytest.fixture
def rotated(city: Desk, county: Desk, tmp_path: Path) -> Desk:
    """A city that has received March, accepted it, and taken a new root since."""
    merge_files(city, [report_month(county, NOW, tmp_path, "2023-03").path], NOW)
    decide(city, list_received(city)[0].identity, "accept", PASSPHRASE, NOW)
    make_receipt(city, list_received(city)[0].identity, PASSPHRASE, NOW)
    rotate(city, PASSPHRASE, LATER, "定期更换")
    return city


def new_pack(city: Desk, folder: Path) -> Path:
    return publish(city, PLAN, "", folder / "rotated-pack.asice", PASSPHRASE, LATER).path


def test_units_follow_by_task_pack_and_go_on_with_their_keys(rotated: Desk, county: Desk, tmp_path: Path) -> None:
    setup.open_task_pack(county, new_pack(rotated, tmp_path), None, LATER)
    assert require_trust(county).root == require_trust(rotated).root
    (outcome,) = merge_files(rotated, [report_month(county, LATER, tmp_path, "2023-04").path], LATER)
    assert outcome.error is None
    assert rebuild(rotated, tmp_path / "again", LATER).is_whole


def test_the_file_for_standard_tools_holds_both_roots(rotated: Desk, tmp_path: Path) -> None:
    held = [each.identity for each in list_packages(rotated.store, "submission")]
    for file in (new_pack(rotated, tmp_path), package_file(rotated.store, held[0])):
        assert verify_file(file, rotated.folder / setup.ROOT_FILE, LATER).sound


def test_what_units_held_back_before_still_counts(rotated: Desk, county: Desk, tmp_path: Path) -> None:
    (outcome,) = merge_files(rotated, [report_month(county, NOW, tmp_path, "2023-04").path], LATER)
    assert outcome.error is None


def test_receipts_are_made_anew_under_the_new_root(rotated: Desk, county: Desk, tmp_path: Path) -> None:
    old = list_packages(rotated.store, "receipt")[0]
    setup.open_task_pack(county, new_pack(rotated, tmp_path), None, LATER)
    with pytest.raises(BaiseError, match="TRUST:"):
        open_received(county, package_file(rotated.store, old.identity), None, LATER)
    receipt = make_receipt(rotated, list_received(rotated)[0].identity, PASSPHRASE, LATER)
    (tmp_path / "receipt.asice").write_bytes(receipt.content)
    open_received(county, tmp_path / "receipt.asice", None, LATER)
    assert make_receipt(rotated, list_received(rotated)[0].identity, PASSPHRASE, LATER) == receipt


def test_new_units_are_admitted_under_the_new_root(
    rotated: Desk, fresh: Desk, founded: Founded, tmp_path: Path
) -> None:
    request = founded.folder / "fresh.asice"
    assert setup.admit(rotated, request, founded.fingerprints[LINGYUN], PASSPHRASE, LATER) == LINGYUN
    setup.open_task_pack(fresh, new_pack(rotated, tmp_path), require_trust(rotated).root_fingerprint, LATER)
    assert (fresh.folder / "root.pem").read_bytes().count(b"BEGIN CERTIFICATE") == 2


def test_standard_tools_see_that_the_old_root_vouches(rotated: Desk, tmp_path: Path) -> None:
    trust = require_trust(rotated)
    (former,) = trust.former
    for name, der in (("old", former.root), ("link", former.link), ("new", trust.root)):
        (tmp_path / f"{name}.der").write_bytes(der)
        command = ["openssl", "x509", "-inform", "DER", "-in", str(tmp_path / f"{name}.der"), "-out"]
        subprocess.run([*command, str(tmp_path / f"{name}.pem")], check=True)
    chain = ["openssl", "verify", "-partial_chain", "-CAfile", str(tmp_path / "old.pem"), str(tmp_path / "link.pem")]
    assert subprocess.run(chain, check=True, capture_output=True, text=True).stdout.endswith("OK\n")
    kept = list_packages(rotated.store, "decision")[-1]
    (tmp_path / "roots.pem").write_bytes(setup.root_certificate_pem(rotated))
    assert verify_file(package_file(rotated.store, kept.identity), tmp_path / "roots.pem", LATER).sound


def test_a_root_that_nobody_vouches_for_is_refused(rotated: Desk, county: Desk, founded: Founded) -> None:
    held, trust = require_trust(county), require_trust(rotated)
    check_update(held, trust)
    (former,) = trust.former
    for forged in (
        replace(trust, former=()),
        replace(trust, former=(replace(former, link=trust.root),)),
        replace(trust, former=(replace(former, root=trust.root),)),
    ):
        with pytest.raises(BaiseError, match="ROOT_CHANGED:"):
            check_update(held, read_trust(write_trust(forged)))


def test_it_needs_the_passphrase_and_the_city(city: Desk, county: Desk) -> None:
    before = require_trust(city)
    with pytest.raises(BaiseError, match="PASSPHRASE:"):
        rotate(city, "another passphrase", NOW)
    with pytest.raises(BaiseError, match="ROLE_CITY_ONLY:"):
        rotate(county, PASSPHRASE, NOW)
    assert require_trust(city) == before
