"""The city's page of obligations: look, choose, set, take back."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from baise_desktop.form.adjustment import Adjustment, DueAfter, DueOn, Every, Exempt
from baise_desktop.form.period import Frequency, parse_period
from baise_desktop.ui.city.obligation_box import Reach, spread
from baise_desktop.ui.city.obligation_matrix import Place
from baise_desktop.ui.city.obligations_page import ObligationsPage
from baise_desktop.ui.city.workspace import CityWorkspace
from baise_desktop.ui.shell import Shell
from tests.ui.conftest import focused, press, settle, type_text

LEYE, FIRMS, TASK = "c.leye", "r.hightech_firm", "p2.k.2.3.1"


@pytest.fixture
def shell(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> Shell:
    shell = open_shell(stores / "city")
    work = shell.work()
    assert isinstance(work, CityWorkspace)
    work.navigation.chosen.emit("obligations")
    settle(qtbot, shell)
    return shell


@pytest.fixture
def page(shell: Shell) -> ObligationsPage:
    work = shell.work()
    assert isinstance(work, CityWorkspace)
    page = work.obligations
    look_at(page, LEYE)
    return page


def look_at(page: ObligationsPage, subject: str) -> None:
    place = page.subject.findData(subject)
    page.subject.setCurrentIndex(place)
    page.subject.activated.emit(place)


def row_of(page: ObligationsPage, key: str) -> int:
    rows = page.view.matrix.rows
    return next(number for number, row in enumerate(rows) if key in (row.form, row.unit))


def texts(page: ObligationsPage, key: str) -> list[str]:
    matrix, row = page.view.matrix, row_of(page, key)
    return [matrix.data(matrix.index(row, column)) for column in range(1, matrix.columnCount())]


def choose_act(page: ObligationsPage, act: str) -> None:
    page.box.act.setCurrentIndex(page.box.act.findData(act))


def test_one_unit_is_shown_with_its_forms_at_one_frequency(page: ObligationsPage) -> None:
    assert page.summary.text() == "全市应报 14439 张次，与表式默认不同 0 处，与已发任务包不同 0 处"
    assert [str(period) for period in page.view.matrix.periods][:2] == ["2021Q1", "2021Q2"]
    assert texts(page, FIRMS)[0] == "2021-04-15"
    assert not page.box.save.isEnabled()
    assert page.view.corner.text() == "表名"


def test_periods_open_at_the_one_that_runs(page: ObligationsPage) -> None:
    rows, periods = page.view.matrix.rows, page.view.matrix.periods
    assert page.view.currentIndex().column() == len(periods), "the plan is over"
    page.view.show_rows(rows, periods[:-1], date(2022, 5, 1))
    assert str(periods[page.view.currentIndex().column() - 1]) == "2022Q2"
    page.view.setCurrentIndex(page.view.matrix.index(0, 2))
    page.view.show_rows(rows, periods[:-1], date(2022, 5, 1))
    assert page.view.currentIndex().column() == 2, "the reader's place stays"


def test_several_periods_are_seen_at_the_zoom_of_older_eyes(qtbot: QtBot, shell: Shell, page: ObligationsPage) -> None:
    shell.resize(1366, 768)
    shell.preferences.change(zoom=150)
    settle(qtbot, shell)
    assert page.view.viewport().width() >= 2 * page.view.columnWidth(1)
    shell.preferences.change(zoom=100)


def test_cells_are_chosen_and_exempted_by_keyboard_with_a_reason(
    qtbot: QtBot, shell: Shell, page: ObligationsPage
) -> None:
    page.view.setFocus()
    page.view.setCurrentIndex(page.view.matrix.index(row_of(page, FIRMS), 1))
    QTest.keyClick(focused(), Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert page.box.chosen.text() == "已选 2 格：1 张表、1 个单位"
    page.box.reason.setFocus()
    type_text("当地没有高新技术企业")
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert texts(page, FIRMS)[:3] == ["— ＊", "— ＊", "2021-10-15"]
    assert page.terms.table.rowCount() == 2
    assert "与表式默认不同 2 处" in page.summary.text()
    tip = page.view.matrix.data(page.view.matrix.index(row_of(page, FIRMS), 1), Qt.ItemDataRole.ToolTipRole)
    assert "调整原因：当地没有高新技术企业" in tip
    page.view.setCurrentIndex(page.view.matrix.index(row_of(page, FIRMS), 1))
    page.box.restore.click()
    settle(qtbot, shell)
    assert texts(page, FIRMS)[:2] == ["2021-04-15", "— ＊"]
    page.terms.selectRow(0)
    page.remove.click()
    settle(qtbot, shell)
    assert texts(page, FIRMS)[1] == "2021-07-15"
    assert not page.remove.isEnabled()


def test_without_a_reason_nothing_is_set(qtbot: QtBot, shell: Shell, page: ObligationsPage) -> None:
    page.view.selectRow(row_of(page, FIRMS))
    page.box.save.click()
    settle(qtbot, shell)
    assert "没有写原因" in shell.notice.text()
    assert page.terms.table.rowCount() == 0


def test_a_form_gets_another_frequency_for_every_unit(qtbot: QtBot, shell: Shell, page: ObligationsPage) -> None:
    page.side.setCurrentIndex(1)
    page.side.activated.emit(1)
    look_at(page, TASK)
    assert page.frequency.currentData() == "half_yearly"
    page.view.selectRow(row_of(page, LEYE))
    choose_act(page, "every")
    page.box.frequency.setCurrentIndex(page.box.frequency.findData("quarterly"))
    page.box.reason.setText("按季调度")
    page.box.save.click()
    settle(qtbot, shell)
    assert page.frequency.currentData() == "quarterly"
    assert texts(page, LEYE)[0] == "2021-04-15 ＊"
    assert page.view.matrix.rows[0].origin == "city"


def test_a_form_that_is_not_owed_can_be_added(qtbot: QtBot, shell: Shell, page: ObligationsPage) -> None:
    look_at(page, "d.wjkw")
    assert FIRMS not in {row.form for row in page.view.matrix.rows}
    page.never.setChecked(True)
    page.view.selectRow(row_of(page, FIRMS))
    choose_act(page, "add")
    page.box.reach.setCurrentIndex(page.box.reach.findData("rows"))
    page.box.reason.setText("卫健系统试点")
    page.box.save.click()
    settle(qtbot, shell)
    page.never.setChecked(False)
    page.adjusted.setChecked(True)
    assert [row.form for row in page.view.matrix.rows] == [FIRMS]


def test_a_frequency_without_forms_says_what_to_do(page: ObligationsPage) -> None:
    look_at(page, "d.wjkw")
    page.frequency.setCurrentIndex(page.frequency.findData("monthly"))
    page.frequency.activated.emit(3)
    assert page.view.isHidden()
    assert not page.nothing.isHidden()
    page.never.setChecked(True)
    assert {row.form for row in page.view.matrix.rows} == {"r.tech_contract", "p2.t.contract"}
    assert {text for row in page.view.matrix.rows for text in texts(page, row.form)} == {"—"}


def test_another_plan_lists_its_own_units(qtbot: QtBot, shell: Shell, page: ObligationsPage) -> None:
    page.plan.setCurrentIndex(page.plan.findData("p1"))
    page.plan.activated.emit(0)
    settle(qtbot, shell)
    assert "尚未发过任务包" in page.summary.text()
    assert str(page.view.matrix.periods[0]) == "2018Q1"


places: st.SearchStrategy[Place] = st.tuples(
    st.sampled_from(("c.leye", "c.pingguo")),
    st.sampled_from((FIRMS, TASK)),
    st.sampled_from(("2023Q1", "2023Q2", "2023H1")).map(parse_period),
)


@given(st.lists(places, unique=True), st.sampled_from(Reach))
def test_every_cell_chosen_is_met_and_nothing_is_said_twice(chosen: list[Place], reach: Reach) -> None:
    found = spread(Exempt(), "试", reach, chosen)
    assert len(set(found)) == len(found)
    for unit, form, period in chosen:
        assert any(each.unit in ("", unit) and each.form in ("", form) and each.holds_in(period) for each in found)
    if reach is Reach.CELLS:
        assert {(each.unit, each.form, each.period) for each in found} == {
            (unit, form, str(period)) for unit, form, period in chosen
        }


def test_how_far_each_change_reaches() -> None:
    chosen: list[Place] = [(LEYE, FIRMS, parse_period("2023Q1")), (LEYE, FIRMS, parse_period("2023Q2"))]
    every = Every(Frequency.MONTHLY)
    assert spread(every, "因", Reach.CELLS, chosen) == (Adjustment(change=every, reason="因", form=FIRMS),)
    due = DueOn(date(2023, 5, 8))
    assert spread(due, "因", Reach.CELLS, chosen[:1]) == (
        Adjustment(change=due, reason="因", unit=LEYE, form=FIRMS, period="2023Q1"),
    )
    days = DueAfter(20)
    assert spread(days, "因", Reach.FREQUENCY, chosen) == (
        Adjustment(change=days, reason="因", frequency=Frequency.QUARTERLY),
    )
