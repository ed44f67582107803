"""Packages encrypted to the city: merged as the packages they are, refused as one, and nothing left behind."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.enrolment.rebuilding import rebuild
from baise_desktop.app.enrolment.rotating import rotate
from baise_desktop.app.inbox.receiving import Outcome, merge_files, preview, verify_file
from baise_desktop.app.keys.encryption import Opener, city_keys, city_mark
from baise_desktop.app.keys.trust import require_trust, trust_setting
from baise_desktop.app.outgoing import exporting
from baise_desktop.app.outgoing.mail_draft import set_mail_terms
from baise_desktop.app.outgoing.outbox import send_again
from baise_desktop.app.packs.publishing import publish
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.parts import split
from baise_desktop.exchange.trust import check_update, read_trust, write_trust
from baise_desktop.signing.encryption import encrypt
from baise_desktop.store.logical_state import logical_digest
from baise_desktop.store.settings import put_settings
from tests.app.conftest import NOW
from tests.round_trip import MONTH, PASSPHRASE, PLAN, Founded, fill_month, report_month, sign_all

LATER = NOW + timedelta(days=1)


@pytest.fixture
def sealed(county: Desk, tmp_path: Path) -> exporting.Exported:
    """April, encrypted to the city."""
    fill_month(county, NOW)
    sign_all(county, NOW)
    return exporting.export(county, PLAN, MONTH, tmp_path / "stick", PASSPHRASE, NOW, encrypted=True)


def code(outcome: Outcome) -> str:
    return outcome.error.code if outcome.error else ""


def files_of(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}


def test_invariant_18_decrypting_what_was_encrypted_merges_as_the_package_itself(
    city: Desk, county: Desk, sealed: exporting.Exported, tmp_path: Path
) -> None:
    assert sealed.path.name == f"c.pingguo_p2_{MONTH}_v1.asice.age"
    plain = send_again(county, sealed.identity, tmp_path / "plain", NOW).path
    shutil.copytree(city.folder, tmp_path / "twin")
    twin = open_desk(tmp_path / "twin")
    (by_plain,) = merge_files(twin, [plain], NOW)
    (by_sealed,) = merge_files(city, [sealed.path], NOW, passphrase=PASSPHRASE)
    assert (code(by_plain), code(by_sealed)) == ("", "")
    assert by_plain.report == by_sealed.report
    assert logical_digest(city.store) == logical_digest(twin.store)
    close_desk(twin)
    kept = city.store.packages / f"{sealed.identity}.asice"
    assert kept.read_bytes() == plain.read_bytes()
    assert rebuild(city, tmp_path / "again", NOW).is_whole


def test_d089_encrypted_again_it_is_the_same_package(
    city: Desk, county: Desk, sealed: exporting.Exported, tmp_path: Path
) -> None:
    plain = send_again(county, sealed.identity, tmp_path, NOW).path
    again = tmp_path / "renamed.age"
    again.write_bytes(encrypt(plain.read_bytes(), require_trust(city).recipient))
    merge_files(city, [sealed.path], NOW, passphrase=PASSPHRASE)
    before = logical_digest(city.store)
    outcomes = merge_files(city, [plain, again, sealed.path], NOW, passphrase=PASSPHRASE)
    assert all(outcome.report is not None and outcome.report.already for outcome in outcomes)
    assert logical_digest(city.store) == before


def test_exported_twice_it_is_one_file(county: Desk, sealed: exporting.Exported) -> None:
    again = exporting.export(county, PLAN, MONTH, sealed.path.parent, "", LATER, encrypted=True)
    assert (again.path, again.fresh) == (sealed.path, False)
    kept = county.store.packages / f"{sealed.identity}.asice.age"
    kept.write_bytes(b"damaged on the disk")
    mended = send_again(county, sealed.identity, sealed.path.parent, LATER, encrypted=True)
    assert mended.fresh
    assert mended.path.name.endswith("v1-2.asice.age")


def test_without_a_passphrase_or_with_a_wrong_one_only_that_file_is_refused(
    city: Desk, county: Desk, sealed: exporting.Exported, tmp_path: Path
) -> None:
    other = report_month(county, NOW, tmp_path, "2023-05").path
    before = logical_digest(city.store)
    for passphrase, expected in (("", "ENCRYPTED"), ("wrong passphrase", "PASSPHRASE")):
        assert [code(each) for each in preview(city, [sealed.path, other], NOW, passphrase)] == [expected, ""]
    assert logical_digest(city.store) == before
    outcomes = merge_files(city, [sealed.path, other], NOW)
    assert [code(each) for each in outcomes] == ["ENCRYPTED", ""]


def test_r0_a_damaged_file_changes_nothing_and_the_next_good_one_merges(
    city: Desk, sealed: exporting.Exported, tmp_path: Path
) -> None:
    data = bytearray(sealed.path.read_bytes())
    data[-100] ^= 1
    bad = tmp_path / "bad.asice.age"
    bad.write_bytes(data)
    before, files = logical_digest(city.store), files_of(city.folder)
    outcomes = preview(city, [bad, sealed.path], NOW, PASSPHRASE)
    assert [code(each) for each in outcomes] == ["DECRYPT", ""]
    assert code(merge_files(city, [bad], NOW, passphrase=PASSPHRASE)[0]) == "DECRYPT"
    assert (logical_digest(city.store), files_of(city.folder)) == (before, files)
    assert bad.read_bytes() == bytes(data)
    assert code(merge_files(city, [sealed.path], NOW, passphrase=PASSPHRASE)[0]) == ""


def test_r0_what_is_inside_is_as_strictly_read_as_ever(city: Desk, tmp_path: Path) -> None:
    recipient = require_trust(city).recipient
    for number, (inside, expected) in enumerate(((b"", "NOT_PACKAGE"), (b"PK\3\4 no package", "FRAME"))):
        file = tmp_path / f"{number}.asice.age"
        file.write_bytes(encrypt(inside, recipient))
        assert code(preview(city, [file], NOW, PASSPHRASE)[0]) == expected
    nested = tmp_path / "twice.asice.age"
    nested.write_bytes(encrypt(encrypt(b"PK", recipient), recipient))
    assert code(preview(city, [nested], NOW, PASSPHRASE)[0]) == "NOT_PACKAGE"


def test_c084_a_package_for_another_city_is_named(city: Desk, sealed: exporting.Exported, tmp_path: Path) -> None:
    setup.create_city(tmp_path / "elsewhere", PASSPHRASE, NOW)
    elsewhere = open_desk(tmp_path / "elsewhere")
    (outcome,) = preview(elsewhere, [sealed.path], NOW, PASSPHRASE)
    assert code(outcome) == "RECIPIENT"
    assert city_mark(city) in outcome.sentence
    assert city_mark(elsewhere) in outcome.sentence
    close_desk(elsewhere)


def test_slices_of_an_encrypted_package_are_joined_first(
    city: Desk, county: Desk, sealed: exporting.Exported, tmp_path: Path
) -> None:
    content = sealed.path.read_bytes()
    pieces = split(sealed.path.name, content, len(content) // 2)
    for piece in pieces:
        (tmp_path / piece.name).write_bytes(piece.content)
    (outcome,) = merge_files(city, [tmp_path / pieces[0].name], NOW, passphrase=PASSPHRASE)
    assert code(outcome) == ""
    assert len(outcome.parts) == len(pieces)
    assert verify_file(tmp_path / pieces[0].name, None, NOW, Opener(city, PASSPHRASE)).inspection.valid.holds


def test_it_leaves_by_mail_as_well(city: Desk, county: Desk, sealed: exporting.Exported, tmp_path: Path) -> None:
    set_mail_terms(county, "kjj@baise.invalid", "", NOW)
    mail = exporting.export_mail(county, PLAN, MONTH, tmp_path, "", NOW, encrypted=True)
    (draft,) = mail.drafts
    assert draft.name == f"c.pingguo_p2_{MONTH}_v1.eml"
    assert b".asice.age" in draft.read_bytes()


def test_a_killed_program_leaves_no_plain_text(
    city: Desk, sealed: exporting.Exported, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("baise_desktop.app.keys.encryption._IN_MEMORY", 1)
    files, seen = files_of(city.folder), []

    def look(*_: object) -> None:
        seen.append(files_of(city.folder))
        raise KeyboardInterrupt

    monkeypatch.setattr("baise_desktop.app.inbox.unsealing.unseal", look)
    with pytest.raises(KeyboardInterrupt):
        merge_files(city, [sealed.path], NOW, passphrase=PASSPHRASE)
    # While it is open it has no name that could be left behind.
    assert seen == [files]
    assert files_of(city.folder) == files


def test_large_ones_go_by_the_disk(city: Desk, sealed: exporting.Exported, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baise_desktop.app.keys.encryption._IN_MEMORY", 1)
    monkeypatch.setattr("baise_desktop.exchange.package_source._HELD", 1)
    (outcome,) = merge_files(city, [sealed.path], NOW, passphrase=PASSPHRASE)
    assert code(outcome) == ""
    assert (city.store.packages / f"{sealed.identity}.asice").is_file()


def test_after_a_rotation_old_files_still_open_and_new_ones_are_for_the_new_key(
    city: Desk, county: Desk, sealed: exporting.Exported, tmp_path: Path
) -> None:
    old = city_mark(city)
    rotate(city, PASSPHRASE, LATER)
    assert city_mark(city) != old
    assert len(city_keys(city, PASSPHRASE)) == 2
    assert code(preview(city, [sealed.path], LATER, PASSPHRASE)[0]) == ""
    setup.open_task_pack(county, publish(city, PLAN, "", tmp_path / "pack.asice", PASSPHRASE, LATER).path, None, LATER)
    anew = send_again(county, sealed.identity, tmp_path / "anew", LATER, encrypted=True)
    assert anew.path.read_bytes() != sealed.path.read_bytes()
    assert code(merge_files(city, [anew.path], LATER, passphrase=PASSPHRASE)[0]) == ""


def test_a_city_from_before_gets_its_key_with_the_next_task_pack(city: Desk, county: Desk, tmp_path: Path) -> None:
    for file in city.keys.glob("age-*.p12"):
        file.unlink()
    for desk in (city, county):
        put_settings(desk.store, trust_setting(replace(require_trust(desk), recipient="")))
    fill_month(county, NOW)
    sign_all(county, NOW)
    with pytest.raises(BaiseError, match="NO_RECIPIENT:"):
        exporting.export(county, PLAN, MONTH, tmp_path / "stick", PASSPHRASE, NOW, encrypted=True)
    assert not (tmp_path / "stick").exists()
    setup.open_task_pack(county, publish(city, PLAN, "", tmp_path / "pack.asice", PASSPHRASE, LATER).path, None, LATER)
    made = exporting.export(county, PLAN, MONTH, tmp_path / "stick", PASSPHRASE, LATER, encrypted=True)
    assert code(preview(city, [made.path], LATER, PASSPHRASE)[0]) == ""


def test_the_key_to_encrypt_to_never_vanishes_from_the_trust_list(city: Desk) -> None:
    trust = require_trust(city)
    assert read_trust(write_trust(trust)) == trust
    with pytest.raises(BaiseError, match="ROLLBACK:"):
        check_update(trust, replace(trust, version=trust.version + 1, recipient=""))
    with pytest.raises(BaiseError, match="SCHEMA:"):
        read_trust(write_trust(replace(trust, recipient="age1qqqq")))


def test_a_new_city_has_its_key_from_the_beginning(founded: Founded) -> None:
    (file,) = (founded.folder / "city" / "keys").glob("age-*.p12")
    assert file.stat().st_mode & 0o777 == 0o600
