from datetime import date

import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.store.database import Store
from baise_desktop.store.decisions import (
    PACKAGE_ACTS,
    Act,
    list_decisions,
    list_unsigned,
    mark_signed,
    next_decision,
    record_decision,
)
from baise_desktop.store.queries import counted_rows, read_standings
from baise_desktop.store.verify import find_damage, logical_digest
from tests.offices import County, merge_all, open_package
from tests.pki import NOW, PublicKeyInfrastructure


@pytest.fixture
def identity(county: County, city: Store, keys: PublicKeyInfrastructure) -> str:
    (report,) = merge_all(city, [open_package(county.report("2023Q1", {1: "甲"}), keys)])
    return report.identity


def act(store: Store, kind: Act, *targets: str, keep: str = "") -> bool:
    return record_decision(store, next_decision(store.connection, kind, targets, "officer", NOW, keep=keep), NOW)


def rows(store: Store, *, accepted_only: bool = False) -> int:
    return len(list(counted_rows(store, "r.firm", date(2023, 12, 31), accepted_only)))


def test_states_follow_at_once(city: Store, identity: str) -> None:
    assert (rows(city), rows(city, accepted_only=True)) == (1, 0)
    act(city, "accept", identity)
    assert (rows(city), rows(city, accepted_only=True)) == (1, 1)
    act(city, "withdraw", identity)
    assert (rows(city), rows(city, accepted_only=True)) == (0, 0)
    act(city, "restore", identity)
    act(city, "return", identity)
    assert rows(city) == 0
    assert read_standings(city).by_identity[identity].state == "returned"
    acts = [(decision.number, decision.act) for decision in list_decisions(city)]
    assert acts == [(1, "receive"), (2, "accept"), (3, "withdraw"), (4, "restore"), (5, "return")]
    assert find_damage(city) == ()


def test_the_same_decision_twice_is_once(city: Store, identity: str) -> None:
    decision = next_decision(city.connection, "accept", [identity], "officer", NOW)
    assert record_decision(city, decision, NOW)
    before = logical_digest(city)
    assert not record_decision(city, decision, NOW)
    assert logical_digest(city) == before
    assert list_decisions(city, PACKAGE_ACTS) == (decision,)


def test_a_decision_is_about_packages_that_are_held(city: Store, identity: str) -> None:
    before = logical_digest(city)
    for kind, targets, code in (
        ("accept", ["f" * 64], "DECISION_TARGET"),
        ("accept", [], "DECISION_ACT"),
        ("resolve", [identity], "DECISION_ACT"),
    ):
        with pytest.raises(BaiseError) as caught:
            act(city, kind, *targets, keep=identity)  # type: ignore[arg-type]
        assert caught.value.code == code
        assert caught.value.sentence
    assert logical_digest(city) == before


def test_a_batch_is_signed_once(city: Store, identity: str) -> None:
    act(city, "accept", identity)
    act(city, "withdraw", identity)
    unsigned = list_unsigned(city)
    assert unsigned == list_decisions(city)
    mark_signed(city, unsigned, "e" * 64)
    assert list_unsigned(city) == ()
    assert list_decisions(city) == unsigned
    assert find_damage(city) == ()
