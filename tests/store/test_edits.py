from baise_desktop.store.edits import CLERK_NAME, list_clerks, list_edits, list_touched
from baise_desktop.store.entries import Entry, delete_entries, put_entry
from baise_desktop.store.settings import put_setting
from baise_desktop.store.steps import Place, next_undo, swap
from baise_desktop.store.submissions import add_statement, reopen
from baise_desktop.store.verify import find_damage
from tests.offices import FIRMS, PLAN, County, row_id
from tests.pki import NOW, PINGGUO

PERIOD = "2023Q1"


def test_every_act_on_a_row_is_kept_with_its_clerk_and_what_stood_there(county: County) -> None:
    store, key = county.store, county.sheet(PERIOD).key
    county.fill(PERIOD, {1: "甲", 2: "乙"})
    put_setting(store, CLERK_NAME, "韦小明")
    put_entry(store, county.entry(PERIOD, 1, "丙"), FIRMS, "clerk", "填写", NOW)
    wrong = Entry(county.entry(PERIOD, 1, "丙").record, {"amount": "很多"})
    put_entry(store, wrong, FIRMS, "clerk", "填写", NOW)
    put_setting(store, CLERK_NAME, "黄大力")
    delete_entries(store, county.sheet(PERIOD), [row_id(1)], "clerk", "删除", NOW)
    told = list_edits(store, key, row_id(1))
    assert [(each.clerk, each.act, each.is_new) for each in told[:3]] == [
        ("黄大力", "删除", False),
        ("韦小明", "填写", False),
        ("韦小明", "填写", False),
    ]
    assert told[-1].is_new
    assert told[-1].clerk == ""
    assert told[0].wrong == {"amount": "很多"}
    assert told[0].values["name"] == "丙"
    assert told[1].values == {"amount": "1.0000"}
    assert told[2].values["name"] == "甲"
    assert list_touched(store, key, "韦小明") == {row_id(1)}
    assert list_touched(store, key, "") == {row_id(1), row_id(2)}
    assert list_clerks(store) == ("韦小明", "黄大力")
    assert find_damage(store) == ()


def test_edits_outlive_undo_and_signature_and_know_their_version(county: County) -> None:
    store, key = county.store, county.sheet(PERIOD).key
    county.fill(PERIOD, {1: "甲"})
    step = next_undo(store, Place(PINGGUO, PLAN, PERIOD))
    assert step is not None
    swap(store, step, "clerk", "撤销 填写", NOW)
    county.fill(PERIOD, {1: "乙"})
    add_statement(store, PINGGUO, PLAN, PERIOD, "filler", "演示", NOW)
    reopen(store, PINGGUO, PLAN, PERIOD, "改", NOW)
    acts = [(each.act, each.is_new, each.version) for each in list_edits(store, key, row_id(1))]
    assert acts[1] == ("撤销 填写", False, 1)
    assert [is_new for _, is_new, _ in acts] == [True, False, True]


def test_a_changed_edit_is_found(county: County) -> None:
    county.fill(PERIOD, {1: "甲"})
    county.store.connection.execute("UPDATE edit SET clerk = '别人'")
    assert [each.kind for each in find_damage(county.store)] == ["row"]
