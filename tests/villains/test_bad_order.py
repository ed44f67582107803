"""Section D of the list of bad inputs: sequence, replay, forks, receipts; X numbers are not on the list."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest

from baise_desktop.app.checks import sign_off
from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.enrolment.catching_up import catch_up
from baise_desktop.app.enrolment.renewing import ask_again
from baise_desktop.app.enrolment.restoring import bring_back
from baise_desktop.app.enrolment.rotating import rotate
from baise_desktop.app.inbox.matters import list_matters
from baise_desktop.app.inbox.receipts import make_receipt
from baise_desktop.app.inbox.receiving import Outcome, list_received, merge_files
from baise_desktop.app.inbox.returning import return_submission
from baise_desktop.app.keys.trust import require_trust
from baise_desktop.app.mail.correspondence import list_correspondence
from baise_desktop.app.mail.forgotten import find_forgotten
from baise_desktop.app.mail.letters import OpenedLetter, open_received
from baise_desktop.app.outgoing import exporting, outbox
from baise_desktop.app.packs.publishing import publish
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.enrolment import write_enrolment
from baise_desktop.exchange.envelope import ATTACHMENTS
from baise_desktop.exchange.header import NO_PREVIOUS
from baise_desktop.form.record import from_line, to_line
from baise_desktop.form.value import Evidence
from baise_desktop.signing.authority import make_request
from baise_desktop.signing.cades import IdentitySigner
from baise_desktop.signing.certificates import fingerprint
from baise_desktop.store.backup import backup
from baise_desktop.store.office import read_office
from baise_desktop.store.packages import SUBMISSION, list_packages
from baise_desktop.store.queries import read_standings
from baise_desktop.store.submissions import read_submission
from baise_desktop.store.verify import find_damage, logical_digest
from tests.exchange.workshop import PAPER, PAPER_DIGEST
from tests.round_trip import (
    LINGYUN,
    MONTH,
    PASSPHRASE,
    PINGGUO,
    PLAN,
    add_contract,
    report_month,
    sign_all,
)
from tests.villains.estate import NOW, Estate, found_estate, sealed, unpacked
from tests.villains.order import HEADER, RECORDS, about, changed, header, renumbered, respoken, reworded
from tests.villains.refusal import Ward

OTHER = "f" * 64


@pytest.fixture(scope="module")
def trilogy(estate: Estate, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Packages 1, 2 and 3 of one installation: April, March, May."""
    folder = tmp_path_factory.mktemp("trilogy")
    county = open_desk(Path(shutil.copytree(estate.folder / "county", folder / "county")))
    first = folder / "1.asice"
    first.write_bytes(estate.april)
    second, third = (report_month(county, NOW, folder, period).path for period in ("2023-03", "2023-05"))
    close_desk(county)
    return first, second, third


@pytest.fixture
def ward(letters: Ward) -> Ward:
    """Both offices, with a county of their own."""
    return letters


def merged(city: Desk, files: Sequence[Path]) -> str:
    """The logical digest after these files."""
    for file in files:
        (outcome,) = merge_files(city, [file], NOW, with_backup=False)
        assert outcome.error is None
    return logical_digest(city.store)


def states(city: Desk) -> list[tuple[str, bool]]:
    return [(each.state, each.counts) for each in list_received(city)]


def kinds(city: Desk) -> set[str]:
    return {each.kind for each in list_matters(city, NOW)}


# --- replay ---------------------------------------------------------------------------------------------------------


def test_d088_the_same_file_a_hundred_times(ward: Ward) -> None:
    files = [ward.file(ward.estate.april, f"{number}.asice") for number in range(100)]
    outcomes = [*merge_files(ward.city, files, NOW), *merge_files(ward.city, files[:1] * 2, NOW)]
    assert [outcome.report.already for outcome in outcomes if outcome.report] == [False] + [True] * 100
    assert logical_digest(ward.city.store) == ward.estate.good
    assert find_damage(ward.city.store) == ()


def test_d088_by_two_operators_at_once(ward: Ward, trilogy: tuple[Path, ...]) -> None:
    """Two windows on one store, each with every file: each package is taken in once, and both hear of it."""
    gate = Barrier(2)
    told: list[Outcome] = []

    def work() -> None:
        desk = open_desk(ward.city.folder)
        gate.wait()
        for file in trilogy:
            told.extend(merge_files(desk, [file], NOW, with_backup=False))
        close_desk(desk)

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [outcome.error for outcome in told] == [None] * 6
    assert sum(outcome.report.already for outcome in told if outcome.report) == 3
    assert len(list_packages(ward.city.store, SUBMISSION)) == 3
    assert find_damage(ward.city.store) == ()


def test_d089_the_same_content_under_another_name(ward: Ward) -> None:
    """What leaves again is the same package, byte for byte, whatever the file is called."""
    (sent,) = outbox.list_sent(ward.county)
    again = outbox.send_again(ward.county, sent.identity, ward.folder, NOW).path
    ward.take(ward.estate.april)
    report = ward.take(again.read_bytes(), "上报 (1) 副本.ASICE.zip").report
    assert report is not None
    assert report.already
    assert logical_digest(ward.city.store) == ward.estate.good


def test_d090_every_order_gives_one_state(
    ward: Ward, trilogy: tuple[Path, ...], open_copy: Callable[[Path], Desk]
) -> None:
    first, second, third = trilogy
    orders = [*permutations(trilogy), (third, second, first, third)]
    seen = {merged(open_copy(ward.estate.folder / "city"), order) for order in orders}
    assert len(seen) == 1


def test_d091_a_gap_is_shown_with_its_age_until_it_is_filled(
    ward: Ward, trilogy: tuple[Path, ...], open_copy: Callable[[Path], Desk]
) -> None:
    first, second, third = trilogy
    merged(ward.city, (first, third))
    assert [counts for _, counts in states(ward.city)] == [True, True]
    (gap,) = list_matters(ward.city, NOW + timedelta(days=9))
    assert (gap.kind, gap.days) == ("gap", 9)
    assert "第 2 " in gap.sentence
    assert "请" in gap.advice
    late = merged(ward.city, (second,))
    assert list_matters(ward.city, NOW) == ()
    assert late == merged(open_copy(ward.estate.folder / "city"), trilogy)


def test_d091_what_relies_on_a_file_that_never_came_is_held(ward: Ward) -> None:
    """The county believes that the city has the file; the next package that brings it clears both."""
    ward.take(ward.estate.april)
    without, along = with_evidence(ward, 2), with_evidence(ward, 3, enclosed=True)
    report = ward.take(without, "2.asice").report
    assert report is not None
    assert (report.hold, states(ward.city)) == ("attachments", [("received", True), ("hold", False)])
    assert kinds(ward.city) == {"hold", "chain"}
    report = ward.take(along, "3.asice").report
    assert report is not None
    assert report.hold == ""
    assert [counts for _, counts in states(ward.city)] == [True, True, True]


def with_evidence(ward: Ward, number: int, *, enclosed: bool = False) -> bytes:
    """Package and version of that number, whose rows name a file."""
    files = dict(ward.estate.files)
    paper = Evidence(PAPER_DIGEST, "合同.pdf", len(PAPER), "application/pdf")
    forms = ward.city.catalogue.forms
    records = [from_line(line, forms) for line in files[RECORDS].splitlines()]
    lines = [to_line(replace(record, evidence=(paper,)), forms[record.form]) + b"\n" for record in records]
    files[RECORDS] = b"".join(lines)
    files["header.json"] = header(ward.estate, seq=number, version=number, prev=OTHER)
    return ward.estate.submission(files | ({ATTACHMENTS + PAPER_DIGEST: PAPER} if enclosed else {}))


# --- forks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rival_first", [False, True], ids=["D093 after", "D093 before"])
def test_d093_two_packages_of_one_number(ward: Ward, rival_first: bool) -> None:
    """Both are kept and named, nothing of that period counts, and the order of arrival makes no difference."""
    rival = renumbered(ward.estate, created_at="2023-05-04T08:00:01Z")
    pair = [ward.estate.april, rival]
    for number, package in enumerate(pair[::-1] if rival_first else pair):
        ward.take(package, f"{number}.asice")
    assert states(ward.city) == [("conflict", False)] * 2
    assert kinds(ward.city) == {"conflict"}
    (conflict,) = list_matters(ward.city, NOW)
    assert len(conflict.identities) == 2
    before = read_standings(ward.city.store).conflicts
    assert {each.kind for each in before} == {"seq", "version"}


def test_d095_an_old_copy_of_the_folder_is_found_out(ward: Ward, open_copy: Callable[[Path], Desk]) -> None:
    ward.take(ward.estate.april)
    copy = open_copy(ward.county.folder)
    for desk, period in ((ward.county, "2023-03"), (copy, "2023-05")):
        ward.take(report_month(desk, NOW, ward.folder, period).path.read_bytes(), f"{period}.asice")
    assert sorted(states(ward.city)) == [("conflict", False), ("conflict", False), ("received", True)]
    assert kinds(ward.city) == {"conflict"}


def test_d095_a_backup_that_was_restored_begins_a_new_epoch(ward: Ward) -> None:
    ward.take(ward.estate.april)
    kept = backup(ward.county.store, ward.folder / "backup", NOW)
    ward.take(report_month(ward.county, NOW, ward.folder, "2023-03").path.read_bytes(), "march.asice")
    bring_back(kept, ward.folder / "restored", NOW)
    restored = open_desk(ward.folder / "restored")
    try:
        may = report_month(restored, NOW, ward.folder, "2023-05").path
        ward.take(may.read_bytes(), "may.asice")
        assert states(ward.city) == [("received", True)] * 3
        assert kinds(ward.city) == set()
    finally:
        close_desk(restored)


def test_d095_a_backup_that_comes_back_twice_is_two_installations_and_the_city_parts_them(ward: Ward) -> None:
    """Both begin in epoch 2 without knowing of each other: flagged, not frozen, and apart with the next task pack."""
    kept = backup(ward.county.store, ward.folder / "backup", NOW)
    for name in ("one", "two"):
        bring_back(kept, ward.folder / name, NOW)
    one, two = (open_desk(ward.folder / name) for name in ("one", "two"))
    try:
        for desk, period in ((one, "2023-03"), (two, "2023-05")):
            ward.take(report_month(desk, NOW, ward.folder, period).path.read_bytes(), f"{period}.asice")
        assert {
            (desk.office.epoch, len({one.office.installation, two.office.installation})) for desk in (one, two)
        } == {(2, 2)}
        assert [each.kind for each in read_standings(ward.city.store).conflicts] == ["fork"]
        assert states(ward.city) == [("received", True)] * 2
        pack = publish(ward.city, PLAN, "", ward.folder / "pack-2.asice", PASSPHRASE, NOW).path
        for desk in (one, two, ward.county):
            open_received(desk, pack, None, NOW)
        assert [read_office(desk.store).epoch for desk in (ward.county, one, two)] == [1, 2, 3]
    finally:
        close_desk(one)
        close_desk(two)


def test_d095_one_that_the_city_does_not_know_keeps_out_of_the_epochs_of_those_it_knows(ward: Ward) -> None:
    kept = backup(ward.county.store, ward.folder / "backup", NOW)
    bring_back(kept, ward.folder / "lost", NOW)
    lost = open_desk(ward.folder / "lost")
    ward.take(report_month(lost, NOW, ward.folder, "2023-03").path.read_bytes(), "march.asice")
    close_desk(lost)
    pack = publish(ward.city, PLAN, "", ward.folder / "pack-2.asice", PASSPHRASE, NOW).path
    bring_back(kept, ward.folder / "again", NOW)
    again = open_desk(ward.folder / "again")
    try:
        open_received(again, pack, None, NOW)
        assert read_office(again.store).epoch == 3
        ward.take(report_month(again, NOW, ward.folder, "2023-05").path.read_bytes(), "may.asice")
        assert read_standings(ward.city.store).conflicts == ()
    finally:
        close_desk(again)


def test_d095_every_second_computer_begins_in_an_epoch_that_nobody_was_in(ward: Ward) -> None:
    kept = backup(ward.county.store, ward.folder / "backup", NOW)
    bring_back(kept, ward.folder / "restored", NOW)
    restored = open_desk(ward.folder / "restored")
    ward.take(report_month(restored, NOW, ward.folder, "2023-03").path.read_bytes(), "april.asice")
    close_desk(restored)
    for name, epoch in (("second", 3), ("third", 4)):
        mark = setup.create_unit(ward.folder / name, PINGGUO, ward.folder / f"{name}.asice", PASSPHRASE, NOW)
        setup.admit(ward.city, ward.folder / f"{name}.asice", mark, PASSPHRASE, NOW)
        assert require_trust(ward.city).certificates_of(PINGGUO)[-1].epoch == epoch
    mark = ask_again(ward.county, ward.folder / "renewed.asice", PASSPHRASE, NOW)
    setup.admit(ward.city, ward.folder / "renewed.asice", mark, PASSPHRASE, NOW)
    assert require_trust(ward.city).certificates_of(PINGGUO)[-1].epoch == 1


def test_d095_an_epoch_claimed_at_the_end_of_the_numbers_costs_nobody_the_next_task_pack(ward: Ward) -> None:
    """Whoever has a unit's key may claim any epoch; the city gives none because of it that no desk would read."""
    for number in (1, 2, 3):
        claim = {"epoch": 10**6, "installation": f"claimed-{number}", "version": number}
        ward.take(renumbered(ward.estate, **claim), f"{number}.asice")
    ward.take(renumbered(ward.estate, epoch=10**6, version=4), "4.asice")
    pack = publish(ward.city, PLAN, "", ward.folder / "pack-2.asice", PASSPHRASE, NOW).path
    open_received(ward.county, pack, None, NOW)
    given = [each.epoch for each in require_trust(ward.city).epochs if each.unit == PINGGUO]
    assert len(set(given)) == len(given) == 4
    mark = setup.create_unit(ward.folder / "second", PINGGUO, ward.folder / "second.asice", PASSPHRASE, NOW)
    setup.admit(ward.city, ward.folder / "second.asice", mark, PASSPHRASE, NOW)
    assert require_trust(ward.city).certificates_of(PINGGUO)[-1].epoch < 10**6


def test_d095_after_the_restore_receipts_say_where_to_go_on(ward: Ward) -> None:
    """The restored county knows nothing of April; the receipt lets it go on with version 2, and nobody disagrees."""
    first = ward.take(ward.estate.april).report
    assert first is not None
    receipt = ward.file(make_receipt(ward.city, first.identity, PASSPHRASE, NOW).content, "receipt.asice")
    before = open_desk(Path(shutil.copytree(ward.estate.folder / "before", ward.folder / "before")))
    kept = backup(before.store, ward.folder / "backup", NOW)
    close_desk(before)
    bring_back(kept, ward.folder / "restored", NOW)
    restored = open_desk(ward.folder / "restored")
    try:
        caught = catch_up(restored, receipt, NOW)
        assert (caught.period, caught.version, caught.is_new) == (MONTH, 1, True)
        second = report_month(restored, NOW, ward.folder)
        assert second.version == 2
        ward.take(second.path.read_bytes(), "second.asice")
        assert [counts for _, counts in states(ward.city)] == [True, True]
        assert kinds(ward.city) == set()
    finally:
        close_desk(restored)


def test_d097_a_lower_version_that_comes_later_moves_nothing(ward: Ward) -> None:
    ward.take(renumbered(ward.estate, seq=2, version=2, prev=OTHER), "2.asice")
    (head,) = read_standings(ward.city.store).counted(accepted_only=False)
    ward.take(ward.estate.april)
    assert read_standings(ward.city.store).counted(accepted_only=False) == (head,)
    assert [each.version for each in list_received(ward.city)] == [1, 2]


# --- letters --------------------------------------------------------------------------------------------------------


def sent_again(ward: Ward) -> exporting.Exported:
    """April, version 2, from the county itself."""
    sign_off.reopen(ward.county, PLAN, MONTH, "补一份合同", NOW)
    add_contract(ward.county, NOW)
    sign_all(ward.county, NOW)
    return exporting.export(ward.county, PLAN, MONTH, ward.folder, PASSPHRASE, NOW)


def test_d099_a_late_return_does_not_reopen_what_was_sent_since(ward: Ward) -> None:
    sent_again(ward)
    opened = open_received(ward.county, ward.file(ward.estate.returned), None, NOW)
    assert isinstance(opened, OpenedLetter)
    assert (opened.version, opened.state, opened.draft, opened.reason) == (1, "exported", 2, "请补充说明。")
    assert "状态不变" in opened.sentence
    submission = read_submission(ward.county.store, PINGGUO, PLAN, MONTH)
    assert (submission.state, submission.version, len(submission.statements)) == ("exported", 2, 3)
    assert list_correspondence(ward.county)[0].state == "returned"


def spoilt_receipt(body: dict[str, Any] | None = None, head: dict[str, Any] | None = None, **changes: Any) -> Any:
    """The receipt with members of its body, of its header, or of the submission that it names changed."""

    def make(estate: Estate) -> bytes:
        named = about(estate.receipt, **changes) if changes else {}
        return reworded(estate, estate.receipt, {**named, **(body or {})}, head)

    return make


def decision(number: int, act: str = "accept") -> dict[str, Any]:
    return {"act": act, "at": "2023-05-04T08:00:00Z", "identity": OTHER, "number": number}


LETTERS: dict[str, tuple[Callable[[Estate], bytes], str]] = {
    "D100 changed digest": (spoilt_receipt(content=OTHER), "NOT_SENT_HERE"),
    "D100 unknown package": (spoilt_receipt(identity=OTHER), "NOT_SENT_HERE"),
    "D100 other county": (spoilt_receipt(head={"recipient": LINGYUN}), "RECIPIENT"),
    "D100 other county inside": (spoilt_receipt(unit=LINGYUN), "AUTHORITY"),
    "DX01 other version": (spoilt_receipt(version=2), "NOT_SENT_HERE"),
    "DX02 other plan": (spoilt_receipt(plan="p1"), "NOT_SENT_HERE"),
    "DX03 other period": (spoilt_receipt(period="2023-05"), "NOT_SENT_HERE"),
    "DX04 a return for another plan": (
        lambda estate: reworded(estate, estate.returned, about(estate.returned, plan="p1")),
        "NOT_SENT_HERE",
    ),
    "DX05 signed by a unit": (
        lambda estate: sealed(respoken(estate.receipt, {}), estate.county_signer),
        "TRUST",
    ),
    "DX06 from a unit": (spoilt_receipt(head={"sender": PINGGUO}), "AUTHORITY"),
    "DX07 two decisions of one number": (spoilt_receipt({"decisions": [decision(1), decision(1)]}), "SCHEMA"),
    "DX08 decisions out of order": (spoilt_receipt({"decisions": [decision(2), decision(1)]}), "SCHEMA"),
    "DX09 accepted by nobody": (spoilt_receipt({"state": "accepted"}), "SCHEMA"),
    "DX10 unknown state": (spoilt_receipt({"state": "paid"}), "SCHEMA"),
    "DX11 unknown act": (spoilt_receipt({"decisions": [decision(1, "destroy")]}), "SCHEMA"),
    "DX12 number 10^6 + 1": (spoilt_receipt({"decisions": [decision(10**6 + 1)]}), "SCHEMA"),
    "DX13 received on 30 February": (spoilt_receipt({"received_at": "2023-02-30T08:00:00Z"}), "SCHEMA"),
    "DX14 earlier ones twice": (spoilt_receipt({"earlier": ["a" * 16, "a" * 16]}), "SCHEMA"),
    "DX15 earlier ones that are none": (spoilt_receipt({"earlier": ["x"]}), "SCHEMA"),
    "DX16 one member more": (spoilt_receipt({"paid": True}), "SCHEMA"),
    "DX17 unit id in Cyrillic": (spoilt_receipt(unit="с.pingguo"), "SCHEMA"),
    "DX18 a decision of the city": (spoilt_receipt(head={"kind": "decision"}), "KIND"),
    "DX19 says that it is a return": (spoilt_receipt(head={"kind": "return"}), "SCHEMA"),
    "DX20 says that it is a task pack": (spoilt_receipt(head={"kind": "task-pack"}), "SCHEMA"),
    "DX21 another format": (spoilt_receipt(head={"format": 2}), "FORMAT"),
}


@pytest.mark.parametrize(("make", "code"), LETTERS.values(), ids=LETTERS.keys())
def test_bad_letters(ward: Ward, make: Callable[[Estate], bytes], code: str) -> None:
    ward.refuse_letter(make(ward.estate), code)


def test_d100_under_the_old_key_of_the_city(ward: Ward) -> None:
    rotate(ward.city, PASSPHRASE, NOW, "到期")
    pack = ward.folder / "pack.asice"
    publish(ward.city, PLAN, "", pack, PASSPHRASE, NOW)
    open_received(ward.county, pack, None, NOW)
    before = logical_digest(ward.county.store)
    with pytest.raises(BaiseError, match="TRUST: "):
        open_received(ward.county, ward.file(ward.estate.receipt), None, NOW)
    assert logical_digest(ward.county.store) == before


def receipts_around_a_restore(ward: Ward) -> tuple[Path, Path, Path]:
    """The receipt of April; of March by the city that forgot all that; of March by the city that remembers."""
    march = report_month(ward.county, NOW, ward.folder, "2023-03").path
    old = open_desk(Path(shutil.copytree(ward.city.folder, ward.folder / "old-backup")))
    april = ward.take(ward.estate.april).report
    assert april is not None
    written = [make_receipt(ward.city, april.identity, PASSPHRASE, NOW).content]
    later = NOW + timedelta(days=1)
    for desk in (old, ward.city):
        merge_files(desk, [march], later, with_backup=False)
        (held,) = (each for each in list_received(desk) if each.period == "2023-03")
        written.append(make_receipt(desk, held.identity, PASSPHRASE, later).content)
    close_desk(old)
    first, forgetful, mindful = (ward.file(content, f"{number}.asice") for number, content in enumerate(written))
    return first, forgetful, mindful


@pytest.mark.parametrize("forgetful_first", [False, True], ids=["D102 after", "D102 before"])
def test_d102_a_receipt_that_the_city_forgot(ward: Ward, forgetful_first: bool) -> None:
    """The county is told which receipt the city no longer knows; all of them stay as evidence, whatever the order."""
    first, forgetful, _ = receipts_around_a_restore(ward)
    order = (forgetful, first) if forgetful_first else (first, forgetful)
    told = ""
    for file in order:
        opened = open_received(ward.county, file, None, NOW + timedelta(days=2))
        assert isinstance(opened, OpenedLetter)
        told = opened.sentence
    assert "市级已不认得第 1 号回执（2023-05-04" in told
    (forgotten,) = find_forgotten(ward.county)
    assert (forgotten.position, forgotten.period, forgotten.version) == (1, MONTH, 1)
    listed = {each.identity: each for each in list_correspondence(ward.county)}
    assert listed[forgotten.identity].state == "forgotten"
    assert listed[forgotten.identity].warning == forgotten.sentence
    assert sum(each.kind == "receipt" and each.is_there for each in listed.values()) == 2
    assert find_damage(ward.county.store) == ()


def test_d102_nothing_is_forgotten_where_the_city_remembers(ward: Ward) -> None:
    first, _, mindful = receipts_around_a_restore(ward)
    for file in (mindful, first):
        opened = open_received(ward.county, file, None, NOW + timedelta(days=2))
        assert isinstance(opened, OpenedLetter)
        assert "不认得" not in opened.sentence
    assert find_forgotten(ward.county) == ()


# --- headers that are not on the list -------------------------------------------------------------------------------

HEADERS: dict[str, tuple[dict[str, Any], str]] = {
    "DX30 seq 0": ({"seq": 0}, "SCHEMA"),
    "DX31 seq 10^6 + 1": ({"seq": 10**6 + 1, "prev": OTHER}, "SCHEMA"),
    "DX32 seq below 0": ({"seq": -1}, "SCHEMA"),
    "DX33 seq as text": ({"seq": "1"}, "SCHEMA"),
    "DX34 seq true": ({"seq": True}, "SCHEMA"),
    "DX35 first with a predecessor": ({"prev": OTHER}, "SCHEMA"),
    "DX36 second without": ({"seq": 2, "prev": NO_PREVIOUS}, "SCHEMA"),
    "DX37 predecessor in capitals": ({"seq": 2, "prev": "F" * 64}, "SCHEMA"),
    "DX38 version 0": ({"version": 0}, "SCHEMA"),
    "DX39 epoch 0": ({"epoch": 0}, "SCHEMA"),
    "DX40 unit in capitals": ({"unit": "C.PINGGUO"}, "AUTHORITY"),
    "DX41 unit in Cyrillic": ({"unit": "с.pingguo"}, "SCHEMA"),
    "DX42 another unit": ({"unit": LINGYUN}, "AUTHORITY"),
    "DX43 installation as a path": ({"installation": "../../x"}, "SCHEMA"),
    "DX44 no such period": ({"period": "2023-13"}, "PERIOD"),
    "DX45 another period": ({"period": "2023-05"}, "OTHER_PERIOD"),
    "DX46 another plan": ({"plan": "p1"}, "OTHER_PERIOD"),
    "DX47 another catalogue": ({"catalogue": OTHER}, "CATALOGUE_UNKNOWN"),
    "DX48 counts that lie": ({"counts": {"r.tech_contract": 2, "p2.t.contract": 1}, "row_count": 3}, "COUNTS"),
    "DX49 rows without number": ({"row_count": 10**6 + 1}, "SCHEMA"),
    "C084 for another city": ({"recipient": "city.hechi"}, "RECIPIENT"),
    "DX50 for itself": ({"recipient": PINGGUO}, "RECIPIENT"),
    "DX51 another format": ({"format": 2}, "FORMAT"),
    "DX52 says that it is a receipt": ({"kind": "receipt"}, "KIND"),
    "DX53 made on 31 June": ({"created_at": "2023-06-31T00:00:00Z"}, "SCHEMA"),
}


@pytest.mark.parametrize(("changes", "code"), HEADERS.values(), ids=HEADERS.keys())
def test_bad_headers(ward: Ward, changes: dict[str, Any], code: str) -> None:
    ward.refuse_content(renumbered(ward.estate, **changes), code)


def test_dx60_far_ahead_is_held(ward: Ward) -> None:
    ward.take(ward.estate.april)
    report = ward.take(renumbered(ward.estate, seq=1_002, version=2, prev=OTHER), "2.asice").report
    assert report is not None
    assert report.hold == "jump"
    assert states(ward.city) == [("received", True), ("hold", False)]


# --- beginnings -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hechi(tmp_path_factory: pytest.TempPathFactory) -> Estate:
    """Another city with the same unit ids, and the same counties."""
    return found_estate(tmp_path_factory.mktemp("hechi"))


def test_dx61_what_another_city_says(ward: Ward, hechi: Estate) -> None:
    """Its task pack, its receipt and its counties' submissions are strangers here, though every id is the same."""
    before = logical_digest(ward.county.store), require_trust(ward.county)
    for data in ((hechi.folder / "pack.asice").read_bytes(), hechi.receipt):
        with pytest.raises(BaiseError, match="TRUST: "):
            open_received(ward.county, ward.file(data), None, NOW)
    assert (logical_digest(ward.county.store), require_trust(ward.county)) == before
    ward.refuse_signature(hechi.april, "TRUST")


def test_dx62_the_first_task_pack_needs_the_right_telephone_call(ward: Ward, hechi: Estate) -> None:
    fresh = open_desk(Path(shutil.copytree(ward.estate.folder / "fresh", ward.folder / "fresh")))
    own = require_trust(ward.city).root_fingerprint
    try:
        for said, code in (("", "FINGERPRINT_NEEDED"), (own, "FINGERPRINT"), ("0" * 32, "FINGERPRINT")):
            with pytest.raises(BaiseError) as caught:
                setup.open_task_pack(fresh, hechi.folder / "pack.asice", said, NOW)
            assert caught.value.code == code
        with pytest.raises(BaiseError, match="NO_TASK_PACK"):
            require_trust(fresh)
    finally:
        close_desk(fresh)


def test_dx63_a_request_that_comes_again_changes_nothing(ward: Ward) -> None:
    request = ward.estate.folder / "request.asice"
    mark = require_trust(ward.city).units[0]
    before = logical_digest(ward.city.store), require_trust(ward.city)
    setup.admit(ward.city, request, fingerprint(mark.certificate), PASSPHRASE, NOW + timedelta(days=1))
    assert (logical_digest(ward.city.store), require_trust(ward.city)) == before


@pytest.mark.parametrize(("unit", "code"), [("city.baise", "UNIT_NOT_REPORTER"), ("c.nowhere", "UNIT_UNKNOWN")])
def test_dx64_a_request_for_whom_nobody_may_ask(ward: Ward, unit: str, code: str) -> None:
    key = make_request(unit, "市科技领导小组办公室", NOW)
    request = ward.file(write_enrolment(unit, "0192f0c4-1111", IdentitySigner(key), NOW))
    before = logical_digest(ward.city.store), require_trust(ward.city)
    with pytest.raises(BaiseError) as caught:
        setup.admit(ward.city, request, fingerprint(key.certificate), PASSPHRASE, NOW)
    assert caught.value.code == code
    assert (logical_digest(ward.city.store), require_trust(ward.city)) == before


def test_dx65_a_request_that_somebody_changed(ward: Ward) -> None:
    """The key of one unit, the header of another; and a request that is no request."""
    request = (ward.estate.folder / "fresh.asice").read_bytes()
    files = unpacked(request)
    stolen = sealed({**files, HEADER: changed(files[HEADER], {"unit": LINGYUN})}, ward.estate.county_signer)
    before = logical_digest(ward.city.store)
    for data in (stolen, ward.estate.april, ward.estate.receipt):
        with pytest.raises(BaiseError) as caught:
            setup.admit(ward.city, ward.file(data), "0" * 32, PASSPHRASE, NOW)
        assert "请" in caught.value.sentence
    assert logical_digest(ward.city.store) == before


def test_dx66_a_return_for_what_was_withdrawn_or_never_came(ward: Ward) -> None:
    with pytest.raises(BaiseError, match="PACKAGE_UNKNOWN"):
        return_submission(ward.city, OTHER, (), "请改", PASSPHRASE, NOW)
