from collections.abc import Callable
from pathlib import Path

import pytest

from baise_desktop.app.checks import sign_off
from baise_desktop.app.desk import Desk
from baise_desktop.app.entry import filling
from baise_desktop.app.inbox import receiving
from baise_desktop.app.kept.packed_history import packed_history
from baise_desktop.app.outgoing import exporting
from baise_desktop.errors import BaiseError
from baise_desktop.store.revisions import list_form_revisions
from tests.app.conftest import NOW
from tests.round_trip import CONTRACT_TARGET, MONTH, PASSPHRASE, PLAN, contracts_of, sign_all

CONTRACTS = "r.tech_contract"


@pytest.fixture
def two(
    city: Desk, reported: Path, april: Path, open_copy: Callable[[Path], Desk], tmp_path: Path
) -> tuple[Desk, Desk]:
    """The city with April in two versions, and the county that sent them."""
    sender = open_copy(reported / "county")
    sign_off.reopen(sender, PLAN, MONTH, "金额登错", NOW)
    sheet = contracts_of(sender)
    (row,) = filling.list_rows(sender, sheet)
    filling.set_cell(sender, sheet, row.record.row_id, "amount", "999", NOW)
    sign_all(sender, NOW)
    second = exporting.export(sender, PLAN, MONTH, tmp_path, PASSPHRASE, NOW).path
    assert all(each.report for each in receiving.merge_files(city, [april, second], NOW))
    return city, sender


def test_a_cell_tells_every_package_with_its_certificate(two: tuple[Desk, Desk]) -> None:
    city, sender = two
    (newest, older) = sorted(receiving.list_received(city), key=lambda each: -each.version)
    (row_id,) = list_form_revisions(city.store, newest.identity, CONTRACTS)
    told = packed_history(city, newest.identity, CONTRACTS, row_id, "amount")
    assert [(each.text.startswith("999"), each.changed, each.state, each.identity) for each in told] == [
        (True, True, "已接收", newest.identity),
        (False, False, "已接收", older.identity),
    ]
    assert "第 2 版" in told[0].when
    assert told[0].certificate.count("-") == 7
    own = packed_history(sender, older.identity, CONTRACTS, row_id, "amount")
    assert [each.state for each in own] == ["本机封包", "本机封包"]


def test_a_row_tells_what_is_other_than_before(two: tuple[Desk, Desk]) -> None:
    city, _ = two
    newest = max(receiving.list_received(city), key=lambda each: each.version)
    (row_id,) = list_form_revisions(city.store, newest.identity, CONTRACTS)
    told = packed_history(city, newest.identity, CONTRACTS, row_id)
    assert told[0].text.endswith("→ 999.0000")
    assert told[1].text.startswith("首次上报：")


def test_a_target_is_found_in_each_period(two: tuple[Desk, Desk]) -> None:
    city, _ = two
    newest = max(receiving.list_received(city), key=lambda each: each.version)
    (row_id,) = list_form_revisions(city.store, newest.identity, CONTRACT_TARGET)
    told = packed_history(city, newest.identity, CONTRACT_TARGET, row_id)
    assert told[0].text == "与前一版相同"


def test_an_unknown_package_is_refused(city: Desk) -> None:
    with pytest.raises(BaiseError, match="PACKAGE_UNKNOWN"):
        packed_history(city, "0" * 64, CONTRACTS, "x")
