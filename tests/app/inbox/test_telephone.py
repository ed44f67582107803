"""电话回执: what the city reads out, and what a unit makes of it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.enrolment.rotating import rotate
from baise_desktop.app.inbox.receipts import make_receipt
from baise_desktop.app.inbox.receiving import merge_files
from baise_desktop.app.inbox.telephone import FREE_TRIES, MOST_TRIES, confirm, confirm_newest, read_out
from baise_desktop.app.keys.trust import require_trust, trust_setting
from baise_desktop.app.mail.correspondence import list_correspondence
from baise_desktop.app.mail.letters import open_received
from baise_desktop.app.outgoing import exporting
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.telephone import receipt_code
from baise_desktop.store.settings import put_settings
from baise_desktop.store.submissions import read_submission
from tests.app.conftest import NOW
from tests.round_trip import MONTH, PASSPHRASE, PINGGUO, PLAN, report_month

WRONG = receipt_code(b"x" * 16, "0" * 64)
"""Ten digits that could be a code."""


@pytest.fixture
def sent(city: Desk, county: Desk, tmp_path: Path) -> exporting.Exported:
    """April, merged at the city."""
    made = report_month(county, NOW, tmp_path)
    merge_files(city, [made.path], NOW)
    return made


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(BaiseError) as refused:
        act()
    assert refused.value.sentence
    return refused.value.code


def state(county: Desk) -> str:
    return read_submission(county.store, PINGGUO, PLAN, MONTH).state


def test_what_the_city_reads_out_makes_the_submission_received(
    city: Desk, county: Desk, sent: exporting.Exported
) -> None:
    code = read_out(city, sent.identity[:12], PASSPHRASE)
    assert make_receipt(city, sent.identity, PASSPHRASE, NOW).code == code
    assert state(county) == "exported"
    made = confirm_newest(county, f"{code[:3]} {code[3:6]}-{code[6:]}", PLAN, MONTH, NOW)
    assert (made.version, made.already) == (1, False)
    assert "第 1 版" in made.sentence
    assert state(county) == "received"
    told = list_correspondence(county)[0]
    assert (told.state, bool(told.told), told.awaits_code) == ("received", True, False)
    assert confirm(county, sent.identity, code, NOW).already


def test_a_receipt_on_file_has_the_last_word(
    city: Desk, county: Desk, sent: exporting.Exported, tmp_path: Path
) -> None:
    receipt = make_receipt(city, sent.identity, PASSPHRASE, NOW)
    confirm(county, sent.identity, receipt.code, NOW)
    file = tmp_path / "receipt.asice"
    file.write_bytes(receipt.content)
    open_received(county, file, None, NOW)
    about = next(each for each in list_correspondence(county) if each.identity == sent.identity)
    assert (about.state, about.told) == ("received", "")


def test_a_digit_misheard_is_noticed_and_costs_no_try(county: Desk, sent: exporting.Exported) -> None:
    for typed in ("", "123", WRONG[:-1] + str((int(WRONG[-1]) + 1) % 10), "回执"):
        assert refusal(partial(confirm, county, sent.identity, typed, NOW)) == "CODE_TYPED"
    assert refusal(lambda: confirm(county, sent.identity, WRONG, NOW)) == "CODE_WRONG"


def test_wrong_codes_have_to_wait_longer_and_longer_and_come_to_an_end(
    city: Desk, county: Desk, sent: exporting.Exported
) -> None:
    now, waits = NOW, []
    for _ in range(MOST_TRIES):
        with pytest.raises(BaiseError) as refused:
            confirm(county, sent.identity, WRONG, now)
        wait = re.search("请过 ([0-9]+) 秒", refused.value.sentence)
        waits.append(int(wait[1]) - 1 if wait else 0)
        now += timedelta(seconds=waits[-1])
        if wait:
            assert refusal(partial(confirm, county, sent.identity, WRONG, now)) == "CODE_WRONG"
    assert len(waits) > FREE_TRIES
    assert waits[:5] == [0, 0, 0, 10, 20]
    assert max(waits) == 3_600
    code = read_out(city, sent.identity, PASSPHRASE)
    assert refusal(lambda: confirm(county, sent.identity, code, now + timedelta(days=9))) == "CODE_TRIES"
    assert state(county) == "exported"


def test_a_code_of_another_submission_says_of_which(
    city: Desk, county: Desk, sent: exporting.Exported, tmp_path: Path
) -> None:
    may = report_month(county, NOW, tmp_path, "2023-05")
    code = read_out(city, sent.identity, PASSPHRASE)
    with pytest.raises(BaiseError, match=r"CODE_OTHER: .*2023年4月第 1 版"):
        confirm(county, may.identity, code, NOW)
    assert confirm(county, sent.identity, code, NOW).version == 1


def test_after_a_rotation_the_code_is_the_same(city: Desk, sent: exporting.Exported) -> None:
    code = read_out(city, sent.identity, PASSPHRASE)
    rotate(city, PASSPHRASE, NOW + timedelta(days=1))
    assert read_out(city, sent.identity, PASSPHRASE) == code


def test_without_the_citys_key_there_is_no_code_and_a_receipt_all_the_same(
    city: Desk, county: Desk, tmp_path: Path
) -> None:
    put_settings(county.store, trust_setting(replace(require_trust(county), recipient="")))
    sent = report_month(county, NOW, tmp_path)
    merge_files(city, [sent.path], NOW)
    receipt = make_receipt(city, sent.identity, PASSPHRASE, NOW)
    assert receipt.content
    assert not receipt.code
    assert refusal(lambda: read_out(city, sent.identity, PASSPHRASE)) == "CODE_NONE"
    assert refusal(lambda: confirm(county, sent.identity, WRONG, NOW)) == "CODE_NONE"


def test_nothing_sent_nothing_confirmed(county: Desk, city: Desk) -> None:
    assert refusal(lambda: confirm_newest(county, WRONG, PLAN, MONTH, NOW)) == "CODE_UNSENT"
    assert refusal(lambda: confirm_newest(city, WRONG, PLAN, MONTH, NOW)) == "ROLE_UNIT_ONLY"
