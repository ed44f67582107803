"""Section J of the list of bad inputs: sticks, disks, clocks and power; X numbers are not on the list."""

import errno
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from baise_desktop.app.clock_check import confirm_clock
from baise_desktop.app.desk import Desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.enrolment.rotating import rotate
from baise_desktop.app.files.output_file import write_whole
from baise_desktop.app.inbox.deciding import decide
from baise_desktop.app.inbox.receipts import make_receipt
from baise_desktop.app.inbox.receiving import list_received, merge_files, preview
from baise_desktop.app.inbox.returning import return_submission
from baise_desktop.app.inbox.revoking import revoke
from baise_desktop.app.inbox.waiting import sign_waiting
from baise_desktop.app.keys.trust import require_trust
from baise_desktop.app.outgoing import exporting, outbox
from baise_desktop.app.outgoing.sealing import sealed_package
from baise_desktop.app.packs.publishing import publish
from baise_desktop.app.terms.choices import choose
from baise_desktop.app.terms.obligations import adjust
from baise_desktop.cli import exchange_verbs, output
from baise_desktop.cli.run import run
from baise_desktop.errors import BaiseError
from baise_desktop.form.adjustment import Adjustment, DueAfter
from baise_desktop.signing.certificates import fingerprint
from baise_desktop.store.decisions import Act
from baise_desktop.store.journal import read_journal
from baise_desktop.store.submissions import read_submission
from baise_desktop.store.verify import find_damage, logical_digest
from tests.round_trip import MONTH, PASSPHRASE, PINGGUO, PLAN, fill_month, sign_all
from tests.villains.estate import NOW, Estate
from tests.villains.forger import Forger
from tests.villains.refusal import Ward

POINTS = ["merge", "export", "backup", "migration", "admission", "first task pack"]


# --- 148: the stick and the disk -----------------------------------------------------------------------------------


@contextmanager
def disk_of(most: int) -> Iterator[None]:
    """No file grows beyond so many bytes: a real short write, then a real refusal by the system."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def signed(estate: Estate, open_copy: Callable[[Path], Desk]) -> Desk:
    """平果市, which has signed April and sent nothing."""
    desk = open_copy(estate.folder / "before")
    fill_month(desk, NOW)
    sign_all(desk, NOW)
    return desk


def state(desk: Desk) -> str:
    return read_submission(desk.store, PINGGUO, PLAN, MONTH).state


@pytest.mark.parametrize("most", [0, 1, 4_096, 65_536, 140_000], ids=lambda most: f"J148 full after {most}")
def test_j148_a_disk_that_is_full_during_export(ward: Ward, most: int) -> None:
    """The package was sealed before; nothing is left on the stick, and once there is room the same bytes go out."""
    (sent,) = outbox.list_sent(ward.county)
    stick = ward.folder / "usb"
    stick.mkdir()
    (stick / "别的文件.txt").write_text("留着", "utf-8")
    with disk_of(most), pytest.raises(BaiseError) as caught:
        outbox.send_again(ward.county, sent.identity, stick, NOW)
    assert caught.value.code == "MEDIUM_FULL"
    assert "请" in caught.value.sentence
    assert [each.name for each in stick.iterdir()] == ["别的文件.txt"]
    assert outbox.send_again(ward.county, sent.identity, stick, NOW).path.read_bytes() == ward.estate.april


def fail_with(number: int) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> Any:
        raise OSError(number, os.strerror(number))

    return fail


FAULTS = {
    "J148 yanked while flushing": ("os.fsync", errno.EIO),
    "J148 yanked before the name": ("pathlib.Path.rename", errno.ENODEV),
    "J148 held by a virus scanner": ("pathlib.Path.rename", errno.EACCES),
    "J148 read-only": ("pathlib.Path.rename", errno.EROFS),
    "J148 full at the last moment": ("os.fsync", errno.ENOSPC),
}


@pytest.mark.parametrize(("place", "number"), FAULTS.values(), ids=FAULTS.keys())
def test_j148_export_never_says_done_when_it_is_not(
    signed: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, number: int
) -> None:
    sealed_package(signed, PLAN, MONTH, PASSPHRASE, NOW)
    monkeypatch.setattr(place, fail_with(number))
    with pytest.raises(BaiseError) as caught:
        exporting.export(signed, PLAN, MONTH, tmp_path / "usb", "", NOW)
    monkeypatch.undo()
    assert caught.value.code.startswith("MEDIUM_")
    assert "请" in caught.value.sentence
    assert list((tmp_path / "usb").glob("*.asice")) == []
    assert state(signed) == "signed"
    made = exporting.export(signed, PLAN, MONTH, tmp_path / "usb", "", NOW)
    assert [each.name for each in (tmp_path / "usb").iterdir()] == [made.path.name]
    assert state(signed) == "exported"


def test_j148_another_file_of_that_name_is_left_alone(signed: Desk, tmp_path: Path) -> None:
    """A file that WPS holds open, or an earlier one: it keeps its bytes, and the package takes another name."""
    name = f"{PINGGUO}_{PLAN}_{MONTH}_v1.asice"
    (tmp_path / name).write_bytes(b"held open")
    made = exporting.export(signed, PLAN, MONTH, tmp_path, PASSPHRASE, NOW)
    assert made.renamed
    assert (tmp_path / name).read_bytes() == b"held open"


@pytest.mark.parametrize("most", [0, 1_000])
def test_j148_a_document_is_the_old_one_or_the_new_one(tmp_path: Path, most: int) -> None:
    out = tmp_path / "report.pdf"
    out.write_bytes(b"old")
    with disk_of(most), pytest.raises(BaiseError, match="OUT_FOLDER"):
        write_whole(out, b"new" * 1_000)
    assert [each.name for each in tmp_path.iterdir()] == ["report.pdf"]
    assert out.read_bytes() == b"old"
    assert write_whole(out, b"new").read_bytes() == b"new"


def test_j148_a_store_without_room_seals_nothing(signed: Desk) -> None:
    """The disk of the installation itself is full: no package, no half of one, and signing again gives a whole one."""
    with disk_of(0), pytest.raises(BaiseError) as caught:
        sealed_package(signed, PLAN, MONTH, PASSPHRASE, NOW)
    assert "请" in caught.value.sentence
    assert state(signed) == "signed"
    assert find_damage(signed.store) == ()
    assert sealed_package(signed, PLAN, MONTH, PASSPHRASE, NOW).seq == 1


# --- 149: the clock ------------------------------------------------------------------------------------------------


@contextmanager
def zone(name: str) -> Iterator[None]:
    """The time zone of the computer."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = name
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ")
        if before is not None:
            os.environ["TZ"] = before
        time.tzset()


@pytest.mark.parametrize("name", ["Asia/Shanghai", "America/New_York", "Pacific/Kiritimati", "Etc/GMT+12"])
def test_j149_the_time_zone_changes_nothing(ward: Ward, name: str) -> None:
    with zone(name):
        ward.take(ward.estate.april)
        assert logical_digest(ward.city.store) == ward.estate.good


@pytest.mark.parametrize("days", [1, 100], ids=["J149 a day later", "J149 months later"])
def test_j149_a_city_that_is_ahead_merges_the_same(ward: Ward, days: int) -> None:
    (outcome,) = merge_files(ward.city, [ward.file(ward.estate.april)], NOW + timedelta(days=days))
    assert outcome.error is None
    assert "核对本机时钟" not in outcome.sentence
    assert logical_digest(ward.city.store) == ward.estate.good


@pytest.mark.parametrize("days", [-1, 1], ids=["J149 a day behind", "J149 a day ahead"])
def test_j149_a_county_that_is_off_by_a_day(ward: Ward, signed: Desk, tmp_path: Path, days: int) -> None:
    sent = exporting.export(signed, PLAN, MONTH, tmp_path / "out", PASSPHRASE, NOW + timedelta(days=days))
    ward.take(sent.path.read_bytes())
    assert [each.counts for each in list_received(ward.city)] == [True]


def test_j149_a_county_in_2019_reports_all_the_same(
    ward: Ward, estate: Estate, open_copy: Callable[[Path], Desk], tmp_path: Path
) -> None:
    """Its times are claims; what counts is when the city received it, by the city's clock."""
    desk, back = open_copy(estate.folder / "before"), datetime(2019, 5, 4, tzinfo=UTC)
    fill_month(desk, back)
    sign_all(desk, back)
    sent = exporting.export(desk, PLAN, MONTH, tmp_path / "out", PASSPHRASE, back)
    ward.take(sent.path.read_bytes())
    (held,) = list_received(ward.city)
    assert (held.counts, held.received_at) == (True, "2023-05-04T08:00:00Z")


def test_j149_a_county_in_2099_is_told_before_it_signs(signed: Desk, tmp_path: Path) -> None:
    with pytest.raises(BaiseError) as caught:
        exporting.export(signed, PLAN, MONTH, tmp_path / "out", PASSPHRASE, datetime(2099, 1, 1, tzinfo=UTC))
    assert caught.value.code == "OWN_CERTIFICATE_OVER"
    assert "2099-01-01" in caught.value.sentence
    assert state(signed) == "signed"
    assert exporting.export(signed, PLAN, MONTH, tmp_path / "out", PASSPHRASE, NOW).seq == 1


def test_j149_the_city_signs_nothing_in_2099(ward: Ward) -> None:
    ward.take(ward.estate.april)
    (held,) = list_received(ward.city)
    with pytest.raises(BaiseError, match=r"CLOCK_AHEAD: .*2099-01-01"):
        make_receipt(ward.city, held.identity, PASSPHRASE, datetime(2099, 1, 1, tzinfo=UTC))


BACK = {"J149 in 2019": datetime(2019, 1, 1, tzinfo=UTC), "J149 an hour ago": NOW - timedelta(hours=1)}


@pytest.mark.parametrize("then", BACK.values(), ids=BACK.keys())
def test_j149_a_clock_before_the_journal_is_not_believed(ward: Ward, then: datetime) -> None:
    """Neither merged nor shown nor admitted, and nothing written, until somebody says that the clock is right."""
    file, lines = ward.file(ward.estate.april), read_journal(ward.city.store)
    request = ward.estate.folder / "request.asice"
    mark = fingerprint(require_trust(ward.city).units[0].certificate)
    acts: list[Callable[[], object]] = [
        lambda: preview(ward.city, [file], then),
        lambda: merge_files(ward.city, [file], then),
        lambda: setup.admit(ward.city, request, mark, PASSPHRASE, then),
        lambda: publish(ward.city, PLAN, "", ward.folder / "pack.asice", PASSPHRASE, then),
        lambda: rotate(ward.city, PASSPHRASE, then),
        lambda: revoke(ward.city, PINGGUO, PASSPHRASE, then),
        lambda: sign_waiting(ward.city, PASSPHRASE, then),
        lambda: adjust(ward.city, PLAN, Adjustment(change=DueAfter(9), reason="放假顺延"), then),
        lambda: choose(ward.city, "any", "", then),
    ]
    keys = sorted(ward.city.keys.iterdir())
    for act in acts:
        with pytest.raises(BaiseError) as caught:
            act()
        assert caught.value.code == "CLOCK_BACK"
        assert "请先校准" in caught.value.sentence
    assert read_journal(ward.city.store) == lines
    assert sorted(ward.city.keys.iterdir()) == keys
    assert not (ward.folder / "pack.asice").exists()
    assert logical_digest(ward.city.store) == ward.estate.city
    ward.take_good()


@pytest.mark.parametrize("deed", ["accept", "withdraw", "restore"])
def test_j149_nothing_about_a_package_is_signed_by_a_clock_set_back(ward: Ward, deed: Act) -> None:
    """What was signed before its certificate began could never be verified again."""
    report = ward.take(ward.estate.april).report
    assert report is not None
    then, before = NOW - timedelta(hours=1), logical_digest(ward.city.store)
    acts: list[Callable[[], object]] = [
        lambda: decide(ward.city, report.identity, deed, PASSPHRASE, then),
        lambda: make_receipt(ward.city, report.identity, PASSPHRASE, then),
        lambda: return_submission(ward.city, report.identity, [], "请核对", PASSPHRASE, then),
    ]
    for act in acts:
        with pytest.raises(BaiseError, match="CLOCK_BACK"):
            act()
    assert logical_digest(ward.city.store) == before
    made = make_receipt(ward.city, report.identity, PASSPHRASE, NOW)
    assert make_receipt(ward.city, report.identity, PASSPHRASE, then) == made, "what was made is given again"


def test_j149_ten_minutes_are_nothing(ward: Ward) -> None:
    (outcome,) = merge_files(ward.city, [ward.file(ward.estate.april)], NOW - timedelta(minutes=9))
    assert outcome.error is None


def test_j149_a_clock_that_was_confirmed_is_believed_from_then_on(ward: Ward) -> None:
    """Somebody worked in 2040 by mistake; the confirmation is one line of the journal, and asked for once."""
    confirm_clock(ward.city, NOW)
    lines = read_journal(ward.city.store)
    (outcome,) = merge_files(ward.city, [ward.file(b"x")], datetime(2040, 1, 1, tzinfo=UTC))
    assert read_journal(ward.city.store) == lines, "confirming a clock that nobody doubts writes nothing"
    confirm_clock(ward.city, datetime(2040, 1, 1, tzinfo=UTC))
    setup.admit(
        ward.city,
        ward.estate.folder / "fresh.asice",
        json.loads((ward.estate.folder / "marks.json").read_text())["fresh"],
        PASSPHRASE,
        NOW + timedelta(days=6_000),
    )
    with pytest.raises(BaiseError, match="CLOCK_BACK"):
        preview(ward.city, [ward.file(ward.estate.april)], NOW)
    confirm_clock(ward.city, NOW)
    assert outcome.error is not None
    assert read_journal(ward.city.store)[-1].act == "确认本机时钟无误"
    ward.take(ward.estate.april)
    confirm_clock(ward.city, NOW)
    assert [each.act for each in read_journal(ward.city.store)].count("确认本机时钟无误") == 1


def test_j149_a_stolen_key_gains_nothing_by_a_clock_set_back(ward: Ward, estate: Estate) -> None:
    """Revoked after package 0: refused by its number, whatever day the computer believes it is."""
    revoke(ward.city, PINGGUO, PASSPHRASE, NOW, after_seq=0, reason="被盗")
    then = NOW - timedelta(hours=12)
    with pytest.raises(BaiseError, match="CLOCK_BACK"):
        merge_files(ward.city, [ward.file(estate.april)], then)
    confirm_clock(ward.city, then)
    (outcome,) = merge_files(ward.city, [ward.file(estate.april)], then)
    assert outcome.error is not None
    assert outcome.error.code == "REVOKED"


def test_j149_in_2099_everything_has_run_out_and_the_date_is_told(ward: Ward) -> None:
    (outcome,) = merge_files(ward.city, [ward.file(ward.estate.april)], datetime(2099, 1, 1, tzinfo=UTC))
    assert outcome.error is not None
    assert outcome.error.code == "TRUST"
    assert "2099-01-01" in outcome.sentence
    assert "核对本机时钟" in outcome.sentence
    assert logical_digest(ward.city.store) == ward.estate.city
    ward.take_good()


def test_j149_a_leap_that_nothing_else_shows_is_told(ward: Ward) -> None:
    (outcome,) = merge_files(ward.city, [ward.file(ward.estate.april)], NOW + timedelta(days=200))
    assert outcome.error is None
    assert "晚了 200 天" in outcome.sentence
    assert logical_digest(ward.city.store) == ward.estate.good


def test_j149_the_command_line_asks_and_is_told(
    ward: Ward, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in (exchange_verbs, output):
        monkeypatch.setattr(module, "utc_now", lambda: NOW - timedelta(days=1, minutes=-1))
    words = ["merge", str(ward.file(ward.estate.april)), "--store", str(ward.city.folder)]
    assert run(words) == 1
    told = capsys.readouterr().err
    assert told.startswith("CLOCK_BACK: ")
    assert "--clock-is-right" in told
    assert run([*words, "--clock-is-right"]) == 0
    assert logical_digest(ward.city.store) == ward.estate.good


def test_j149_the_clocks_of_1988(ward: Ward) -> None:
    """China had summer time in 1988; a package signed in the hour that never was is read like any other."""
    forger, then = Forger(ward.estate), datetime(1988, 4, 16, 16, 30, tzinfo=UTC)
    with zone("Asia/Shanghai"):
        ward.take(forger.package(forger.signed_by(forger.county.key, forger.county.certificate, at=then)))
        assert logical_digest(ward.city.store) == ward.estate.good


# --- 150: the power ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kills_told(estate: Estate, kills: int, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("killing")
    copy = shutil.copytree(estate.folder, folder / "estate")
    words = [sys.executable, "-m", "tests.villains.killing", str(copy), str(folder / "acts"), str(kills)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("act", POINTS, ids=lambda act: f"J150 {act}")
def test_j150_power_that_fails_in_the_middle(kills_told: dict[str, Any], act: str) -> None:
    told = kills_told[act]
    assert told["wrong"] == []
    assert told["changes"]
    assert told["kills"] >= min(told["points"], 6)
