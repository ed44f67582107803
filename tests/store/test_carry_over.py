import json
from dataclasses import replace

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from baise_desktop.form import canonical
from baise_desktop.store.carry_over import carry_over
from baise_desktop.store.entries import Entry, list_entries, put_entry
from baise_desktop.store.verify import find_damage
from tests.offices import AWARDS, FIRMS, PLAN, County
from tests.pki import NOW, PINGGUO
from tests.store.test_entries import bodies, names

BOTH = (FIRMS, AWARDS)


def carry(county: County, period: str, plan: str = PLAN) -> int:
    return carry_over(county.store, PINGGUO, plan, period, BOTH, NOW)


def test_live_rows_go_on_with_their_ids(county: County) -> None:
    county.fill("2023Q1", {1: "甲", 2: "乙"})
    county.fill("2023Q1", {7: "奖"}, AWARDS)
    assert carry(county, "2023Q2") == 3
    assert names(county, "2023Q2") == names(county, "2023Q1")
    before = list_entries(county.store, county.sheet("2023Q1"), FIRMS)
    after = list_entries(county.store, county.sheet("2023Q2"), FIRMS)
    assert [replace(entry.record, period="2023Q2") for entry in before] == [entry.record for entry in after]
    assert find_damage(county.store) == ()


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60))
@example('引号"反斜杠\\换行\n制表\t控制\x01\x7f／斜杠/😀㛃\u2028')
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_carried_lines_are_canonical(county: County, text: str) -> None:
    with county.store.write() as connection:
        connection.execute("DELETE FROM entry")
        connection.execute("DELETE FROM carry")
    put_entry(county.store, county.entry("2023Q1", 1, text), FIRMS, "clerk", "typed", NOW)
    carry(county, "2023Q2")
    (before,), (after,) = county.store.query("SELECT body FROM entry ORDER BY period")
    expected = {**json.loads(before), "period": "2023Q2"}
    assert after.encode() == canonical.dump(expected)
    assert find_damage(county.store) == ()


def test_what_could_not_be_read_is_carried_too(county: County) -> None:
    put_entry(
        county.store, Entry(county.entry("2023Q1", 1, "甲").record, {"amount": "很多"}), FIRMS, "clerk", "typed", NOW
    )
    carry(county, "2023Q2")
    (entry,) = list_entries(county.store, county.sheet("2023Q2"), FIRMS)
    assert entry.wrong == {"amount": "很多"}


def test_it_happens_once(county: County) -> None:
    county.fill("2023Q1", {1: "甲"})
    assert carry(county, "2023Q2") == 1
    county.delete("2023Q2", 1)
    county.fill("2023Q1", {2: "乙"})
    assert carry(county, "2023Q2") == 0
    assert names(county, "2023Q2") == {}


def test_a_deleted_carried_row_leaves_a_tombstone_that_is_not_carried_on(county: County) -> None:
    county.fill("2023Q1", {1: "甲", 2: "乙"})
    carry(county, "2023Q2")
    county.delete("2023Q2", 1)
    assert bodies(county, "2023Q2") == [("1", 1, 1), ("2", 0, 1)]
    carry(county, "2023Q3")
    assert names(county, "2023Q3") == {2: "乙"}


def test_the_latest_earlier_period_is_the_source(county: County) -> None:
    county.fill("2022Q4", {1: "旧"})
    county.fill("2023Q3", {1: "后"})
    county.fill("2023Q1", {1: "新"})
    carry(county, "2023Q2")
    assert names(county, "2023Q2") == {1: "新"}


def test_a_register_goes_on_across_plans(county: County) -> None:
    record = replace(county.entry("2020Q4", 1, "甲").record, plan="p1")
    put_entry(county.store, Entry(record, {}), FIRMS, "clerk", "typed", NOW)
    assert carry(county, "2021Q1") == 1
    (entry,) = list_entries(county.store, county.sheet("2021Q1"), FIRMS)
    assert entry.record == replace(record, plan="p2", period="2021Q1")


def test_rows_already_there_stay(county: County) -> None:
    county.fill("2023Q1", {1: "甲"})
    county.fill("2023Q2", {1: "先填"})
    carry(county, "2023Q2")
    assert names(county, "2023Q2") == {1: "先填"}


def test_before_there_is_a_source_nothing_is_done(county: County) -> None:
    assert carry(county, "2023Q2") == 0
    county.fill("2023Q1", {1: "甲"})
    assert carry(county, "2023Q2") == 1


def test_a_signed_period_is_left_alone(county: County) -> None:
    county.sign("2023Q2")
    county.fill("2023Q1", {1: "甲"})
    assert carry(county, "2023Q2") == 0
    assert names(county, "2023Q2") == {}
