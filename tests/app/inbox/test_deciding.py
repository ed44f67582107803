from datetime import date
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.inbox.deciding import SHORTEST_IDENTITY, decide, find_received
from baise_desktop.app.inbox.receiving import ReceivedPackage, list_received, merge_files, verify_file
from baise_desktop.app.results.figures import figure_table
from baise_desktop.errors import BaiseError
from baise_desktop.store.decisions import PACKAGE_ACTS, Act, list_decisions, list_unsigned
from baise_desktop.store.packages import list_packages, package_file
from tests.app.conftest import NOW
from tests.round_trip import CONTRACT_TARGET, PASSPHRASE, PLAN


@pytest.fixture
def held(city: Desk, april: Path) -> ReceivedPackage:
    """The one submission that the city holds."""
    merge_files(city, [april], NOW)
    return list_received(city)[0]


def contracts(city: Desk, *, accepted_only: bool = False) -> str:
    table = figure_table(city, PLAN, date(2023, 4, 30), "", accepted_only=accepted_only)
    return next(row.figure for row in table.rows if row.target == CONTRACT_TARGET)


def test_acceptance_counts_where_only_the_accepted_count(city: Desk, held: ReceivedPackage) -> None:
    assert (contracts(city), contracts(city, accepted_only=True)) == ("0.0121", "")
    assert decide(city, held.identity, "accept", PASSPHRASE, NOW).state == "accepted"
    assert contracts(city, accepted_only=True) == "0.0121"


def test_withdrawal_takes_it_out_and_restoring_brings_it_back(city: Desk, held: ReceivedPackage) -> None:
    withdrawn = decide(city, held.identity, "withdraw", PASSPHRASE, NOW)
    assert (withdrawn.state, withdrawn.counts, contracts(city)) == ("withdrawn", False, "")
    restored = decide(city, held.identity, "restore", PASSPHRASE, NOW)
    assert (restored.counts, contracts(city)) == (True, "0.0121")


@pytest.mark.parametrize("act", ["accept", "withdraw"])
def test_each_decision_is_kept_as_a_package_that_anyone_can_verify(
    city: Desk, held: ReceivedPackage, tmp_path: Path, act: Act
) -> None:
    decide(city, held.identity, act, PASSPHRASE, NOW, reason="核对无误")
    kept = list_packages(city.store, "decision")[-1]
    (tmp_path / "root.pem").write_bytes(setup.root_certificate_pem(city))
    assert verify_file(package_file(city.store, kept.identity), tmp_path / "root.pem", NOW).sound
    assert list_unsigned(city.store) == ()
    (decision,) = list_decisions(city.store, PACKAGE_ACTS)
    assert (decision.act, decision.targets, decision.reason) == (act, (held.identity,), "核对无误")


def test_without_the_passphrase_nothing_is_decided(city: Desk, held: ReceivedPackage) -> None:
    with pytest.raises(BaiseError, match="PASSPHRASE:"):
        decide(city, held.identity, "accept", "another passphrase", NOW)
    assert list_decisions(city.store, PACKAGE_ACTS) == ()
    assert find_received(city, held.identity).state == "received"


def test_identity_may_be_shortened_to_twelve_digits(city: Desk, held: ReceivedPackage) -> None:
    assert find_received(city, held.identity[:SHORTEST_IDENTITY].upper()) == held
    for start in (held.identity[: SHORTEST_IDENTITY - 1], "", "0" * 64, held.identity + "0"):
        with pytest.raises(BaiseError, match="PACKAGE_UNKNOWN"):
            decide(city, start, "accept", PASSPHRASE, NOW)


def test_units_decide_nothing(county: Desk) -> None:
    with pytest.raises(BaiseError, match="ROLE_CITY_ONLY"):
        decide(county, "0" * 64, "accept", PASSPHRASE, NOW)
