"""Lost and stolen keys."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.enrolment.rebuilding import rebuild
from baise_desktop.app.enrolment.restoring import bring_back
from baise_desktop.app.inbox.deciding import decide
from baise_desktop.app.inbox.file_verdict import verify_here
from baise_desktop.app.inbox.receiving import list_received, merge_files
from baise_desktop.app.inbox.revoking import revoke
from baise_desktop.app.keys.trust import require_trust, trust_setting
from baise_desktop.cli.run import run
from baise_desktop.errors import BaiseError
from baise_desktop.store.backup import backup
from baise_desktop.store.settings import put_settings
from tests.app.conftest import NOW
from tests.round_trip import PASSPHRASE, PINGGUO, report_month

LATER = NOW + timedelta(days=2)


@pytest.fixture
def sent(county: Desk, tmp_path: Path) -> list[Path]:
    """Three packages of one key."""
    return [report_month(county, NOW, tmp_path, period).path for period in ("2023-03", "2023-04", "2023-05")]


def states(city: Desk) -> list[tuple[str, bool]]:
    return [(package.state, package.counts) for package in list_received(city)]


def test_nothing_after_the_last_trusted_package_is_taken_in(city: Desk, sent: list[Path]) -> None:
    merge_files(city, sent[:1], NOW)
    made = revoke(city, PINGGUO, PASSPHRASE, LATER, reason="密钥丢失")
    assert (made.after_seq, made.barred, [each.period for each in made.review]) == (1, (), ["2023-03"])
    late, again = merge_files(city, [sent[1], sent[0]], LATER)
    assert late.error is not None
    assert late.error.code == "REVOKED"
    assert again.report is not None
    assert again.report.already
    assert states(city) == [("received", True)]


def test_when_it_came_makes_no_difference(city: Desk, sent: list[Path], tmp_path: Path) -> None:
    merge_files(city, sent, NOW)
    made = revoke(city, PINGGUO, PASSPHRASE, LATER, after_seq=1)
    assert [each.period for each in made.barred] == ["2023-04", "2023-05"]
    assert states(city) == [("received", True), ("hold", False), ("hold", False)]
    decide(city, made.barred[0].identity, "accept", PASSPHRASE, LATER, "电话核实")
    assert states(city) == [("received", True), ("accepted", True), ("hold", False)]
    assert rebuild(city, tmp_path / "again", LATER).is_whole


def test_an_acceptance_before_the_theft_was_known_does_not_save_a_package(city: Desk, sent: list[Path]) -> None:
    merge_files(city, sent[:2], NOW)
    decide(city, list_received(city)[1].identity, "accept", PASSPHRASE, NOW)
    revoke(city, PINGGUO, PASSPHRASE, LATER, after_seq=1)
    assert states(city) == [("received", True), ("hold", False)]


def test_c080_each_package_of_a_revoked_key_is_told_for_itself(
    city: Desk, county: Desk, sent: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Up to the last trusted one it was valid in its time; what came after it is refused, wherever it is verified."""
    merge_files(city, sent, NOW)
    revoke(city, PINGGUO, PASSPHRASE, LATER, after_seq=2)
    good, bad = (verify_here(city, file, "", LATER) for file in sent[1:])
    assert good.sound
    assert good.sentences()[-1] == "可信：是（当时有效，后被吊销（第 2 号之后）；这是第 2 号）"
    assert good.as_json()["trusted"]["code"] == ""
    assert not bad.sound
    assert bad.as_json()["trusted"]["code"] == "REVOKED"
    assert "只认可到第 2 个上报包，这是第 3 个" in bad.sentences()[-1]
    assert verify_here(county, sent[2], "", LATER).as_json()["trusted"]["reason"] == "", "it has not heard of it yet"
    assert run(["verify", str(sent[2]), "--trust", str(city.folder / "root.pem")]) == 0
    assert "没有吊销清单" in capsys.readouterr().out.splitlines()[-1]


def test_a_package_under_a_certificate_that_is_not_listed_is_not_trusted(city: Desk, sent: list[Path]) -> None:
    trust = require_trust(city)
    put_settings(city.store, trust_setting(replace(trust, units=())))
    told = verify_here(city, sent[0], "", NOW)
    assert (told.sound, told.as_json()["trusted"]["code"]) == (False, "TRUST")


def test_a3_a_stolen_key_begins_no_chain_of_its_own(city: Desk, county: Desk, sent: list[Path], tmp_path: Path) -> None:
    """Numbers are counted anew in each epoch: the thief's first package there is number 1, and does not count."""
    merge_files(city, sent[:1], NOW)
    kept = backup(county.store, tmp_path / "stolen", NOW)
    made = revoke(city, PINGGUO, PASSPHRASE, LATER)
    assert made.after_seq == 1
    bring_back(kept, tmp_path / "thief", NOW)
    thief = open_desk(tmp_path / "thief")
    forged = report_month(thief, NOW, tmp_path, "2023-06").path
    close_desk(thief)
    told = verify_here(city, forged, "", LATER)
    assert (told.sound, told.as_json()["trusted"]["code"]) == (False, "REVOKED")
    assert verify_here(city, sent[0], "", LATER).sound
    (outcome,) = merge_files(city, [forged], LATER)
    assert outcome.report is not None
    assert states(city) == [("received", True), ("hold", False)]
    assert rebuild(city, tmp_path / "again", LATER).is_whole
    assert [each.period for each in revoke(city, PINGGUO, PASSPHRASE, LATER).barred] == ["2023-06"]
    decide(city, list_received(city)[1].identity, "accept", PASSPHRASE, LATER, "电话核实")
    assert states(city)[1] == ("accepted", True)


def test_by_the_day_of_receiving(city: Desk, sent: list[Path]) -> None:
    merge_files(city, sent[:1], NOW)
    merge_files(city, sent[1:], LATER)
    assert revoke(city, PINGGUO, PASSPHRASE, LATER, after_day=NOW.astimezone().date()).after_seq == 1


def test_a_bound_is_only_ever_lowered(city: Desk, sent: list[Path]) -> None:
    merge_files(city, sent, NOW)
    assert revoke(city, PINGGUO, PASSPHRASE, LATER, after_seq=1).after_seq == 1
    assert revoke(city, PINGGUO, PASSPHRASE, LATER, after_seq=3).after_seq == 1
    assert revoke(city, PINGGUO, PASSPHRASE, LATER, after_seq=0).after_seq == 0
    assert [counts for _, counts in states(city)] == [False, False, False]


def test_what_cannot_be_revoked(city: Desk, county: Desk) -> None:
    before = require_trust(city)
    for desk, unit, bounds, code in (
        (county, PINGGUO, {}, "ROLE_CITY_ONLY"),
        (city, "c.leye", {}, "REVOKE_NONE"),
        (city, PINGGUO, {"certificate": "0000"}, "REVOKE_NONE"),
        (city, PINGGUO, {"after_seq": 1, "after_day": date(2023, 5, 4)}, "REVOKE_BOUND"),
        (city, PINGGUO, {"after_seq": -1}, "REVOKE_BOUND"),
    ):
        with pytest.raises(BaiseError, match=f"{code}:"):
            revoke(desk, unit, PASSPHRASE, LATER, **bounds)
    with pytest.raises(BaiseError, match="PASSPHRASE:"):
        revoke(city, PINGGUO, "another passphrase", LATER)
    assert require_trust(city) == before
