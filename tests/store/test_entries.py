import os
import signal
import time
from contextlib import closing
from pathlib import Path

import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.form.record import from_line
from baise_desktop.store import journal
from baise_desktop.store.database import open_store
from baise_desktop.store.entries import (
    Entry,
    count_entries,
    delete_entries,
    list_entries,
    list_submission_entries,
    put_entries,
    put_entry,
    read_entry,
)
from baise_desktop.store.submissions import add_statement, reopen
from baise_desktop.store.verify import find_damage
from tests.offices import AWARDS, DATABASE, FIRMS, FORMS, PLAN, County, found_county, row_id
from tests.pki import NOW, PINGGUO, PublicKeyInfrastructure

PERIOD = "2023Q1"


def names(county: County, period: str = PERIOD) -> dict[int, object]:
    entries = list_entries(county.store, county.sheet(period), FIRMS)
    return {int(entry.record.row_id[-4:], 16): entry.record.values["name"] for entry in entries}


def bodies(county: County, period: str = PERIOD) -> list[tuple[str, int, int]]:
    sql = "SELECT row_id, deleted, carried FROM entry WHERE period = ? ORDER BY row_id"
    return [(found[-1:], deleted, carried) for found, deleted, carried in county.store.query(sql, (period,))]


def test_what_is_put_is_what_is_listed(county: County) -> None:
    entry = Entry(county.entry(PERIOD, 1, "甲").record, {"amount": "很多"})
    put_entry(county.store, entry, FIRMS, "clerk", "typed", NOW)
    assert list_entries(county.store, county.sheet(PERIOD), FIRMS) == (entry,)
    assert read_entry(county.store, county.sheet(PERIOD), FIRMS, row_id(1)) == entry
    county.fill(PERIOD, {1: "乙"})
    assert names(county) == {1: "乙"}


def test_rows_come_in_the_order_of_their_making(county: County) -> None:
    county.fill(PERIOD, {3: "丙", 1: "甲"})
    county.fill(PERIOD, {2: "乙"})
    assert list(names(county)) == [1, 2, 3]


def test_an_unknown_row_is_refused(county: County) -> None:
    with pytest.raises(BaiseError) as caught:
        read_entry(county.store, county.sheet(PERIOD), FIRMS, row_id(9))
    assert caught.value.code == "ENTRY_UNKNOWN"
    assert FIRMS.title in caught.value.sentence


def test_forms_of_one_submission_are_kept_apart_from_others(county: County) -> None:
    county.fill(PERIOD, {1: "甲"})
    county.fill(PERIOD, {2: "奖"}, AWARDS)
    county.fill("2023Q2", {3: "丙"})
    entries = list_submission_entries(county.store, PINGGUO, PLAN, PERIOD, FORMS)
    assert [(entry.record.form, entry.record.row_id) for entry in entries] == [
        ("r.award", row_id(2)),
        ("r.firm", row_id(1)),
    ]
    assert count_entries(county.store, PINGGUO) == {
        (PLAN, PERIOD, "r.firm"): 1,
        (PLAN, PERIOD, "r.award"): 1,
        (PLAN, "2023Q2", "r.firm"): 1,
    }


def test_several_rows_are_put_all_or_none(county: County) -> None:
    good = county.entry(PERIOD, 1, "甲")
    bad = Entry(county.entry(PERIOD, 2, "乙").record, {"x": "\0"})
    with pytest.raises(BaiseError):
        put_entries(county.store, (good, bad), FIRMS, "clerk", "pasted", NOW)
    assert names(county) == {}
    put_entries(county.store, (), FIRMS, "clerk", "pasted", NOW)


def test_a_row_the_city_never_saw_vanishes(county: County) -> None:
    county.fill(PERIOD, {1: "甲", 2: "乙"})
    county.delete(PERIOD, 1, 9)
    assert bodies(county) == [("2", 0, 0)]
    delete_entries(county.store, county.sheet(PERIOD), (), "clerk", "deleted", NOW)


def test_a_row_the_city_knows_leaves_a_tombstone_and_can_come_back(county: County) -> None:
    county.report(PERIOD, {1: "甲"})
    reopen(county.store, PINGGUO, PLAN, PERIOD, "改正", NOW)
    county.fill(PERIOD, {2: "乙"})
    county.delete(PERIOD, 1, 2)
    assert bodies(county) == [("1", 1, 0)]
    assert names(county) == {}
    ((body,),) = county.store.query("SELECT body FROM entry")
    record = from_line(body.encode(), FORMS)
    assert record.deleted
    assert not record.values
    county.fill(PERIOD, {1: "回来"})
    assert names(county) == {1: "回来"}
    assert find_damage(county.store) == ()


def test_every_change_is_in_the_journal(county: County) -> None:
    county.fill(PERIOD, {1: "甲"})
    county.delete(PERIOD, 1)
    lines = journal.read_journal(county.store)[-2:]
    assert [(line.actor, line.act) for line in lines] == [("clerk", "typed"), ("clerk", "deleted")]
    assert row_id(1) in lines[1].detail


def test_nothing_changes_after_the_first_statement(county: County) -> None:
    county.fill(PERIOD, {1: "甲"})
    add_statement(county.store, PINGGUO, PLAN, PERIOD, "filler", "演示人员01", NOW)
    with pytest.raises(BaiseError) as caught:
        county.fill(PERIOD, {1: "乙"})
    assert caught.value.code == "LOCKED"
    with pytest.raises(BaiseError) as caught:
        county.delete(PERIOD, 1)
    assert caught.value.code == "LOCKED"
    county.fill("2023Q2", {1: "乙"})
    assert names(county) == {1: "甲"}


@pytest.mark.skipif(os.name == "nt", reason="the test forks; the store's durability is SQLite's own there")
@pytest.mark.parametrize("seed", range(8))
def test_a_kill_loses_no_row_that_was_reported_kept(tmp_path: Path, keys: PublicKeyInfrastructure, seed: int) -> None:
    found_county(tmp_path / "c", keys).store.close()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        county = County(open_store(tmp_path / "c", DATABASE), keys)
        for number in range(1, 10_000):
            county.fill(PERIOD, {number: f"第{number}家"})
            os.write(writer, number.to_bytes(4, "big"))
        os._exit(0)
    time.sleep(0.02 + 0.013 * seed)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        told = len(pipe.read()) // 4
    with closing(open_store(tmp_path / "c", DATABASE)) as store:
        kept = list(names(County(store, keys)))
        assert kept[:told] == list(range(1, told + 1))
        assert len(kept) <= told + 1
        assert find_damage(store) == ()
