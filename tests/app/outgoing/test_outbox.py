"""Every package that was sent stays, and leaves again as it was."""

import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from baise_desktop.app.checks.sign_off import reopen
from baise_desktop.app.desk import Desk
from baise_desktop.app.files import drives
from baise_desktop.app.files.drives import Drive
from baise_desktop.app.installation.home import due_submissions
from baise_desktop.app.outgoing import exporting, outbox
from baise_desktop.app.outgoing.sealing import is_sealed
from baise_desktop.errors import BaiseError
from baise_desktop.store.packages import list_packages
from tests.app.conftest import NOW
from tests.round_trip import MONTH, PASSPHRASE, PLAN, add_contract, fill_month, sign_all


@pytest.fixture
def sender(reported: Path, open_copy: Callable[[Path], Desk]) -> Desk:
    return open_copy(reported / "county")


def test_versions_stay_with_their_states(sender: Desk, april: Path, tmp_path: Path) -> None:
    (first,) = outbox.list_sent(sender)
    assert (first.version, first.seq, first.state, first.size) == (1, 1, "exported", april.stat().st_size)
    reopen(sender, PLAN, MONTH, "漏报一项合同", NOW)
    add_contract(sender, NOW, contract_no="HT-002")
    sign_all(sender, NOW)
    exporting.export(sender, PLAN, MONTH, tmp_path, PASSPHRASE, NOW)
    assert [(sent.version, sent.state) for sent in outbox.list_sent(sender)] == [(2, "exported"), (1, "overtaken")]


def test_an_overtaken_version_leaves_again_as_the_same_bytes(sender: Desk, april: Path, tmp_path: Path) -> None:
    (sent,) = outbox.list_sent(sender)
    reopen(sender, PLAN, MONTH, "漏报一项合同", NOW)
    made = outbox.send_again(sender, sent.identity, tmp_path / "stick", NOW + timedelta(days=30))
    assert made.path.read_bytes() == april.read_bytes()
    (due,) = (due for due in due_submissions(sender, NOW.date()) if due.period == MONTH)
    assert (due.state, due.version) == ("draft", 2)


def test_kept_packages_are_read_only(county: Desk, tmp_path: Path) -> None:
    fill_month(county, NOW)
    sign_all(county, NOW)
    exporting.export(county, PLAN, MONTH, tmp_path, PASSPHRASE, NOW)
    (sent,) = outbox.list_sent(county)
    assert stat.S_IMODE(sent.file.stat().st_mode) == 0o444


def test_a_stick_pulled_out_leaves_it_signed_and_the_next_try_needs_no_passphrase(
    county: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_month(county, NOW)
    sign_all(county, NOW)
    with pytest.raises(BaiseError, match="DRIVE_GONE"):
        exporting.export(county, PLAN, MONTH, tmp_path / "stick", PASSPHRASE, NOW, on_drive=True)
    (sent,) = outbox.list_sent(county)
    assert (sent.state, sent.exported_at) == ("signed", "")
    assert is_sealed(county, PLAN, MONTH)
    (tmp_path / "stick").mkdir()
    plugged = (Drive(tmp_path / "stick", "上报盘", 7 << 30, 8 << 30, writable=True),)
    monkeypatch.setattr(drives, "find_drives", lambda: plugged)
    assert exporting.export(county, PLAN, MONTH, tmp_path / "stick", "", NOW, on_drive=True).fresh
    assert outbox.list_sent(county)[0].state == "exported"


def test_what_came_from_the_city_is_not_sent_from_here(sender: Desk, tmp_path: Path) -> None:
    pack = next(each for each in list_packages(sender.store) if each.direction == "in")
    with pytest.raises(BaiseError, match="PACKAGE_FILE"):
        outbox.send_again(sender, pack.identity, tmp_path, NOW)


def test_a_lost_file_is_listed_and_refused(sender: Desk, tmp_path: Path) -> None:
    (sent,) = outbox.list_sent(sender)
    sent.file.unlink()
    assert outbox.list_sent(sender)[0].size == 0
    with pytest.raises(BaiseError, match="PACKAGE_FILE"):
        outbox.send_again(sender, sent.identity, tmp_path, NOW)
