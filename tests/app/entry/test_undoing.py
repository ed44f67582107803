import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baise_desktop.app.checks import sign_off
from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.entry import evidence, filling, undoing
from baise_desktop.app.entry.filling import TypedCell
from baise_desktop.app.installation.home import open_submission
from baise_desktop.errors import BaiseError
from baise_desktop.store import steps
from baise_desktop.store.submissions import list_explanations, put_explanation, reopen
from tests.app.conftest import NOW
from tests.evidence_files import pdf_bytes, put
from tests.round_trip import MONTH, PEOPLE, PLAN, Founded, add_contract, answer_target, contracts_of, fill_month

State = list[tuple[object, ...]]


def state_of(desk: Desk) -> State:
    """Every byte of what a clerk fills in."""
    columns = "unit, period, plan, form, row_id, deleted, carried, wrong, body, digest"
    rows = desk.store.query(f"SELECT {columns} FROM entry ORDER BY 1, 2, 3, 4, 5")
    return rows + desk.store.query("SELECT * FROM explanation ORDER BY 1, 2, 3, 4")


def undo(desk: Desk) -> undoing.Turned:
    return undoing.undo(desk, PLAN, MONTH, NOW)


def redo(desk: Desk) -> undoing.Turned:
    return undoing.redo(desk, PLAN, MONTH, NOW)


def test_acts_are_taken_back_by_name_and_done_again(county: Desk) -> None:
    empty = state_of(county)
    sheet = contracts_of(county)
    row = add_contract(county, NOW).record.row_id
    filling.set_cell(county, sheet, row, "title", "改名", NOW)
    cells = [TypedCell(row, "buyer", "甲"), TypedCell("new", "title", "乙")]
    filling.set_cells(county, sheet, cells, NOW, act="粘贴 2 格")
    filling.delete_rows(county, sheet, [row], NOW)
    full = state_of(county)
    assert undoing.list_nexts(county, PLAN, MONTH) == undoing.Nexts("删除 1 行", "")
    told = [undo(county) for _ in range(4)]
    assert [each.name for each in told] == ["删除 1 行", "粘贴 2 格", "填写“合同名称”", "新增 1 行"]
    assert [each.field for each in told] == ["", "", "title", ""]
    assert [each.row_id for each in told] == [row, row, row, ""]
    assert state_of(county) == empty
    assert undoing.list_nexts(county, PLAN, MONTH) == undoing.Nexts("", "新增 1 行")
    assert [redo(county).name for _ in range(4)][-1] == "删除 1 行"
    assert state_of(county) == full
    acts = [act for (act,) in county.store.query("SELECT act FROM journal ORDER BY number DESC LIMIT 8")]
    assert acts[0] == "重做 删除 1 行"
    assert acts[-1] == "撤销 删除 1 行"


def test_the_same_text_again_is_no_step(county: Desk) -> None:
    row = add_contract(county, NOW).record.row_id
    filling.set_cell(county, contracts_of(county), row, "title", "演示合同一", NOW)
    filling.set_cells(county, contracts_of(county), [TypedCell(row, "title", "演示合同一")], NOW)
    assert undo(county).name == "新增 1 行"


def test_opening_a_form_is_no_step(county: Desk) -> None:
    answer_target(county, NOW)
    undo(county)
    with pytest.raises(BaiseError) as caught:
        undo(county)
    assert caught.value.code == "STEP_NONE_UNDO"


def test_a_new_act_forgets_what_could_be_done_again(county: Desk) -> None:
    add_contract(county, NOW)
    undo(county)
    add_contract(county, NOW)
    with pytest.raises(BaiseError) as caught:
        redo(county)
    assert caught.value.code == "STEP_NONE_REDO"


def test_steps_outlive_the_program(founded: Founded, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(founded.folder / "county", tmp_path / "again"))
    desk = open_desk(folder)
    add_contract(desk, NOW)
    close_desk(desk)
    desk = open_desk(folder)
    assert undo(desk).name == "新增 1 行"
    assert filling.list_rows(desk, contracts_of(desk)) == ()
    close_desk(desk)


def test_nothing_is_taken_back_across_a_signature(county: Desk) -> None:
    fill_month(county, NOW)
    sign_off.sign_off(county, PLAN, MONTH, "filler", PEOPLE["filler"], NOW)
    signed = state_of(county)
    with pytest.raises(BaiseError) as caught:
        undo(county)
    assert caught.value.code == "STEP_NONE_UNDO"
    reopen(county.store, county.office.unit, PLAN, MONTH, "改", NOW)
    with pytest.raises(BaiseError):
        undo(county)
    assert state_of(county) == signed


def test_another_submission_keeps_its_own_steps(county: Desk) -> None:
    add_contract(county, NOW)
    open_submission(county, PLAN, "2023-05", NOW)
    with pytest.raises(BaiseError):
        undoing.undo(county, PLAN, "2023-05", NOW)
    assert undo(county).name == "新增 1 行"


def test_what_changed_since_is_never_overwritten(county: Desk) -> None:
    row = add_contract(county, NOW).record.row_id
    filling.set_cell(county, contracts_of(county), row, "title", "改名", NOW)
    entry = filling.list_rows(county, contracts_of(county))[0]
    from baise_desktop.store.entries import put_entries

    form = filling.form_of(county, contracts_of(county))
    elsewhere = filling.set_cell(county, contracts_of(county), row, "buyer", "别人", NOW).entry
    undo(county)
    put_entries(county.store, (elsewhere,), form, "other", "other", NOW, is_step=False)
    before = state_of(county)
    with pytest.raises(BaiseError) as caught:
        undo(county)
    assert caught.value.code == "STEP_CHANGED"
    assert "填写“合同名称”" in caught.value.sentence
    assert state_of(county) == before
    assert undoing.next_undo(county, PLAN, MONTH) == "新增 1 行"
    assert entry.record.values["title"] == "改名"


def test_evidence_and_explanations(county: Desk, tmp_path: Path) -> None:
    row = add_contract(county, NOW).record.row_id
    states = [state_of(county)]
    file = put(tmp_path, "合同.pdf", pdf_bytes())
    attached = evidence.attach(county, contracts_of(county), row, "", file, NOW).evidence
    states.append(state_of(county))
    evidence.detach(county, contracts_of(county), row, "", attached, NOW)
    states.append(state_of(county))
    for text in ("当年新增两家企业", "改了说法，仍是两家"):
        put_explanation(county.store, county.office.unit, PLAN, MONTH, "f1", text, "clerk", NOW)
        states.append(state_of(county))
    assert [undo(county).name for _ in range(2)] == ["填写核实说明", "填写核实说明"]
    assert list_explanations(county.store, county.office.unit, PLAN, MONTH) == ()
    for expected in states[1::-1]:
        undo(county)
        assert state_of(county) == expected
    for expected in states[1:]:
        redo(county)
        assert state_of(county) == expected


def test_a_file_swept_away_is_not_named_again(county: Desk, tmp_path: Path) -> None:
    row = add_contract(county, NOW).record.row_id
    attached = evidence.attach(county, contracts_of(county), row, "", put(tmp_path, "a.pdf", pdf_bytes()), NOW).evidence
    evidence.detach(county, contracts_of(county), row, "", attached, NOW)
    evidence.sweep_files(county, NOW)
    before = state_of(county)
    with pytest.raises(BaiseError) as caught:
        undo(county)
    assert caught.value.code == "ATTACHMENT_MISSING"
    assert state_of(county) == before


def test_a_bounded_number_of_steps_is_kept(county: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "MOST_STEPS", 3)
    for _ in range(5):
        add_contract(county, NOW)
    assert county.store.query("SELECT count(*) FROM step") == [(3,)]
    monkeypatch.setattr(steps, "MOST_BYTES", 1)
    add_contract(county, NOW)
    assert county.store.query("SELECT count(*) FROM step") == [(1,)]
    assert undo(county).name == "新增 1 行"


KEYS = ("title", "buyer", "amount", "sign_date")
TEXTS = st.sampled_from(["", "甲", "1.2亿", "不是数", "2023.3.5", "/", "暂缺：未到"])
ACTS = st.one_of(
    st.tuples(st.just("cell"), st.integers(0, 4), st.sampled_from(KEYS), TEXTS),
    st.tuples(st.just("block"), st.lists(st.tuples(st.integers(0, 6), st.sampled_from(KEYS), TEXTS), min_size=1)),
    st.tuples(st.just("delete"), st.sets(st.integers(0, 4), min_size=1)),
    st.tuples(st.just("new"), TEXTS),
)


def act_on(desk: Desk, act: tuple[object, ...]) -> None:
    sheet = contracts_of(desk)
    rows = [entry.record.row_id for entry in filling.list_rows(desk, sheet)]
    match act:
        case ("cell", int(line), str(key), str(text)) if line < len(rows):
            filling.set_cell(desk, sheet, rows[line], key, text, NOW)
        case ("block", list(cells)):
            names = [*rows, *(f"new {number}" for number in range(7))]
            filling.set_cells(desk, sheet, [TypedCell(names[line], key, text) for line, key, text in cells], NOW)
        case ("delete", set(lines)):
            filling.delete_rows(desk, sheet, [rows[line] for line in lines if line < len(rows)], NOW)
        case ("new", str(text)):
            filling.add_row(desk, sheet, NOW, {"title": text})
        case _:
            pass


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, max_size=8))
def test_as_many_undos_give_the_first_state_and_as_many_redos_the_last(
    county: Desk, acts: list[tuple[object, ...]]
) -> None:
    undoing.forget(county, PLAN, MONTH)
    states = [state_of(county)]
    for act in acts:
        act_on(county, act)
        if state_of(county) != states[-1]:
            states.append(state_of(county))
    for expected in states[-2::-1]:
        undo(county)
        assert state_of(county) == expected
    assert undoing.next_undo(county, PLAN, MONTH) == ""
    for expected in states[1:]:
        redo(county)
        assert state_of(county) == expected


KILLED = """
import os, sys
from pathlib import Path
from baise_desktop.app.entry import undoing
from baise_desktop.app.desk import open_desk
from baise_desktop.store import steps
from tests.app.conftest import NOW

desk = open_desk(Path(sys.argv[1]))
at, seen = int(sys.argv[2]), 0

def die(*_):
    global seen
    seen += 1
    if seen == at:
        os._exit(9)

desk.store.connection.set_trace_callback(die)
undoing.undo(desk, "p2", "2023-04", NOW)
os._exit(0)
"""


@pytest.mark.parametrize("statement", [4, 7, 9, 11, 14])
def test_killed_during_an_undo_leaves_one_state_or_the_other(
    founded: Founded, open_copy: Callable[[Path], Desk], statement: int
) -> None:
    with TemporaryDirectory() as folder:
        place = Path(shutil.copytree(founded.folder / "county", Path(folder) / "county"))
        desk = open_desk(place)
        before = state_of(desk)
        rows = [{"title": "甲"}, {"title": "乙"}, {"title": "丙"}]
        filling.add_rows(desk, contracts_of(desk), rows, NOW)
        after = state_of(desk)
        close_desk(desk)
        subprocess.run([sys.executable, "-c", KILLED, str(place), str(statement)], check=False)
        desk = open_desk(place)
        found = state_of(desk)
        undone = undoing.next_undo(desk, PLAN, MONTH) == ""
        close_desk(desk)
    assert found == (before if undone else after)


def test_a_step_from_outside_the_program_is_damage(county: Desk) -> None:
    from baise_desktop.store.verify import find_damage

    add_contract(county, NOW)
    assert find_damage(county.store) == ()
    with sqlite3.connect(county.store.file) as other:
        other.execute("UPDATE step SET name = 'x'")
    assert [damage.kind for damage in find_damage(county.store)] == ["row"]
